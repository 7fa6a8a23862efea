from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SurveyCase


@tagged("post_install", "-at_install")
class TestSurveyMailing(SurveyCase):
    """Who is asked, who is skipped and why, and that nobody is asked twice."""

    def mails(self):
        return self.env["mail.mail"].search([("email_from", "ilike", "desk@example.com")])

    def test_preview_sends_nothing(self):
        mailing = self.mailing()
        mailing.with_user(self.manager).action_preview()
        self.assertEqual(
            self.rows(mailing), {self.ann: ("planned", False), self.bob: ("planned", False)}
        )
        self.assertEqual((mailing.planned_count, mailing.skipped_count), (2, 0))
        self.assertFalse(self.mails() | self.env["mail.mail"].search([("subject", "=", "Spring")]))
        self.assertFalse(self.survey.user_input_ids)

    def test_who_is_skipped_and_why(self):
        names = ("Out", "Mute", "Black", "Secret", "Twin")
        out, mute, black, secret, twin = (self.customer(name) for name in names)
        (out | black | secret).write({"email": False})
        out.write({"email": "out@example.com", "repair_care_opt_out": True})
        black.email, secret.email = "black@example.com", "secret@example.com"
        twin.email = "ANN@example.com"
        self.env["mail.blacklist"]._add("black@example.com")
        self.history([(who, "2024-11-01", 1) for who in (out, mute, black, twin)])
        self.history([(secret, "2024-11-01", 1, {"is_confidential": True})])
        self.policy.classify()
        mailing = self.mailing()
        mailing.action_preview()
        self.assertEqual(
            self.rows(mailing),
            {
                self.ann: ("planned", False),
                self.bob: ("planned", False),
                out: ("skipped", "opted_out"),
                mute: ("skipped", "no_address"),
                black: ("skipped", "blacklisted"),
                secret: ("skipped", "confidential"),
                twin: ("skipped", "same_address"),
            },
        )
        self.assertIn("Open confidential case: 1", mailing.skipped_text)

    def test_sent_once_with_a_link_each(self):
        mailing = self.mailing()
        self.send(mailing)
        self.assertEqual(mailing.state, "sent")
        inputs = mailing.recipient_ids.input_id
        self.assertEqual(inputs.partner_id, self.ann | self.bob)
        self.assertEqual(len(set(inputs.mapped("access_token"))), 2)
        mails = self.mails()
        self.assertEqual(mails.recipient_ids, self.ann | self.bob)
        for each in inputs:
            [mail] = mails.filtered(lambda m, e=each: m.recipient_ids == e.partner_id)
            self.assertIn(each.access_token, mail.body_html)
            self.assertIn(f"/repair/care/{each.partner_id.id}/", mail.body_html)
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.assertEqual(self.mails(), mails)
        with self.assertRaisesRegex(UserError, "was sent already"):
            mailing.action_send()
        with self.assertRaisesRegex(UserError, "whom it asked is needed"):
            mailing.unlink()

    def test_nobody_is_asked_twice(self):
        """Within the days, by any mailing, also where both were previewed before."""
        first, second = self.mailing(partner_ids=self.ann.ids), self.mailing()
        second.action_preview()
        self.assertEqual(second.planned_count, 2)
        second.action_send()
        self.send(first)
        self.assertEqual(
            {*self.rows(first).items(), *self.rows(second).items()},
            {(self.ann, ("asked", False)), (self.bob, ("asked", False))}
            | {(self.ann, ("skipped", "recent"))},
        )
        third = self.mailing()
        with self.assertRaisesRegex(UserError, "“Spring” asks nobody"):
            third.action_send()
        with freeze_time("2025-04-12 09:00:00"):
            third.action_preview()
            self.assertEqual(third.planned_count, 0)
        with freeze_time("2025-04-13 09:00:00"):
            third.action_preview()
            self.assertEqual(third.planned_count, 2)

    def test_an_invitation_of_odoo_s_own_counts(self):
        self.survey._create_answer(partner=self.ann, check_attempts=False)
        self.env.cr.execute("UPDATE survey_user_input SET create_date = '2025-01-10 10:00:00'")
        mailing = self.mailing()
        mailing.action_preview()
        self.assertEqual(self.rows(mailing)[self.ann], ("skipped", "recent"))

    def test_classes(self):
        tier = self.profile_of(self.ann).value_tier_id
        self.policy.classify()
        mailing = self.mailing(tier_ids=tier.ids)
        mailing.action_preview()
        self.assertIn(self.ann, mailing.recipient_ids.partner_id)
        other = self.policy.value_tier_ids - tier
        mailing = self.mailing(tier_ids=other[:1].ids)
        mailing.action_preview()
        self.assertFalse(mailing.recipient_ids)
        self.env["repair.service.contract"].create(
            {
                "partner_id": self.bob.id,
                "company_id": self.company.id,
                "service_level_id": self.best.id,
                "date_start": "2025-01-01",
            }
        )
        mailing = self.mailing(level_ids=self.best.ids)
        mailing.action_preview()
        self.assertEqual(mailing.recipient_ids.partner_id, self.bob)

    def test_types_of_closed_cases(self):
        kind = self.env["repair.case.type"].create(
            {"name": "Survey Type", "company_id": self.company.id}
        )
        self.case(self.bob, type_id=kind.id).action_close()
        self.case(self.ann, type_id=kind.id)
        mailing = self.mailing(type_ids=kind.ids)
        mailing.action_preview()
        self.assertEqual(mailing.recipient_ids.partner_id, self.bob)

    def test_companies_without_an_address_are_asked_by_a_contact(self):
        firm = self.customer("Firm", is_company=True)
        contact = self.customer("Kim", parent_id=firm.id, email="kim@example.com")
        self.history([(firm, "2024-11-01", 1)])
        self.policy.classify()
        mailing = self.mailing(partner_ids=firm.ids)
        self.send(mailing)
        self.assertEqual(mailing.recipient_ids.contact_id, contact)
        self.assertEqual(mailing.recipient_ids.input_id.partner_id, contact)

    def test_in_the_language_of_each(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("repair_customer_segmentation_survey.mail_template_repair_survey")
        template.with_context(lang="zh_CN").subject = "您满意吗"
        self.ann.lang = "zh_CN"
        self.send(self.mailing())
        subjects = {mail.recipient_ids: mail.subject for mail in self.mails()}
        self.assertEqual(subjects[self.ann], "您满意吗")
        self.assertEqual(subjects[self.bob], "How are we doing? Three short questions")

    def test_chosen_in_the_list(self):
        profiles = self.profile_of(self.ann) | self.profile_of(self.bob)
        action = (
            self.env["repair.survey.mailing"]
            .with_user(self.manager)
            ._open(profiles.with_user(self.manager))
        )
        partners = action["context"]["default_partner_ids"]
        self.assertEqual(set(partners), {self.ann.id, self.bob.id})
        self.ann.active = False
        mailing = self.mailing(partner_ids=[Command.set(partners)])
        mailing.action_preview()
        self.assertEqual(self.rows(mailing)[self.ann], ("skipped", "archived"))

    def test_surveys_that_cannot_be_answered(self):
        mailing = self.mailing()
        self.survey.users_login_required = True
        with self.assertRaisesRegex(UserError, "asks for a login"):
            mailing.action_send()

    def test_questions_that_say_nothing_of_satisfaction(self):
        with self.assertRaisesRegex(ValidationError, "must be a scale from 0 to 10"):
            self.score.write({"scale_min": 2, "scale_max": 7})
        with self.assertRaisesRegex(ValidationError, "must be a scale from 0 to 10"):
            self.make_survey(**self.choice([0, 5]))
        other, question, _comment = self.make_survey()
        with self.assertRaisesRegex(ValidationError, "has no such question"):
            self.survey.repair_score_question_id = question
        self.assertTrue(other)

    def test_merged_customers_were_asked(self):
        mailing = self.mailing()
        self.send(mailing)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.ann | self.bob).ids, self.ann)
        self.env.invalidate_all()
        self.assertEqual(self.rows(mailing), {self.ann: ("asked", False)})

    def test_other_companies_and_other_people(self):
        mailing = self.mailing()
        mailing.action_preview()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.user("rcs_stranger", "manager")
        stranger.write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        for records in (mailing, mailing.recipient_ids):
            theirs = records.with_user(stranger).with_context(allowed_company_ids=elsewhere.ids)
            self.assertFalse(theirs.search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                theirs.read(["display_name"])
            with self.assertRaises(AccessError):
                records.with_user(self.user(f"rcs_{records._table}", "user_all")).read(["state"])
