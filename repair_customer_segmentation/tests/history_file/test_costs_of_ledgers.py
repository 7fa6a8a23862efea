# ruff: noqa: RUF001 - the same in other writings is what is tested

from datetime import datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ...fields import MOST_HOURS
from ...history_file.columns import target_of, targets_of
from ...history_file.costs import MOST_WORKED, are_minutes, hours_of
from ...history_file.manner import manner_of
from ...history_file.reading import read_sheet
from ...history_file.understanding import understand

NOW = datetime(2025, 6, 1, 12)


def understood(text, lang="en_US"):
    sheet = read_sheet(text.encode(), lang)
    mark = "," if lang == "de_DE" else "."
    return understand(sheet, manner_of(sheet, targets_of(sheet), lang, mark), NOW)


@tagged("post_install", "-at_install")
class TestCostsOfLedgers(BaseCase):
    """Parts and hours are read as people write them; what nobody wrote is not 0."""

    def test_headings(self):
        for heading in (
            *("Parts cost", "PARTS COST (USD)", "parts_cost", "Cost of parts", "Material costs"),
            *("配件成本", "材料费", "配件费（元）", "零件費", "材料成本:"),
        ):
            self.assertEqual(target_of(heading), "parts_cost", heading)
        for heading in (
            *("Hours worked", "hours", "Labour hours", "work_hours*", "Man-hours", "Time spent"),
            *("工时", "维修工时", "工時", "工时（小时）", "工时(分钟)"),
        ):
            self.assertEqual(target_of(heading), "work_hours", heading)
        for heading in (
            "工时(元)",
            "工时费",
            "Hours (USD)",
            "Parts",
            "配件",
            "Opening hours",
            "成本",
        ):
            self.assertNotIn(target_of(heading), ("parts_cost", "work_hours"), heading)
        self.assertEqual(target_of("cost"), "amount")

    def test_hours(self):
        for text, hours in (
            ("1.5", "1.5"),
            ("0", 0),
            (".25", "0.25"),
            ("１．５", "1.5"),
            ("1:30", "1.5"),
            ("1：30", "1.5"),
            ("01:30:00", "1.5"),
            ("26:15", "26.25"),
            ("1.5h", "1.5"),
            ("2 hrs", 2),
            ("1 hour", 1),
            ("1h30", "1.5"),
            ("1 h 30 min", "1.5"),
            ("90 min", "1.5"),
            ("90分钟", "1.5"),
            ("1.5小时", "1.5"),
            ("2个小时", 2),
            ("1小时30分", "1.5"),
            ("半小时", "0.5"),
            ("半个小时", "0.5"),
            ("2个半小时", "2.5"),
            ("1小时半", "1.5"),
            ("无", 0),
            ("none", 0),
            ("1,200", 1200),
            ("-1.5", "-1.5"),
            ("−2", -2),
        ):
            self.assertEqual(hours_of(text, "."), Decimal(hours), text)
        self.assertEqual(hours_of("1,5", ","), Decimal("1.5"))
        self.assertEqual(hours_of("1,5 Std.", ","), Decimal("1.5"))

    def test_what_is_no_number_of_hours(self):
        for text in (
            *("1,5", "$5", "5元", "1:75", "one", "=1+1", "#REF!", "1e3", "NaN", "1.2.3", "--1"),
            *("2 days", "1-2", "9" * 40, "h", "8:00-10:00", "", "免费", "2025-03-07"),
        ):
            self.assertIsNone(hours_of(text, "."), text)

    def test_minutes_of_a_heading(self):
        for heading in ("工时(分钟)", "工时（分）", "Hours (min)", "Time spent [minutes]"):
            self.assertTrue(are_minutes(heading), heading)
        for heading in ("工时", "Hours", "Minimum hours", "部分工时"):
            self.assertFalse(are_minutes(heading), heading)
        [repair, timed, *_] = understood(
            "客户,日期,工时(分钟)\n王芳,2025/3/7,90\n李强,2025/3/7,2小时\n"
        ).repairs
        self.assertEqual((repair.hours, timed.hours), (Decimal("1.5"), Decimal(2)))

    def test_nothing_and_nobody_knows(self):
        found = understood(
            "Customer,Date,Parts cost,Hours\nAnn,2025-03-07,0,0\nBob,2025-03-07,,\n"
            "Carl,2025-03-07,-,n/a\nDora,2025-03-07,none,none\n"
        )
        self.assertEqual(
            [(repair.parts, repair.hours) for repair in found.repairs],
            [(0, 0), (None, None), (None, None), (0, 0)],
        )

    def test_what_is_refused(self):
        found = understood(
            "Customer,Date,Parts cost,Hours\nA,2025-03-07,seal,1\nB,2025-03-07,-5,1\n"
            "C,2025-03-07,(5),1\nD,2025-03-07,5,soon\nE,2025-03-07,5,-1\nF,2025-03-07,5,8760.01\n"
            "G,2025-03-07,9999999999999,1\nH,2025-03-07,#REF!,1\nI,2025-03-07,5,8760\n"
        )
        self.assertEqual(
            [(problem.line, problem.reason, problem.column) for problem in found.problems],
            [
                (2, "bad_parts", 2),
                (3, "negative_cost", 2),
                (4, "negative_cost", 2),
                (5, "bad_hours", 3),
                (6, "negative_cost", 3),
                (7, "many_hours", 3),
                (8, "bad_parts", 2),
                (9, "bad_parts", 2),
            ],
        )
        self.assertEqual([repair.customer for repair in found.repairs], ["I"])
        self.assertEqual(MOST_WORKED, MOST_HOURS)

    def test_decimals(self):
        """The amounts say how numbers are written; where they do not, the costs."""
        for cells, lang, mark, parts, hours in (
            ('80,"12,5","1,5"', "en_US", ",", "12.5", "1.5"),
            ('80,12.5,"1.5"', "de_DE", ".", "12.5", "1.5"),
            ('"1.234","12,50",2', "en_US", ",", "12.50", "2"),
            ('"1,234.50","1,200",2', "de_DE", ".", "1200", "2"),
        ):
            sheet = read_sheet(
                f"Customer,Date,Amount,Parts cost,Hours\nAnn,2025-03-07,{cells}\n".encode()
            )
            default = "," if lang == "de_DE" else "."
            manner = manner_of(sheet, targets_of(sheet), lang, default)
            self.assertEqual((manner.mark, manner.is_mark_known), (mark, True), cells)
            [repair] = understand(sheet, manner, NOW).repairs
            self.assertEqual((repair.parts, repair.hours), (Decimal(parts), Decimal(hours)), cells)
        sheet = read_sheet(b"Customer,Date,Parts cost\nAnn,2025-03-07,1.234\n")
        self.assertFalse(manner_of(sheet, targets_of(sheet)).is_mark_known)
