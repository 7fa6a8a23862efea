from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...history_file.columns import targets_of
from ...history_file.customers import grouped
from ...history_file.manner import manner_of
from ...history_file.reading import read_sheet
from ...history_file.understanding import understand

NOW = datetime(2025, 6, 1, 12)


def understood(text, lang="zh_CN"):
    sheet = read_sheet(text.encode(), lang)
    return understand(sheet, manner_of(sheet, targets_of(sheet), lang), NOW)


@tagged("post_install", "-at_install")
class TestUnderstanding(BaseCase):
    """What a ledger says is told before anything is written."""

    def test_a_row_is_a_repair(self):
        found = understood(
            "工单号,客户名称,手机,报修日期,完成日期,故障描述,金额,返修,备注\n"
            'A1,王芳,138 0013 8000,2025/3/7 9:30,2025/3/8,不制冷,"1,234.50",是,下午来\n'
        )
        [repair] = found.repairs
        self.assertEqual((repair.line, repair.customer, repair.phone), (2, "王芳", "138 0013 8000"))
        self.assertEqual(
            (repair.opened, repair.is_opened_timed), (datetime(2025, 3, 7, 9, 30), True)
        )
        self.assertEqual((repair.closed, repair.is_closed_timed), (datetime(2025, 3, 8), False))
        self.assertEqual((repair.amount, repair.is_rework), (Decimal("1234.50"), True))
        self.assertEqual(repair.values, {"name": "不制冷", "reference": "A1"})
        self.assertEqual(repair.note, "备注: 下午来")

    def test_rows_of_totals_are_no_repairs(self):
        found = understood(
            "客户名称,报修日期,金额\n"
            "王芳,2025/3/7,10\n李强,2025/3/8,20.5\n小计:,2025/3/31,30.5\n"
            "合计,2025/4/1,5\n小计,2025/4/30,5\nTotal,,35.50\n"
        )
        self.assertEqual([repair.line for repair in found.repairs], [2, 3, 5])
        self.assertEqual(
            [(problem.line, problem.reason) for problem in found.problems],
            [(4, "total"), (6, "total"), (7, "total")],
            "who is called so, but whose amount is no sum, is a customer",
        )

    def test_failed_formulas_name_nobody(self):
        found = understood("客户名称,报修日期\n#REF!,2025/3/7\n#N/A,2025/3/7\n")
        self.assertEqual([p.reason for p in found.problems], ["no_customer", "no_customer"])

    def test_halves_of_the_day_before_the_time(self):
        found = understood(
            "客户名称,报修日期\n王芳,2025年3月7日 下午3:20\n李强,2025年3月7日上午 12:05\n"
        )
        self.assertEqual(
            [repair.opened for repair in found.repairs],
            [datetime(2025, 3, 7, 15, 20), datetime(2025, 3, 7, 0, 5)],
        )

    def test_rows_that_cannot_be_brought_in_are_named(self):
        found = understood(
            "工单号,客户名称,报修日期,完成日期,金额,邮箱\n"
            "1,,2025/3/7,,1,\n"
            "2,王芳,,,1,\n"
            "3,王芳,昨天,,1,\n"
            "4,王芳,2026/3/7,,1,\n"
            "5,王芳,1825/3/7,,1,\n"
            "6,王芳,2025/3/7,2025/3/6,1,\n"
            "7,王芳,2025/3/7,,很多,\n"
            "8,王芳,2025/3/7,,1,不知道\n"
            "9,王芳,2025/3/7,,1,\n"
            "9,王芳,2025/3/8,,1,\n"
        )
        self.assertEqual(
            [(problem.line, problem.reason, problem.cell) for problem in found.problems],
            [
                (2, "no_customer", ""),
                (3, "no_day", ""),
                (4, "bad_day", "昨天"),
                (5, "future_day", "2026/3/7"),
                (6, "old_day", "1825/3/7"),
                (7, "closed_before", "2025/3/6"),
                (8, "bad_amount", "很多"),
                (9, "bad_email", "不知道"),
                (11, "reference_twice", "9"),
            ],
        )
        self.assertEqual([repair.line for repair in found.repairs], [10])
        self.assertEqual(found.reasons()["no_day"], 1)

    def test_rows_of_one_customer_belong_together(self):
        found = understood(
            "客户名称,手机,报修日期\n"
            "王芳,13800138000,2025/3/1\n"
            "王 芳,,2025/3/2\n"
            "王芳,+86 138-0013-8000,2025/3/3\n"
            "李强,13900139000,2025/3/4\n"
            "李强,13700137000,2025/3/5\n"
            "李强,,2025/3/6\n"
            "永新有限公司,021-1111111,2025/3/7\n"
            "永新有限公司,021-2222222,2025/3/8\n"
            ",13600136000,2025/3/9\n"
        )
        customers, keys, unclear = grouped(found.repairs)
        self.assertEqual(keys[0], keys[2])
        self.assertEqual(len({*keys[3:6]}), 3)
        self.assertEqual(unclear, {keys[5]}, "nobody knows whose the row without a number is")
        self.assertEqual(keys[6], keys[7])
        self.assertTrue(customers[keys[6]].is_company)
        self.assertEqual(customers[keys[8]].name, "13600136000")

    def test_the_order_of_days_is_asked_where_it_is_not_known(self):
        sheet = read_sheet(b"Customer,Date,Amount\nAnn,3/7/2025,1.200\n")
        manner = manner_of(sheet, targets_of(sheet), "en_US", ".")
        self.assertEqual((manner.order, manner.is_order_known), ("mdy", False))
        self.assertEqual((manner.mark, manner.is_mark_known), (".", False))
        [repair] = understand(sheet, manner, NOW).repairs
        self.assertEqual((repair.opened, repair.amount), (datetime(2025, 3, 7), Decimal("1.2")))

    def test_the_hour_that_is_there_twice(self):
        """Where clocks are set back, 01:30 comes again, and is not the same."""
        zone = "America/Los_Angeles"
        sheet = read_sheet(b"Customer,Date\nAnn,2024-11-03T08:30Z\nBob,2024-11-03T09:30Z\n")
        manner = manner_of(sheet, targets_of(sheet))
        opened = [repair.opened for repair in understand(sheet, manner, NOW, zone).repairs]
        self.assertEqual(opened, [datetime(2024, 11, 3, 1, 30)] * 2)
        self.assertEqual(
            [moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).hour for moment in opened],
            [8, 9],
        )
