from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged, users

from ..bases.desk import DeskCase

KNOWN = {"solution": "Known", "amount": 50}


@tagged("post_install", "-at_install")
class TestClosingCosts(DeskCase, HttpCase):
    """Where a company counts costs, whoever closes a case is asked for those that nobody knows."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user("costs_blind", "user_all")
        cls.user("costs_seeing", "user_all", "amount")
        cls.company.repair_hour_cost = 60

    def ask(self, case, **values):
        dialog = self.env["repair.case.close"].with_context(default_case_id=case.id)
        return dialog.create(values)

    @users("costs_seeing")
    def test_costs_are_asked_and_kept(self):
        case = self.case().with_env(self.env)
        dialog = self.ask(case, amount=300, parts_cost=20.5, work_hours=1.5, solution="Seal")
        self.assertTrue(dialog.is_parts_cost_asked)
        self.assertTrue(dialog.are_work_hours_asked)
        dialog.action_close()
        self.assertEqual((case.state, case.parts_cost, case.work_hours), ("closed", 20.5, 1.5))
        self.assertEqual((case.cost_company, case.net_amount), (110.5, 189.5))

    @users("costs_seeing")
    def test_nothing_is_an_answer_and_empty_is_none(self):
        known, unknown = (self.case(**KNOWN).with_env(self.env) for _ in range(2))
        self.ask(known, parts_cost=0, work_hours=0).action_close()
        self.assertEqual((known.parts_cost, known.work_hours, known.net_amount), (0, 0, 50))
        dialog = self.ask(unknown)
        self.assertIs(dialog.parts_cost, False)
        self.assertIs(dialog.work_hours, False)
        dialog.action_close()
        self.assertEqual(unknown.state, "closed")
        self.assertIs(unknown.parts_cost, False)
        self.assertIs(unknown.work_hours, False)
        self.assertIs(unknown.cost_company, False)

    @users("costs_seeing")
    def test_only_what_is_not_known_is_asked(self):
        case = self.case(**KNOWN, parts_cost=7).with_env(self.env)
        self.assertTrue(case.action_close_asking())
        dialog = self.ask(case, parts_cost=99, work_hours=2)
        self.assertFalse(dialog.is_parts_cost_asked)
        self.assertTrue(dialog.are_work_hours_asked)
        dialog.action_close()
        self.assertEqual((case.parts_cost, case.work_hours), (7, 2))
        full = self.case(**KNOWN, parts_cost=0, work_hours=0).with_env(self.env)
        self.assertFalse(full.action_close_asking())
        self.assertEqual((full.state, full.work_hours), ("closed", 0))

    @users("costs_seeing")
    def test_a_company_that_counts_none_is_asked_nothing(self):
        company = self.company.sudo()
        company.repair_hour_cost = 0
        case = self.case(**KNOWN).with_env(self.env)
        dialog = self.ask(case)
        self.assertFalse(dialog.is_parts_cost_asked)
        self.assertFalse(dialog.are_work_hours_asked)
        self.assertFalse(case.action_close_asking())
        self.assertEqual(case.state, "closed")

    @users("costs_seeing")
    def test_what_tells_that_costs_are_counted(self):
        company = self.company.sudo()
        company.repair_hour_cost = 0
        self.assertFalse(company._counts_repair_costs())
        company.repair_desk_hour_cost = 10
        self.assertTrue(company._counts_repair_costs())
        company.repair_desk_hour_cost = 0
        other = self.case()
        for name in ("parts_cost", "work_hours"):
            other[name] = 0
            self.assertTrue(company._counts_repair_costs(), name)
            other[name] = False
            self.assertFalse(company._counts_repair_costs(), name)
        elsewhere = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        other.parts_cost = 5
        self.assertFalse(elsewhere._counts_repair_costs())

    @users("costs_blind")
    def test_hours_are_everybodys_and_parts_are_money(self):
        case = self.case(solution="Known")
        own = case.with_env(self.env)
        self.assertTrue(own.action_close_asking())
        dialog = self.ask(own, work_hours=2)
        self.assertTrue(dialog.are_work_hours_asked)
        self.assertFalse({"amount", "parts_cost", "is_parts_cost_asked"} & set(dialog.fields_get()))
        with self.assertRaises(AccessError):
            self.ask(own, parts_cost=5)
        dialog.action_close()
        self.assertEqual((case.state, case.work_hours), ("closed", 2))
        self.assertIs(case.parts_cost, False)
        known = self.case(solution="Known", work_hours=1).with_env(self.env)
        self.assertFalse(known.action_close_asking(), "whoever sees no money is not asked for it")

    @users("costs_seeing")
    def test_impossible_costs_are_refused_in_words(self):
        case = self.case().with_env(self.env)
        for name, value in (("parts_cost", -0.01), ("work_hours", -1), ("work_hours", 10**6)):
            with self.assertRaises(ValidationError) as caught:
                self.ask(case, **{name: value})
            label = self.env["repair.case"]._fields[name].string
            self.assertIn(f"“{label}”", str(caught.exception))

    def test_in_the_browser(self):
        user = self.user("costs_tour", "user_all", "amount")
        case = self.case(user_id=user.id)
        self.start_tour(
            f"/odoo/repair-cases/{case.id}", "repair_closing_costs_tour", login=user.login
        )
        self.assertEqual((case.state, case.amount), ("closed", 300))
        self.assertEqual((case.parts_cost, case.work_hours), (0, 1.5))
        self.assertEqual((case.cost_company, case.net_amount), (90, 210))
