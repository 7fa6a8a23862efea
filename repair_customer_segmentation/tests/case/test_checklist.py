from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..bases.checklist import ChecklistCase
from ..bases.desk import MONDAY


@tagged("post_install", "-at_install")
class TestChecklist(ChecklistCase):
    """What a type wants checked is ticked by people before a case of it is closed."""

    def test_a_case_gets_the_lines_of_its_type(self):
        case = self.leaking()
        self.assertEqual(
            self.lines(case),
            [("Tight", False, False), ("Clean", False, False), ("Explained", False, False)],
        )
        self.assertEqual(case.check_ids.sorted()[0].hint, "After ten minutes")
        self.assertEqual(self.counts(case), (3, 0, 2))
        self.assertFalse(self.case(type_id=self.noise.id).check_ids)
        self.assertFalse(self.case().check_ids)
        # Whatever becomes of the checklist, the case keeps what it got.
        self.checklist.line_ids[0].name = "Waterproof"
        self.checklist.line_ids[1].unlink()
        self.assertEqual([line[0] for line in self.lines(case)], ["Tight", "Clean", "Explained"])

    def test_a_tick_says_whose_it_is(self):
        case = self.leaking()
        self.check(case, "Tight")
        with freeze_time(MONDAY + timedelta(hours=1)):
            self.check(case, "Tight", "Clean", user=self.zoe)
        tight, clean, _explained = case.check_ids.sorted()
        self.assertEqual((tight.done_by_id, tight.done_date), (self.max, MONDAY))
        self.assertEqual(clean.done_by_id, self.zoe)
        self.assertEqual(clean.done_date, MONDAY + timedelta(hours=1))
        self.assertEqual((case.check_done_count, case.check_left_count), (2, 0))
        clean.with_user(self.max).action_untick()
        self.assertFalse(clean.done_by_id or clean.done_date)
        self.assertEqual((case.check_done_count, case.check_left_count), (1, 1))

    def test_no_route_closes_a_case_with_something_left(self):
        case = self.leaking(solution="Seal")
        self.check(case, "Clean")
        left = "cannot be closed yet. Still to check: Tight. Tick them on the page “Checklist”"
        mine = case.with_user(self.max)

        def in_the_list():
            (mine | self.case(user_id=self.max.id).with_user(self.max)).action_close()

        def by_import():
            found = mine.load([".id", "stage_id/.id"], [[str(case.id), str(self.stage_closed.id)]])
            raise ValidationError(found["messages"][0]["message"])

        def in_the_form():
            with Form(mine) as form:
                form.stage_id = self.stage_closed

        for route in (
            mine.action_close,
            lambda: mine.write({"stage_id": self.stage_closed.id}),
            lambda: mine.web_save({"stage_id": self.stage_closed.id}, {}),
            lambda: mine.sudo().write({"stage_id": self.stage_closed.id}),
            lambda: case.stage_id.write({"is_closed": True}),
            lambda: self.dialog(mine).action_close(),
            in_the_list,
            by_import,
            in_the_form,
        ):
            with (
                self.subTest(route=route),
                self.refused(left),
            ):
                route()
            self.assertEqual(case.state, "open")
        self.check(case, "Tight")
        mine.action_close()
        self.assertEqual(case.state, "closed")

    def dialog(self, case):
        return self.env["repair.case.close"].with_user(self.max).create({"case_id": case.id})

    def test_cancelled_is_not_closed(self):
        case = self.leaking()
        case.stage_id = self.stage_cancelled
        self.assertEqual(case.state, "cancelled")
        with self.refused("Still to check: Tight, Clean"):
            case.stage_id = self.stage_closed

    def test_the_dialog_shows_what_is_left(self):
        case = self.leaking(solution="Known", amount=9)
        self.assertEqual(case.action_close_asking()["res_model"], "repair.case.close")
        dialog = self.dialog(case)
        self.assertIn("Still to check: Tight, Clean", dialog.hindrance)
        self.assertFalse(dialog.may_sign_checks)
        self.check(case)
        self.assertFalse(self.dialog(case).hindrance)
        self.assertFalse(case.action_close_asking())
        self.assertEqual(case.state, "closed")

    def test_history_is_not_asked(self):
        case = self.leaking(stage_id=self.stage_closed.id)
        self.assertEqual((case.state, case.check_count), ("closed", 0))
        # Reopened, it is a case like any other.
        case.action_reopen()
        self.assertEqual(case.check_left_count, 2)

    def test_ticks_of_closed_cases_stay(self):
        case = self.leaking()
        self.check(case)
        case.action_close()
        for method in ("action_tick", "action_untick"):
            with self.assertRaisesRegex(UserError, "Reopen the case to check it again"):
                getattr(case.check_ids[0].with_user(self.max), method)()

    def test_another_type_has_other_lines(self):
        other = self.checklist.copy({"name": "Noise", "line_ids": False})
        other.line_ids = [Command.create({"name": "Silent"})]
        self.noise.checklist_id = other
        case = self.leaking()
        self.check(case, "Tight")
        case.type_id = self.noise
        self.assertEqual(self.lines(case), [("Silent", False, False), ("Tight", True, True)])
        self.assertIn("“Tightness” is kept", case.message_ids[0].body)
        self.assertEqual(case.check_left_count, 1)
        case.type_id = self.leak
        self.assertEqual(
            self.lines(case),
            [("Tight", True, False), ("Clean", False, False), ("Explained", False, False)],
        )
        case.type_id = False
        self.assertEqual(self.lines(case), [("Tight", True, True)])
        case.action_close()

    def test_merged_types_bring_the_checklist(self):
        case = self.case(type_id=self.noise.id)
        dialog = self.env["repair.case.type.merge"].create(
            {"type_ids": (self.leak | self.noise).ids, "target_id": self.leak.id}
        )
        dialog.action_merge()
        self.assertEqual(case.check_left_count, 2)

    def test_applied_to_open_cases(self):
        ticked, closed = self.leaking(), self.leaking()
        self.check(closed)
        closed.action_close()
        self.check(ticked, "Tight")
        self.checklist.line_ids = [Command.create({"name": "Dry", "sequence": 2})]
        self.assertEqual(ticked.check_count, 3)
        with self.assertRaises(AccessError):
            self.checklist.with_user(self.max).action_apply()
        notice = self.checklist.with_user(self.manager).action_apply()
        self.assertIn("have these lines now: 1", notice["params"]["message"])
        self.assertEqual((ticked.check_count, ticked.check_done_count), (4, 1))
        self.assertEqual(closed.check_count, 3)
        self.checklist.active = False
        self.assertFalse(self.leaking().check_count)

    def test_copied_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        line = self.checklist.line_ids[0]
        line.with_context(lang="zh_CN").name = "不漏水"
        case = self.leaking()
        self.assertEqual(case.check_ids.sorted()[0].name, "Tight")
        self.assertEqual(case.with_context(lang="zh_CN").check_ids.sorted()[0].name, "不漏水")

    def test_a_type_without_costs_nothing(self):
        values = {"name": "x", "partner_id": self.ann.id, "company_id": self.company.id}
        cases = self.env["repair.case"].with_context(tracking_disable=True)
        counts = []
        for type_id in (False, False, self.noise.id, self.noise.id):
            before = self.env.cr.sql_log_count
            cases.create({**values, "type_id": type_id})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[3])
