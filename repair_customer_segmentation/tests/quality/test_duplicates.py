from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import SQL, mute_logger

from ...models.customer import repair_customer_duplicate
from ...quality import duplicates
from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestKeys(SegmentationCase):
    def key(self, key):
        return self.env.execute_query(SQL("SELECT %s", key))[0][0]

    def test_phone(self):
        for phone, code, expected in (
            ("+32 470 12 34 56", 32, "+32470123456"),
            ("0032 470/12.34.56", 1, "+32470123456"),
            ("0470 12 34 56", 32, "+32470123456"),
            ("(0470) 12-34-56", 32, "+32470123456"),
            ("+44 (0)20 7946 0958", 32, "+442079460958"),
            ("020 7946 0958 ext. 12", 44, "+442079460958"),
            ("+1 510-555-0120 x7", 32, "+15105550120"),
            ("0470 12 34 56", None, "0470123456"),
            ("12345", 32, None),
            ("", 32, None),
            (None, 32, None),
        ):
            with self.subTest(phone=phone, code=code):
                sql = duplicates.phone_key(SQL("%s::varchar", phone), SQL("%s::int", code))
                self.assertEqual(self.key(sql), expected)

    def test_odoo_s_own_e164_comes_first(self):
        for sanitized, expected in (("+3281588558", "+3281588558"), (None, "+32470123456")):
            sql = duplicates.phone_key(
                SQL("'0470 12 34 56'"), SQL("32"), SQL("%s::varchar", sanitized)
            )
            self.assertEqual(self.key(sql), expected)

    def test_vat(self):
        for vat, expected in (
            ("be 0477.472.701", "BE0477472701"),
            ("BE0477472701", "BE0477472701"),
            ("/", None),
            ("", None),
            (None, None),
        ):
            with self.subTest(vat=vat):
                self.assertEqual(self.key(duplicates.vat_key(SQL("%s::varchar", vat))), expected)


class DuplicateCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.be")
        cls.groups = cls.env["repair.customer.duplicate"]
        cls.user("rcs_manager", "manager")
        cls.user("rcs_all", "user_all")
        cls.manager = cls.env["res.users"].search([("login", "=", "rcs_manager")])
        cls.manager.group_ids += cls.env.ref("base.group_partner_manager")

    def known(self, *names, **values):
        """Create customers with a repair of 10 each, and as many of their number."""
        partners = self.env["res.partner"].create([{"name": name, **values} for name in names])
        self.history([(partner, "2025-06-01", 10) for partner in partners])
        self.policy.classify(as_of=AS_OF)
        return partners

    def found(self):
        """Find anew; return (kind, key) -> names."""
        self.groups.action_search()
        return {
            (group.kind, group.key): sorted(group.partner_ids.mapped("name"))
            for group in self.groups.search([("company_id", "=", self.company.id)])
        }


@tagged("post_install", "-at_install")
class TestDuplicates(DuplicateCase):
    def test_many_customers_are_compared_in_the_background(self):
        self.known("A", email="ann@example.com")
        self.known("B", email="ann@example.com")
        self.patch(repair_customer_duplicate, "DUPLICATES_BACKGROUND_FROM", 2)
        cron = self.env.ref(repair_customer_duplicate.CRON_DUPLICATES)
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        action = self.groups.action_search()
        self.assertEqual(action["tag"], "display_notification")
        now = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(now - triggers), 1)
        self.assertFalse(self.groups.search([("company_id", "=", self.company.id)]))

    def test_by_e_mail_phone_and_tax_id(self):
        self.known("A", email="Ann <ann@example.com>", phone="0470 12 34 56", vat="BE 0477.472.701")
        self.known("B", email="ANN@example.com")
        self.known("C", phone="+32 470/123456")
        self.known("D", vat="be0477472701")
        self.known("E", email="other@example.com", phone="0470 99 99 99", vat="X1")
        self.assertEqual(
            self.found(),
            {
                ("email", "ann@example.com"): ["A", "B"],
                ("phone", "+32470123456"): ["A", "C"],
                ("vat", "BE0477472701"): ["A", "D"],
            },
        )

    def test_counts(self):
        ann, _bob, _cyd = self.known("A", "B", "C", email="ann@example.com")
        self.history([(ann, "2025-06-02", 10), (ann, "2020-06-02", 10)])
        self.policy.classify(as_of=AS_OF)
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        self.assertRecordValues(group, [{"partner_count": 3, "repair_count": 5}])

    def test_only_customers_who_are_seen(self):
        """Not contacts, strangers, archived ones, or partners of another company alone."""
        ann = self.known("A", email="ann@example.com")
        self.customer("Stranger", email="ann@example.com")
        self.customer("Contact", email="ann@example.com", parent_id=ann.id)
        gone, theirs = self.known("Gone", "Theirs", email="ann@example.com")
        gone.active = False
        theirs.company_id = self.env["res.company"].create({"name": "Other Company"})
        self.assertEqual(self.found(), {})
        gone.active = True
        self.assertEqual(self.found(), {("email", "ann@example.com"): ["A", "Gone"]})

    def test_a_search_follows_what_changed(self):
        ann, bob, cyd = self.known("A", "B", "C", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        cyd.email = "cyd@example.com"
        self.assertEqual(self.found(), {("email", "ann@example.com"): ["A", "B"]})
        self.assertRecordValues(group, [{"partner_count": 2, "repair_count": 2}])
        bob.email = False
        self.assertEqual(self.found(), {})
        self.assertFalse(group.exists())
        self.assertEqual(ann.email, "ann@example.com")

    def test_a_dismissed_group_stays_dismissed(self):
        self.known("A", "B", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        group.with_user(self.manager).action_dismiss()
        self.assertRecordValues(group, [{"is_dismissed": True, "dismissed_by": self.manager.id}])
        self.known("C", email="ann@example.com")
        self.assertEqual(self.found(), {("email", "ann@example.com"): ["A", "B", "C"]})
        self.assertTrue(group.is_dismissed)
        group.partner_ids.email = False
        self.found()
        self.assertTrue(group.exists().is_dismissed)
        group.action_restore()
        self.assertRecordValues(
            group, [{"is_dismissed": False, "dismissed_by": False, "dismissed_on": False}]
        )

    def test_the_nightly_search(self):
        self.known("A", "B", email="ann@example.com")
        with self.enter_registry_test_mode():
            self.env.ref(
                "repair_customer_segmentation.ir_cron_find_duplicates"
            ).method_direct_trigger()
        group = self.groups.search([("company_id", "=", self.company.id)])
        self.assertEqual(group.key, "ann@example.com")

    def merge(self, group):
        action = group.with_user(self.manager).action_merge()
        return self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])

    def test_odoo_s_merge_opens_with_the_group(self):
        ann, bob = self.known("A", "B", email="ann@example.com")
        self.history([(bob, "2025-06-02", 10)])
        self.policy.classify(as_of=AS_OF)
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        wizard = self.merge(group)
        self.assertRecordValues(
            wizard,
            [
                {
                    "state": "selection",
                    "partner_ids": (ann | bob).ids,
                    "dst_partner_id": bob.id,
                }
            ],
        )
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            wizard.action_merge()
        self.assertFalse(ann.exists() or group.exists())
        self.policy.classify(as_of=AS_OF)
        self.assertRecordValues(self.profile_of(bob), [{"repair_count": 3, "amount": 30}])

    def test_a_large_group_is_merged_in_steps(self):
        people = self.known("A", "B", "C", "D", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        wizard = self.merge(group)
        self.assertEqual(wizard.partner_ids, people[:3])
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            wizard.action_merge()
        self.assertEqual(group.partner_ids, people[0] | people[3])
        self.assertEqual(group.partner_count, 2)

    def test_a_deleted_customer_leaves_its_group(self):
        people = self.known("A", "B", "C", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        self.env["repair.case"].search([("partner_id", "in", people[1:].ids)]).unlink()
        people[1].unlink()
        self.assertEqual((group.partner_count, group.partner_ids), (2, people[0] | people[2]))
        people[2].unlink()
        self.assertFalse(group.exists())

    def test_fewer_than_two_are_not_merged(self):
        people = self.known("A", "B", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        people[0].active = False
        with self.assertRaisesRegex(UserError, "Fewer than two"):
            self.merge(group)

    def test_side_by_side(self):
        people = self.known("A", "B", email="ann@example.com")
        self.found()
        group = self.groups.search([("company_id", "=", self.company.id)])
        action = group.action_view_partners()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), people)


@tagged("post_install", "-at_install")
class TestDuplicatesAccess(DuplicateCase):
    def test_no_company_learns_of_another_s_customers(self):
        """The same e-mail is a customer here and one there: no group, to anybody."""
        other = self.env["res.company"].create({"name": "Other Company"})
        stage = self.env["repair.case.stage"].create({"name": "There", "company_id": other.id})
        self.known("Here", email="ann@example.com")
        there = self.env["res.partner"].create(
            [{"name": f"There {i}", "email": "ann@example.com"} for i in range(2)]
        )
        values = {"company_id": other.id, "stage_id": stage.id}
        self.history([(partner, "2025-06-01", 1, values) for partner in there[0]])
        self.env.cr.flush()
        other.repair_policy_id.classify(as_of=AS_OF)
        self.groups._refresh(self.company | other)
        self.assertFalse(self.groups.search([("company_id", "in", (self.company | other).ids)]))
        self.history([(there[1], "2025-06-01", 1, values)])
        self.env.cr.flush()
        other.repair_policy_id.classify(as_of=AS_OF)
        self.groups._refresh(self.company | other)
        group = self.groups.search([("company_id", "in", (self.company | other).ids)])
        self.assertEqual((group.company_id, group.partner_ids), (other, there))
        foreign = group.with_user(self.manager)
        self.assertFalse(foreign.search([("partner_ids", "in", there.ids)]))
        for action in (foreign.action_merge, foreign.action_dismiss, foreign.action_view_partners):
            with self.assertRaises(AccessError):
                action()

    @users("rcs_all")
    def test_users_neither_see_nor_search(self):
        created = self.groups.create(
            {"company_id": self.company.id, "kind": "email", "key": "ann@example.com"}
        )
        group = created.with_env(self.env)
        for action in (
            lambda: group.search([]),
            group.action_search,
            group.action_dismiss,
            group.action_restore,
            group.action_merge,
        ):
            with self.assertRaises(AccessError):
                action()
