from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.two_companies import TwoCompaniesCase


@tagged("post_install", "-at_install")
class TestFrozen(TwoCompaniesCase):
    """Classes stay those of the moment, however customers move."""

    def closed(self, partner, day, amount=10, **values):
        """Return a case that was closed at noon of a day."""
        noon = datetime.fromisoformat(f"{day} 12:00:00")
        closed = {"stage_id": self.stage_closed.id, "date_closed": noon, **values}
        case = self.history([(partner, noon, amount, closed)])
        self.env.flush_all()
        return case

    def tier_of(self, case):
        self.env.flush_all()
        outcome = self.env["repair.case.outcome"].search([("case_id", "=", case.id)])
        return outcome.value_tier_id.name

    def test_the_tier_of_the_day_stays(self):
        self.history([(self.ann, "2025-06-01", 10)])
        self.policy.classify(as_of="2025-06-02 00:00:00")
        case = self.closed(self.ann, "2025-06-03")
        [said] = self.env["repair.feedback"]._record(
            [{"case_id": case.id, "way": "phone", "score": 5, "date": "2025-06-04 10:00:00"}]
        )
        self.assertEqual(self.tier_of(case), "Low")
        self.history([(self.ann, "2025-06-05", 500)])
        self.policy.classify(as_of="2025-06-06 00:00:00")
        case.team_id = self.env["repair.case.team"].create({"name": "T"})
        self.assertEqual(self.tier_of(case), "Low")
        self.assertEqual(said.value_tier_id.name, "Low")
        self.assertEqual(self.tier_of(self.closed(self.ann, "2025-06-07")), "High")

    def test_the_past_takes_what_is_on_record_of_it(self):
        self.history([(self.ann, "2025-06-01", 10)])
        self.policy.classify(as_of="2025-06-02 00:00:00")
        self.history([(self.ann, "2025-06-05", 500)])
        self.policy.classify(as_of="2025-06-06 00:00:00")
        for day, name in (
            ("2025-05-01", False),
            ("2025-06-01", False),
            ("2025-06-02", "Low"),
            ("2025-06-05", "Low"),
            ("2025-06-06", "High"),
            ("2025-07-01", "High"),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.tier_of(self.closed(self.ann, day, 0)), name)

    def test_the_rebuilt_past_fills_what_is_empty(self):
        case = self.closed(self.ann, "2025-05-10", 500)
        later = self.closed(self.ann, "2025-06-10", 500)
        [said] = self.env["repair.feedback"]._record(
            [{"partner_id": self.ann.id, "company_id": self.company.id, "way": "phone",
              "date": "2025-06-11 10:00:00"}]
        )  # fmt: skip
        self.assertEqual((self.tier_of(case), self.tier_of(later)), (False, False))
        with freeze_time("2025-07-10 12:00:00"):
            self.policy.classify()
            self.env["repair.backfill.wizard"].create({"months": 6}).action_rebuild()
            with self.enter_registry_test_mode():
                self.env.ref(
                    "repair_customer_segmentation.ir_cron_classify_all"
                ).method_direct_trigger()
        self.env.invalidate_all()
        # In May nobody knew Ann at the end of the month before; in June they did.
        self.assertEqual((self.tier_of(case), self.tier_of(later)), (False, "High"))
        self.assertEqual(said.value_tier_id.name, "High")

    def test_merged_customers_keep_the_classes_of_each(self):
        self.history([(self.ann, "2025-06-01", 10), (self.bob, "2025-06-01", 500)])
        self.policy.classify(as_of="2025-06-02 00:00:00")
        case = self.closed(self.ann, "2025-06-03")
        [said] = self.env["repair.feedback"]._record(
            [{"case_id": case.id, "way": "phone", "score": 5, "date": "2025-06-04 10:00:00"}]
        )
        self.merge(self.ann, into=self.bob)
        self.env.invalidate_all()
        self.assertEqual(self.tier_of(case), "Low")
        outcome = self.env["repair.case.outcome"].search([("case_id", "=", case.id)])
        self.assertEqual(outcome.partner_id, self.bob)
        self.assertEqual(said.partner_id, self.bob)
        self.assertEqual(said.commercial_partner_id, self.bob)
        self.assertEqual(said.value_tier_id.name, "Low")

    def test_a_customer_who_is_merged_into_a_contact_of_a_company(self):
        firm = self.customer("Firm", is_company=True)
        desk = self.customer("Desk", parent_id=firm.id)
        case = self.closed(self.ann, "2025-06-03")
        [said] = self.env["repair.feedback"]._record([{"case_id": case.id, "way": "phone"}])
        self.merge(self.ann, into=desk)
        self.env.flush_all()
        self.env.invalidate_all()
        outcome = self.env["repair.case.outcome"].search([("case_id", "=", case.id)])
        self.assertEqual((outcome.partner_id, said.commercial_partner_id), (firm, firm))
        self.assertEqual(said.partner_id, desk)

    def test_a_deleted_customer_and_a_deleted_agent_leave_what_was_said(self):
        agent = self.user("rcs_gone", "user")
        [said] = self.env["repair.feedback"]._record(
            [{"partner_id": self.ann.id, "company_id": self.company.id, "way": "interview",
              "score": 4, "text": "Good", "user_id": agent.id}]
        )  # fmt: skip
        self.ann.unlink()
        agent.unlink()
        self.env.invalidate_all()
        self.assertEqual(said.display_name, "Interview: anonymous")
        self.assertEqual((said.score, said.text, said.user_id.id), (4, "Good", False))
