from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ...feedback.scales import score_of
from ..bases.desk import MONDAY, DeskCase


@tagged("post_install", "-at_install")
class TestDialog(DeskCase):
    """People of ours take down what customers say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.user("rcs_clerk", "user")
        cls.other = cls.user("rcs_other", "user")
        cls.everything = cls.user("rcs_all", "user_all")
        cls.named = cls.user("rcs_named", "user", "agent_names")
        cls.boss = cls.user("rcs_boss", "manager")
        cls.bob = cls.customer("Bob")
        cls.done = cls.case(user_id=cls.clerk.id)
        cls.done.action_close()
        cls.env.flush_all()

    def said(self):
        return self.env["repair.feedback"].sudo().search([("company_id", "=", self.company.id)])

    def record(self, **values):
        dialog = self.env["repair.feedback.dialog"].create({"partner_id": self.ann.id, **values})
        dialog.action_record()
        return self.said()[:1]

    @users("rcs_clerk")
    def test_the_case_that_was_closed_last_is_suggested(self):
        with Form(self.env["repair.feedback.dialog"]) as form:
            form.partner_id = self.ann
            self.assertEqual(form.case_id, self.done)
            form.partner_id = self.bob
            self.assertFalse(form.case_id)

    @users("rcs_clerk")
    def test_from_the_case_its_customer_says_it(self):
        dialogs = self.env["repair.feedback.dialog"].with_context(default_case_id=self.done.id)
        with Form(dialogs) as form:
            self.assertEqual((form.partner_id, form.case_id), (self.ann, self.done))
            form.score = "4"
        form.record.action_record()
        self.assertRecordValues(
            self.said(),
            [
                {
                    "case_id": self.done.id,
                    "score": 4,
                    "way": "phone",
                    "user_id": self.clerk.id,
                    "recorded_by_id": self.clerk.id,
                    "service_level_id": self.basic.id,
                }
            ],
        )

    @users("rcs_clerk")
    def test_an_answer_of_ten_is_kept_as_given(self):
        said = self.record(scale="10", given_score="0")
        self.assertEqual((said.score, said.given_score, said.given_scale), (1, 0, 10))
        said = self.record(scale="10", given_score="9", way="interview")
        self.assertEqual((said.score, said.given_score, said.way), (5, 9, "interview"))

    def test_scores_of_other_scales(self):
        self.assertEqual(
            [score_of(given, 10) for given in range(11)], [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
        )
        with self.assertRaises(ValueError):
            score_of(11, 10)

    @users("rcs_clerk")
    def test_nothing_said_is_refused(self):
        with self.assertRaisesRegex(UserError, "Choose a score, or enter a comment"):
            self.record(text="  ")

    @users("rcs_clerk")
    def test_the_case_of_another_customer_is_refused(self):
        with self.assertRaisesRegex(UserError, "is not one of Bob"):
            self.record(partner_id=self.bob.id, case_id=self.done.id, score="1")

    @users("rcs_other")
    def test_a_case_that_one_may_not_see_is_refused(self):
        self.done.sudo().team_id = self.env["repair.case.team"].sudo().create({"name": "T"})
        with self.assertRaises(AccessError):
            self.record(case_id=self.done.id, score="1")

    @users("rcs_clerk")
    def test_a_call_back_is_planned(self):
        said = self.record(score="1", is_call_back=True, call_back_on="2025-01-20")
        self.assertEqual(said.activity_ids.user_id, self.clerk)
        self.assertEqual(str(said.activity_ids.date_deadline), "2025-01-20")

    def test_who_sees_it(self):
        self.env["repair.feedback"]._record(
            [{"case_id": self.done.id, "way": "phone", "score": 3, "recorded_by_id": self.boss.id}]
        )
        for user, count in (
            (self.clerk, 1),
            (self.other, 0),
            (self.everything, 0),
            (self.named, 1),
            (self.boss, 1),
        ):
            with self.subTest(user=user.login):
                domain = [("case_id", "=", self.done.id)]
                for model in ("repair.feedback", "repair.case.outcome"):
                    self.assertEqual(
                        self.env[model].with_user(user).search_count(domain), count, model
                    )

    def test_the_setting_shows_it_to_all(self):
        settings = self.env["res.config.settings"].create({"group_repair_agent_names": True})
        settings.execute()
        outcomes = self.env["repair.case.outcome"].with_user(self.other)
        self.assertTrue(outcomes.search([("case_id", "=", self.done.id)]))

    @users("rcs_clerk")
    def test_what_was_said_is_not_changed_but_its_cause_is_named(self):
        said = self.record(score="1", text="Slow").with_env(self.env)
        said.cause_id = self.env.ref("repair_customer_segmentation.repair_feedback_cause_price")
        for values in ({"score": 5}, {"text": "Fine"}, {"user_id": self.other.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                said.write(values)
        with self.assertRaises(AccessError):
            said.unlink()

    def test_a_confidential_case_is_told_of_to_nobody(self):
        self.env["repair.feedback"]._record([{"case_id": self.done.id, "way": "phone", "score": 3}])
        self.done.is_confidential = True
        self.env.flush_all()
        for user, count in ((self.named, 0), (self.clerk, 1), (self.boss, 1)):
            for model in ("repair.feedback", "repair.case.outcome"):
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].with_user(user)
                    self.assertEqual(found.search_count([("case_id", "=", self.done.id)]), count)

    @users("rcs_boss")
    def test_the_case_shows_the_classes_of_its_day(self):
        self.assertFalse(self.done.with_env(self.env).closed_value_tier_id)
        self.policy.sudo().classify()
        case = self.case(partner=self.ann)
        with freeze_time(MONDAY + timedelta(hours=1)):
            case.action_close()
            self.env.flush_all()
        tier = self.profile_of(self.ann).value_tier_id
        self.assertTrue(tier)
        self.assertEqual(case.with_env(self.env).closed_value_tier_id, tier)
        action = case.with_env(self.env).action_view_feedback()
        self.assertEqual(action["domain"], [("case_id", "=", case.id)])
