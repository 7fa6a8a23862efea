import random
from collections import defaultdict
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase
from ..bases.figures import FiguresCase


def mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else False


@tagged("post_install", "-at_install")
class TestCaseTimes(DeskCase):
    """The times of a case are the working hours of its level, stored when a clock stops."""

    def row(self, case):
        return self.env["repair.case.analysis"].browse(case.id)

    def move(self, case, stage, moment):
        with freeze_time(f"2025-{moment}:00"):
            case.stage_id = stage

    def test_reply_wait_and_closing(self):
        case = self.case()
        with freeze_time("2025-01-13 11:00:00"):
            case.first_response_date = "2025-01-13 11:00:00"
        # Waits from 12 to 14 UTC on Monday, and from Tuesday 8:00 to Wednesday 9:00: 2 + 8 + 1.
        self.move(case, self.stage_waiting, "01-13 12:00")
        self.move(case, self.stage_open, "01-13 14:00")
        self.move(case, self.stage_waiting, "01-14 08:00")
        self.move(case, self.stage_closed, "01-15 09:00")
        row = self.row(case)
        self.assertEqual(case.waiting_hours, 11)
        # Monday 9 to 16 less two hours of waiting: five.
        self.assertEqual((row.response_hours, row.resolution_hours, row.waiting_hours), (2, 5, 11))
        self.assertEqual(row.resolution_hours_total, 5)
        self.assertEqual(row.days_to_close, 2)
        self.assertEqual(row.closed_count, 1)

    def test_nothing_is_told_of_what_is_not_over(self):
        row = self.row(self.case())
        self.assertEqual(
            [row[n] for n in ("response_hours", "resolution_hours", "waiting_hours")], [False] * 3
        )
        self.assertIs(row.days_to_close, False)
        self.assertIs(row.reopened_share, False)
        self.assertEqual((row.rework_share, row.closed_count), (0, 0))

    def test_an_imported_case_has_days_and_no_hours(self):
        closed = MONDAY - timedelta(days=30)
        case = self.case(
            stage_id=self.stage_closed.id, date_open=closed - timedelta(days=3), date_closed=closed
        )
        row = self.row(case)
        self.assertEqual(row.days_to_close, 3)
        self.assertIs(row.resolution_hours, False)
        self.assertIs(row.waiting_hours, False)

    def test_tiers_then_and_now(self):
        case = self.case()
        self.policy.classify()
        high, low = self.policy.value_tier_ids.sorted()[:2]
        profile = self.profile_of(self.ann)
        self.env.cr.execute(
            "UPDATE repair_customer_profile SET value_tier_id = %s WHERE id = %s",
            [high.id, profile.id],
        )
        profile.invalidate_recordset()
        self.move(case, self.stage_closed, "01-13 12:00")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE repair_customer_profile SET value_tier_id = %s WHERE id = %s",
            [low.id, profile.id],
        )
        self.env.invalidate_all()
        row = self.row(case)
        self.assertEqual((row.closed_value_tier_id, row.value_tier_id), (high, low))

    def test_a_row_opens_its_case(self):
        case = self.case()
        action = self.row(case).action_open_case()
        self.assertEqual((action["res_model"], action["res_id"]), ("repair.case", case.id))


class CaseGroups(FiguresCase):
    """Cases of which more or less is known, and what plain Python says of them."""

    MEANS = (
        "response_hours", "resolution_hours", "waiting_hours", "rework_share", "reopened_share",
        "response_share", "resolution_share", "fix_share", "days_to_close",
    )  # fmt: skip
    SUMS = ("rework_count", "closed_count", "fix_count", "amount", "resolution_hours_total")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(5)
        cls.types = cls.env["repair.case.type"].create([{"name": "Noise"}, {"name": "Leak"}])
        outcomes = cls.closed("2026-03-01", 40)
        cls.facts = []
        for outcome in outcomes:
            reply, closing = (chance.choice([None, 0, 1.5, 8, 20]) for _clock in range(2))
            facts = {
                "type_id": chance.choice([*cls.types.ids, None]),
                "is_rework": chance.random() < 0.3,
                "amount_company": chance.choice([0, 50, -20, 120.5]),
                "response_target_hours": 0 if reply is None else 8,
                "response_used_hours": reply or 0,
                "resolution_target_hours": 0 if closing is None else 40,
                "resolution_used_hours": closing or 0,
                "waiting_hours": chance.choice([None, 0, 4]),
                "first_response_date": datetime(2026, 3, 1, 12),
                "reopen_count": chance.choice([None, 0, 0, 1, 2]),
            }
            judged = {
                "value_tier_id": chance.choice([cls.high.id, cls.low.id, None]),
                "response_result": chance.choice(["met", "missed", None]),
                "resolution_result": chance.choice(["met", "missed", None]),
                "fix_result": chance.choice(["fixed", "back", None]),
                "fix_known_on": "2026-03-05",
            }
            cls.set_columns(outcome.case_id, **facts)
            cls.set_columns(outcome, **judged)
            cls.facts.append(cls.expected(facts | judged))
        cls.domain = [("company_id", "=", cls.company.id)]

    @classmethod
    def expected(cls, facts):
        """Return what the analysis has to say of one case, in plain Python."""

        def share(result, found):
            return None if facts[result] is None else 100 * (facts[result] == found)

        has_target = facts["resolution_target_hours"] > 0
        hours = facts["resolution_used_hours"] if has_target else None
        return {
            "type_id": facts["type_id"] or False,
            "closed_value_tier_id": facts["value_tier_id"] or False,
            "response_hours": facts["response_used_hours"]
            if facts["response_target_hours"]
            else None,
            "resolution_hours": hours,
            "resolution_hours_total": hours or 0,
            "waiting_hours": (facts["waiting_hours"] or 0) if has_target else None,
            "days_to_close": 0,
            "rework_share": 100 * facts["is_rework"],
            "rework_count": int(facts["is_rework"]),
            "reopened_share": 100 * bool(facts["reopen_count"]),
            "response_share": share("response_result", "met"),
            "resolution_share": share("resolution_result", "met"),
            "fix_share": share("fix_result", "fixed"),
            "fix_count": int(facts["fix_result"] is not None),
            "closed_count": 1,
            "amount": facts["amount_company"],
        }


@tagged("post_install", "-at_install")
class TestCaseGroups(CaseGroups):
    """Every group, subtotal and total says what plain Python says of the same cases."""

    def check_groups(self, *groupby):
        aggregates = [f"{name}:avg" for name in self.MEANS] + [f"{n}:sum" for n in self.SUMS]
        found = self.env["repair.case.analysis"]._read_group(
            self.domain, groupby, ["__count", *aggregates]
        )
        by_key = defaultdict(list)
        for facts in self.facts:
            by_key[tuple(facts[name] for name in groupby)].append(facts)
        self.assertEqual(len(found), len(by_key))
        for row in found:
            keys, (count, *values) = row[: len(groupby)], row[len(groupby) :]
            rows = by_key[tuple(key.id for key in keys)]
            self.assertEqual(count, len(rows))
            for name, value in zip((*self.MEANS, *self.SUMS), values, strict=True):
                told = [facts[name] for facts in rows]
                wanted = mean(told) if name in self.MEANS else sum(told)
                if wanted is False:
                    self.assertFalse(value, name)
                else:
                    self.assertAlmostEqual(float(value), wanted, msg=name)

    def test_totals(self):
        self.check_groups()

    def test_groups(self):
        self.check_groups("type_id")
        self.check_groups("closed_value_tier_id")

    def test_subtotals(self):
        self.check_groups("type_id", "closed_value_tier_id")

    def test_an_empty_desk(self):
        [[count, hours, amount]] = self.env["repair.case.analysis"]._read_group(
            [("company_id", "=", -1)], [], ["__count", "response_hours:avg", "amount:sum"]
        )
        self.assertEqual((count, hours or 0, amount or 0), (0, 0, 0))

    def test_one_query_however_many_cases(self):
        analysis = self.env["repair.case.analysis"]
        # And one that tells PostgreSQL how to plan it.
        with self.assertQueryCount(2):
            analysis._read_group(
                self.domain,
                ["closed_value_tier_id", "type_id"],
                ["__count", "resolution_hours:avg", "fix_share:avg", "amount:sum"],
            )

    def test_groups_by_the_month_of_whoever_asks(self):
        case = self.history([(self.ann, "2026-02-28 20:00:00", 0)])
        domain = [("id", "=", case.id)]
        analysis = self.env["repair.case.analysis"]
        for tz, month in (("Asia/Shanghai", 3), ("America/Los_Angeles", 2)):
            [[opened, _count]] = analysis.with_context(tz=tz)._read_group(
                domain, ["date_open:month"], ["__count"]
            )
            self.assertEqual(opened.month, month)

    def test_archived_cases_are_left_out(self):
        case = self.history([(self.ann, "2026-02-28 20:00:00", 0)])
        case.active = False
        analysis = self.env["repair.case.analysis"]
        self.assertFalse(analysis.search([("id", "=", case.id)]))
        self.assertTrue(analysis.search([("id", "=", case.id), ("active", "=", False)]))
