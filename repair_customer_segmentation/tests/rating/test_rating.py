from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..bases.desk import MONDAY
from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestRatingRequest(PortalCase):
    """Who is asked when a case is closed: once a case, and only who can and should be."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))
        self.case.date_open = MONDAY

    def asked(self, case=None):
        """Return the requests that were sent about a case."""
        return (case or self.case).message_ids.filtered(lambda m: "/rate/" in (m.body or ""))

    def test_closing_asks_the_customer(self):
        self.case.with_user(self.agent).action_close()
        request = self.asked()
        self.assertEqual(len(request), 1)
        self.assertEqual(request.partner_ids, self.ann)
        self.assertEqual(request.subtype_id, self.env.ref("mail.mt_note"))
        self.assertIn(f"{self.company.name}: how was your repair", request.subject)
        self.assertEqual(self.case.rating_request_date, MONDAY)
        self.assertEqual(len(self.case.rating_ids), 1)
        self.assertRecordValues(
            self.case.rating_ids,
            [
                {
                    "partner_id": self.ann.id,
                    "rated_partner_id": self.agent.partner_id.id,
                    "consumed": False,
                    "repair_case_id": self.case.id,
                }
            ],
        )
        # The mail has the link; in the chatter, which the desk reads, it leads nowhere.
        mail = self.env["mail.mail"].search([("mail_message_id", "=", request.id)])
        self.assertIn(self.case.rating_ids.access_token, mail.body_html)
        self.assertNotIn(self.case.rating_ids.access_token, request.body)
        for word in ("Level Zanzibar", "Team Quebec", "Pays late"):
            self.assertNotIn(word, request.body + request.subject)

    def test_once_though_it_is_closed_again(self):
        for _time in range(3):
            self.case.action_close()
            self.case.action_reopen()
        self.assertEqual(len(self.asked()), 1)
        self.assertEqual(len(self.case.rating_ids), 1)

    def test_a_closed_case_that_goes_to_another_closing_stage(self):
        other = self.env["repair.case.stage"].create(
            {"name": "Filed", "company_id": self.company.id, "is_closed": True}
        )
        self.case.action_close()
        self.case.stage_id = other
        self.assertEqual(len(self.asked()), 1)

    def test_who_is_not_asked(self):
        nameless = self.customer("No Address")
        follows = self.open_case(self.ann, is_confidential=True)
        follows.message_subscribe(self.ann.ids)
        cases = {
            "asked": self.open_case(self.ann),
            "asked, follows": follows,
            "no address": self.open_case(nameless),
            "confidential": self.open_case(self.ann, is_confidential=True),
            "history": self.open_case(self.ann, stage_id=self.stage_closed.id),
        }
        for case in cases.values():
            case.action_close()
        cancelled = self.open_case(self.ann)
        cancelled.stage_id = self.stage_cancelled
        cancelled.stage_id = self.stage_closed
        imported = self.open_case(self.ann)
        imported.with_context(import_file=True).stage_id = self.stage_closed
        cases |= {"cancelled": cancelled, "imported": imported}
        self.assertEqual(
            {name for name, case in cases.items() if self.asked(case)}, {"asked", "asked, follows"}
        )
        self.assertEqual(
            {name for name, case in cases.items() if case.rating_request_date},
            {"asked", "asked, follows"},
        )

    def test_who_has_an_address_later_is_asked_later(self):
        case = self.open_case(self.customer("Later"))
        case.action_close()
        case.partner_id.email = "later@example.com"
        case.action_reopen()
        case.action_close()
        self.assertEqual(len(self.asked(case)), 1)

    def test_a_company_that_asks_nobody(self):
        self.company.repair_rating_request = False
        self.case.action_close()
        self.assertFalse(self.asked())
        self.assertFalse(self.case._portal_may_rate())

    def test_the_setting(self):
        self.user("rcs_admin", "manager").group_ids += self.env.ref("base.group_system")
        admin = self.env["res.users"].search([("login", "=", "rcs_admin")])
        with Form(self.env["res.config.settings"].with_user(admin)) as settings:
            self.assertTrue(settings.repair_rating_request)
            settings.repair_rating_request = False
        settings.record.execute()
        self.assertFalse(self.company.repair_rating_request)

    def test_a_customer_who_closes_it_is_asked_by_us(self):
        self.case.with_user(self.ann.user_ids).sudo()._portal_close()
        self.assertEqual(len(self.asked()), 1)
        self.assertEqual(self.asked().author_id, self.company.partner_id)

    def test_no_template_no_question(self):
        self.env.ref("repair_customer_segmentation.mail_template_repair_case_rating").unlink()
        self.case.action_close()
        self.assertEqual(self.case.state, "closed")
        self.assertFalse(self.case.rating_ids)

    def test_rating_in_the_portal(self):
        mine = self.case.with_user(self.ann.user_ids).sudo()
        mine._portal_rate(5, "Early")
        self.assertFalse(self.case._portal_rating())
        self.case.action_close()
        self.assertTrue(mine._portal_may_rate())
        mine._portal_rate(5, "Thanks <b>all</b>")
        self.assertRecordValues(
            self.case.rating_ids,
            [{"rating": 5, "feedback": "Thanks <b>all</b>", "consumed": True}],
        )
        said = self.case.message_ids.filtered("rating_ids")
        self.assertEqual(said.author_id, self.ann)
        self.assertIn("Thanks &lt;b&gt;all", said.body)
        self.assertEqual(self.case.state, "closed")

    def test_a_rating_is_changed_for_a_day_and_leaves_a_trace(self):
        mine = self.case.with_user(self.ann.user_ids).sudo()
        self.case.action_close()
        mine._portal_rate(5, "Thanks <b>all</b>")
        with freeze_time(MONDAY + timedelta(hours=23)):
            self.assertTrue(mine._portal_may_rate())
            mine._portal_rate(1, "Leaks again")
        self.assertRecordValues(
            self.case.rating_ids, [{"rating": 1, "feedback": "Leaks again", "consumed": True}]
        )
        traces = self.case.message_ids.filtered(lambda m: "changed the rating" in (m.body or ""))
        self.assertEqual(len(traces), 1)
        self.assertIn("Ann changed the rating from 5 to 1 out of 5.", traces.body)
        self.assertIn("Thanks &lt;b&gt;all", traces.body)
        self.assertEqual(traces.subtype_id, self.env.ref("mail.mt_note"))
        # A day after it was given first, not after the last change.
        with freeze_time(MONDAY + timedelta(hours=25)):
            self.assertFalse(mine._portal_may_rate())
            with self.assertRaisesRegex(UserError, "more than a day ago"):
                mine._portal_rate(5, "")
            with self.assertRaisesRegex(UserError, "more than a day ago"):
                self.case.rating_apply(5, token=self.case.rating_ids.access_token)
        self.assertEqual(self.case.rating_ids.rating, 1)

    def test_the_same_rating_again_leaves_no_trace(self):
        self.case.action_close()
        self.case._portal_rate(5, "Fine")
        count = len(self.case.message_ids)
        self.case._portal_rate(5, "Fine")
        self.assertEqual(len(self.case.message_ids), count)

    def test_people_of_ours_are_not_asked_and_do_not_rate(self):
        at_ours = self.customer(
            "At Ours", parent_id=self.company.partner_id.id, email="at@ours.example.com"
        )
        for partner in (self.agent.partner_id, at_ours):
            case = self.open_case(partner, user_id=self.agent.id)
            case.with_user(self.agent).action_close()
            with self.subTest(partner=partner.name):
                self.assertFalse(self.asked(case))
                self.assertFalse(case.rating_request_date)
                mine = self.env["repair.case"].with_user(self.agent)._portal_open(case.id)[0]
                self.assertFalse(mine._portal_may_rate())
                mine._portal_rate(5, "great")
                self.assertFalse(case.rating_ids)
                with self.assertRaisesRegex(UserError, "cannot rate"):
                    case.rating_apply(5, token=case._rating_get_access_token())
                self.assertFalse(case.rating_ids.filtered("consumed"))

    def test_rating_without_having_been_asked_by_mail(self):
        case = self.open_case(self.customer("No Address"))
        case.action_close()
        case._portal_rate(3, "")
        self.assertEqual(case.rating_ids.mapped("rating"), [3])
        case.partner_id.email = "later@example.com"
        case.action_reopen()
        case.action_close()
        self.assertFalse(self.asked(case))

    def test_a_rating_flows_into_the_profile(self):
        self.case.action_close()
        self.case._portal_rate(3, "")
        self.policy.classify()
        self.assertEqual(self.acme.repair_rating_avg, 3)
