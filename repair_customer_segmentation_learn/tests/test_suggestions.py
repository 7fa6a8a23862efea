from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged

from odoo.addons.repair_customer_segmentation.models.access.marks import marked
from odoo.addons.repair_customer_segmentation.models.case.told import COMES_IN

from .common import LearnCase

CRACKED = "The screen has cracked and lines"


@tagged("post_install", "-at_install")
class TestSuggestions(LearnCase):
    """What is certain is filled in, what is likely is offered, and what a person gave stays."""

    def comes_in(self, **values):
        """Open a case as a mail or the portal does."""
        return marked(self.env["repair.case"], COMES_IN).create(
            {"partner_id": self.ann.id, "company_id": self.company.id, **values}
        )

    def test_on_day_one_the_names_of_types_are_offered_without_a_percentage(self):
        case = self.case(name="手机屏幕碎了")
        self.assertEqual(self.offered(case)[0], "Screen")
        self.assertEqual({row["percent"] for row in case.suggestions}, {False})
        self.assertFalse(self.comes_in(name=CRACKED).type_id, "nothing has been checked yet")

    def test_what_is_certain_is_filled_in_and_says_so(self):
        self.past()
        self.learn()
        team = self.env["repair.case.team"].create(
            {"name": "Screens", "company_id": self.company.id}
        )
        self.screen.team_id = team
        case = self.comes_in(name=CRACKED)
        self.assertEqual((case.type_id, case.team_id), (self.screen, team))
        self.assertRegex(case.filled_in_text, r"^Filled in from the words: Type \(\d+% sure\)$")
        self.assertFalse(case.suggestions)
        case.type_id = self.noise
        self.assertFalse(case.filled_in_text)

    def test_what_was_given_stays(self):
        self.past()
        self.learn()
        case = self.comes_in(name=CRACKED, type_id=self.noise.id)
        self.assertEqual(case.type_id, self.noise)
        self.assertFalse(case.filled_in_text)
        self.assertEqual(self.offered(case)[0], "Screen", "but another type is likelier")

    def test_nothing_is_filled_in_where_it_is_off_or_not_certain(self):
        self.past()
        self.learn()
        self.company.repair_suggests_fill = False
        self.assertFalse(self.comes_in(name=CRACKED).type_id)
        self.company.repair_suggests_fill = True
        self.company.repair_suggests_right = 99
        self.assertFalse(self.comes_in(name=CRACKED).type_id, "too few cases to prove 99%")
        self.assertIn(
            "99 of 100", self.env["repair.learned.model"].search([], limit=1)._decided_text()
        )
        self.company.repair_suggests_right = 80
        for text in ("🔥", "🔥🔥 !", "ქართული ენა"):
            self.assertFalse(self.comes_in(name=text).type_id, text)

    def test_the_dialog_has_the_type_before_the_clerk_asks(self):
        self.past()
        self.learn()
        clerk = self.user("rcs_clerk", "user")
        with Form(self.env["repair.case.intake"].with_user(clerk)) as intake:
            intake.partner_id = self.ann
            intake.name = CRACKED
            self.assertEqual(intake.type_id, self.screen)
            self.assertIn("Filled in from the words", intake.filled_in_text)
            intake.name = "🔥"
            self.assertFalse(intake.type_id)
            intake.type_id = self.noise
            intake.name = CRACKED
            self.assertEqual(intake.type_id, self.noise, "chosen by hand")
            intake.type_id = self.env["repair.case.type"]
            intake.name = CRACKED + "."
            dialog = intake.save()
        case = self.env["repair.case"].browse(dialog.with_user(clerk).action_create()["res_id"])
        self.assertEqual((case.type_id, case.is_type_filled), (self.screen, True))

    def test_what_came_beside_what_was_promised(self):
        self.past()
        self.learn()
        kept, corrected = self.comes_in(name=CRACKED), self.comes_in(name=CRACKED)
        offered = self.case(name=CRACKED, type_id=self.screen.id)
        corrected.type_id = self.noise
        cases = kept | corrected | offered
        cases.write({"stage_id": self.stage_closed.id})
        self.env.flush_all()
        manager = self.user("rcs_manager", "manager")
        rows = (
            self.env["repair.suggestion.report"]
            .with_user(manager)
            .search([("case_id", "in", cases.ids)])
        )
        self.assertEqual(
            {row.case_id: (row.outcome, row.right_share) for row in rows},
            {kept: ("kept", 1), corrected: ("corrected", 0), offered: ("accepted", 1)},
        )
        corrected.is_confidential = True
        self.env.flush_all()
        rows.invalidate_model()
        self.assertNotIn(corrected.id, rows.search([]).mapped("case_id.id"))

    def test_similar_cases_by_meaning_across_languages(self):
        fix = self.closed(["My phone battery does not charge"], self.battery)
        hidden = self.closed(["The battery cannot be charged"], self.battery, is_confidential=True)
        case = self.case(name="手机电池充不进电")
        self.env["repair.case.vector"]._encode(fix | hidden)
        clerk = self.user("rcs_clerk", "user_all")
        found = {row["id"]: row["why"] for row in case.with_user(clerk).similar_cases()}
        self.assertEqual(set(found), {fix.id})
        self.assertRegex(found[fix.id][0], r"Similar meaning \(\d+%\)")

    def test_history_gets_no_suggestion(self):
        before = fields.Datetime.now() - timedelta(days=1)
        case = self.closed([CRACKED], self.screen, date_closed=before)
        self.assertFalse(case.sudo().suggestion_ids)
        self.assertFalse(case.suggestions)
