from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..bases.portal import PNG
from ..bases.told import ToldCase


class MergeCase(ToldCase):
    """Two mails of Ann about the same; the second opened a case of its own, an hour later."""

    def setUp(self):
        super().setUp()
        with freeze_time(datetime(2025, 1, 13, 8)):
            self.first = self.mail("first")
        self.second = self.mail("second")

    def merge(self, *cases, into=None, user=None):
        """Merge cases as “Merge” in the list of cases does."""
        cases = self.env["repair.case"].union(*cases)
        wizard = self.env["repair.case.merge"].with_user(user or self.clerk)
        wizard = wizard.with_context(active_model="repair.case", active_ids=cases.ids)
        with Form(wizard) as form:
            if into:
                form.target_id = into
        action = form.record.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["repair.case"].browse(action["res_id"])

    def offered(self, *cases, **context):
        """Return the cases that the dialog begins with, chosen on these."""
        wizard = self.env["repair.case.merge"].with_user(self.clerk)
        ids = [case.id for case in cases]
        wizard = wizard.with_context(active_model="repair.case", active_ids=ids, **context)
        return Form(wizard).case_ids[:]

    def assert_kept(self, case, number, **options):
        """Check that an answer to a mail arrives on a case."""
        before = case.message_ids
        self.assertFalse(self.mail(f"answer-{number}", answers=number, **options))
        self.assertEqual(len(case.message_ids - before), 1)


@tagged("post_install", "-at_install")
class TestCaseMerge(MergeCase):
    """One case of several that are about the same."""

    def test_chosen_beside_the_hint_it_takes_the_cases_of_the_hint(self):
        device = self.env["repair.device"].create({"name": "Drill", "partner_id": self.ann.id})
        other_device = device.copy({"name": "Saw", "serial_number": "S-2"})
        self.first.device_id, self.second.device_id = device, device
        about_another = self.case(name="Saw", device_id=other_device.id)
        done = self.case(name="Done", stage_id=self.stage_closed.id)
        self.assertEqual(self.offered(self.second), self.second)
        offered = self.offered(self.second, repair_with_other_open=True)
        self.assertEqual(offered, self.first | self.second)
        self.assertFalse(offered & (about_another | done))

    def test_what_moves_and_what_becomes_of_the_other(self):
        follower = self.customer("Follower", email="follower@told.example")
        self.second.message_subscribe(follower.ids)
        self.second.activity_schedule("mail.mail_activity_data_todo", user_id=self.max.id)
        file = self.env["ir.attachment"].create(
            {"name": "a.png", "raw": PNG, "res_model": "repair.case", "res_id": self.second.id}
        )
        mails = self.second.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(self.merge(self.first, self.second), self.first)
        self.assertEqual(
            (self.second.active, self.second.state, self.second.merged_into_id),
            (False, "cancelled", self.first),
        )
        self.assertEqual(self.first.state, "open")
        self.assertIn(follower, self.first.message_partner_ids)
        self.assertLessEqual(mails, self.first.message_ids)
        self.assertEqual(file.res_id, self.first.id)
        self.assertIn(self.max, self.first.activity_ids.user_id)
        self.assertFalse(self.second.activity_ids)
        self.assertIn(
            f"“{self.second.display_name}” was merged into this case.",
            " ".join(self.first.message_ids.mapped("preview")),
        )
        self.assertIn("Merged into", self.second.message_ids.mapped("preview")[0])

    def test_answers_arrive_on_the_case_that_is_kept(self):
        self.merge(self.first, self.second)
        self.assert_kept(self.first, "second")
        number = self.second.reference
        before = self.first.message_ids
        self.assertFalse(self.mail("by-number", subject=f"Re: It still leaks [{number}]"))
        self.assertEqual(len(self.first.message_ids - before), 1)
        self.first.stage_id = self.stage_waiting
        self.mail("late", answers="second")
        self.assertEqual(self.first.state, "open")
        self.assertEqual(len(self.second.message_ids), 1)

    def test_a_message_to_the_other_arrives_too(self):
        self.merge(self.first, self.second)
        message = self.second.with_user(self.portal).sudo()._portal_say("Hello?")
        self.assertEqual(message.res_id, self.first.id)

    def test_the_clocks_of_the_older(self):
        with freeze_time(datetime(2025, 1, 13, 11)):
            self.first.stage_id = self.stage_waiting
            self.env.flush_all()
        with freeze_time(datetime(2025, 1, 13, 12)):
            self.second.first_response_date = datetime(2025, 1, 13, 12)
            self.assertEqual(self.merge(self.first, self.second, into=self.second), self.second)
        self.assertRecordValues(
            self.second,
            [
                {
                    "date_open": datetime(2025, 1, 13, 8),
                    "first_response_date": datetime(2025, 1, 13, 12),
                    "state": "open",
                    # Two days of 8 hours, and one hour that it waited.
                    "resolution_deadline": datetime(2025, 1, 15, 9),
                }
            ],
        )
        self.assertEqual(
            [(p.date_start, p.date_end) for p in self.second.pause_ids],
            [(datetime(2025, 1, 13, 11), datetime(2025, 1, 13, 12))],
        )
        self.assertFalse(self.first.escalation_date)

    def test_what_is_empty_is_filled_in(self):
        tag = self.env["repair.case.tag"].create({"name": "Merged tag"})
        self.second.write({"user_id": self.max.id, "tag_ids": [Command.link(tag.id)], "amount": 40})
        self.second.email_cc = "cc@told.example"
        self.merge(self.first, self.second)
        self.assertEqual(self.first.user_id, self.max)
        self.assertEqual(self.first.tag_ids, tag)
        self.assertEqual(self.first.amount, 40)
        self.assertEqual(self.first.email_cc, "cc@told.example")

    def test_three_and_a_chain(self):
        third = self.mail("third")
        fourth = self.mail("fourth")
        self.merge(self.second, third)
        self.merge(self.first, self.second, fourth)
        self.assertEqual((self.second | third | fourth).merged_into_id, self.first)
        for number in ("second", "third", "fourth"):
            self.assert_kept(self.first, number)

    def test_the_customer_hears_nothing(self):
        self.stage_cancelled.mail_template_id = self.env.ref(
            "repair_customer_segmentation.mail_template_case_done"
        )
        self.env["mail.mail"].search([]).unlink()
        cases = (self.first | self.second).with_context(tracking_disable=False)
        cases[0]._merge(cases[1])
        self.env.flush_all()
        self.env.cr.precommit.run()
        mails = self.env["mail.mail"].search([])
        self.assertFalse(mails.filtered(lambda m: self.ann in m.recipient_ids))

    def test_ratings(self):
        (self.first | self.second).action_close()
        link = self.second.rating_ids.access_token
        self.first._portal_rate(5, "Fine")
        self.merge(self.first, self.second)
        self.assertEqual(self.first.rating_ids.mapped("rating"), [5])
        self.assertFalse(self.env["rating.rating"].search([("access_token", "=", link)]))

    def test_it_counts_once(self):
        self.merge(self.first, self.second)
        self.policy.classify()
        self.assertEqual(self.profile_of(self.ann).repair_count, 1)

    def test_what_cannot_be_merged(self):
        bob = self.customer("Bob of Another")
        other = self.case(bob)
        hidden = self.case()
        hidden.is_confidential = True
        hidden.message_subscribe(self.clerk.partner_id.ids)
        done = self.case()
        done.action_close()
        elsewhere = self.env["res.company"].create({"name": "Merge Elsewhere"})
        foreign = self.env["repair.case"].create(
            {"name": "There", "partner_id": self.ann.id, "company_id": elsewhere.id}
        )
        self.clerk.company_ids += elsewhere
        both = {"allowed_company_ids": (self.company | elsewhere).ids}
        for case, words in (
            (other, "different customers"),
            (hidden, "confidential"),
            (foreign, "different companies"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                first = self.first.with_user(self.clerk).with_context(**both)
                first._merge(case.with_env(first.env))
        with self.assertRaisesRegex(UserError, "is closed"):
            self.merge(self.first, done, into=done)
        with self.assertRaisesRegex(UserError, "at least two"):
            self.merge(self.first)
        self.merge(self.first, self.second)
        with self.assertRaisesRegex(UserError, "already"):
            done._merge(self.second)

    def test_who_may(self):
        hidden = self.case(is_confidential=True)
        secret = self.case(is_confidential=True)
        wizards = self.env["repair.case.merge"]
        values = {"case_ids": (hidden | secret).ids, "target_id": hidden.id}
        for user in (self.clerk, self.max):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizards.with_user(user).create(values).action_merge()
        employee = self.user("rcs_employee")
        with self.assertRaises(AccessError):
            wizards.with_user(employee).create(values)
        self.assertEqual(self.merge(hidden, secret, user=self.manager), hidden)
        self.assertTrue(hidden.is_confidential)

    def test_nobody_has_a_case_lead_to_another_by_hand(self):
        hidden = self.case(is_confidential=True)
        for action in (
            lambda: self.first.with_user(self.clerk).write({"merged_into_id": hidden.id}),
            lambda: (
                self.env["repair.case"]
                .with_user(self.clerk)
                .create({"name": "X", "partner_id": self.ann.id, "merged_into_id": hidden.id})
            ),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_what_leads_to_a_case_is_hidden_with_it(self):
        self.merge(self.first, self.second)
        self.first.is_confidential = True
        self.assertTrue(self.second.is_confidential)
        with self.assertRaises(AccessError):
            self.second.with_user(self.clerk).read(["merged_into_id"])

    def test_out_of_the_archive_it_goes_on_by_itself(self):
        self.merge(self.first, self.second)
        self.second.action_unarchive()
        self.assertFalse(self.second.merged_into_id)

    def test_a_merged_case_is_not_reopened(self):
        self.merge(self.first, self.second)
        with self.assertRaisesRegex(UserError, "Reopen that one instead"):
            (self.first | self.second).with_user(self.clerk).action_reopen()
        self.assertEqual(
            (self.first.state, self.second.state, self.second.active), ("open", "cancelled", False)
        )
        self.first.with_user(self.clerk).action_close()
        self.first.with_user(self.clerk).action_reopen()
        self.assertEqual(self.first.state, "open")

    def test_a_single_case_and_another_that_is_chosen(self):
        wizard = self.env["repair.case.merge"].with_user(self.clerk)
        wizard = wizard.with_context(active_model="repair.case", active_ids=self.second.ids)
        with Form(wizard) as form:
            self.assertEqual(form.target_id, self.second)
            form.case_ids.add(self.first)
            form.target_id = self.first
        form.record.action_merge()
        self.assertEqual(self.second.merged_into_id, self.first)


@tagged("post_install", "-at_install")
class TestCaseMergePages(MergeCase, HttpCase):
    """Links to a merged case lead to the one that is kept."""

    def setUp(self):
        super().setUp()
        self.token = self.second._portal_ensure_token()
        self.merge(self.first, self.second)

    def test_the_link_with_a_token(self):
        self.authenticate(None, None)
        page = self.url_open(f"/my/cases/{self.second.id}?access_token={self.token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"/my/cases/{self.first.id}?", page.url)
        page = self.url_open(f"/my/cases/{self.second.id}?access_token=wrong")
        self.assertIn("/web/login", page.url)

    def test_who_is_logged_in(self):
        self.authenticate("rcs_told_ann", "rcs_told_ann")
        for path in (
            f"/my/cases/{self.second.id}",
            f"/mail/view?model=repair.case&res_id={self.second.id}",
        ):
            page = self.url_open(path)
            self.assertTrue(page.url.endswith(f"/my/cases/{self.first.id}"), page.url)
        self.assertNotIn(f"/my/cases/{self.second.id}", self.url_open("/my/cases").text)

    def test_strangers(self):
        self.user("rcs_merge_employee")
        self.authenticate("rcs_merge_employee", "rcs_merge_employee")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"/my/cases/{self.second.id}").status_code, 404)
