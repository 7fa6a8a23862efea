from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..bases.forecasts import NIGHT, YEARLY, ForecastCase


@tagged("post_install", "-at_install")
class TestForecast(ForecastCase):
    """What is stored of each customer, and what people are told."""

    def test_little_history(self):
        """A young shop: last year speaks, rhythms do, and the check says why."""
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5, 40, 500], 80), ("Cyd", [900], 0)])
        check = self.night()
        self.assertEqual(
            (check.state, check.verdict, check.customer_count), ("done", "too_little", 3)
        )
        self.assertIn("Too few customers came again", check.sentence)
        ann, bob, cyd = (self.forecast(people[name]) for name in ("Ann", "Bob", "Cyd"))
        self.assertEqual((ann.method, ann.visit_count, ann.interval_days), ("rhythm", 5, 365))
        self.assertEqual(ann.next_date, date(2026, 6, 20))
        self.assertAlmostEqual(ann.expected_repairs, 1, delta=0.05)
        self.assertEqual((bob.method, bob.year_count, bob.expected_repairs), ("last_year", 2, 2))
        self.assertEqual(
            (cyd.method, cyd.expected_repairs, cyd.expected_amount), ("last_year", 0, 0)
        )
        self.assertIs(bob.active_probability, False)
        self.assertIs(bob.next_date, False)
        self.assertEqual(
            ann.expected_amount, ann.currency_id.round(ann.expected_repairs * ann.amount_each)
        )
        self.assertEqual(ann.own_share, 100)

    def test_crowd(self):
        """With history enough the model speaks, with its chance and with amounts drawn together."""
        people = self.visits([*self.crowd(900), ("Ann", YEARLY, 100), ("Once", [3], 1_000)])
        check = self.night()
        self.assertEqual(check.verdict, "passed", check.sentence)
        self.assertEqual(len(check.deciles["labels"]), len(check.deciles["came"]))
        self.assertEqual(sum(check.deciles["came"]), check.came)
        self.assertIn("the forecast would have been off by", check.sentence)
        once = self.forecast(people["Once"])
        self.assertEqual(once.method, "model")
        self.assertIs(once.active_probability, False)
        self.assertTrue(0 < once.own_share < 100)
        self.assertTrue(100 < once.amount_each < 1_000)
        self.assertEqual(self.forecast(people["Ann"]).method, "rhythm")
        rows = self.env["repair.customer.forecast"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(rows), 902)
        self.assertTrue(
            all(0 <= row.active_probability <= 100 for row in rows if row.visit_count > 1)
        )
        quiet = rows.filtered("is_quiet")
        self.assertTrue(quiet)
        self.assertTrue(all(row.active_probability <= 50 for row in quiet))
        self.assertTrue(rows.filtered("win_back") < quiet)

    def test_second_night(self):
        """The next night changes what changed, forgets who is none any more, adds who is new."""
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5], 80), ("Dot", [50], 60)])
        self.night()
        before = self.forecast(people["Dot"])
        cr = self.env.cr
        cr.execute("DELETE FROM repair_case WHERE partner_id = %s", [people["Bob"].id])
        new = self.visits([("Eve", [1], 30)])["Eve"]
        check = self.night("2025-07-02 00:30:00")
        self.assertEqual(check.customer_count, 3)
        self.assertFalse(self.forecast(people["Bob"]))
        self.assertEqual(self.forecast(new).expected_repairs, 1)
        self.assertEqual(self.forecast(people["Dot"]), before)

    def test_quiet_night(self):
        """What is foretold as before is not written again."""
        people = self.visits([("Bob", [5], 80), ("Dot", [50], 60)])
        query = "SELECT xmin::text, id FROM repair_customer_forecast WHERE partner_id = %s"
        self.night()
        self.env.cr.execute(query, people["Dot"].ids)
        before = self.env.cr.fetchall()
        self.night("2025-07-02 00:30:00")
        self.env.cr.execute(query, people["Dot"].ids)
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_not_twice_a_night(self):
        self.visits([("Ann", YEARLY, 100)])
        first = self.night().as_of
        self.assertEqual(self.night("2025-07-01 05:00:00").as_of, first)
        self.assertGreater(self.night("2025-07-02 00:30:00").as_of, first)

    def test_deleted_and_archived(self):
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5], 80)])
        self.night()
        people["Ann"].active = False
        self.assertFalse(self.forecast(people["Ann"]).active)
        people["Ann"].active = True
        self.assertTrue(self.forecast(people["Ann"]).active)
        self.env.cr.execute("DELETE FROM repair_case WHERE partner_id = %s", [people["Bob"].id])
        gone = self.forecast(people["Bob"])
        self.env.invalidate_all()
        people["Bob"].unlink()
        self.assertFalse(gone.exists())

    def test_companies_apart(self):
        """Another company's forecast of the same customer is its own, and nobody else's to see."""
        people = self.visits([("Ann", YEARLY, 100)])
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": self.env.ref("base.EUR").id}
        )
        other._active_repair_policy()
        self.env.cr.execute(
            "UPDATE repair_case SET company_id = %s WHERE id IN"
            " (SELECT id FROM repair_case WHERE partner_id = %s ORDER BY id LIMIT 2)",
            [other.id, people["Ann"].id],
        )
        self.night()
        self.assertEqual(self.forecast(people["Ann"]).visit_count, 3)
        env = self.env(context={"allowed_company_ids": (self.company | other).ids})
        theirs = env["repair.customer.forecast"].search([("company_id", "=", other.id)])
        self.assertEqual((theirs.visit_count, theirs.currency_id.name), (2, "EUR"))
        user = self.user("forecast_user", "user_all")
        seen = (
            self.env["repair.customer.forecast"]
            .with_user(user)
            .with_context(allowed_company_ids=self.company.ids)
        )
        self.assertEqual(seen.search([]).company_id, self.company)
        with self.assertRaises(AccessError):
            theirs.with_user(user).read(["visit_count"])

    def test_page_of_the_customer(self):
        """The page says what is expected, by what, and as of when; amounts to those who may."""
        ann = self.visits([("Ann", YEARLY, 100)])["Ann"]
        self.night()
        user = self.user("forecast_user", "user_all")
        manager = self.user("forecast_manager", "manager")
        text = ann.with_user(user).repair_forecast
        self.assertIn("1.0 repairs, as they come every 365 days. Next one: June 20, 2026.", text)
        self.assertIn("Forecast as of", text)
        self.assertNotIn("amount", text)
        amounts = self.user("forecast_amounts", "manager", "amount")
        self.assertIn("Expected amount: $", ann.with_user(amounts).repair_forecast)
        self.assertFalse(self.customer("New").with_user(manager).repair_forecast)

    def test_money_is_for_those_who_may(self):
        self.visits([("Ann", YEARLY, 100)])
        self.night()
        user = self.user("forecast_user", "user_all")
        rows = self.env["repair.customer.forecast"].with_user(user)
        for ask in (
            lambda: rows.search([("expected_amount", ">", 10)]),
            lambda: rows.search([], order="amount_each"),
            lambda: rows.search([])[0].read(["own_share"]),
            lambda: rows._read_group([], aggregates=["expected_amount:sum"]),
        ):
            with self.assertRaises(AccessError):
                ask()
        with self.assertRaises(AccessError):
            self.env["repair.forecast.check"].with_user(user).search([])

    def test_metrics_of_tiers(self):
        """A tier asks for what is expected; the explanation says the same figure."""
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5, 40, 90], 80), ("Cyd", [9], 50)])
        self.set_tiers(
            "value",
            [
                (
                    "Promising",
                    "any",
                    [
                        {
                            "metric": "expected_repairs",
                            "operator": "at_least",
                            "kind": "value",
                            "value": 3,
                        }
                    ],
                ),
                (
                    "Worthy",
                    "all",
                    [
                        {
                            "metric": "expected_amount",
                            "operator": "at_least",
                            "kind": "value",
                            "value": 90,
                        }
                    ],
                ),
                ("Rest", "all", []),
            ],
        )
        self.night()
        with freeze_time("2025-07-01 01:30:00"):
            self.policy.classify()
            tiers = {
                name: self.profile_of(partner).value_tier_id.name
                for name, partner in people.items()
            }
            self.assertEqual(tiers, {"Ann": "Worthy", "Bob": "Promising", "Cyd": "Rest"})
            self.assertIn(
                "Expected repairs in 12 months", str(self.profile_of(people["Bob"]).explanation)
            )
        # As of a day before the forecast nothing was foretold.
        self.policy.classify(as_of="2025-06-29 00:00:00")
        self.assertEqual(self.profile_of(people["Bob"]).value_computed_tier_id.name, "Rest")

    def test_columns_of_the_customers(self):
        """The list of customers finds, sorts and shows what is expected, in the same queries."""
        rows = [(f"C{place}", [5 + gap for gap in range(place)], 50) for place in range(1, 21)]
        people = self.visits(rows)
        self.night()
        self.policy.classify()
        profiles = self.env["repair.customer.profile"]
        of_company = [("company_id", "=", self.company.id)]
        often = profiles.search([*of_company, ("expected_repairs", ">=", 18)])
        self.assertEqual(
            set(often.partner_id.ids), {people[name].id for name in ("C18", "C19", "C20")}
        )
        first = profiles.search(of_company, order="expected_amount desc", limit=1)
        self.assertEqual((first.partner_id, first.expected_amount), (people["C20"], 1_000))

        def queries(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("expected_repairs")
            records.partner_id.mapped("repair_forecast")
            return self.env.cr.sql_log_count - before

        rows = profiles.search(of_company)
        # What is read once for all does not count.
        queries(rows)
        self.assertEqual(queries(rows), queries(rows[:3]))

    def test_resumed(self):
        """A forecast that was interrupted goes on with what it had seen."""
        people = self.visits([("Ann", YEARLY, 100), ("Bob", [5], 80)])
        self.env.flush_all()
        checks = self.env["repair.forecast.check"]
        with freeze_time(NIGHT):
            check = checks.create({"company_id": self.company.id})
            check._start(self.policy)
            check._advance(self.policy, 1)
        self.assertEqual((check.state, check.last_partner_id), ("running", people["Ann"].id))
        self.assertTrue(self.forecast(people["Ann"]))
        self.assertFalse(self.forecast(people["Bob"]))
        self.visits([("Late", [0], 80)])
        self.night("2025-07-01 06:00:00")
        self.assertTrue(self.forecast(people["Bob"]))
        self.assertEqual((check.state, check.customer_count), ("done", 2))
        self.assertEqual(str(check.as_of)[:10], NIGHT[:10])

    def test_calculate_now(self):
        self.visits([("Ann", YEARLY, 100)])
        check = self.night()
        manager = self.user("forecast_manager", "manager")
        check.with_user(manager).action_forecast_now()
        self.assertEqual(check.state, "queued")
        self.assertEqual(self.night("2025-07-01 03:00:00").state, "done")
        with self.assertRaises(AccessError):
            check.with_user(self.user("forecast_user", "user_all")).action_forecast_now()
