from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.forecasts import YEARLY, ForecastCase


@tagged("post_install", "-at_install")
class TestTold(ForecastCase):
    """What other screens say of the forecast, and to whom."""

    def test_why_no_model(self):
        """Each row, and the page of a customer, say why last year speaks."""
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5, 40, 500], 80)])
        check = self.night()
        user = self.user("forecast_user", "user_all")
        bob = people["Bob"].with_user(user)
        row = self.forecast(people["Bob"]).with_user(user)
        for verdict, why in (
            ("too_little", "As last year: too few customers"),
            ("too_short", "As last year: history too short"),
            ("worse", "As last year: the model was less accurate"),
        ):
            with self.subTest(verdict):
                check.verdict = verdict
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(row.basis, why)
                self.assertIn(f"12 months: 2.0 repairs ({why}).", bob.repair_forecast)
        self.assertEqual(self.forecast(people["Ann"]).with_user(user).basis, "Own interval")

    def test_one_repair_is_an_estimate(self):
        """A single high amount is drawn to the others', and said to be an estimate."""
        days = [5, 40, 90, 300]
        rows = [(f"C{n}", days, lambda ago, n=n: 100 + 2 * n + ago * 37 % 120) for n in range(40)]
        known = ("Known", days, lambda ago: 600 + ago * 37 % 120)
        people = self.visits([*rows, known, ("Once", [3], 1_500)])
        self.night()
        once, known = (self.forecast(people[name]) for name in ("Once", "Known"))
        self.assertLess(once.own_share, known.own_share)
        self.assertLess(once.amount_each, 1_500)
        self.assertEqual(once.own_words[:10], "Repairs: 1")
        self.assertGreater(known.expected_amount, once.expected_amount)
        # Nobody differs: all is the mean of all, and so it is told.
        self.env.cr.execute("UPDATE repair_case SET amount_company = 100 + (hashint4(id) & 63)")
        self.night("2025-07-02 00:30:00")
        once.invalidate_recordset()
        self.assertEqual(once.own_words, "Repairs: 1, mostly an estimate")

    def test_merged(self):
        """Who is merged is foretold with both histories from the next night on."""
        people = self.visits([("Ann", YEARLY[::2], 100), ("Anne", YEARLY[1::2], 100)])
        self.night()
        self.assertEqual(self.forecast(people["Ann"]).visit_count, 3)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (people["Ann"] | people["Anne"]).ids, people["Ann"]
            )
        self.env.flush_all()
        rows = self.env["repair.customer.forecast"].with_context(active_test=False)
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(rows.search(domain).partner_id, people["Ann"])
        self.night("2025-07-02 00:30:00")
        row = self.forecast(people["Ann"])
        self.assertEqual((row.visit_count, row.method, row.interval_days), (5, "rhythm", 365))

    def test_without_repairs(self):
        """A customer without repairs has no forecast, and nothing is said on their page."""
        new = self.customer("New")
        self.visits([("Ann", YEARLY, 100)])
        self.night()
        self.assertFalse(self.forecast(new))
        self.assertFalse(new.with_user(self.user("forecast_user", "user_all")).repair_forecast)

    @freeze_time("2025-07-01 06:00:00")
    def test_offers_of_contracts(self):
        """A contract is offered first to who will need it; who is not foretold yet comes last."""
        people = self.visits([("Ann", YEARLY, 300), ("Bob", [5, 40, 90], 80)])
        self.night("2025-07-01 05:00:00")
        new = self.visits([("New", [1], 900)])["New"]
        self.policy.classify()
        levels = self.env["repair.service.level"].search([], limit=1)
        template = self.env["repair.contract.template"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "price_year": 200,
                "service_level_id": levels.id,
            }
        )
        self.env.flush_all()
        manager = self.user("forecast_manager", "manager")
        offers = self.env["repair.contract.offer"].with_user(manager)
        found = offers.search([("template_id", "=", template.id)])
        self.assertEqual(
            [(o.partner_id, o.saving, o.expected_repairs) for o in found],
            [(people["Ann"], 100, 1), (people["Bob"], 40, 3), (new, 700, False)],
        )
        ann, bob = (self.forecast(people[name]) for name in ("Ann", "Bob"))
        self.assertEqual(found[0].expected_saving, ann.expected_amount - 200)
        self.assertEqual(found[1].expected_saving, bob.expected_amount - 200)
        self.assertIs(found[2].expected_saving, False)
        words = found[0].reason.replace("\N{NO-BREAK SPACE}", "")
        self.assertIn("$100.00 less. Expected in the next 12 months: 1.0 for $", words)
        self.assertNotIn("As last year", words)
        self.assertTrue(found[1].reason.endswith(" (As last year: too few customers)"))
        self.assertNotIn("Expected", found[2].reason)
        will = offers.search([("expected_saving", ">", 0), ("template_id", "=", template.id)])
        self.assertEqual(will, found[:2].filtered(lambda offer: offer.expected_saving > 0))

    def test_attacks(self):
        """Amounts to those who may see them alone; nothing to who is not at the desk."""
        people = self.visits([("Ann", YEARLY, 100)])
        check = self.night()
        ann = people["Ann"]
        row = self.forecast(ann)
        money = ("expected_amount", "amount_each", "own_share", "own_words")
        for login, groups in (("forecast_own", ("user",)), ("forecast_all", ("user_all",))):
            user = self.user(login, *groups)
            mine = row.with_user(user)
            self.assertEqual(mine.read(["expected_repairs"])[0]["expected_repairs"], 1.0)
            self.assertFalse(set(money) & set(mine.read()[0]))
            self.assertFalse(set(money) & set(mine.fields_get()))
            for name in money:
                for ask in (
                    lambda name=name, mine=mine: mine.read([name]),
                    lambda name=name, mine=mine: mine.web_read({name: {}}),
                    lambda name=name, mine=mine: mine.search([(name, "!=", False)]),
                    lambda name=name, mine=mine: mine.search([("partner_id.name", "=", "x"),
                                                             "|", (name, ">", 1), ("id", ">", 0)]),
                ):  # fmt: skip
                    with self.subTest(name), self.assertRaises(AccessError):
                        ask()
            with self.assertRaises(AccessError):
                mine.formatted_read_group([], [], ["expected_amount:sum"])
            profiles = self.env["repair.customer.profile"].with_user(user)
            with self.assertRaises(AccessError):
                profiles.search([("expected_amount", ">", 10)])
            with self.assertRaises(AccessError):
                profiles.search([], order="expected_amount")
            self.assertNotIn("$", ann.with_user(user).repair_forecast)
            for change in (
                lambda mine=mine: mine.write({"expected_repairs": 9}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: check.with_user(mine.env.user).read(["learned"]),
                lambda mine=mine: (
                    self.env["repair.policy.words"].with_user(mine.env.user).create({})
                ),
                lambda mine=mine: (
                    self.env["repair.contract.offer"]
                    .with_user(mine.env.user)
                    .search([("expected_repairs", ">", 1)])
                ),
            ):
                with self.assertRaises(AccessError):
                    change()
        outsiders = (
            self.user("forecast_employee"),
            self.env["res.users"].create(
                {
                    "name": "Portal",
                    "login": "forecast_portal",
                    "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                    "company_id": self.company.id,
                    "company_ids": [(6, 0, self.company.ids)],
                }
            ),
        )
        for user in outsiders:
            for ask in (
                lambda user=user: row.with_user(user).read(["expected_repairs"]),
                lambda user=user: row.with_user(user).search([]),
                lambda user=user: row.with_user(user).action_schedule_call(),
                lambda user=user: row.with_user(user).action_open_partner(),
                lambda user=user: check.with_user(user).action_forecast_now(),
                lambda user=user: ann.with_user(user).read(["repair_forecast"]),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    ask()
        # A manager of another company: neither its row, nor its check, nor a new forecast of it.
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.user("forecast_stranger", "manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        elsewhere = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        row, check = row.with_env(elsewhere), check.with_env(elsewhere)
        self.assertFalse(row.search([]))
        for ask in (
            lambda: row.read(["expected_repairs"]),
            lambda: check.read(["sentence"]),
            check.action_forecast_now,
            lambda: elsewhere["repair.policy.words"].create({"policy_id": self.policy.id}).text,
        ):
            with self.assertRaises(AccessError):
                ask()
