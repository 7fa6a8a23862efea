from odoo.tests import tagged

from ..bases.told import ToldCase

GOES_ON = "The customer replied: the case is open again"
ANSWERED = "The customer replied"
CLOSED = "The customer replied to a closed case"


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
