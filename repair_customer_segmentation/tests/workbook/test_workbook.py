from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...vocabulary import DIMENSIONS, METRICS
from ..bases.forecasts import CRON as FORECAST_CRON
from ..bases.workbook import WorkbookCase, read_book, table_under

NOW = datetime(2025, 7, 1, 12)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestWorkbook(WorkbookCase):
    """A workbook says what lists, pivots and the dialog “Why this tier?” say."""

    def setUp(self):
        super().setUp()
        self.ann = self.customer(
            '=HYPERLINK("x")', ref="000123456789012345", phone="+8613800138000", is_company=True
        )
        self.bob, self.cara, self.dan = (self.customer(n) for n in ("Bob", "Cara", "丹"))
        self.history(
            [
                *((self.ann, f"2025-0{month}-03 18:00:00", 900) for month in range(1, 7)),
                (self.bob, "2025-06-20", 100),
                (self.bob, "2025-06-21", 50.55),
                (self.cara, "2025-02-01", 0),
                (self.dan, "2025-05-01", 300),
            ]
        )
        self.policy.classify(as_of=NOW)
        self.all = {f"has_{dimension}": True for dimension in DIMENSIONS}

    def profiles(self):
        return self.env["repair.customer.profile"].search([("company_id", "=", self.company.id)])

    def test_every_row_is_what_the_list_shows(self):
        rows = self.customer_rows(**self.all)
        profiles = self.profiles().with_user(self.lena)
        self.assertEqual(len(rows), len(profiles))
        columns = {
            "Repairs": "repair_count", "Total Repairs": "repair_count_total", "Amount": "amount",
            "Total Amount": "amount_total", "Days since Last Repair": "recency_days",
            "Customer for (Days)": "tenure_days", "Rework": "rework_count",
            "Open Cases": "open_case_count", "Devices": "device_count", "Ratings": "rating_count",
        }  # fmt: skip
        labels = dict(self.env["repair.segmentation.tier"]._fields["dimension"].selection)
        for profile in profiles:
            row = rows[profile.partner_id.name]
            for column, name in columns.items():
                self.assertEqual(row[column], profile[name], (profile.partner_id.name, column))
            for dimension in DIMENSIONS:
                tier = profile[f"{dimension}_tier_id"].name or None
                self.assertEqual(row[labels[dimension]], tier)
            scores = (row["R"], row["F"], row["M"])
            self.assertEqual(
                scores,
                (profile.recency_score, profile.frequency_score, profile.monetary_score),
            )

    def test_hostile_text_and_long_numbers_stay_text(self):
        row = self.customer_rows()['=HYPERLINK("x")']
        self.assertEqual(row["Customer Reference"], "000123456789012345")
        self.assertEqual(row["Phone"], "+8613800138000")

    def test_moments_are_those_of_the_readers_clock(self):
        """Six in the evening in London is two in the morning in Shanghai."""
        row = self.customer_rows()['=HYPERLINK("x")']
        self.assertEqual(row["Last Repair"], datetime(2025, 6, 4, 2))
        self.lena.tz = "America/Los_Angeles"
        row = self.customer_rows()['=HYPERLINK("x")']
        self.assertEqual(row["Last Repair"], datetime(2025, 6, 3, 11))

    def test_reasons_are_those_of_the_dialog(self):
        rows = self.customer_rows(**self.all)
        for profile in self.profiles().with_user(self.lena):
            told = profile._explanation()
            row = rows[profile.partner_id.name]
            for ladder in told["ranked"]:
                reason = row[f"Why: {ladder['label']}"]
                own = next(step for step in ladder["steps"] if step["won"])
                met = [r for r in own["rows"] if r["met"]]
                for criterion in met:
                    self.assertIn(criterion["figure"], reason)
                    self.assertIn(criterion["line"], reason)
                    self.assertIn(criterion["source"], reason)
                if not met and ladder["up"]:
                    self.assertIn(ladder["up"], reason)
            if told["rfm"]["scores"]:
                self.assertIn(told["rfm"]["cell"], row["Why: RFM segment"])
                for score in told["rfm"]["scores"]:
                    self.assertIn(f"{score['score']} ({score['figure']})", row["Why: RFM segment"])

    def test_rules_may_ask_for_every_figure(self):
        """What is not on the sheet for this reader decides all the same."""
        criteria = [
            {"metric": metric, "operator": "at_least", "kind": "value", "value": 1}
            for metric in METRICS
        ]
        draft = self.policy._new_version()
        self.set_tiers("value", [("Any", "any", criteria), ("Rest", "all", [])], draft)
        draft.action_activate()
        with self.enter_registry_test_mode():
            self.env.ref(FORECAST_CRON).method_direct_trigger()
        draft.classify(as_of=NOW + timedelta(hours=1))
        kim = self.without_amounts()
        row = self.customer_rows()["Bob"]
        profile = self.profile_of(self.bob)
        self.assertEqual(row["Value"], "Any")
        self.assertEqual(row["Expected Repairs in 12 Months"], profile.expected_repairs)
        self.assertEqual(row["Expected Amount in 12 Months"], profile.expected_amount)
        self.assertIn("Expected amount in 12 months", row["Why: Value"])
        row = self.customer_rows(kim)["Bob"]
        self.assertIn("Expected repairs in 12 months", row["Why: Value"])
        self.assertIn("Expected amount in 12 months: hidden", row["Why: Value"])
        self.assertNotIn("Expected Amount in 12 Months", row)

    def test_an_override_and_a_grace_are_told(self):
        self.env["repair.segmentation.override"].create(
            {"partner_id": self.bob.id, "dimension": "value", "company_id": self.company.id,
             "tier_id": self.tier("High Value").id, "reason": "=Mayor"}
        )  # fmt: skip
        self.policy.classify(as_of=NOW)
        row = self.customer_rows()["Bob"]
        self.assertEqual(row["Value"], "High Value")
        self.assertIn("“=Mayor”. The calculated tier is Ordinary.", row["Why: Value"])

    def test_a_grace_names_its_day(self):
        self.policy.classify(as_of=NOW + timedelta(days=300))
        profile = self.profile_of(self.ann)
        self.assertTrue(profile.frequency_falls_on, "fell, with a grace")
        row = self.customer_rows()['=HYPERLINK("x")']
        self.assertEqual(row["Frequency"], "Frequent")
        self.assertIn("will be downgraded to Occasional on", row["Why: Frequency"])
        self.assertEqual(row["Frequency Downgrade Date"].date(), profile.frequency_falls_on)

    def test_the_summary_is_the_pivot(self):
        summary = self.sheets(**self.all)["Summary"]
        labels = dict(self.env["repair.segmentation.tier"]._fields["dimension"].selection)
        profiles = self.env["repair.customer.profile"].with_user(self.lena)
        for dimension in DIMENSIONS:
            name = f"{dimension}_tier_id"
            groups = profiles._read_group(
                [("company_id", "=", self.company.id)],
                [name],
                ["__count", "repair_count:sum", "amount:sum"],
            )
            expected = {tier.name or "No tier": figures for tier, *figures in groups}
            rows = table_under(summary, labels[dimension])
            found = {
                row[labels[dimension]]: [row["Customers"], row["Repairs"], row["Amount"]]
                for row in rows
                if row["Customers"]
            }
            self.assertEqual(found, expected, dimension)

    def test_the_board_counts_each_customer_with_a_score_once(self):
        rows = table_under(self.sheets()["RFM Matrix"], "R")
        self.assertEqual(len(rows), 25)
        self.assertEqual(sum(row["Customers"] for row in rows), 4)
        self.assertEqual(sum(row["Amount"] for row in rows), 5850.55)
        for row in rows:
            both = [
                p
                for p in self.profiles()
                if p.recency_score == row["R"]
                and (p.frequency_score + p.monetary_score + 1) // 2 == row["FM"]
            ]
            self.assertEqual(row["Customers"], len(both))

    def test_the_pareto_curve_ends_at_all_of_the_amount(self):
        rows = table_under(self.sheets()["ABC"], "Share of Customers")
        self.assertEqual([row["Amount"] for row in rows], [5400, 300, 150.55])
        shares = [round(row["Share of the Amount so far"], 6) for row in rows]
        self.assertEqual(shares, [round(5400 / 5850.55, 6), round(5700 / 5850.55, 6), 1])

    def test_transitions_are_those_of_the_tier_matrix(self):
        self.policy.classify(as_of=NOW + timedelta(days=400))
        with freeze_time(NOW + timedelta(days=400)):
            sheets = self.sheets()
            today = self.company._repair_day()
            matrix = self.env["repair.tier.matrix"].get_matrix(
                "value", today - timedelta(days=365), today
            )
        names = {tier["key"]: tier["name"] for tier in matrix["tiers"]} | {"none": "Not on record"}
        rows = table_under(sheets["Transitions"], "From / To")
        found = {row["From / To"]: row for row in rows}
        for key_from, cells in matrix["cells"].items():
            for key_to, (count, _amount) in cells.items():
                self.assertEqual(found[names[key_from]][names[key_to]], count)
        total = sum(count for cells in matrix["cells"].values() for count, _a in cells.values())
        self.assertEqual(sum(row["Total"] for row in rows), total)

    def test_service_is_the_page_of_service(self):
        rows = table_under(self.sheets()["Service by Tier"], "Dimension")
        report = self.env["repair.service.report"].with_user(self.lena).get_report()
        cells = {row["name"]: row["cells"] for row in report["rows"]}
        columns = {column["label"]: column["name"] for column in report["figures"]}
        checked = 0
        for row in rows:
            if row["Dimension"] != "Value":
                continue
            cell = cells[row["Tier"]][columns[row["Figure"]]]
            self.assertEqual(row["Count (n)"], cell["n"])
            self.assertEqual(row["Result"], cell["value"])
            self.assertEqual(row["Lower Bound"], cell["low"])
            checked += 1
        self.assertEqual(checked, 7 * len(cells))

    def test_a_filter_holds_on_every_sheet(self):
        sheets = self.sheets(domain=str([("partner_id", "=", self.bob.id)]))
        self.assertEqual(len(sheets["Customers"]), 2)
        summary = table_under(sheets["Summary"], "Value")
        self.assertEqual(sum(row["Customers"] for row in summary), 1)
        changes = table_under(sheets["Transitions"], "From / To")
        self.assertEqual(sum(row["Total"] for row in changes), 1)
        facts = {row["What"]: row["Content"] for row in table_under(sheets["Definitions"], "What")}
        self.assertIn(str(self.bob.id), facts["Filter"])
        self.assertEqual(facts["Customers"], "1")

    def test_definitions_name_the_zone_and_the_cuts(self):
        rows = self.sheets()["Definitions"]
        facts = {row["What"]: row["Content"] for row in table_under(rows, "What")}
        self.assertEqual(facts["Time zone of all times"], "Asia/Shanghai")
        self.assertEqual(facts["Policy"], self.policy.display_name)
        self.assertEqual(facts["Filter"], "All customers")
        cuts = table_under(rows, "Dimension")
        frequent = next(row for row in cuts if row["Tier"] == "Frequent")
        self.assertEqual(frequent["What Is Asked"], "Repairs in the period: at least 4 repairs")

    def test_an_empty_company_has_a_book_too(self):
        company = self.env["res.company"].create({"name": "Empty"})
        self.lena.company_ids += company
        sheets = read_book(
            self.env(user=self.lena)["repair.workbook"]
            .with_context(allowed_company_ids=company.ids)
            .create({})
            ._contents()
        )
        self.assertEqual(len(sheets["Customers"]), 1)
        self.assertEqual(sheets["Summary"][0], ["Empty"])

    def test_what_cannot_be_asked_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "at least one dimension"):
            self.order(has_value=False, has_frequency=False, has_rfm=False, has_abc=False)
        with self.assertRaisesRegex(ValidationError, "Which Customers"):
            self.order(domain="[('nowhere', '=', 1)]")
        with self.assertRaisesRegex(ValidationError, "Which Customers"):
            self.order(domain="__import__('os')")
        with self.assertRaisesRegex(ValidationError, "As of"):
            self.order(as_of="1999-01-31")
        with self.assertRaisesRegex(ValidationError, "Language"):
            self.order(lang="xx_XX")
        with self.assertRaisesRegex(UserError, "not made yet"):
            self.order().action_download()

    def test_it_takes_as_many_queries_for_many_customers_as_for_few(self):
        workbook = self.order()
        workbook._contents()
        self.env.invalidate_all()
        first = self.env.cr.sql_log_count
        workbook._contents()
        few = self.env.cr.sql_log_count - first
        many = self.env["res.partner"].create([{"name": f"Many {i}"} for i in range(50)])
        self.history([(partner, "2025-06-01", i) for i, partner in enumerate(many)])
        self.policy.classify(as_of=NOW)
        self.env.flush_all()
        self.env.invalidate_all()
        first = self.env.cr.sql_log_count
        workbook._contents()
        self.assertLessEqual(self.env.cr.sql_log_count - first, few + 2)
