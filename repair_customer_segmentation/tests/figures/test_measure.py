from datetime import date

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...figures.measure import (
    Measured,
    Scope,
    counts_of,
    difference,
    direction,
    figures_of,
    measure,
)
from ...figures.tally import FEEDBACK, OUTCOMES, tally
from ...vocabulary import FIGURES

CASE = {
    "company_id": ("int", 1),
    "partner_id": ("int", None),
    "value_tier_id": ("int", None),
    "team_id": ("int", None),
    "closed_on": ("date", date(2026, 3, 10)),
    "response_result": ("text", None),
    "resolution_result": ("text", None),
    "is_reopened": ("bool", False),
    "fix_result": ("text", None),
    "fix_known_on": ("date", date(2026, 4, 9)),
    "asked_on": ("date", None),
    "answered": ("bool", False),
}
ANSWER = {
    "company_id": ("int", 1),
    "commercial_partner_id": ("int", None),
    "value_tier_id": ("int", None),
    "team_id": ("int", None),
    "day": ("date", date(2026, 3, 10)),
    "way": ("text", "rating"),
    "score": ("float", None),
}


def relation(columns, rows):
    """Return a SELECT of rows, each a dict of what differs from the usual."""
    values = [
        SQL(
            "(%s)",
            SQL(", ").join(
                SQL("%s::%s", row.get(name, usual), SQL(kind))
                for name, (kind, usual) in columns.items()
            ),
        )
        for row in rows or [{}]
    ]
    names = SQL(", ").join(map(SQL.identifier, columns))
    some = SQL("TRUE") if rows else SQL("FALSE")
    return SQL("SELECT * FROM (VALUES %s) AS v (%s) WHERE %s", SQL(", ").join(values), names, some)


@tagged("post_install", "-at_install")
class TestMeasure(TransactionCase):
    """Figures of cases and answers that are written out here, without a table."""

    def scope(self, cases=(), answers=(), **values):
        relations = {OUTCOMES: relation(CASE, cases), FEEDBACK: relation(ANSWER, answers)}
        values = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), **values}
        return Scope(1, relations=relations, **values)

    def measured(self, *args, by=(), figures=FIGURES, **kwargs):
        return measure(self.env.cr, self.scope(*args, **kwargs), figures, by)

    def figure(self, figure, *args, **kwargs):
        return self.measured(*args, figures=[figure], **kwargs)[()][figure]

    def test_of_nothing_every_figure_is_none(self):
        found = self.measured()
        self.assertEqual(list(found), [()])
        for figure in FIGURES:
            self.assertEqual((found[()][figure].n, found[()][figure].value), (0, None), figure)
            self.assertIsNone(found[()][figure].low)
        self.assertEqual(self.measured(by=["team_id"]), {})

    def test_nine_of_ten_are_satisfied(self):
        found = self.figure("satisfied_share", [], [{"score": s} for s in [5] * 5 + [4] * 4 + [3]])
        self.assertEqual((found.n, found.successes, found.value), (10, 9, 0.9))
        self.assertEqual((round(found.low, 3), round(found.high, 3)), (0.596, 0.982))

    def test_answers_without_a_score_are_not_asked_how_they_liked_it(self):
        answers = [{"score": 5}, {"score": None}, {"way": "complaint"}]
        self.assertEqual(self.figure("satisfied_share", [], answers).n, 1)
        self.assertEqual(self.figure("mean_score", [], answers).value, 5)

    def test_one_answer_has_a_mean_and_no_interval(self):
        self.assertEqual(self.figure("mean_score", [], [{"score": 4}]), Measured(1, 4.0))

    def test_the_mean_has_students_interval_within_the_scale(self):
        found = self.figure("mean_score", [], [{"score": score} for score in (3, 4, 5)])
        self.assertEqual((found.n, found.value, found.deviation), (3, 4.0, 1.0))
        # 4 ± 4.303 / √3
        self.assertEqual((round(found.low, 3), found.high), (1.516, 5.0))

    def test_equal_answers_have_a_mean_and_no_interval(self):
        found = self.figure("mean_score", [], [{"score": 4.3}] * 7)
        self.assertEqual((found.n, found.deviation, found.low, found.high), (7, 0.0, None, None))
        self.assertAlmostEqual(found.value, 4.3)

    def test_complaints_of_the_group_by_its_closed_cases(self):
        complaints = [{"way": "complaint"}] * 3
        found = self.figure("complaint_rate", [{}] * 12, complaints)
        self.assertEqual((found.n, found.successes, found.value), (12, 3, 0.25))
        self.assertTrue(found.low)

    def test_more_complaints_than_cases_have_no_interval(self):
        found = self.figure("complaint_rate", [{}] * 2, [{"way": "complaint"}] * 3)
        self.assertEqual(found, Measured(2, 1.5, None, None, 3))
        found = self.figure("complaint_rate", [], [{"way": "complaint"}] * 3)
        self.assertEqual(found, Measured(0, None, None, None, 3))

    def test_only_deadlines_are_kept_or_missed(self):
        results = ["met"] * 3 + ["missed"] + [None] * 5
        found = self.figure("response_attainment", [{"response_result": r} for r in results])
        self.assertEqual((found.n, found.value), (4, 0.75))
        found = self.figure("resolution_attainment", [{"resolution_result": r} for r in results])
        self.assertEqual((found.n, found.value), (4, 0.75))

    def test_what_is_not_known_to_be_fixed_does_not_count(self):
        results = ["fixed", "fixed", "back", None, None]
        found = self.figure("first_time_fix", [{"fix_result": result} for result in results])
        self.assertEqual((found.n, found.successes), (3, 2))

    def test_who_came_back_early_counts_when_the_others_do(self):
        """Else the latest weeks would look worse than they are."""
        cases = [{"fix_result": "back"}, {"fix_result": "fixed"}]
        for day, n in ((date(2026, 4, 9), 0), (date(2026, 4, 10), 2)):
            self.assertEqual(self.figure("first_time_fix", cases, today=day).n, n)

    def test_who_was_not_asked_does_not_answer(self):
        """A rating in the portal without a request is no answer to one."""
        asked = {"asked_on": date(2026, 3, 10)}
        cases = [asked, asked, {**asked, "answered": True}, {"answered": True}]
        found = self.figure("answer_rate", cases)
        self.assertEqual((found.n, found.successes), (3, 1))

    def test_reopened_cases_by_closed_cases(self):
        found = self.figure("reopening_rate", [{"is_reopened": True}, {}, {}, {}])
        self.assertEqual((found.n, found.value), (4, 0.25))

    def test_groups_weigh_by_what_they_count(self):
        """One case at 0 % and nine at 100 % are 90 %."""
        cases = [{"team_id": 1, "response_result": "missed"}]
        cases += [{"team_id": 2, "response_result": "met"}] * 9
        found = self.measured(cases, by=["team_id"], figures=["response_attainment"])
        self.assertEqual(
            {key: figures["response_attainment"].value for key, figures in found.items()},
            {(1,): 0.0, (2,): 1.0},
        )
        self.assertEqual(self.figure("response_attainment", cases).value, 0.9)

    def test_groups_by_columns_and_month(self):
        cases = [
            {"value_tier_id": 1, "closed_on": date(2026, 1, 31)},
            {"value_tier_id": 1, "closed_on": date(2026, 2, 1), "is_reopened": True},
            {"value_tier_id": None, "closed_on": date(2026, 2, 28)},
        ]
        found = self.measured(cases, by=["value_tier_id", "month"], figures=["reopening_rate"])
        self.assertEqual(
            {key: (f["reopening_rate"].n, f["reopening_rate"].value) for key, f in found.items()},
            {
                (1, date(2026, 1, 1)): (1, 0.0),
                (1, date(2026, 2, 1)): (1, 1.0),
                (None, date(2026, 2, 1)): (1, 0.0),
            },
        )

    def test_the_first_and_the_last_day_belong_to_the_period(self):
        days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
        march = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
        cases, answers = [{"closed_on": d} for d in days], [{"day": d, "score": 5} for d in days]
        found = self.measured(cases, answers, **march)[()]
        self.assertEqual((found["reopening_rate"].n, found["satisfied_share"].n), (2, 2))

    def test_other_companies_customers_and_tiers_do_not_count(self):
        cases = [
            {"company_id": 2},
            {"partner_id": 7, "value_tier_id": 3},
            {"partner_id": 8, "value_tier_id": 4},
            {},
        ]
        answers = [
            {"commercial_partner_id": case.pop("partner_id", None), **case, "score": 5}
            for case in map(dict, cases)
        ]
        for values, n in (
            ({}, 3),
            ({"partner_ids": (7,)}, 1),
            ({"partner_ids": ()}, 0),
            ({"columns": {"value_tier_id": 3}}, 1),
            ({"columns": {"value_tier_id": (3, 4)}}, 2),
            ({"columns": {"value_tier_id": None}}, 1),
            ({"columns": {"value_tier_id": 3}, "partner_ids": (8,)}, 0),
        ):
            with self.subTest(values=values):
                found = self.measured(cases, answers, **values)[()]
                self.assertEqual((found["reopening_rate"].n, found["satisfied_share"].n), (n, n))

    def test_two_statements_whatever_is_asked(self):
        scope = self.scope([{}], [{}])
        for figures, count in ((FIGURES, 2), (["mean_score"], 1), (["reopening_rate"], 1)):
            with self.assertQueryCount(count):
                measure(self.env.cr, scope, figures, ["value_tier_id", "team_id", "month"])

    def test_an_earlier_period_is_counted_beside(self):
        days = [date(2026, 2, day) for day in (1, 2, 3, 4, 5, 6)]
        scope = self.scope(
            [{"closed_on": day, "team_id": 1} for day in days], first=days[4], last=days[5]
        )
        found = tally(self.env.cr, scope, ["closed"], ["team_id"], before=(days[0], days[2]))
        self.assertEqual(found, {(False, 1): {"closed": 3}, (True, 1): {"closed": 2}})

    def test_what_is_not_known_is_refused(self):
        scope = self.scope()
        with self.assertRaisesRegex(ValueError, "no figure happiness"):
            measure(self.env.cr, scope, ["happiness"])
        for by in (["create_uid"], ["partner_id"], ["1; DROP TABLE repair_case"]):
            with self.assertRaisesRegex(ValueError, "Nothing is counted by"):
                measure(self.env.cr, scope, by=by)
        with self.assertRaisesRegex(ValueError, "Nothing is counted by"):
            measure(self.env.cr, self.scope(columns={"name": 1}))

    def test_a_change_is_only_told_where_it_is_sure(self):
        def share(successes, n):
            counts = {"satisfied": successes, "scored": n}
            return figures_of(counts, ["satisfied_share"])["satisfied_share"]

        self.assertEqual(direction(share(56, 70), share(48, 80)), 1)
        self.assertEqual(direction(share(48, 80), share(56, 70)), -1)
        self.assertEqual(direction(share(48, 80), share(50, 80)), 0)
        # Sure, but of nine.
        self.assertGreater(difference(share(9, 9), share(1, 10))[0], 0)
        self.assertEqual(direction(share(9, 9), share(1, 10)), 0)
        self.assertEqual(direction(share(10, 10), share(0, 0)), 0)

    def test_rates_above_one_and_means_alike_do_not_compare(self):
        def rate(complaints, closed):
            counts = {"complaints": complaints, "closed": closed}
            return figures_of(counts, ["complaint_rate"])["complaint_rate"]

        self.assertEqual(direction(rate(30, 10), rate(1, 10)), 0)
        self.assertIsNone(difference(rate(1, 10), rate(30, 10)))
        self.assertEqual(direction(Measured(20, 5.0), Measured(20, 4.0)), 0)
        sure = Measured(20, 5.0, deviation=0.0), Measured(20, 4.0, deviation=0.5)
        self.assertEqual(direction(*sure), 1)

    def test_counts_are_named_once(self):
        self.assertEqual(counts_of(["complaint_rate", "reopening_rate"]).count("closed"), 1)
