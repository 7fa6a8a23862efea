from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..bases.refusals import RefusalCase


@tagged("post_install", "-at_install")
class TestCaseRefusals(RefusalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def test_a_case_without_a_customer(self):
        for values in ({}, {"partner_id": False}):
            with self.subTest(values=values):
                self.assertRefused(
                    lambda v=values: self.env["repair.case"].create({"name": "Drill", **v}),
                    "Case “Drill”: the customer is missing",
                    "Fill in the field “Customer”",
                )

    def test_a_case_cannot_lose_its_customer(self):
        case = self.history([(self.ann, "2025-06-01", 1)])
        self.assertRefused(
            lambda: case.write({"partner_id": False}), "the customer is missing", "“Repair”"
        )

    def test_a_case_that_closed_before_it_opened(self):
        self.assertRefused(
            lambda: self.history(
                [
                    (
                        self.ann,
                        "2025-06-02 10:00:01",
                        1,
                        {"date_closed": "2025-06-02 10:00:00", "stage_id": self.stage_closed.id},
                    )
                ]
            ),
            "Case “Repair”",
            "“Closed on” is before “Opened on”",
            "Correct one of the two dates",
        )
        case = self.history([(self.ann, "2025-06-02", 1, {"stage_id": self.stage_closed.id})])
        self.assertRefused(
            lambda: case.write({"date_closed": "2025-06-01"}), "“Closed on” is before “Opened on”"
        )

    def test_a_case_may_close_the_moment_it_opens(self):
        case = self.history(
            [
                (
                    self.ann,
                    "2025-06-02",
                    1,
                    {"date_closed": "2025-06-02", "stage_id": self.stage_closed.id},
                )
            ]
        )
        self.assertEqual(case.date_closed, case.date_open)

    def test_a_stage_with_two_meanings(self):
        for flags in (("is_waiting", "is_closed"), ("is_closed", "is_cancelled")):
            with self.subTest(flags=flags):
                self.assertRefused(
                    lambda f=flags: self.stage_open.write(dict.fromkeys(f, True)),
                    "Stage “Test Open”",
                    "tick only one of Waiting, Closing Stage and Cancelled Stage",
                )

    def test_a_customer_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        foreign = self.customer("Foreign", company_id=other.id)
        with self.assertRaises(UserError) as refusal:
            self.history([(foreign, "2025-06-01", 1)])
        self.assertIn("Foreign", str(refusal.exception))

    def test_a_stage_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        foreign = self.env["repair.case.stage"].create({"name": "Alien", "company_id": other.id})
        with self.assertRaises(UserError) as refusal:
            self.history([(self.ann, "2025-06-01", 1, {"stage_id": foreign.id})])
        self.assertIn("Alien", str(refusal.exception))

    def test_closing_without_a_closing_stage(self):
        case = self.history([(self.ann, "2025-06-01", 1)])
        self.env["repair.case.stage"].search([("case_state", "=", "closed")]).active = False
        self.assertRefused(case.action_close, "There is no closing stage", "Configuration / Stages")

    def test_reopening_without_an_open_stage(self):
        case = self.history([(self.ann, "2025-06-01", 1, {"stage_id": self.stage_closed.id})])
        self.env["repair.case.stage"].search([("case_state", "=", "open")]).active = False
        self.assertRefused(case.action_reopen, "There is no open stage", "Configuration / Stages")

    def test_a_customer_with_cases_is_not_deleted(self):
        self.history([(self.ann, "2025-06-01", 1)])
        with self.assertRaisesRegex(UserError, "“Ann” has repair cases \\(1\\)"):
            self.ann.unlink()

    def test_a_company_without_a_policy_says_where_to_choose_one(self):
        self.company.repair_policy_id = False
        with self.assertRaises(UserError) as refusal:
            self.company._active_repair_policy()
        self.assertIn("Repair Test Company has no active", str(refusal.exception))
        self.assertIn("Configuration / Settings", str(refusal.exception))

    def test_a_form_without_a_customer(self):
        with self.assertRaises(AssertionError), Form(self.env["repair.case"]) as form:
            form.name = "Drill"
