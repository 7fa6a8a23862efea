# ruff: noqa: RUF001 - digits of other scripts are what is tested
from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged, users

from ...segmentation.days import day_start
from ..bases.files import DIALOG, FileCase


@tagged("post_install", "-at_install")
class TestImportHeadings(FileCase):
    def matched(self, headings, lang="zh_CN"):
        env = self.env(context={**self.env.context, "lang": lang})
        text = f"{','.join(headings)}\n{',' * (len(headings) - 1)}\nx,{',' * (len(headings) - 2)}\n"
        wizard = env["base_import.import"].create(
            {"res_model": "repair.case", "file": text.encode(), "file_type": "text/csv"}
        )
        matches = wizard.parse_preview({**DIALOG, "separator": ","})["matches"] or {}
        return ["/".join(matches.get(i, [])) for i in range(len(headings))]

    @users("rcs_manager")
    def test_headings_of_a_ledger(self):
        headings = (
            "工单号",
            "客户名称",
            "报修日期",
            "完成日期",
            "金额",
            "状态",
            "故障描述",
            "返修",
        )
        fields = [
            "reference", "partner_id", "date_open", "date_closed", "amount", "stage_id", "name",
            "is_rework",
        ]  # fmt: skip
        self.assertEqual(self.matched(headings), fields)
        self.assertEqual(self.matched(headings, "en_US"), fields)
        traditional = (
            "案號", "客戶名稱", "報修日期", "完成日期", "金額", "狀態", "故障描述", "返修",
        )  # fmt: skip
        for lang in ("zh_CN", "en_US"):
            self.assertEqual(self.matched(traditional, lang), fields)
        self.assertEqual(
            self.matched(("Ticket", "Client", "Date of repair", "Price", "Status"), "en_US"),
            ["reference", "partner_id", "date_open", "amount", "stage_id"],
        )

    @users("rcs_manager")
    def test_a_day_is_required(self):
        for data in (
            "Subject,Customer,Amount\nDrill,Acme of Repair Test,5\n",
            "Subject,Customer,Stage\nDrill,Acme of Repair Test,Closed\n",
            "Subject,Customer,When it was\nDrill,Acme of Repair Test,2026-05-01\n",
        ):
            self.assertRefused(self.take(data), "No column is “Opened on”")

    @users("rcs_manager")
    @freeze_time("2026-05-04 10:00:00")
    def test_requests_of_today_need_no_day(self):
        messages, cases = self.take("主题,客户\n洗衣机,Acme of Repair Test\n".encode("gbk"))
        self.assertEqual(messages, [])
        self.assertEqual(cases.mapped("name"), ["洗衣机"])
        self.assertEqual(cases.date_open, datetime(2026, 5, 4, 10))

    @users("rcs_manager")
    def test_what_is_left_out_is_named(self):
        messages, cases = self.take(
            "Subject,Customer,Opened on,Mood\nDrill,Acme of Repair Test,2026-05-01,good\n"
        )
        self.assertEqual(len(cases), 1)
        self.assertEqual(
            messages, [("warning", "Skipped, because no field was selected for them: “Mood”.")]
        )

    @users("rcs_manager")
    def test_statuses_of_a_ledger(self):
        data = "主题,客户,报修日期,状态\n" + "".join(
            f"{word},Acme of Repair Test,2026-05-{day:02},{word}\n"
            for day, word in enumerate(("已完成", "完工", "Done", "closed", "维修中", "已取消"), 1)
        )
        for options in ({}, {"name_create_enabled_fields": {"stage_id": True}}):
            cases = self.assertTaken(self.take(data, **options), 6)
            self.assertEqual(cases.mapped("state"), ["closed"] * 4 + ["open", "cancelled"])
            data = data.replace("2026-", "2025-")
        data = "主题,客户,报修日期,状态\nA,Acme of Repair Test,2024-05-01,Limbo\n"
        self.assertRefused(
            self.take(data, name_create_enabled_fields={"stage_id": True}), "no stage “Limbo”"
        )


@tagged("post_install", "-at_install")
class TestImportDays(FileCase):
    @users("rcs_manager")
    def test_days_as_people_write_them(self):
        zone = self.company._repair_tz()
        for cell, is_workbook in (
            ("2026年5月1日", False),
            ("2026年05月01日", True),
            ("20260501", False),
            (20260501, True),
            # What a workbook shows as a day where its column is one of numbers.
            (46143, True),
        ):
            with self.subTest(cell=cell):
                heading, row = ("主题", "客户", "报修日期"), ("A", "Acme of Repair Test", cell)
                data = (
                    self.sheet(heading, row)
                    if is_workbook
                    else (",".join(heading) + "\n" + ",".join(row) + "\n")
                )
                case = self.assertTaken(self.take(data))
                self.assertEqual(case.date_open, day_start(date(2026, 5, 1), zone))
                case.unlink()

    @users("rcs_manager")
    def test_times_as_people_write_them(self):
        for cell, is_workbook in (
            ("2026年5月1日 9:30", False), ("2026-05-01T09:30:00", False), (46143.395833333, True),
        ):  # fmt: skip
            with self.subTest(cell=cell):
                heading, row = ("主题", "客户", "报修日期"), ("A", "Acme of Repair Test", cell)
                data = (
                    self.sheet(heading, row)
                    if is_workbook
                    else (",".join(heading) + "\n" + ",".join(row) + "\n")
                )
                case = self.assertTaken(self.take(data))
                self.assertEqual(case.date_open, datetime(2026, 5, 1, 1, 30))
                case.unlink()

    @users("rcs_manager")
    def test_a_number_is_no_day_of_a_text(self):
        for cell in ("46143", "2026年13月1日", "soon"):
            self.assertRefused(
                self.take(f"Subject,Customer,Opened on\nA,Acme of Repair Test,{cell}\n"), cell
            )

    @users("rcs_manager")
    def test_names_are_looked_up_once(self):
        def queries(count, year):
            rows = "".join(
                f"J{i},Acme of Repair Test,{year}-01-{1 + i % 28:02},{i + 1},Test Closed\n"
                for i in range(count)
            )
            data = "Subject,Customer,Opened on,Amount,Stage\n" + rows
            before = self.env.cr.sql_log_count
            self.assertTaken(self.take(data), count)
            return self.env.cr.sql_log_count - before

        queries(5, 2001)
        few, many = queries(10, 2002), queries(110, 2003)
        self.assertLess(many - few, 100)


@tagged("post_install", "-at_install")
class TestImportNumbers(FileCase):
    def amounts(self, *amounts, year=2026, **options):
        rows = "".join(
            f"R{i};Acme of Repair Test;{year}-05-{i:02};{amount}\n"
            for i, amount in enumerate(amounts, 1)
        )
        return self.take(f"Subject;Customer;Opened on;Amount\n{rows}", **options)

    @users("rcs_manager")
    def test_a_comma_that_may_be_decimal_is_asked_for(self):
        for year, amounts in enumerate((("31,24", "5,00"), ("1,23,456",), ("12345,5",)), 2001):
            with self.subTest(amounts=amounts):
                self.assertRefused(
                    self.amounts(*amounts, year=year), f"“{amounts[0]}” in the column"
                )
        self.assertRefused(self.amounts("1.234", "31.240", year=2010), "in the column “Amount”")

    @users("rcs_manager")
    def test_what_is_clear_comes_in(self):
        for year, (amounts, values, options) in enumerate(
            (
                (("1,234.50", "1234.5", "12"), [1234.5, 1234.5, 12], {}),
                (("1,234", "12,345,678"), [1234, 12345678], {}),
                (("1.234,50", "1.234,50"), [1234.5, 1234.5], {}),
                (
                    ("31,24", "5,00", "1.234,50", "1.234"),
                    [31.24, 5, 1234.5, 1234],
                    {"float_thousand_separator": ".", "float_decimal_separator": ","},
                ),
                (("12.345", "7.5"), [12.35, 7.5], {}),
                (("-5", "(7.50)", "$ 3.20"), [-5, -7.5, 3.2], {}),
                (("１２３.５",), [123.5], {}),
            ),
            2011,
        ):
            with self.subTest(amounts=amounts):
                cases = self.assertTaken(self.amounts(*amounts, year=year, **options), len(values))
                self.assertEqual(cases.mapped("amount"), values)

    @users("rcs_manager")
    def test_numbers_of_a_workbook(self):
        data = self.sheet(
            ("主题", "客户", "报修日期", "金额"),
            ("A", "Acme of Repair Test", date(2026, 5, 1), 1234.5),
            ("B", "Acme of Repair Test", datetime(2026, 5, 2, 10, 30), 31.24),
        )
        for lang in ("en_US", "zh_CN"):
            cases = self.assertTaken(self.take(data, lang=lang), 2)
            self.assertEqual(cases.mapped("amount"), [1234.5, 31.24])
            cases.unlink()
