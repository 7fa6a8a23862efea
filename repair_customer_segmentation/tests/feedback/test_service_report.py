from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...figures.records import RECORDS
from ...vocabulary import DIMENSIONS, FIGURES
from ..bases.figures import ReportCase


@tagged("post_install", "-at_install")
class TestServiceReport(ReportCase):
    def test_an_empty_company_has_an_empty_page(self):
        answer = self.get()
        self.assertTrue(answer["is_empty"])
        self.assertEqual({row["name"] for row in answer["rows"]}, {self.high.name, self.low.name})
        for row in [*answer["rows"], answer["total"]]:
            for figure in FIGURES:
                cell = row["cells"][figure]
                self.assertEqual((cell["text"], cell["n"], cell["way"]), ("", 0, 0))

    def test_rows_are_tiers_and_their_total_weighs_by_what_was_counted(self):
        """One case at 0 % and nine at 100 % are 90 %."""
        self.closed("2026-03-01", value_tier_id=self.low.id, response_result="missed")
        self.closed("2026-03-01", 9, value_tier_id=self.high.id, response_result="met")
        self.assertEqual(
            self.cells("response_attainment"),
            {self.high.name: ("100%", 9), self.low.name: ("0%", 1), "Total": ("90%", 10)},
        )

    def test_a_cell_says_of_how_many_and_how_sure(self):
        self.said("2026-03-01", *[5] * 9, 1)
        cell = self.cell("satisfied_share")
        self.assertEqual(
            cell["title"], "90%: 9 of 10. Likely between 60% and 98% (95% confidence)."
        )
        self.assertFalse(cell["is_few"])

    def test_fewer_than_ten_are_too_few_to_judge(self):
        self.said("2026-03-01", *[5] * 9)
        self.said("2025-03-01", *[1] * 40)
        cell = self.cell("satisfied_share")
        self.assertTrue(cell["is_few"])
        self.assertEqual(cell["way"], 0)
        self.assertIn("Fewer than 10: too few to judge.", cell["title"])

    def test_changes_that_are_sure_have_an_arrow(self):
        self.said("2026-03-01", *[5] * 28, *[1] * 2)
        self.said("2025-03-01", *[5] * 15, *[1] * 15)
        cell = self.cell("satisfied_share")
        self.assertEqual(cell["way"], 1)
        self.assertIn("Up from 50% (of 30) in the period before.", cell["title"])

    def test_changes_that_may_be_chance_have_none(self):
        self.said("2026-03-01", *[5] * 12, *[1] * 8)
        self.said("2025-03-01", *[5] * 10, *[1] * 10)
        cell = self.cell("satisfied_share")
        self.assertEqual(cell["way"], 0)
        self.assertIn("Period before: 50% (of 20). The difference may be chance.", cell["title"])

    def test_periods_and_what_they_are_compared_with(self):
        whole = {"first": "2026-02-01", "last": "2026-02-10"}
        for question, period, before in (
            ({}, "April 1, 2025 to March 31, 2026", "April 1, 2024 to March 31, 2025"),
            (
                {"period": "3"},
                "January 1, 2026 to March 31, 2026",
                "October 1, 2025 to December 31, 2025",
            ),
            (
                {"period": "year"},
                "January 1, 2026 to March 31, 2026",
                "January 1, 2025 to March 31, 2025",
            ),
            (
                {"period": "custom", **whole},
                "February 1, 2026 to February 10, 2026",
                "January 22, 2026 to January 31, 2026",
            ),
        ):
            with self.subTest(question=question):
                text = f"{period}, compared with {before}."
                self.assertEqual(self.get(**question)["period"], text)

    def test_first_and_last_days_belong_to_their_periods(self):
        period = {"period": "custom", "first": "2026-02-01", "last": "2026-02-10"}
        for day in ("2026-01-21", "2026-01-22", "2026-01-31"):
            self.said(day, *[1] * 10)
        for day in ("2026-02-01", "2026-02-10", "2026-02-11"):
            self.said(day, *[5] * 10)
        cell = self.cell("satisfied_share", **period)
        self.assertEqual((cell["text"], cell["n"], cell["way"]), ("100%", 20, 1))
        self.assertIn("Up from 0% (of 20)", cell["title"])

    def test_months_are_compared_with_the_month_before(self):
        self.said("2026-01-15", *[1] * 20)
        self.said("2026-02-15", *[5] * 20)
        answer = self.get(by="month", period="3")
        ways = {row["name"]: row["cells"]["satisfied_share"]["way"] for row in answer["rows"]}
        self.assertEqual(ways, {"January 2026": 0, "February 2026": 1, "March 2026": 0})
        self.assertEqual(
            answer["period"],
            "January 1, 2026 to March 31, 2026. Each month is compared with the month before.",
        )

    def test_the_first_month_is_compared_too(self):
        self.said("2025-12-15", *[5] * 20)
        self.said("2026-01-15", *[1] * 20)
        rows = self.get(by="month", period="3")["rows"]
        self.assertEqual([r["cells"]["satisfied_share"]["way"] for r in rows], [-1, 0, 0])

    def test_days_are_those_of_the_company(self):
        """Half past midnight of April in Shanghai."""
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Shanghai", "tz": "Asia/Shanghai", "company_id": self.company.id}
        )
        with freeze_time("2026-03-31 16:30:00"):
            self.assertEqual(self.get(period="3")["question"]["last"], "2026-04-01")
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        with freeze_time("2026-04-01 06:30:00"):
            self.assertEqual(self.get(period="3")["question"]["last"], "2026-03-31")

    def test_only_customers_of_a_tier(self):
        rfm = self.policy.tier_ids.filtered(lambda tier: tier.dimension == "rfm")[0]
        self.said("2026-03-01", 5, 5, rfm_tier_id=rfm.id, value_tier_id=self.high.id)
        self.said("2026-03-01", 1, value_tier_id=self.high.id)
        self.assertEqual(
            self.cells("satisfied_share", tier=rfm.id),
            {self.high.name: ("100%", 2), "Total": ("100%", 2)},
        )

    def test_a_tier_and_its_copy_in_another_policy_are_one_row(self):
        older = self.policy.copy({"name": "Older", "company_id": self.company.id})
        twin = older.tier_ids.filtered(
            lambda t: t.dimension == "value" and t._source_name() == self.high._source_name()
        )
        self.assertNotEqual(twin, self.high)
        self.said("2026-03-01", 5, value_tier_id=self.high.id)
        self.said("2026-03-01", 1, value_tier_id=twin.id)
        self.assertEqual(self.cells("satisfied_share")[self.high.name], ("50%", 2))
        self.assertEqual(len(self.opened({}, str(self.high.id), "satisfied_share")), 2)
        self.assertEqual(self.cells("satisfied_share", tier=self.high.id)["Total"], ("50%", 2))

    def test_what_was_never_known_and_what_is_gone(self):
        north = self.teams[0]
        self.closed("2026-03-01", 2, response_result="met", team_id=north.id)
        self.closed("2026-03-01", response_result="met", team_id=None)
        found = self.cells("response_attainment", by="team_id")
        self.assertEqual(
            found, {"North": ("100%", 2), "Unknown": ("100%", 1), "Total": ("100%", 3)}
        )
        self.assertEqual(len(self.opened({"by": "team_id"}, "none", "response_attainment")), 1)
        self.closed("2026-03-01", 3, response_result="met", value_tier_id=2**31 - 1)
        self.assertEqual(
            self.cells("response_attainment"),
            {"Unknown": ("100%", 3), "No longer there": ("100%", 3), "Total": ("100%", 6)},
        )
        self.assertEqual(len(self.opened({}, "gone", "response_attainment")), 3)

    def test_archived_colleagues_and_teams_keep_their_name(self):
        agent = self.user("rcs_gone", "user", name="Gone Agent")
        self.closed("2026-03-01", response_result="met", user_id=agent.id)
        agent.active = False
        self.assertIn("Gone Agent", self.cells("response_attainment", by="user_id"))

    def test_complaints_without_a_closed_case(self):
        self.said("2026-03-01", None, None, way="complaint")
        cell = self.cell("complaint_rate")
        self.assertEqual(cell["text"], "2")
        self.assertEqual(cell["title"], "Complaints: 2. No case was closed.")
        self.closed("2026-03-01")
        cell = self.cell("complaint_rate")
        self.assertEqual((cell["text"], cell["low"]), ("200%", None))
        self.assertIn("more complaints than closed cases", cell["title"])
        self.assertEqual(len(self.opened({}, "all", "complaint_rate")), 2)

    def test_nearly_all_is_not_all(self):
        self.closed("2026-03-01", 300, is_reopened=False)
        self.closed("2026-03-01", is_reopened=True)
        self.assertEqual(self.cell("reopening_rate")["text"], "0.3%")

    def test_every_row_can_be_chosen(self):
        self.at_random(7, date(2026, 1, 1), 90, cases=20)
        expected = [f"{dimension}_tier_id" for dimension in DIMENSIONS]
        offered = [by for by, _label in self.get()["choices"]["by"]]
        self.assertEqual(offered[: len(expected)], expected)
        total = self.get()["total"]["cells"]
        for by in offered:
            cells = self.get(by=by)["total"]["cells"]
            self.assertEqual(
                {figure: (c["n"], c["value"]) for figure, c in cells.items()},
                {figure: (c["n"], c["value"]) for figure, c in total.items()},
                by,
            )

    def test_the_page_agrees_with_lists_and_pivots(self):
        """On random data: every cell with the records that it opens, and with their means."""
        self.at_random(11, date(2025, 9, 1), 200)
        means = {
            "mean_score": ("score", 1),
            "satisfied_share": ("satisfied_share", 100),
            "answer_rate": ("answer_share", 100),
            "reopening_rate": ("reopened_share", 100),
            "response_attainment": ("response_share", 100),
            "resolution_attainment": ("resolution_share", 100),
            "first_time_fix": ("fix_share", 100),
        }
        checked = 0
        for by in ("value_tier_id", "team_id", "month"):
            for period in ("6", "12"):
                answer = self.get(by=by, period=period)
                for row in [*answer["rows"], answer["total"]]:
                    for figure, (name, scale) in means.items():
                        cell = row["cells"][figure]
                        found = self.opened(answer["question"], row["key"], figure)
                        self.assertEqual(len(found), cell["n"], (by, row["name"], figure))
                        [[mean]] = found._read_group([("id", "in", found.ids)], [], [f"{name}:avg"])
                        self.assertEqual(mean is False, cell["value"] is None)
                        if mean is not False:
                            self.assertAlmostEqual(mean / scale, cell["value"], 9)
                            values = found.mapped(name)
                            self.assertAlmostEqual(sum(values) / len(values), mean, 9)
                            checked += 1
                    complaints = self.opened(answer["question"], row["key"], "complaint_rate")
                    n = row["cells"]["complaint_rate"]["n"]
                    if n:
                        rate = row["cells"]["complaint_rate"]["value"]
                        self.assertAlmostEqual(len(complaints) / n, rate, 9)
        self.assertGreater(checked, 100)

    def test_two_statements_count_all_figures(self):
        self.at_random(3, date(2026, 1, 1), 90, cases=10)
        self.get()
        with self.assertQueryCount(16):
            self.env.invalidate_all()
            self.get()

    def test_questions_without_an_answer_are_refused(self):
        for question, words in (
            ({"by": "create_uid"}, "no rows by"),
            ({"by": "partner_id"}, "no rows by"),
            ({"by": ["value_tier_id"]}, "no rows by"),
            ({"period": "7"}, "Unknown period"),
            ({"period": "custom"}, "first and the last day"),
            ({"period": "custom", "first": "2026-02-30", "last": "2026-03-01"}, "is not a date"),
            ({"period": "custom", "first": "2026-03-02", "last": "2026-03-01"}, "must not be"),
            ({"tier": 2**31 - 1}, "no longer there"),
            ({"tier": "1; DROP"}, "no longer there"),
        ):
            with self.subTest(question=question), self.assertRaisesRegex(UserError, words):
                self.get(**question)
        for key, figure in (("x", "mean_score"), (None, "mean_score"), ("all", "happiness")):
            with self.assertRaisesRegex(UserError, "The report has no"):
                self.report.open_records({}, key, figure)
        with self.assertRaisesRegex(UserError, "The report has no row"):
            self.report.open_records({"by": "month"}, "2026-03-02", "mean_score")

    def test_every_figure_has_records_and_a_meaning(self):
        self.assertEqual(set(RECORDS), set(FIGURES))
        self.assertTrue(all(figure["help"] for figure in self.get()["figures"]))
