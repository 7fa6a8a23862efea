from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged, users

from ..bases.desk import DeskCase


@tagged("post_install", "-at_install")
class TestClosingDialog(DeskCase):
    """Closing asks for what is not known, and answering by phone stops the clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = "base.group_user,repair_customer_segmentation.group_user_all"
        for login, groups in (
            ("closes_blind", own),
            ("closes_seeing", f"{own},repair_customer_segmentation.group_amount"),
            ("no_role", "base.group_user"),
        ):
            new_test_user(
                cls.env,
                login,
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )

    def ask(self, case, model="repair.case.close", **values):
        dialog = self.env[model].with_context(default_case_id=case.id)
        return dialog.create(values)

    @users("closes_seeing")
    def test_it_asks_for_the_amount_and_the_solution(self):
        case = self.case().with_env(self.env)
        action = case.action_close_asking()
        self.assertEqual(action["res_model"], "repair.case.close")
        self.assertEqual(action["context"], {"default_case_id": case.id})
        self.assertEqual(case.state, "open")
        dialog = self.ask(case, amount=120, solution="Seal replaced")
        self.assertTrue(dialog.is_amount_asked)
        dialog.action_close()
        self.assertEqual((case.state, case.amount, case.solution), ("closed", 120, "Seal replaced"))

    @users("closes_seeing")
    def test_both_may_stay_empty(self):
        case = self.case(solution="Known").with_env(self.env)
        dialog = self.ask(case)
        self.assertEqual(dialog.solution, "Known")
        dialog.solution = False
        dialog.action_close()
        self.assertEqual((case.state, case.amount, case.solution), ("closed", 0, "Known"))

    @users("closes_seeing")
    def test_a_case_of_which_all_is_known_is_closed_at_once(self):
        case = self.case(solution="Known", amount=50).with_env(self.env)
        self.assertFalse(case.action_close_asking())
        self.assertEqual((case.state, case.amount), ("closed", 50))

    @users("closes_blind")
    def test_without_the_right_to_amounts_only_the_solution_is_asked(self):
        known, unknown = self.case(solution="Known"), self.case(amount=70)
        self.assertFalse(known.with_env(self.env).action_close_asking())
        self.assertEqual(known.state, "closed")
        dialog = self.ask(unknown.with_env(self.env), solution="New fuse")
        self.assertNotIn("amount", dialog.fields_get())
        dialog.action_close()
        self.assertEqual(
            (unknown.state, unknown.amount, unknown.solution), ("closed", 70, "New fuse")
        )
        with self.assertRaises(AccessError):
            self.ask(self.case().with_env(self.env), amount=9)

    @users("closes_blind")
    def test_an_answer_by_phone_stops_the_reply_clock(self):
        case = self.case().with_env(self.env)
        self.assertEqual(case.response_state, "on_track")
        self.ask(case, "repair.case.answer", note="Comes <b>tomorrow</b>").action_answer()
        self.assertEqual(case.response_state, "met")
        self.assertEqual(case.response_used_hours, 0)
        note = case.message_ids[0]
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertIn("Answered by phone or in person: Comes &lt;b&gt;tomorrow", note.body)
        with self.assertRaisesRegex(UserError, "answered before"):
            self.ask(case, "repair.case.answer", note="Again").action_answer()

    @users("closes_blind")
    def test_a_closed_case_is_not_answered(self):
        case = self.case()
        case.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.ask(case.with_env(self.env), "repair.case.answer", note="Late").action_answer()

    @users("no_role")
    def test_not_for_employees_without_a_role(self):
        for model, values in (
            ("repair.case.close", {}),
            ("repair.case.answer", {"note": "x"}),
        ):
            with self.assertRaises(AccessError):
                self.ask(self.case().with_env(self.env), model, **values)

    @users("closes_blind")
    def test_the_card_of_the_customer(self):
        earlier = self.case(name="Earlier")
        device = (
            self.env["repair.device"].sudo().create({"name": "Kettle", "partner_id": self.ann.id})
        )
        self.case(self.customer("Bob"), name="Of another")
        hidden = self.case(name="Hidden", is_confidential=True)
        self.policy.classify()
        case = self.case(name="Now").with_env(self.env)
        self.assertNotIn(hidden, case.customer_case_ids)
        self.assertEqual(case.customer_case_ids, earlier)
        self.assertEqual(case.customer_device_ids, device)
        self.assertEqual(case.customer_repair_count, 2)
        action = case.action_view_customer_cases()
        self.assertEqual(action["domain"], [("commercial_partner_id", "=", self.ann.id)])
