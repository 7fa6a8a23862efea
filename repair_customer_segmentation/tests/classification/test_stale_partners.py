from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF
from ..bases.stale import StaleCase


@tagged("post_install", "-at_install")
class TestStalePartners(StaleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.customer("Acme", is_company=True)
        cls.bolt = cls.customer("Bolt", is_company=True)

    def settle(self):
        """Classify everybody: a customer without a case or a profile needs no second look."""
        self.policy.classify(as_of=AS_OF)
        self.queued()

    def test_a_contact_that_changes_its_company_marks_both(self):
        self.settle()
        self.ann.parent_id = self.acme
        self.assertEqual(self.queued(), self.ann | self.acme)
        self.settle()
        self.ann.parent_id = self.bolt
        self.assertEqual(self.queued(), self.acme | self.bolt)
        self.assertEqual(self.case.commercial_partner_id, self.bolt)

    def test_a_contact_that_leaves_takes_its_repairs_along(self):
        self.ann.parent_id = self.acme
        self.settle()
        self.ann.parent_id = False
        self.assertEqual(self.queued(), self.ann | self.acme)
        self.assertEqual(self.case.commercial_partner_id, self.ann)

    def test_a_contact_that_becomes_a_company_of_its_own(self):
        self.ann.parent_id = self.acme
        self.settle()
        self.ann.is_company = True
        self.assertEqual(self.queued(), self.ann | self.acme)
        self.assertEqual(self.case.commercial_partner_id, self.ann)

    def test_contacts_of_a_person_move_along(self):
        child = self.customer("Child of Ann", parent_id=self.ann.id)
        self.history([(child, "2025-06-01", 1)])
        self.settle()
        self.ann.parent_id = self.acme
        self.assertEqual(self.queued(), self.ann | self.acme)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.acme).repair_count, 2)

    def test_descriptive_facts_mark_customers(self):
        for field, value in (
            ("country_id", self.env.ref("base.be").id),
            ("industry_id", self.env["res.partner.industry"].create({"name": "Bakery"}).id),
        ):
            with self.subTest(field=field):
                self.ann[field] = value
                self.assertEqual(self.queued(), self.ann)

    def test_partners_without_a_case_are_never_queued(self):
        self.bob.write({"parent_id": self.acme.id, "country_id": self.env.ref("base.be").id})
        self.assertFalse(self.queued())

    def test_a_deleted_company_leaves_its_contacts_their_repairs(self):
        self.ann.parent_id = self.acme
        self.settle()
        self.acme.unlink()
        self.assertEqual(self.case.commercial_partner_id, self.ann)
        self.assertEqual(self.queued(), self.ann)

    def test_a_merge_marks_both_customers(self):
        self.history([(self.bob, "2025-06-02", 5)])
        self.settle()
        self.merge(self.ann, into=self.bob)
        self.assertEqual(self.case.partner_id, self.bob)
        self.assertEqual(self.queued(), self.ann | self.bob)
        self.policy.classify(as_of=AS_OF, partner_ids=self.bob.ids)
        self.assertRecordValues(self.profile_of(self.bob), [{"repair_count": 2, "amount": 15}])

    def test_a_merge_into_a_contact_of_another_company_moves_the_repairs_there(self):
        self.ann.parent_id = self.acme
        contact = self.customer("Ann", parent_id=self.bolt.id)
        self.settle()
        self.merge(self.ann, into=contact)
        self.assertEqual(self.case.commercial_partner_id, self.bolt)
        self.assertEqual(self.queued(), self.acme | self.bolt)

    def merge(self, source, into):
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"]._merge((source | into).ids, into)


@tagged("post_install", "-at_install")
class TestStaleRules(StaleCase):
    """A fact that is not the customer's own, and decides what it is."""

    def setUp(self):
        super().setUp()
        self.training, self.repair = self.env["repair.case.type"].create(
            [{"name": "Training", "need": "functional"}, {"name": "Repair", "need": "functional"}]
        )
        self.history(
            [
                (self.ann, "2025-06-01", 1, {"type_id": self.training.id}),
                (self.ann, "2025-06-02", 1, {"type_id": self.training.id, "active": False}),
                (self.bob, "2025-06-02", 1, {"type_id": self.repair.id}),
            ]
        )
        self.queued()

    def runs(self):
        return self.policy.run_ids.filtered(lambda run: run.state == "queued")

    def test_the_need_of_a_type_marks_its_customers(self):
        self.training.need = "service"
        self.assertEqual(self.queued(), self.ann)

    def test_whoever_manages_types_marks_them(self):
        self.training.with_user(self.user("rcs_manager", "manager")).need = "service"
        self.assertEqual(self.queued(), self.ann)

    def test_the_number_of_its_cases_takes_no_further_query(self):
        self.env.flush_all()
        counts = []
        for need in ("service", "functional"):
            self.history([(self.bob, "2025-06-02", 1, {"type_id": self.training.id})] * 10)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.training.need = need
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_other_changes_of_a_type_mark_nobody(self):
        self.training.write({"name": "Course", "need": "functional"})
        self.assertFalse(self.queued())

    def test_a_company_that_moves_abroad_has_everybody_classified(self):
        self.policy.classify(as_of=AS_OF)
        self.company.country_id = self.env.ref("base.fr")
        self.assertRecordValues(self.runs(), [{"scope": "all", "is_nightly": False}])
        self.company.country_id = self.env.ref("base.be")
        self.assertEqual(len(self.runs()), 1, "one run will do")

    def test_a_company_s_contact_that_moves_has_everybody_classified(self):
        self.policy.classify(as_of=AS_OF)
        settings = self.user("rcs_contacts")
        settings.group_ids += self.env.ref("base.group_partner_manager")
        self.company.partner_id.with_user(settings).country_id = self.env.ref("base.fr")
        self.assertEqual(len(self.runs()), 1)

    def test_before_the_first_run_there_is_nothing_to_correct(self):
        self.company.country_id = self.env.ref("base.fr")
        self.assertFalse(self.runs())

    def test_a_country_that_stays_starts_nothing(self):
        self.company.country_id = self.env.ref("base.fr")
        self.policy.classify(as_of=AS_OF)
        self.company.country_id = self.env.ref("base.fr")
        self.company.partner_id.write({"city": "Lyon", "country_id": self.env.ref("base.fr").id})
        self.assertFalse(self.runs())

    def test_new_rules_in_the_settings_have_everybody_classified(self):
        self.policy.classify(as_of=AS_OF)
        self.env["res.config.settings"].create({"repair_window_months": 24}).set_values()
        active = self.company.repair_policy_id
        self.assertEqual((active.version, active.window_months), (2, 24))
        self.assertEqual(active.run_ids.mapped("state"), ["queued"])
