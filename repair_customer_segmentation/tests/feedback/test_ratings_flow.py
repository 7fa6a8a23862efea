from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import MONDAY
from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestRatingsFlow(PortalCase):
    """What customers say by rating a case is feedback, as long as it is said."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))
        self.case.date_open = MONDAY
        self.case.action_close()

    def said(self, case=None):
        self.env.flush_all()
        return self.env["repair.feedback"].search([("case_id", "=", (case or self.case).id)])

    def outcome(self, case=None):
        self.env.flush_all()
        return self.env["repair.case.outcome"].search([("case_id", "=", (case or self.case).id)])

    def test_a_request_is_no_answer(self):
        self.assertTrue(self.case.rating_ids)
        self.assertFalse(self.said())
        self.assertEqual(str(self.outcome().asked_on), "2025-01-13")
        self.assertFalse(self.outcome().answered)

    def test_a_rating_is_feedback(self):
        self.case.sudo()._portal_rate(3, "Took long")
        said = self.said()
        self.assertRecordValues(
            said,
            [
                {
                    "way": "rating",
                    "score": 3,
                    "text": "Took long",
                    "partner_id": self.ann.id,
                    "commercial_partner_id": self.ann.commercial_partner_id.id,
                    "user_id": self.agent.id,
                    "team_id": self.case.team_id.id,
                    "date": MONDAY,
                }
            ],
        )
        self.assertEqual(said.service_level_id, self.case.service_level_id)
        self.assertTrue(self.outcome().answered)

    def test_a_rating_that_is_changed_within_a_day_is_the_same_feedback(self):
        self.case.sudo()._portal_rate(1, "")
        said = self.said()
        self.case.user_id = self.env.ref("base.user_admin")
        with freeze_time(MONDAY + timedelta(hours=20)):
            self.case.sudo()._portal_rate(5, "All is well")
            self.assertEqual(self.said(), said)
        self.assertEqual((said.score, said.text, said.date), (5, "All is well", MONDAY))
        self.assertEqual(said.user_id, self.agent)

    def test_a_rating_that_is_taken_back_or_deleted_leaves_none(self):
        self.case.sudo()._portal_rate(1, "")
        self.case.rating_ids.sudo().reset()
        self.assertFalse(self.said())
        self.assertFalse(self.outcome().answered)
        self.case.sudo()._portal_rate(1, "")
        self.assertEqual(self.said().score, 1)
        self.case.rating_ids.sudo().unlink()
        self.assertFalse(self.said())
        self.assertFalse(self.outcome().answered)

    def test_what_was_rated_before_is_taken_over(self):
        self.case.sudo()._portal_rate(5, "Fine")
        before = self.said().read(["score", "text", "day", "user_id", "service_level_id"])
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM repair_feedback")
        self.env.cr.execute("DELETE FROM repair_case_outcome")
        self.env.invalidate_all()
        self.env["repair.feedback"]._take_over_ratings()
        self.env["repair.case.outcome"]._fill()
        after = self.said().read(["score", "text", "day", "user_id", "service_level_id"])
        self.assertEqual([{**row, "id": 0} for row in after], [{**row, "id": 0} for row in before])
        self.assertTrue(self.outcome().answered)

    def test_merged_cases_are_one_outcome_with_the_feedback_of_both(self):
        other = self.open_case(self.ann)
        other.action_close()
        other.sudo()._portal_rate(5, "")
        self.env["repair.feedback"]._record([{"case_id": other.id, "way": "phone", "score": 2}])
        self.case._merge(other)
        self.assertEqual(sorted(self.said().mapped("score")), [2, 5])
        self.assertFalse(self.outcome(other))
        self.assertTrue(self.outcome().answered)

    def test_who_is_anonymous_is_still_counted(self):
        self.case.sudo()._portal_rate(5, "")
        said = self.said()
        self.case.rating_ids.sudo().partner_id = False
        self.assertFalse(self.said().partner_id)
        self.assertEqual(said.display_name, "Rating: anonymous")
