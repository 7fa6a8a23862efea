from datetime import datetime

from odoo.fields import Command

from odoo.addons.repair_customer_segmentation.tests.bases.desk import DeskCase


class SurveyCase(DeskCase):
    """Ann and Bob, known customers with an address, and a survey with a score and a comment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann.email = "ann@example.com"
        cls.bob = cls.customer("Bob", email="bob@example.com")
        cls.manager = cls.user("rcs_manager", "manager", email="boss@example.com")
        cls.company.email = "desk@example.com"
        cls.history([(who, "2024-10-31 10:00:00", 100) for who in (cls.ann, cls.bob)])
        cls.policy.classify(as_of=datetime(2025, 1, 13, 6))
        cls.survey, cls.score, cls.comment = cls.make_survey()
        cls.cron = cls.env.ref("repair_customer_segmentation_survey.ir_cron_send_surveys")

    @classmethod
    def make_survey(cls, **score):
        survey = cls.env["survey.survey"].create(
            {
                "title": "How are we?",
                "access_mode": "token",
                "users_login_required": False,
                "questions_layout": "one_page",
            }
        )
        values = {"title": "Satisfied?", "question_type": "scale", "survey_id": survey.id, **score}
        question = cls.env["survey.question"].create(values)
        comment = cls.env["survey.question"].create(
            {"title": "Comment", "question_type": "text_box", "survey_id": survey.id}
        )
        survey.write(
            {"repair_score_question_id": question.id, "repair_text_question_id": comment.id}
        )
        return survey, question, comment

    def mailing(self, **values):
        return self.env["repair.survey.mailing"].create(
            {
                "name": "Spring",
                "company_id": self.company.id,
                "survey_id": self.survey.id,
                **values,
            }
        )

    def send(self, mailing):
        """Send a mailing, with all its batches."""
        mailing.with_user(self.manager).action_send()
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def rows(self, mailing):
        """Return customer -> state and reason."""
        return {r.partner_id: (r.state, r.reason) for r in mailing.recipient_ids}

    def choice(self, scores):
        """Return the values of a question that is a choice with scores."""
        return {
            "question_type": "simple_choice",
            "suggested_answer_ids": [
                Command.create({"value": str(score), "answer_score": score}) for score in scores
            ],
        }
