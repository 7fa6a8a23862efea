from odoo.exceptions import UserError
from odoo.tests import tagged

from ...hooks import post_init_hook
from ..bases.care import CareCase

SHIPPED = {
    "Birthday": "Care: Birthday",
    "Call after a Repair": False,
    "Call before a Customer Is Lost": False,
    "Chinese New Year": "Care: Chinese New Year",
    "Contract Ends Soon": "Care: Contract Ends",
    "New Year": "Care: New Year",
    "Not Seen for Half a Year": "Repair: Time for a Check",
    "Recommended Work": "Care: Work Recommended",
    "Thank You for Moving Up": "Care: Thank You",
}


@tagged("post_install", "-at_install")
class TestCareShipped(CareCase):
    """Every company starts with the same rules, which are off and its own."""

    def rules_of(self, company):
        rules = self.env["repair.care.rule"].with_context(active_test=False)
        return rules.search([("company_id", "=", company.id)])

    def test_every_company_starts_with_rules_that_are_off(self):
        later = self.env["res.company"].create({"name": "Later"})
        for company in (self.company, later):
            rules = self.rules_of(company)
            self.assertEqual({r.name: r.template_id.name for r in rules}, SHIPPED)
            self.assertFalse(any(rules.mapped("is_on")))
            self.assertFalse(any(rules.mapped("previewed_at")))
        self.assertFalse(self.rules_of(later) & self.rules_of(self.company))

    def test_templates_are_nobodys_and_do_nothing(self):
        templates = self.rules_of(self.env["res.company"])
        self.assertEqual(len(templates), len(SHIPPED))
        manager = self.user("rcs_shipped", "manager")
        seen = self.env["repair.care.rule"].with_user(manager).search([])
        self.assertEqual(seen.company_id, self.company)
        self.assertFalse(templates.filtered("is_on"))

    def test_given_again_nothing_is_doubled_or_restored(self):
        rules = self.rules_of(self.company)
        rules.filtered(lambda rule: rule.name != "Birthday").unlink()
        rules.exists().active = False
        self.env["repair.care.rule"]._give_companies(self.company)
        self.assertEqual(self.rules_of(self.company).mapped("name"), ["Birthday"])

    def test_the_hook_gives_companies_that_are_there_already_theirs(self):
        self.rules_of(self.company).unlink()
        self.env["ir.filters"].search([("model_id", "=", "repair.case")]).unlink()
        main = self.env.ref("base.main_company")
        before = self.rules_of(main)
        post_init_hook(self.env)
        self.assertEqual(set(self.rules_of(self.company).mapped("name")), set(SHIPPED))
        self.assertEqual(self.rules_of(main), before)

    def test_a_language_loaded_later_reaches_what_nobody_renamed(self):
        rules = {rule.name: rule for rule in self.rules_of(self.company)}
        rules["Birthday"].name = "Ours"
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["repair_customer_segmentation"], ["zh_CN"])
        self.assertEqual(rules["Birthday"].with_context(lang="zh_CN").name, "Ours")
        self.assertEqual(rules["New Year"].with_context(lang="zh_CN").name, "新年")

    def test_mails_are_signed_by_the_company_of_the_rule(self):
        self.ann.repair_birthday = "1990-03-03"
        self.classify()
        rule = self.rules_of(self.company).filtered(lambda rule: rule.occasion == "birthday")
        rule.action_preview()
        rule.action_switch_on()
        self.care()
        self.assertEqual(self.contacts(rule), [("Ann", "sent", False)])
        self.assertIn(self.company.name, self.mails().body_html.split("You receive this")[0])


@tagged("post_install", "-at_install")
class TestServiceGuide(CareCase):
    """Four steps lead a manager to the service that follows the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.user("rcs_guide", "manager")

    def setUp(self):
        super().setUp()
        guides = self.env["repair.service.guide"].with_user(self.manager)
        self.guide = guides.browse(guides.action_open()["res_id"])

    def done(self):
        self.env.invalidate_all()
        return [self.guide[f"{step}_done"] for step in ("days", "levels", "plans", "rules")]

    def test_nothing_is_done_at_first(self):
        self.assertEqual(self.guide.company_id, self.company)
        self.assertEqual(self.done(), [False] * 4)
        self.assertEqual(self.guide.progress, "0 of 4 steps are done.")
        self.assertEqual(
            self.guide.rules_text, "0 of 9 rules are on. Nobody has seen the preview yet."
        )

    def test_days_ahead_do_the_first_step(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "May Day",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2025-04-30 22:00:00",
                "date_to": "2025-05-01 22:00:00",
            }
        )
        self.assertEqual(self.done(), [True, False, False, False])
        self.assertEqual(self.guide.days_text, "One day off lies ahead: May Day on May 1, 2025.")
        self.at("2025-06-01 10:00:00")
        self.assertEqual(self.done(), [False] * 4)

    def test_levels_are_done_once_somebody_looked(self):
        action = self.guide.action_open_levels()
        self.assertEqual(action["res_model"], "repair.service.level")
        self.assertEqual(self.done(), [False, True, False, False])
        self.assertIn(f"seen by {self.manager.name} on March 3, 2025", self.guide.levels_text)
        self.assertEqual(self.company.repair_levels_seen_by_id, self.manager)

    def test_nothing_is_switched_on_that_nobody_has_seen(self):
        for switch, preview, model, moment, is_on in (
            (
                "plans",
                "action_preview_plans",
                "repair.maintenance.plan",
                "date_previewed",
                "is_running",
            ),
            ("rules", "action_preview_rules", "repair.care.rule", "previewed_at", "is_on"),
        ):
            with self.subTest(switch):
                records = self.env[model].search([("company_id", "=", self.company.id)])
                with self.assertRaisesRegex(UserError, "Nobody has looked at the preview"):
                    getattr(self.guide, f"action_switch_{switch}_on")()
                self.assertFalse(any(records.mapped(is_on)))
                action = getattr(self.guide, preview)()
                # It can be read as it is opened.
                shown = self.env[action["res_model"]].with_user(self.manager)
                shown.with_context(**action["context"]).search(action.get("domain") or [])
                self.assertTrue(all(records.mapped(moment)))
                self.assertEqual(records.previewer_id, self.manager)
                getattr(self.guide, f"action_switch_{switch}_on")()
                self.env.invalidate_all()
                self.assertTrue(all(records.mapped(is_on)))
        self.assertEqual(self.done(), [False, False, True, True])
        self.assertEqual(
            self.guide.rules_text,
            f"9 of 9 rules are on. Preview seen by {self.manager.name} on March 3, 2025.",
        )

    def test_what_cannot_work_is_named_and_the_rest_goes_on(self):
        rules = self.env["repair.care.rule"].search([("company_id", "=", self.company.id)])
        broken = rules.filtered(lambda rule: rule.occasion == "birthday")
        broken.template_id = False
        self.guide.action_preview_rules()
        told = self.guide.action_switch_rules_on()["params"]
        self.assertIn("Birthday", told["message"])
        self.assertIn("Email Template", told["message"])
        self.assertEqual(rules.filtered("is_on"), rules - broken)

    def test_other_companies_are_left_alone(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.guide.action_preview_rules()
        self.guide.action_switch_rules_on()
        rules = self.env["repair.care.rule"].search([("company_id", "=", other.id)])
        self.assertFalse(any(rules.mapped("is_on")))
        self.assertFalse(any(rules.mapped("previewed_at")))

    def test_the_settings_say_how_far_it_is(self):
        settings = self.env["res.config.settings"].create({})
        text = settings.repair_service_steps
        self.assertEqual(len(text.splitlines()), 4)
        self.assertIn("○ 4. Care rules: 0 of 9 rules are on.", text)
