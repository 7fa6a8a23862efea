from odoo.tests import tagged, users

from ..bases.common import SegmentationCase

ACT_WINDOW = "ir.actions.act_window"
WORK = "repair.case"
PAGE = "repair.first.steps"
# A manager has the company to look after, and not a queue.
OVERVIEW = "repair_overview"


@tagged("post_install", "-at_install")
class TestFirstSteps(SegmentationCase):
    """An empty company opens on its first steps, until they are done or dismissed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.user("rcs_user", "user") + cls.user("rcs_manager", "manager")

    def opened(self):
        return self.place(self.env["repair.first.steps"].action_open())

    def place(self, action):
        """Return the model or the page that an action opens."""
        return action["res_model"] if action["type"] == ACT_WINDOW else action["tag"]

    @users("rcs_user")
    def test_users_open_on_their_work(self):
        self.assertEqual(self.opened(), WORK)

    @users("rcs_manager")
    def test_managers_are_led_until_all_is_done(self):
        self.assertEqual(self.opened(), PAGE)
        page = self.env["repair.first.steps"].create({})
        self.assertEqual(
            (page.is_history_there, page.are_tiers_seen, page.is_team_there), (False,) * 3
        )
        history = self.env["repair.history.import"].create({"file_name": "ledger.csv"})
        page = self.env["repair.first.steps"].create({})
        self.assertEqual(page.action_history()["res_id"], history.id, "where one stopped")
        history.unlink()
        with self.subTest("a history is there: the page goes on"):
            self.history([(self.customer("Ann"), "2025-06-01", 10)])
            self.assertEqual(self.opened(), PAGE)
        page = self.env["repair.first.steps"].create({})
        self.assertTrue(page.is_history_there)
        self.assertEqual(page.action_tiers()["res_model"], "repair.customer.profile")
        self.env["repair.case.team"].create({"name": "Desk", "member_ids": self.members.ids})
        page = self.env["repair.first.steps"].create({})
        self.assertTrue(page.is_all_done)
        self.assertEqual(self.opened(), OVERVIEW)
        self.assertEqual(self.company.repair_first_steps, "over")

    @users("rcs_manager")
    def test_dismissed_it_is_found_in_the_menu(self):
        page = self.env["repair.first.steps"].create({})
        self.assertEqual(self.place(page.action_dismiss()), OVERVIEW)
        self.assertEqual(self.opened(), OVERVIEW)
        self.assertEqual(page.action_open_again()["res_model"], PAGE)

    @users("rcs_manager")
    def test_who_has_repairs_already_is_not_led(self):
        self.history([(self.customer("Ann"), "2025-06-01", 10)])
        self.assertEqual(self.opened(), OVERVIEW)
