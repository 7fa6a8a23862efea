from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.common import AS_OF, SegmentationCase


class StaleCase(SegmentationCase):
    """Customers whose class may have changed are queued when the transaction ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.bob = cls.customer("Bob")
        cls.case = cls.history([(cls.ann, "2025-06-01", 10)])

    def setUp(self):
        super().setUp()
        self.queued()

    def queued(self):
        """End the transaction as a commit would; return and empty the queue of the company."""
        self.env.cr.flush()
        self.env.cr.execute(
            "DELETE FROM repair_customer_stale WHERE company_id = %s RETURNING partner_id",
            [self.company.id],
        )
        return self.env["res.partner"].browse(
            sorted(partner for (partner,) in self.env.cr.fetchall())
        )


@tagged("post_install", "-at_install")
class TestStale(StaleCase):
    def test_a_new_case(self):
        self.history([(self.bob, "2025-06-01", 10)])
        self.assertEqual(self.queued(), self.bob)

    def test_each_classifying_change(self):
        values = {
            "stage_id": self.stage_cancelled.id,
            "date_open": "2025-06-02",
            "amount": 11,
            "currency_id": self.env.ref("base.EUR").id,
            "is_rework": True,
        }
        for field, value in values.items():
            with self.subTest(field=field):
                self.case[field] = value
                self.assertEqual(self.queued(), self.ann)

    def test_other_changes_mark_nobody(self):
        self.case.write({"name": "Other", "description": "x", "urgency": "1"})
        self.assertFalse(self.queued())

    def test_an_archived_case_is_open_no_more(self):
        self.case.active = False
        self.assertEqual(self.queued(), self.ann)

    def test_a_case_that_moves_marks_both_customers(self):
        self.case.partner_id = self.bob
        self.assertEqual(self.queued(), self.ann | self.bob)

    def test_a_case_that_moves_to_another_company_marks_both_companies(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared"})
        self.case.write({"company_id": other.id, "stage_id": shared.id})
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search(
            [("company_id", "in", (self.company | other).ids)]
        )
        self.assertEqual(stale.company_id, self.company | other)
        self.assertEqual(stale.partner_id, self.ann)

    def test_a_deleted_case(self):
        self.case.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_a_contact_marks_its_company(self):
        enterprise = self.customer("Enterprise", is_company=True)
        contact = self.customer("Contact", parent_id=enterprise.id)
        self.queued()
        self.history([(contact, "2025-06-01", 10)])
        self.assertEqual(self.queued(), enterprise)

    def test_one_insert_a_transaction(self):
        for _i in range(5):
            self.history([(self.ann, "2025-06-01", 10), (self.bob, "2025-06-01", 10)])
        self.case.amount = 12
        self.env.flush_all()
        cron = self.env.ref("repair_customer_segmentation.ir_cron_classify_stale")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.env.cr.flush()
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(stale), 2, "one row a customer, whatever the number of changes")
        self.assertEqual(stale.partner_id, self.ann | self.bob)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)

    def test_a_quiet_transaction_queues_nothing(self):
        self.ann.name = "Anna"
        self.assertFalse(self.queued())

    def test_changed_meaning_of_a_stage_marks_the_customers_of_its_cases(self):
        self.history(
            [
                (self.bob, "2025-06-01", 10, {"active": False}),
                (self.customer("Elsewhere"), "2025-06-01", 10, {"stage_id": self.stage_closed.id}),
            ]
        )
        self.queued()
        self.stage_open.is_cancelled = True
        self.assertEqual(self.queued(), self.ann | self.bob)
        self.stage_open.write({"is_cancelled": False, "is_waiting": True})
        self.assertEqual(self.queued(), self.ann | self.bob)

    def test_a_renamed_stage_marks_nobody(self):
        self.stage_open.write({"name": "Renamed", "fold": True, "sequence": 3})
        self.assertFalse(self.queued())

    def test_partners_of_a_savepoint_that_was_rolled_back(self):
        """Neither they nor their marks are left, and earlier marks are."""
        self.case.amount = 11
        savepoint = self.env.cr.savepoint()
        self.history([(self.customer("Gone"), "2025-06-01", 10)])
        self.env.flush_all()
        savepoint.close(rollback=True)
        self.assertEqual(self.queued(), self.ann)

    def test_a_profile_stored_after_its_customer_was_deleted(self):
        """A run that began before goes on to store it; the mark has it removed."""
        case = self.history([(self.bob, "2025-06-01", 10)])
        self.policy.classify(AS_OF)
        case.unlink()
        self.env.cr.execute(
            "CREATE TEMPORARY TABLE late ON COMMIT DROP AS"
            " SELECT * FROM repair_customer_profile WHERE partner_id = %s",
            [self.bob.id],
        )
        bob = self.bob.id
        self.bob.unlink()
        self.env.cr.execute("INSERT INTO repair_customer_profile SELECT * FROM late")
        self.assertIn(bob, self.queued().ids)
        self.policy.classify(AS_OF, partner_ids=[bob])
        self.env.cr.execute(
            "SELECT count(*) FROM repair_customer_profile WHERE partner_id = %s", [bob]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_rolled_back_transaction_marks_nobody(self):
        self.case.amount = 11
        self.env.cr.precommit.clear()
        self.assertFalse(self.queued())


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
class TestStaleRatings(StaleCase):
    def rating(self, **values):
        return self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("repair.case"),
                "res_id": self.case.id,
                **values,
            }
        )

    def test_a_rating_that_is_asked_for_marks_nobody(self):
        self.rating()
        self.assertFalse(self.queued())

    def test_a_rating_that_is_given(self):
        token = self.case._rating_get_access_token(partner=self.ann)
        self.queued()
        self.case.rating_apply(5, token=token)
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_created_as_given(self):
        self.rating(rating=4, consumed=True)
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_withdrawn(self):
        rating = self.rating(rating=4, consumed=True)
        self.queued()
        rating.reset()
        self.assertEqual(self.queued(), self.ann)

    def test_a_rating_that_is_deleted(self):
        rating = self.rating(rating=4, consumed=True)
        self.queued()
        rating.unlink()
        self.assertEqual(self.queued(), self.ann)

    def test_ratings_of_other_records_mark_nobody(self):
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.ann.id,
                "rating": 4,
                "consumed": True,
            }
        )
        self.assertFalse(self.queued())


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
