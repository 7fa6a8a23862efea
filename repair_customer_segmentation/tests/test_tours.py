from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

APP = "repair_customer_segmentation.repair_customer_segmentation_menu_root"
CLICK_EVERYWHERE = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    f".startClickEverywhere('{APP}');"
)
GROUPS = {
    "user": "repair_customer_segmentation.group_user",
    "user_all": "repair_customer_segmentation.group_user_all",
    "manager": "repair_customer_segmentation.group_manager,base.group_system",
}


class TourCase(HttpCase):
    """A company, its policy and a user of each role."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Tour Company"})
        cls.policy = cls.company.repair_policy_id
        cls.policy.name = "Tour Policy"
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"tour_{role}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[fields.Command.set(cls.company.ids)],
            )
            for role, groups in GROUPS.items()
        }
        cls.env["res.partner"].create({"name": "Tour Customer"})

    @classmethod
    def make_history(cls):
        """Five repairs of one big customer, one each of five small ones."""
        partners = cls.env["res.partner"].create(
            [{"name": "Tour Big"}, *({"name": f"Tour Small {i}"} for i in range(1, 6))]
        )
        closed = cls.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        now = fields.Datetime.now()
        rows = [(partners[0], 1000, 20 * i) for i in range(1, 6)]
        rows += [(partner, 50, 30) for partner in partners[1:]]
        cls.env["repair.case"].create(
            [
                {
                    "name": f"Repair for {partner.name}",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "stage_id": closed.id,
                    "date_open": now - timedelta(days=days),
                    "date_closed": now - timedelta(days=days),
                    "amount": amount,
                }
                for partner, amount, days in rows
            ]
        )
        cls.policy.classify()


@tagged("post_install", "-at_install")
class TestTours(TourCase):
    """A person clicks through the main paths, in a company of its own."""

    def test_work_a_case(self):
        self.start_tour("/odoo", "repair_case_work_tour", login="tour_user_all")
        case = self.env["repair.case"].search([("company_id", "=", self.company.id)])
        self.assertEqual(case.name, "Tour: dishwasher leaks")
        self.assertEqual(case.user_id, self.users["user_all"])
        self.assertEqual(case.priority, "3")
        self.assertEqual(case.state, "open")
        self.assertFalse(case.date_closed)

    def test_find_a_customer(self):
        self.make_history()
        self.start_tour("/odoo", "repair_customer_tour", login="tour_user_all")

    def test_classify_by_a_policy(self):
        self.make_history()
        self.start_tour("/odoo/repair-policies", "repair_policy_tour", login="tour_manager")

    def test_rebuild_the_past_and_see_who_went_where(self):
        self.make_history()
        self.start_tour("/odoo", "repair_tier_matrix_tour", login="tour_manager")

    def _click_everywhere(self, role):
        self.make_history()
        self.browser_js(
            "/odoo",
            CLICK_EVERYWHERE,
            "odoo.isReady === true",
            login=f"tour_{role}",
            timeout=600,
            success_signal="clickbot test succeeded",
        )

    def test_click_everywhere_as_user(self):
        self._click_everywhere("user")

    def test_click_everywhere_as_user_of_all_cases(self):
        self._click_everywhere("user_all")

    def test_click_everywhere_as_manager(self):
        self._click_everywhere("manager")
