from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..bases.complaint import ComplaintCase
from ..bases.desk import MONDAY


@tagged("post_install", "-at_install")
class TestComplaint(ComplaintCase):
    """A complaint is a case about a case: it is opened from it, and closed with what came of it."""

    def test_recorded_from_the_closed_case(self):
        action = self.repair.with_user(self.zoe).action_record_complaint()
        self.assertEqual(action["res_model"], "repair.case")
        cases = self.env["repair.case"].with_user(self.zoe).with_context(**action["context"])
        with Form(cases) as form:
            self.assertEqual(form.name, "Complaint: Kettle leaks")
            self.assertEqual(form.partner_id, self.ann)
            self.assertEqual(form.about_case_id, self.repair)
            self.assertEqual(form.complained_user_id, self.max)
            self.assertFalse(form.user_id)
            form.description = "<p>It <b>still</b> leaks.</p>"
        complaint = form.record
        self.assertTrue(complaint.is_complaint)
        self.assertEqual(complaint.impact, "1")
        self.assertEqual(self.repair.complaint_count, 1)
        listed = self.repair.action_view_complaints()
        self.assertEqual(listed["domain"], [("about_case_id", "=", self.repair.id)])
        with self.assertRaisesRegex(UserError, "This is a complaint already"):
            complaint.action_record_complaint()
        self.claim.active = False
        self.env["repair.case.type"].search([("is_complaint", "=", True)]).active = False
        with self.assertRaisesRegex(UserError, "Tick “Complaint” on a type"):
            self.repair.action_record_complaint()

    def test_it_cannot_be_about_itself(self):
        complaint = self.complaint()
        with self.refused("cannot be a complaint about itself"):
            complaint.about_case_id = complaint

    def test_it_goes_through_stages_of_its_own(self):
        self.assertEqual(self.complaint(stage_id=False).stage_id, self.heard)
        with self.refused("do not use the stage “Test Open”"):
            self.complaint().stage_id = self.stage_open
        board = self.env["repair.case"].with_context(repair_complaints=True)
        columns = board.web_read_group(
            [("is_complaint", "=", True), ("company_id", "=", self.company.id)], ["stage_id"]
        )
        names = [group["stage_id"][1] for group in columns["groups"]]
        self.assertIn("Heard", names)
        self.assertNotIn("Test Open", names)

    def test_no_route_closes_it_without_cause_and_remedy(self):
        complaint = self.complaint(user_id=self.zoe.id, solution="Known", amount=1)
        mine = complaint.with_user(self.zoe)
        both = "closed with “Cause” and “Remedy”: fill them in on the page “Complaint”"
        for route in (
            mine.action_close,
            lambda: mine.write({"stage_id": self.stage_closed.id}),
            lambda: mine.sudo().web_save({"stage_id": self.stage_closed.id}, {}),
            lambda: self.heard.write({"is_closed": True}),
        ):
            with self.subTest(route=route), self.refused(both):
                route()
        mine.complaint_cause_id = self.price
        with self.refused("closed with “Remedy”: fill it in"):
            mine.action_close()
        mine.write({"remedy": "refund", "stage_id": self.stage_closed.id})
        self.assertEqual(complaint.state, "closed")

    def test_the_dialog_asks_for_them(self):
        complaint = self.complaint(user_id=self.zoe.id)
        mine = complaint.with_user(self.zoe)
        action = mine.action_close_asking()
        dialogs = self.env["repair.case.close"].with_user(self.zoe)
        with self.assertRaisesRegex(AssertionError, "required"):
            Form(dialogs.with_context(**action["context"])).save()
        form = Form(dialogs.with_context(**action["context"]))
        form.complaint_cause_id = self.waiting_time
        form.remedy = "voucher"
        form.remedy_note = "20 for the next repair"
        form.save().action_close()
        self.assertRecordValues(
            complaint,
            [
                {
                    "state": "closed",
                    "complaint_cause_id": self.waiting_time.id,
                    "remedy": "voucher",
                    "remedy_note": "20 for the next repair",
                }
            ],
        )
        # Of other cases nothing of it is asked.
        self.assertFalse(self.case()._closing_hindrances())

    def test_history_is_not_asked(self):
        complaint = self.complaint(stage_id=self.stage_closed.id)
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(len(self.said(complaint)), 1)

    def test_merged_with_complaints_alone(self):
        first, second = self.complaint(), self.complaint(about_case_id=False)
        with self.assertRaisesRegex(UserError, "is a complaint and others of these cases are not"):
            self.repair._merge(first)
        second._merge(first)
        self.assertEqual(second.about_case_id, self.repair)
        self.assertEqual(second.complained_user_id, self.max)
        self.assertEqual((len(self.said(first)), len(self.said(second))), (0, 1))
        # What it is about goes on in the case that is kept.
        other = self.team_case()
        other.action_close()
        other._merge(self.repair)
        self.assertEqual(second.about_case_id, other)

    def test_counted_for_the_customer(self):
        self.complaint()
        self.complaint(stage_id=self.stage_cancelled.id)
        ann = self.ann.with_user(self.manager)
        self.assertEqual(ann.repair_complaint_count, 1)
        found = self.env["repair.case"].search(ann.action_view_repair_complaints()["domain"])
        self.assertEqual(len(found), 1)
        self.assertEqual(self.customer("Bob").repair_complaint_count, 0)


@tagged("post_install", "-at_install")
class TestComplaintSaid(ComplaintCase):
    """A complaint is what a customer says: one row of feedback, for whose work it is about."""

    def test_it_is_feedback_about_the_repair(self):
        complaint = self.complaint(description="<p>Water everywhere</p>")
        self.assertRecordValues(
            self.said(complaint),
            [
                {
                    "way": "complaint",
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "user_id": self.max.id,
                    "team_id": self.team.id,
                    "type_id": self.leak.id,
                    "text": "Still leaks\nWater everywhere",
                    "score": 0,
                    "cause_id": False,
                    "date": datetime(2025, 1, 13, 9, 0),
                    "day": date(2025, 1, 13),
                }
            ],
        )

    def test_without_a_case_it_is_about_the_desk(self):
        said = self.said(self.complaint(about_case_id=False, team_id=self.team.id))
        self.assertEqual((said.user_id.id, said.type_id), (False, self.claim))
        self.assertEqual(said.team_id, self.team)

    def test_it_follows_the_complaint(self):
        complaint = self.complaint()
        said = self.said(complaint)
        complaint.write({"complaint_cause_id": self.price.id, "complained_user_id": self.zoe.id})
        self.assertEqual((said.cause_id, said.user_id), (self.price, self.zoe))
        bob = self.customer("Bob")
        complaint.partner_id = bob
        self.assertEqual(said.partner_id, bob)
        complaint.stage_id = self.stage_cancelled
        self.assertFalse(self.said(complaint))
        complaint.action_reopen()
        self.assertEqual(len(self.said(complaint)), 1)
        complaint.type_id = self.leak
        self.assertFalse(self.said(complaint) or complaint.complained_user_id)
        complaint.type_id = self.claim
        self.assertEqual(len(self.said(complaint)), 1)
        self.claim.is_complaint = False
        self.assertFalse(self.said(complaint))
        self.claim.is_complaint = True
        complaint.unlink()
        self.assertFalse(self.env["repair.feedback"].search([("company_id", "=", self.company.id)]))

    def test_the_day_is_that_of_the_company(self):
        self.calendar.tz = "Asia/Shanghai"
        self.env.registry.clear_cache()
        with freeze_time(datetime(2025, 1, 13, 17, 0)):
            self.assertEqual(self.said(self.complaint()).day, date(2025, 1, 14))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whom_it_is_about_sees_it_unless_it_is_confidential(self):
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        self.assertEqual(complaint.with_user(self.max).name, "Still leaks")
        complaint.is_confidential = True
        for user, sees in ((self.max, False), (self.lea, True), (self.manager, True)):
            self.assertEqual(complaint.with_user(user).has_access("read"), sees)
            self.assertEqual(self.said(complaint).with_user(user).has_access("read"), sees)
        # Not even the leader, or a manager, where it is about them.
        for user in (self.lea, self.manager):
            complaint.complained_user_id = user
            self.assertNotIn(user.partner_id, complaint.message_partner_ids)
            self.assertFalse(complaint.with_user(user).has_access("read"))
            self.assertFalse(self.said(complaint).with_user(user).has_access("read"))
            with self.assertRaises(AccessError):
                complaint.with_user(user).read(["name"])


@tagged("post_install", "-at_install")
class TestComplaintClock(ComplaintCase):
    """A type has targets of its own, and the stricter one holds."""

    def test_the_stricter_target_holds(self):
        # Basic: medium priority is answered in 4 hours and resolved in 16.
        self.claim.write({"response_hours": 2, "resolution_hours": 40})
        complaint = self.complaint(impact="2", urgency="2")
        self.assertEqual(complaint.priority, "1")
        targets = complaint.response_target_hours, complaint.resolution_target_hours
        self.assertEqual(targets, (2, 16))
        self.assertEqual(complaint.response_deadline, MONDAY + timedelta(hours=2))
        self.assertEqual(
            complaint.target_note, "Complaint: reply within 2 h, resolution within 16 h"
        )
        self.assertFalse(self.case().target_note)

    def test_open_cases_follow_the_type(self):
        complaint = self.complaint(impact="2", urgency="2")
        self.assertEqual(complaint.response_deadline, MONDAY + timedelta(hours=4))
        self.claim.with_user(self.manager).response_hours = 1
        self.assertEqual(complaint.response_deadline, MONDAY + timedelta(hours=1))
        complaint.type_id = self.leak
        self.assertEqual(complaint.response_deadline, MONDAY + timedelta(hours=4))
        self.basic.target_ids.unlink()
        complaint.type_id = self.claim
        self.assertEqual(complaint.response_target_hours, 1)
        self.claim.response_hours = 0
        self.assertFalse(complaint.response_deadline)
        # Without a service level there are no working hours to count in.
        self.claim.response_hours = 1
        self.company.repair_service_level_id = False
        unserved = self.complaint()
        self.assertFalse(unserved.service_level_id or unserved.response_target_hours)
        self.assertFalse(unserved.message_ids.filtered(lambda m: "no deadlines" in m.body))
