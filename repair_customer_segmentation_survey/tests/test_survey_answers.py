from odoo.tests import HttpCase, tagged

from .common import SurveyCase


@tagged("post_install", "-at_install")
class TestSurveyAnswers(SurveyCase, HttpCase):
    """A customer answers by their link, as the page does, and it becomes feedback."""

    def setUp(self):
        super().setUp()
        # The server of the pages has the time of the test, and the links have no deadline.
        self.cases = self.env["repair.case"].search([("company_id", "=", self.company.id)])

    def answer(self, given, answers):
        """Fill in and submit a survey by its link."""
        survey, token = given.survey_id, given.access_token
        self.assertEqual(self.url_open(given.get_start_url()).status_code, 200)
        for step, values in (
            ("begin", {"lang_code": "en_US"}),
            ("submit", {str(question.id): str(value) for question, value in answers.items()}),
        ):
            url = f"/survey/{step}/{survey.access_token}/{token}"
            reply = self.url_open(url, json={"params": values})
            self.assertEqual(reply.status_code, 200)
            self.assertNotIn("error", reply.json())
        self.env.invalidate_all()
        self.assertEqual(given.state, "done")

    def feedback(self, partner=None):
        partner = partner or self.ann
        return self.env["repair.feedback"].search([("partner_id", "=", partner.id)])

    def asked(self, survey=None):
        mailing = self.mailing(survey_id=(survey or self.survey).id, partner_ids=self.ann.ids)
        self.send(mailing)
        return mailing.recipient_ids.input_id

    def test_zero_to_ten(self):
        self.answer(self.asked(), {self.score: 8, self.comment: "Friendly"})
        self.assertRecordValues(
            self.feedback(),
            [
                {
                    "way": "survey",
                    "score": 4.2,
                    "given_score": 8,
                    "given_scale": 10,
                    "text": "Friendly",
                    "company_id": self.company.id,
                    "value_tier_id": self.profile_of(self.ann).value_tier_id.id,
                    "service_level_id": self.basic.id,
                }
            ],
        )
        self.assertEqual(self.feedback().day.isoformat(), "2025-01-13")

    def test_ends_of_the_scale(self):
        for given, score in ((0, 1), (10, 5), (5, 3)):
            self.env["repair.survey.recipient"].search([]).write({"asked_on": "2024-01-01"})
            self.env.cr.execute("UPDATE survey_user_input SET create_date = '2024-01-01'")
            self.answer(self.asked(), {self.score: given})
            self.assertEqual(self.feedback()[0].score, score)
            self.assertEqual(self.feedback()[0].given_score, given)
            self.feedback().survey_input_id.unlink()
            self.feedback().unlink()

    def test_one_to_five(self):
        survey, score, _comment = self.make_survey(scale_min=1, scale_max=5)
        self.answer(self.asked(survey), {score: 4})
        self.assertRecordValues(self.feedback(), [{"score": 4, "given_scale": 0, "text": False}])

    def test_a_choice_with_scores(self):
        survey, score, _comment = self.make_survey(**self.choice([1, 3, 5]))
        self.answer(self.asked(survey), {score: score.suggested_answer_ids[1].id})
        self.assertEqual(self.feedback().score, 3)

    def test_a_comment_alone(self):
        """It has no score, which is not the lowest one."""
        self.answer(self.asked(), {self.comment: "Nothing to add"})
        self.assertRecordValues(self.feedback(), [{"score": 0, "text": "Nothing to add"}])
        self.env.cr.execute("SELECT score FROM repair_feedback WHERE id = %s", [self.feedback().id])
        self.assertEqual(self.env.cr.fetchone(), (None,))

    def test_nothing_said_is_no_feedback(self):
        self.answer(self.asked(), {})
        self.assertFalse(self.feedback())

    def test_once(self):
        given = self.asked()
        self.answer(given, {self.score: 8})
        given._record_repair_feedback()
        self.assertEqual(len(self.feedback()), 1)

    def test_how_many_answered(self):
        mailing = self.mailing()
        self.send(mailing)
        self.assertEqual(self.survey.repair_rate_text, mailing.rate_text)
        self.assertEqual(mailing.rate_text[:27], "0 of 2 answered: 0% (95% in")
        given = mailing.recipient_ids.filtered(lambda r: r.partner_id == self.ann).input_id
        self.answer(given, {self.score: 9})
        expected = "1 of 2 answered: 50% (95% interval: 9% to 91%)"
        self.assertEqual(mailing.rate_text, expected)
        self.assertEqual(self.survey.repair_rate_text, expected)

    def test_tiers_are_those_of_the_answer(self):
        self.answer(self.asked(), {self.score: 9})
        tier = self.feedback().value_tier_id
        self.history([(self.ann, "2025-01-02", 90000)] * 9)
        self.policy.classify()
        self.assertEqual(self.feedback().value_tier_id, tier)

    def test_tests_are_nobody_s_word(self):
        given = self.survey._create_answer(partner=self.ann, test_entry=True, user=self.manager)
        given._mark_done()
        self.assertFalse(self.feedback())

    def test_a_link_of_odoo_s_own(self):
        """Without a mailing, it is said to the company that knows the customer."""
        given = self.survey._create_answer(partner=self.ann, check_attempts=False)
        self.answer(given, {self.score: 9})
        self.assertEqual(self.feedback().company_id, self.company)

    def test_who_is_no_repair_customer(self):
        stranger = self.customer("Stranger", email="stranger@example.com")
        given = self.survey._create_answer(partner=stranger, check_attempts=False)
        self.answer(given, {self.score: 9})
        self.assertFalse(self.feedback(stranger))

    def test_the_shipped_survey(self):
        survey = self.env.ref("repair_customer_segmentation_survey.survey_satisfaction")
        self.answer(
            self.asked(survey),
            {survey.repair_score_question_id: 10, survey.repair_text_question_id: "All fine"},
        )
        self.assertRecordValues(self.feedback(), [{"score": 5, "text": "All fine"}])
