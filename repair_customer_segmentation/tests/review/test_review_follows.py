from odoo.tests import tagged

from ...models.review.planning import ReviewPlan
from ..bases.review import ReviewCase, on


@tagged("post_install", "-at_install")
class TestReviewFollows(ReviewCase):
    """A planned review follows its customer; one in preparation stays."""

    def test_another_rhythm_moves_it(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        self.assertEqual(self.due(self.ann), "2025-01-31")
        planned = self.reviews()
        self.best.review_months = 6
        self.plan_on("2025-01-15")
        self.assertEqual(self.reviews(), planned)
        self.assertEqual(self.due(self.ann), "2025-04-30")
        self.assertEqual(planned.rhythm_months, 6)

    def test_a_shorter_rhythm_gives_a_week(self):
        """It would have been due long ago: it is due in a week."""
        self.best.review_months = 12
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        self.assertEqual(self.due(self.ann), "2025-10-31")
        self.best.review_months = 1
        self.plan_on("2025-06-01")
        self.assertEqual(self.due(self.ann), "2025-06-08")

    def test_another_level_moves_it(self):
        self.basic.review_months = 12
        self.plan_on("2025-01-14")
        self.assertEqual(self.due(self.ann), "2025-10-31")
        self.assertEqual(self.reviews(self.ann).service_level_id, self.basic)
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-15")
        self.assertEqual(self.due(self.ann), "2025-01-31")
        self.assertEqual(self.reviews(self.ann).service_level_id, self.best)
        self.assertEqual(self.due(self.bob), "2025-10-31")

    def test_it_falls_away_without_a_rhythm(self):
        self.everybody_by(self.best)
        self.plan_on("2025-01-25")
        self.assertEqual((self.due(self.ann), self.due(self.bob)), ("2025-04-30", "2025-04-30"))
        with on("2025-01-25"):
            self.reviews(self.bob).action_prepare()
        self.everybody_by(self.basic)
        self.plan_on("2025-01-26")
        self.assertEqual((self.due(self.ann), self.due(self.bob)), (None, "2025-04-30"))
        self.assertEqual(self.reviews(self.bob).state, "preparing")

    def test_activities_go_with_it(self):
        self.ann.user_id = self.agent
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-24")
        review = self.reviews()
        self.assertEqual(len(review.activity_ids), 1)
        self.best.review_months = 0
        self.plan_on("2025-01-25")
        self.assertFalse(
            self.env["mail.activity"].search(
                [("res_model", "=", review._name), ("res_id", "=", review.id)]
            )
        )

    def test_archived_customers_have_none(self):
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        self.ann.active = False
        self.plan_on("2025-01-15")
        self.assertEqual(self.reviews().partner_id, self.bob)
        self.ann.active = True
        self.plan_on("2025-01-16")
        self.assertEqual(self.due(self.ann), "2025-01-31")

    def test_a_date_that_somebody_chose_stays(self):
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        self.reviews().date_due = "2025-03-03"
        self.plan_on("2025-01-15")
        self.assertEqual(self.due(self.ann), "2025-03-03")

    def test_responsible(self):
        """The account manager, else who leads the team of the last case, else the first team."""
        leader, other = self.user("rcs_leader", "user"), self.user("rcs_other", "user")
        first, last = self.env["repair.case.team"].create(
            [
                {"name": name, "company_id": self.company.id, "leader_id": who.id, "sequence": rank}
                for name, who, rank in (("First", other, -9), ("Last", leader, -8))
            ]
        )
        self.case(self.bob, team_id=last.id)
        self.ann.user_id = self.agent
        carl = self.customer("Carl")
        self.history([(carl, "2024-11-01", 10)])
        self.classify("2025-01-13")
        self.env["repair.case"].search([("partner_id", "=", carl.id)]).team_id = False
        self.everybody_by(self.best)
        self.plan_on("2025-01-14")
        found = {review.partner_id: review.user_id for review in self.reviews()}
        self.assertEqual(found, {self.ann: self.agent, self.bob: leader, carl: other})
        self.assertTrue(first)
        self.ann.user_id = self.manager
        self.reviews(self.bob).with_user(self.manager).user_id = self.agent
        leader.active = False
        self.plan_on("2025-01-15")
        found = {review.partner_id: review.user_id for review in self.reviews()}
        self.assertEqual(found, {self.ann: self.manager, self.bob: self.agent, carl: other})

    def test_each_company_in_its_own_rhythm(self):
        """The same customer is reviewed by two companies, each by its own level."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        other = self.env(context={**self.env.context, "allowed_company_ids": elsewhere.ids})
        level = other["repair.service.level"].create(
            {"name": "Yearly", "company_id": elsewhere.id, "review_months": 12}
        )
        elsewhere.repair_service_level_id = level
        other["repair.case"].create(
            {
                "name": "Repair",
                "partner_id": self.ann.id,
                "company_id": elsewhere.id,
                "date_open": "2024-12-24 10:00:00",
            }
        )
        elsewhere.with_env(other).repair_policy_id.classify()
        self.served_by(self.best, self.ann)
        self.plan_on("2025-01-14")
        with on("2025-01-14"):
            ReviewPlan(elsewhere.with_env(other)).refresh()
        self.assertEqual(self.due(self.ann), "2025-01-31")
        found = other["repair.relationship.review"].search([("company_id", "=", elsewhere.id)])
        self.assertEqual(
            found.mapped(lambda r: (r.partner_id, str(r.date_due))), [(self.ann, "2025-12-24")]
        )
