from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ...models.customer.manager_suggestions import ManagerSuggestions
from ...models.team.assignment_words import AssignmentWords
from ..bases.desk import MONDAY
from ..bases.desk_team import TeamCase


@tagged("post_install", "-at_install")
class TestCustomerManager(TeamCase):
    """Who should manage which customer, why, and how many each has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_tiers(
            "value",
            [
                ("Top", "all", [{"metric": "repair_count", "operator": "at_least", "value": 2}]),
                ("Rest", "all", []),
            ],
        )
        cls.team.assignment = "manual"
        cls.team.membership_ids.customer_capacity = 4
        cls.member(cls.zoe).customer_capacity = 0
        cls.top, cls.rest = cls.policy.value_tier_ids
        # Three of top value, two others.
        cls.people = cls.customers(5)
        cls.history([(partner, "2024-12-01", 1) for partner in cls.people])
        cls.history([(partner, "2024-12-02", 1) for partner in cls.people[:3]])
        cls.policy.classify(as_of=MONDAY)

    def profiles(self, partners=None):
        domain = [("partner_id", "in", (self.people if partners is None else partners).ids)]
        return self.env["repair.customer.profile"].search(domain, order="value_tier_id, id")

    def suggested(self, partners=None):
        """Return customer -> (name of the manager, why)."""
        names = {user.id: user.name for user in self.env["res.users"].search([])}
        return {
            profile.partner_id.name: (
                names.get(user_id),
                AssignmentWords(self.env).reasons_text(reasons),
            )
            for profile, user_id, reasons in ManagerSuggestions(self.profiles(partners)).all()
        }

    def test_customers_of_equal_value_are_shared_out(self):
        self.assertEqual(
            self.suggested(),
            {
                "Customer 0": ("Lea", "0 of 4 customers"),
                "Customer 1": ("Max", "0 of 4 customers"),
                "Customer 2": ("Lea", "1 of 4 customers"),
                # One of top value less: but of the others each gets one.
                "Customer 3": ("Max", "1 of 4 customers"),
                "Customer 4": ("Lea", "2 of 4 customers"),
            },
        )

    def test_relationship_then_industry_then_skill(self):
        self.people[1].industry_id = self.bakeries
        self.member(self.max).industry_ids = self.bakeries
        self.past(self.people[0], self.max, 5)
        self.history([(self.people[3], "2024-12-03", 1, {"type_id": self.leak.id})])
        self.member(self.max).type_ids = self.leak
        self.assertEqual(
            self.suggested(self.people[:2] | self.people[3]),
            {
                "Customer 0": (
                    "Max",
                    "knows this customer (1 of 1 ratings positive); 0 of 4 customers",
                ),
                "Customer 1": ("Max", "knows the industry Bakeries; 1 of 4 customers"),
                "Customer 3": ("Max", "knows Leak; 2 of 4 customers"),
            },
        )

    def test_nobody_gets_more_than_he_can_have(self):
        self.team.membership_ids.customer_capacity = 0
        self.member(self.max).customer_capacity = 2
        found = self.suggested()
        self.assertEqual([name for name, _why in found.values()], ["Max", "Max", None, None, None])

    def test_a_manager_is_kept_unless_another_suits_better(self):
        self.people[0].user_id = self.max
        self.assertEqual(self.suggested(self.people[0])["Customer 0"], ("Max", "0 of 4 customers"))
        self.people[0].industry_id = self.bakeries
        self.member(self.lea).industry_ids = self.bakeries
        self.assertEqual(
            self.suggested(self.people[0])["Customer 0"],
            ("Lea", "knows the industry Bakeries; 0 of 4 customers"),
        )

    def test_no_more_queries_for_many(self):
        counts = []
        for people in (self.people[:1], self.people[:1], self.people):
            self.env.flush_all()
            profiles = self.profiles(people)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ManagerSuggestions(profiles).all()
            counts.append(self.env.cr.sql_log_count - before)
        # The two value tiers are read once more than one of them.
        self.assertLessEqual(counts[2], counts[1] + 1)

    @users("rcs_manager")
    def test_review_and_apply(self):
        managers = self.env["repair.customer.manager"]
        action = managers.action_suggest()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.summary, "Suggestions: 5.")
        self.assertEqual(wizard.line_ids.mapped("user_id.name"), ["Lea", "Max"])
        line = wizard.line_ids.filtered(lambda li: li.partner_id == self.people[0])
        line.user_id = self.zoe
        wizard.line_ids.filtered(lambda li: li.partner_id == self.people[4]).unlink()
        wizard.action_apply()
        self.assertEqual(
            [partner.user_id.name for partner in self.people],
            ["Zoe", "Max", "Lea", "Max", False],
        )
        self.env.flush_all()
        self.assertEqual(
            [
                (m.user_id.name, m.customer_count, m.high_value_count, m.capacity, m.load)
                for m in managers.search([]).sorted("id")
            ],
            [("Lea", 1, 1, 4, 25.0), ("Max", 2, 1, 4, 50.0), ("Zoe", 1, 1, 0, 0.0)],
        )
        lea = managers.search([("user_id", "=", self.lea.id)])
        domain = lea.action_view_customers()["domain"]
        self.assertEqual(
            self.env["repair.customer.profile"].search(domain).partner_id, self.people[2]
        )

    @users("rcs_manager")
    def test_all_customers_and_chosen_tiers(self):
        self.people.sudo().user_id = self.max
        self.member(self.max).sudo().customer_capacity = 10
        wizard = self.env["repair.manager.wizard"].create(
            {"company_id": self.company.id, "scope": "all", "tier_ids": self.top.ids}
        )
        wizard.action_suggest()
        self.assertFalse(wizard.line_ids)
        self.assertEqual(
            wizard.summary, "Suggestions: 0. Customers keeping their account manager: 3."
        )
        self.member(self.lea).sudo().type_ids = self.leak
        self.history([(self.people[0], "2024-12-05", 1, {"type_id": self.leak.id})] * 3)
        wizard.action_suggest()
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    "partner_id": self.people[0].id,
                    "former_user_id": self.max.id,
                    "user_id": self.lea.id,
                    "reasons": "knows Leak; 0 of 4 customers",
                }
            ],
        )

    @users("rcs_manager")
    def test_applying_is_told_when_another_was_named_meanwhile(self):
        action = self.env["repair.manager.wizard"]._open(self.profiles(self.people[0]))
        wizard = self.env["repair.manager.wizard"].browse(action["res_id"])
        self.people[0].sudo().user_id = self.zoe
        with self.assertRaisesRegex(
            UserError, "another account manager to Customer 0. Suggest again"
        ):
            wizard.action_apply()
        self.assertEqual(self.people[0].user_id, self.zoe)
        wizard.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no suggestion"):
            wizard.action_apply()

    @users("rcs_lea")
    def test_users_neither_see_nor_suggest(self):
        with self.assertRaises(AccessError):
            self.env["repair.customer.manager"].search([])
        with self.assertRaises(AccessError):
            self.env["repair.manager.wizard"]._open()

    def assign_by_cron(self):
        cron = self.env.ref("repair_customer_segmentation.ir_cron_assign_managers")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_tiers_that_want_it_get_a_manager_every_night(self):
        self.people[1].user_id = self.zoe
        self.assign_by_cron()
        self.assertEqual(self.people.user_id, self.zoe)
        self.top.assigns_manager = True
        self.assign_by_cron()
        self.assertEqual(
            [partner.user_id.name for partner in self.people], ["Lea", "Zoe", "Max", False, False]
        )

    def test_a_new_version_of_the_policy_keeps_the_tick(self):
        self.top.assigns_manager = True
        draft = self.revise()
        self.assertEqual(draft.value_tier_ids.mapped("assigns_manager"), [True, False])
