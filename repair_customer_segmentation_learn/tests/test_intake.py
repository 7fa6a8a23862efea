from unittest.mock import patch

from odoo.tests import Form, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.mails import MailCase
from odoo.addons.repair_customer_segmentation.tests.bases.portal_pages import PortalHttpCase

from ..models import packages
from .common import BATTERY, LearnCase, sayings

CRACKED = "The screen has cracked and lines"
DEAD = "The battery has power and drains"


@tagged("post_install", "-at_install")
class TestFilledIn(LearnCase):
    """Type, urgency and tags are there before the clerk asks, and what was chosen stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glass, cls.fire = cls.env["repair.case.tag"].create(
            [{"name": "Glass"}, {"name": "Fire"}]
        )
        cls.past()
        cases = cls.env["repair.case"].search([("company_id", "=", cls.company.id)])
        cases.filtered(lambda c: c.type_id == cls.battery).urgency = "1"
        cases.filtered(lambda c: c.type_id == cls.screen).tag_ids = cls.glass
        cases.filtered(lambda c: c.type_id == cls.noise).impact = "3"
        cls.env["repair.learned.model"].sudo()._learn(cls.company)
        cls.clerk = cls.user("rcs_clerk", "user")

    def test_the_encoder_is_loaded_before_somebody_types(self):
        for opened in (
            lambda: Form(self.env["repair.case"].with_user(self.clerk)),
            self.dialog,
        ):
            with patch.object(packages, "load_ahead") as load:
                opened()
            self.assertTrue(load.called)
            # Without the package, all of it opens as before.
            with patch.object(packages, "load_ahead", None):
                opened()
        cases = self.env["repair.case"].with_user(self.clerk)
        with patch.object(packages, "load_ahead") as load:
            cases.get_views([(False, "list"), (False, "search")])
            cases.default_get(["name"])
        self.assertFalse(load.called, "who only reads, or opens cases by a program, needs no words")

    def dialog(self):
        return Form(self.env["repair.case.intake"].with_user(self.clerk))

    def opened(self, intake):
        action = intake.save().with_user(self.clerk).action_create()
        return self.env["repair.case"].browse(action["res_id"])

    def test_the_dialog_fills_in_type_urgency_and_tags_and_says_how_sure(self):
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = DEAD
        self.assertEqual((intake.type_id, intake.urgency), (self.battery, "1"))
        self.assertRegex(
            intake.filled_in_text,
            r"^Filled in from the words: Type \(\d+% sure\), Urgency \(\d+% sure\)$",
        )
        intake.name = CRACKED
        self.assertEqual((intake.type_id, intake.urgency), (self.screen, "2"))
        self.assertEqual(intake.tag_ids[:], self.glass)
        case = self.opened(intake)
        self.assertEqual((case.type_id, case.tag_ids), (self.screen, self.glass))
        self.assertEqual(set(case.filled_in), {"type_id", "tag_ids"})
        self.assertTrue(case.is_type_filled)
        self.assertRegex(case.filled_in_text, r"Type \(\d+% sure\), Tags \(\d+% sure\)$")
        case.tag_ids = False
        self.assertNotIn("Tags", case.filled_in_text)

    def test_what_the_clerk_changed_stays(self):
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = DEAD
        intake.urgency = "2"
        intake.name = DEAD + " again"
        self.assertEqual(intake.urgency, "2", "the clerk knows better, though it is the usual one")
        intake.name = CRACKED
        self.assertEqual(intake.tag_ids[:], self.glass)
        intake.tag_ids.add(self.fire)
        intake.tag_ids.remove(self.glass.id)
        intake.name = CRACKED + " again"
        self.assertEqual(intake.tag_ids[:], self.fire)
        case = self.opened(intake)
        self.assertEqual((case.urgency, case.tag_ids), ("2", self.fire))
        self.assertEqual(set(case.filled_in), {"type_id"})

    def test_the_form_of_a_new_case_fills_in_too(self):
        with Form(self.env["repair.case"].with_user(self.clerk)) as form:
            form.partner_id = self.ann
            form.name = DEAD
            self.assertEqual((form.type_id, form.urgency), (self.battery, "1"))
            self.assertIn("Filled in from the words", form.filled_in_text)
            form.type_id = self.noise
            form.name = DEAD + " again"
            self.assertEqual(form.type_id, self.noise)
        case = form.record
        self.assertEqual((case.type_id, case.urgency), (self.noise, "1"))
        self.assertEqual(set(case.filled_in), {"urgency"})
        self.assertFalse(case.is_type_filled)

    def test_an_open_case_is_offered_and_never_filled_in(self):
        case = self.case(name="Help")
        with Form(case.with_user(self.clerk)) as form:
            form.name = DEAD
            self.assertFalse(form.type_id)
        self.assertEqual(self.offered(case)[0], "Battery")
        self.assertIn("Urgency: High", self.offered(case))

    def test_what_a_client_says_was_filled_in_is_checked(self):
        said = {"type_id": [[self.noise.id, 99]], "urgency": [["1", 99]], "company_id": [[1, 99]]}
        case = (
            self.env["repair.case"]
            .with_user(self.clerk)
            .create(
                {
                    "name": CRACKED,
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "type_id": self.noise.id,
                    "urgency": "1",
                    "words_filled": said,
                }
            )
        )
        self.assertFalse(case.filled_in)
        self.assertFalse(case.is_type_filled)

    def test_impact_is_the_types_to_say(self):
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = "The fan has grinding and rattle"
        self.assertEqual(intake.type_id, self.noise)
        self.assertIn("Impact: Low", [row["name"] for row in intake.suggestions])
        self.assertEqual(self.opened(intake).impact, "2")
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = "The fan has grinding and rattle"
        dialog = intake.save()
        # As a click on the suggestion does it.
        dialog.impact = "3"
        self.assertFalse(dialog.suggestions)
        action = dialog.with_user(self.clerk).action_create()
        self.assertEqual(self.env["repair.case"].browse(action["res_id"]).impact, "3")

    def test_an_archived_type_is_neither_filled_in_nor_offered(self):
        self.screen.active = False
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = CRACKED
        self.assertNotEqual(intake.type_id, self.screen)
        self.assertNotIn("Screen", [row["name"] for row in intake.suggestions or []])

    def test_nothing_below_the_thresholds(self):
        self.company.repair_suggests_right = 99
        intake = self.dialog()
        intake.partner_id = self.ann
        intake.name = "The screen has a loud battery"
        self.assertFalse(intake.type_id)
        shown = [row for row in intake.suggestions or [] if row["field"] == "type_id"]
        self.assertLessEqual(len(shown), 3)
        self.assertTrue(all(row["percent"] >= 10 for row in shown))
        intake.name = "ქართული ენა"
        self.assertFalse(intake.suggestions, "a language that nothing was learned of")


@tagged("post_install", "-at_install")
class TestMail(MailCase, LearnCase):
    """A mail to a team gets what is certain, and never instead of what the team says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.past()
        cases = cls.env["repair.case"].search([("company_id", "=", cls.company.id)])
        cases.filtered(lambda c: c.type_id == cls.battery).urgency = "1"
        cls.env["repair.learned.model"].sudo()._learn(cls.company)

    def arrives(self, subject, text="Please help."):
        before = self.all_cases()
        self.env["mail.thread"].message_process(
            None,
            f"From: ann@customer.example\nTo: {self.address}\nSubject: {subject}\n"
            f"Message-Id: <{len(before)}@learn.example>\n"
            "Content-Type: text/plain; charset=utf-8\n\n"
            f"{text}\n",
        )
        return self.all_cases() - before

    def test_a_mail_has_its_type_and_urgency(self):
        case = self.arrives("The battery drains", "The charger has power and the battery drains")
        self.assertEqual((case.type_id, case.urgency), (self.battery, "1"))
        self.assertEqual(set(case.filled_in), {"type_id", "urgency"})
        self.assertTrue(case.is_type_filled)
        self.assertEqual(case.suggestion_ids.first_type_id, self.battery)

    def test_the_type_of_the_team_stays(self):
        self.team.mail_type_id = self.noise
        case = self.arrives("The battery drains", "The charger has power and the battery drains")
        self.assertEqual(case.type_id, self.noise)
        self.assertFalse(case.is_type_filled)

    def test_any_text_opens_a_case(self):
        for text in ("word " * 200_000, "🔥", "ქართული ენა", "x", "屏幕碎了"):
            case = self.arrives("?", text)
            self.assertEqual(len(case), 1, text[:10])


@tagged("post_install", "-at_install")
class TestPortal(PortalHttpCase, LearnCase):
    """What a customer reports in the portal has its type where they choose none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.past()
        cls.env["repair.learned.model"].sudo()._learn(cls.company)

    def reported(self, **values):
        cases = self.env["repair.case"].search([])
        reply = self.post(
            "/my/cases/new", name=CRACKED, description="It has lines and flicker", **values
        )
        self.assertEqual(reply.status_code, 303)
        return self.env["repair.case"].search([]) - cases

    def test_filled_in_where_customers_are_not_asked(self):
        self.env["repair.case.type"].search([]).is_portal = False
        case = self.reported()
        self.assertEqual(case.type_id, self.screen)
        self.assertTrue(case.is_type_filled)
        page = self.get(f"/my/cases/{case.id}").text
        self.assertNotIn("Filled in from", page)
        self.assertNotIn("% sure", page)

    def test_what_the_customer_chose_stays(self):
        case = self.reported(type_id=str(self.noise.id))
        self.assertEqual(case.type_id, self.noise)
        self.assertFalse(case.is_type_filled)


@tagged("post_install", "-at_install")
class TestCost(LearnCase):
    """What a suggestion costs, however much was learned."""

    def test_queries(self):
        self.past()
        self.closed(sayings(BATTERY)[:1], self.battery)
        self.learn()
        case = self.case(name=CRACKED)
        self.assertTrue(case.suggestions)
        case.invalidate_recordset()
        case.fetch(["name", "description", "type_id", "device_id", "company_id", "stage_id"])
        with self.assertQueryCount(6):
            self.assertTrue(case.suggestions)
        cases = case | self.case(name=DEAD) | self.case(name="Noise")
        cases.invalidate_recordset()
        views = self.env["repair.case"].get_views([(False, "list"), (False, "kanban")])["views"]
        for view in views.values():
            self.assertNotIn("suggestions", view["arch"])
            self.assertNotIn("filled_in_text", view["arch"])
