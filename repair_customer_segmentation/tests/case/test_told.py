from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import MONDAY
from ..bases.told import ToldCase

NEW = "New unassigned case"


@tagged("post_install", "-at_install")
class TestNobodyThere(ToldCase):
    """A case that nobody gets is told to the leader of its team, else to the managers."""

    def test_everybody_on_leave(self):
        self.team.assignment = "balanced"
        self.leave(self.max)
        self.leave(self.zoe)
        case = self.mail("leave")
        self.assertFalse(case.user_id)
        self.assertEqual(self.told(case), [("rcs_leader", NEW)])

    def test_a_team_that_assigns_by_hand(self):
        case = self.mail("hand")
        self.assertEqual(self.told(case), [("rcs_leader", NEW)])
        notified = case.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertIn(self.leader.partner_id, notified.notified_partner_ids)

    def test_somebody_gets_it(self):
        self.team.assignment = "balanced"
        case = self.mail("somebody")
        self.assertIn(case.user_id, self.max | self.zoe)
        self.assertEqual(self.told(case), [])

    def test_a_leader_who_is_away_or_gone(self):
        self.leave(self.leader)
        case = self.mail("away")
        self.assertEqual(self.told(case), [("rcs_leader", NEW), ("rcs_manager", NEW)])
        self.leader.active = False
        self.assertEqual(self.told(self.mail("gone")), [("rcs_manager", NEW)])

    def test_a_portal_case_without_a_team(self):
        case = self.report()
        self.assertFalse(case.team_id)
        self.assertEqual(self.told(case), [("rcs_manager", NEW)])

    def test_a_case_of_the_desk(self):
        clerk, member = (
            self.case().with_user(user).create(
                {"name": "Desk", "partner_id": self.ann.id, "company_id": self.company.id,
                 "team_id": self.team.id}
            )
            for user in (self.clerk, self.max)
        )  # fmt: skip
        self.assertEqual(self.told(clerk.sudo()), [("rcs_leader", NEW)])
        self.assertEqual(self.told(member.sudo()), [])

    def test_a_case_that_is_handed_to_a_team(self):
        case = self.case()
        case.with_user(self.clerk).team_id = self.team
        self.assertEqual(self.told(case), [("rcs_leader", NEW)])
        case.with_user(self.max).user_id = self.max
        self.assertEqual(self.told(case), [])

    def test_imports_and_history_tell_nobody(self):
        closed = self.case(team_id=self.team.id, stage_id=self.stage_closed.id)
        cases = self.env["repair.case"].with_user(self.clerk).with_context(import_file=True)
        cases.load(
            ["name", "partner_id/.id", "team_id/.id", "company_id/.id"],
            [["Imported", str(self.ann.id), str(self.team.id), str(self.company.id)]],
        )
        imported = self.env["repair.case"].search([("name", "=", "Imported")])
        self.assertEqual(len(imported), 1)
        self.assertEqual(self.told(closed) + self.told(imported), [])

    def test_a_mail_of_somebody_unknown_in_a_team_without_a_leader(self):
        self.team.write({"leader_id": False, "mail_unknown": "desk"})
        self.assertFalse(self.mail("unknown", sender="stranger@nowhere.example"))
        self.assertEqual(self.team.activity_ids.user_id, self.manager)

    def test_in_the_language_of_whoever_is_told(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        words = self.env["repair.case"].with_context(lang="zh_CN")._told_texts()
        self.leader.lang = "zh_CN"
        self.assertEqual(self.told(self.mail("language")), [("rcs_leader", words["new"])])


@tagged("post_install", "-at_install")
class TestAbsence(ToldCase):
    """Who is absent is told, and somebody who is there, too."""

    def cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("repair_customer_segmentation.ir_cron_escalate").method_direct_trigger()
        self.env.invalidate_all()

    def names(self, case):
        return sorted(case.activity_ids.user_id.mapped("login"))

    def test_escalations_and_untouched_cases(self):
        self.env["repair.service.escalation"].search([]).active = False
        self.env["repair.service.escalation"].create(
            {"clock": "response", "percent": 0.1, "target": "assignee"}
        )
        self.company.repair_untouched_hours = 1
        away, there, gone = (
            self.case(user_id=user.id, team_id=self.team.id)
            for user in (self.max, self.zoe, self.clerk)
        )
        self.leave(self.max)
        self.clerk.active = False
        self.startPatcher(freeze_time(datetime(2025, 1, 13, 11, 0)))
        self.cron()
        self.assertEqual(self.names(away), ["rcs_leader", "rcs_max"])
        self.assertEqual(self.names(there), ["rcs_zoe"])
        self.assertEqual(self.names(gone), ["rcs_leader"])
        self.assertEqual(len(away.activity_ids), 4)

    def test_out_of_office_is_absent(self):
        self.team.assignment = "balanced"
        self.max.write({"out_of_office_from": MONDAY - timedelta(hours=1)})
        cases = self.env["repair.case"].union(*(self.mail(f"out{i}") for i in range(4)))
        self.assertEqual(cases.user_id, self.zoe)
        taken = self.case(user_id=self.max.id)
        self.assertTrue(taken.is_assignee_away)
        self.assertEqual(taken.assignee_note, "out of office")
        self.assertIn(taken, taken.search([("is_assignee_away", "=", True)]))
        self.max.out_of_office_to = MONDAY + timedelta(days=2)
        taken.invalidate_recordset()
        self.assertEqual(taken.assignee_note, "away until January 15, 2025")
        self.max.out_of_office_to = MONDAY - timedelta(minutes=1)
        taken.invalidate_recordset()
        self.assertFalse(taken.is_assignee_away)

    def test_all_out_of_office_says_why(self):
        self.team.assignment = "balanced"
        (self.max | self.zoe).write({"out_of_office_from": MONDAY - timedelta(hours=1)})
        case = self.mail("all-out")
        self.assertFalse(case.user_id)
        self.assertIn("Max (out of office)", case.assignment_note)
