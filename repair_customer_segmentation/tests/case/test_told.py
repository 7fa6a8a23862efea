from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..bases.desk import MONDAY, DeskCase

MAIL = """\
From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@told.example>
{headers}Content-Type: text/plain; charset=utf-8

The serial number is 5.
"""
NEW = "New case that nobody is working on"
GOES_ON = "The customer answered: the case is open again"
ANSWERED = "The customer answered"
CLOSED = "The customer answered a closed case"


class ToldCase(DeskCase):
    """A team with a leader and two members, an address, and a customer who writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create(
            {"name": "told-desk.example", "catchall_alias": "catchall", "bounce_alias": "bounce"}
        )
        cls.company.write({"alias_domain_id": domain.id, "email": "info@told-desk.example"})
        cls.leader = cls.user("rcs_leader", "user", email="leader@told-desk.example")
        cls.max, cls.zoe = (
            cls.user(f"rcs_{name}", "user", email=f"{name}@told-desk.example", name=name.title())
            for name in ("max", "zoe")
        )
        cls.manager = cls.user("rcs_manager", "manager", email="boss@told-desk.example")
        cls.clerk = cls.user("rcs_clerk", "user_all", email="clerk@told-desk.example")
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Told",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [(6, 0, (cls.max | cls.zoe).ids)],
                "alias_name": "told-desk",
                "alias_domain_id": domain.id,
            }
        )
        cls.ann.email = "ann@told.example"
        cls.portal = new_test_user(
            cls.env, "rcs_told_ann", groups="base.group_portal", partner_id=cls.ann.id,
            company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)], name="Ann",
            email=cls.ann.email,
        )  # fmt: skip

    def leave(self, user, start=-1, end=24):
        """Put a user on leave, in hours from now."""
        resource = self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": resource.id,
                "company_id": self.company.id,
                "date_from": MONDAY + timedelta(hours=start),
                "date_to": MONDAY + timedelta(hours=end),
            }
        )

    def mail(
        self,
        number,
        to="told-desk@told-desk.example",
        answers=None,
        sender=None,
        subject="It leaks",
    ):
        raw = MAIL.format(
            sender=sender or "Ann <ann@told.example>",
            to=to,
            subject=subject,
            number=number,
            headers=f"In-Reply-To: <{answers}@told.example>\n" if answers else "",
        )
        before = self.env["repair.case"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            root = self.env.ref("base.user_root")
            self.env["mail.thread"].with_user(root).message_process(None, raw)
        self.env.invalidate_all()
        return self.env["repair.case"].search([]) - before

    def told(self, case):
        return sorted((a.user_id.login, a.summary) for a in case.activity_ids)

    def report(self):
        cases = self.env["repair.case"].with_user(self.portal)
        kind = self.env["repair.case.type"].create({"name": "Told", "company_id": self.company.id})
        case = cases._portal_report(
            {"name": "Kettle", "description": "Leaks", "type_id": str(kind.id)}
        )
        return self.env["repair.case"].browse(case.id)


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
        words = self.env["repair.case"].with_context(lang="zh_CN")._told_words()
        self.leader.lang = "zh_CN"
        self.assertEqual(self.told(self.mail("language")), [("rcs_leader", words["new"])])


@tagged("post_install", "-at_install")
class TestAnswers(ToldCase):
    """What the customer writes gets a waiting case going, and reaches somebody who is there."""

    def opened(self, user=None):
        case = self.mail("first")
        if user:
            case.user_id = user
        case.activity_ids.unlink()
        return case

    def test_a_mail_gets_a_waiting_case_going(self):
        case = self.opened(self.max)
        case.stage_id = self.stage_waiting
        self.assertTrue(case.pause_ids.filtered(lambda p: not p.date_end))
        self.mail("second", answers="first", to="catchall@told-desk.example")
        self.assertEqual(case.stage_id, self.stage_open)
        self.assertFalse(case.pause_ids.filtered(lambda p: not p.date_end))
        self.assertTrue(case.resolution_deadline)
        self.assertEqual(self.told(case), [("rcs_max", GOES_ON)])
        self.assertNotIn("need something", case._portal_next())

    def test_a_comment_in_the_portal_does(self):
        case = self.opened()
        case.stage_id = self.stage_waiting
        case.with_user(self.portal).sudo()._portal_say("The number is 5")
        self.assertEqual(case.state, "open")
        self.assertEqual(case._portal_status(), "received")
        self.assertEqual(self.told(case), [("rcs_leader", GOES_ON)])

    def test_it_goes_on_where_it_was(self):
        progress = self.env["repair.case.stage"].create(
            {"name": "At work", "company_id": self.company.id, "sequence": -3}
        )
        case = self.opened(self.max)
        case.stage_id = progress
        case.stage_id = self.stage_waiting
        self.mail("second", answers="first")
        self.assertEqual(case.stage_id, progress)

    def test_our_own_message_leaves_it_waiting(self):
        case = self.opened(self.max)
        case.stage_id = self.stage_waiting
        case.with_user(self.max).message_post(
            body="Which number?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(case.state, "waiting")
        self.assertEqual(self.told(case), [])

    def test_the_customer_who_closes_a_waiting_case_answers_nothing(self):
        case = self.opened(self.max)
        case.stage_id = self.stage_waiting
        case.with_user(self.portal).sudo()._portal_close()
        self.assertEqual(case.state, "closed")
        self.assertEqual(self.told(case), [])

    def test_an_open_case_whose_person_is_gone(self):
        case = self.opened(self.max)
        case.message_unsubscribe((self.leader | self.max).partner_id.ids)
        self.mail("second", answers="first")
        self.assertEqual(self.told(case), [])
        self.assertIn(self.max.partner_id, case.message_ids[0].notified_partner_ids)
        self.max.active = False
        self.mail("third", answers="first")
        self.mail("fourth", answers="first")
        self.assertEqual(self.told(case), [("rcs_leader", ANSWERED)])

    def test_a_closed_case_whose_person_is_gone(self):
        case = self.opened(self.max)
        case.action_close()
        self.max.active = False
        self.mail("second", answers="first")
        self.assertEqual(case.state, "open")
        self.assertEqual(self.told(case), [("rcs_leader", GOES_ON)])
        case.activity_ids.unlink()
        self.team.mail_closed = "activity"
        case.action_close()
        self.mail("third", answers="first")
        self.assertEqual(case.state, "closed")
        self.assertEqual(self.told(case), [("rcs_leader", CLOSED)])


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
        self.assertEqual(taken.assignee_note, "away until 01/15/2025")
        self.max.out_of_office_to = MONDAY - timedelta(minutes=1)
        taken.invalidate_recordset()
        self.assertFalse(taken.is_assignee_away)

    def test_all_out_of_office_says_why(self):
        self.team.assignment = "balanced"
        (self.max | self.zoe).write({"out_of_office_from": MONDAY - timedelta(hours=1)})
        case = self.mail("all-out")
        self.assertFalse(case.user_id)
        self.assertIn("Max (out of office)", case.assignment_note)
