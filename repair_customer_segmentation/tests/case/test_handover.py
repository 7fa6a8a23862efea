from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..bases.desk import MONDAY
from ..bases.told import ToldCase


@tagged("post_install", "-at_install")
class TestHandover(ToldCase):
    """Before somebody is away, open cases are offered to be handed over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_untouched_hours = 0
        cls.env["repair.service.escalation"].search([]).active = False
        cls.mine = cls.case(user_id=cls.max.id, team_id=cls.team.id, name="Kettle of Max")
        cls.loose = cls.case(user_id=cls.max.id, name="Loose of Max", is_confidential=True)
        cls.zoes = cls.case(user_id=cls.zoe.id, team_id=cls.team.id, name="Of Zoe")
        done = cls.case(user_id=cls.max.id, name="Done by Max")
        done.action_close()

    def offered(self, at):
        """Run the scheduled action some hours from Monday on; return reader -> text."""
        before = self.env["mail.message"].search([])
        self.env.flush_all()
        with freeze_time(MONDAY + timedelta(hours=at)), self.enter_registry_test_mode():
            self.env.ref("repair_customer_segmentation.ir_cron_escalate").method_direct_trigger()
        self.env.invalidate_all()
        sent = self.env["mail.message"].search([]) - before
        return {
            message.notified_partner_ids.user_ids.login: html2plaintext(message.body)
            for message in sent
        }

    def test_once_to_the_person_the_leader_and_the_managers(self):
        self.leave(self.max, start=60, end=100)
        texts = self.offered(0)
        self.assertEqual(set(texts), {"rcs_max", "rcs_leader", "rcs_manager"})
        self.assertIn(
            "You are away from January 15, 2025: hand over your open cases", texts["rcs_max"]
        )
        self.assertIn(
            "Max is away from January 15, 2025 and has open cases: 1", texts["rcs_leader"]
        )
        self.assertIn("Kettle of Max", texts["rcs_leader"])
        self.assertNotIn("Loose of Max", texts["rcs_manager"])
        self.assertIn(self.loose.reference, texts["rcs_manager"])
        self.assertIn("Kettle of Max", texts["rcs_max"])
        for text in texts.values():
            self.assertNotIn("Of Zoe", text)
            self.assertNotIn("Done by Max", text)
        self.assertEqual(self.offered(1), {})

    def test_out_of_office_that_begins_soon(self):
        self.max.out_of_office_from = MONDAY + timedelta(days=2)
        self.assertIn("rcs_max", self.offered(0))

    def test_not_yet_and_in_working_hours(self):
        self.leave(self.max, start=24 * 4, end=24 * 5)
        self.assertEqual(self.offered(0), {})
        # Tuesday evening: nobody is at work until Wednesday.
        self.assertEqual(self.offered(24 + 12), {})
        self.assertIn("rcs_max", self.offered(48))

    def test_another_leave_later_is_told_again(self):
        self.leave(self.max, start=24, end=26)
        self.assertIn("rcs_max", self.offered(0))
        self.leave(self.max, start=48, end=50)
        self.assertIn("rcs_max", self.offered(25))

    def test_nothing_to_hand_over(self):
        self.leave(self.clerk, start=24, end=26)
        self.assertEqual(self.offered(0), {})

    def test_who_is_no_longer_a_user(self):
        before = self.env["mail.message"].search([])
        self.max.active = False
        sent = self.env["mail.message"].search([]) - before
        texts = {m.notified_partner_ids: html2plaintext(m.body) for m in sent if m.subject}
        self.assertEqual(set(texts), {self.leader.partner_id, self.manager.partner_id})
        text = texts[self.leader.partner_id]
        self.assertIn("Max is no longer a user but still has open cases: 1", text)
        self.assertIn("Kettle of Max", text)
