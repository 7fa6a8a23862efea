# ruff: noqa: RUF001 - digits of other scripts are what is tested
from datetime import date, datetime
from io import BytesIO

from freezegun import freeze_time

from odoo.tests import tagged, users

from ...segmentation.days import day_start
from .test_import import XLSX, ImportCase

DIALOG = {
    "has_headers": True, "encoding": "", "separator": "", "quoting": '"', "date_format": "",
    "datetime_format": "", "float_thousand_separator": ",", "float_decimal_separator": ".",
}  # fmt: skip


class FileCase(ImportCase):
    """Files as people have them, taken in as the dialog of the import does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def take(self, data, model="repair.case", columns=None, lang="en_US", **options):
        """Preview and import a file; return the kinds and texts of messages, and the records."""
        if isinstance(data, str):
            data = data.encode()
        kind = XLSX if data.startswith(b"PK") else "text/csv"
        env = self.env(context={**self.env.context, "lang": lang, "tz": "Asia/Shanghai"})
        wizard = env["base_import.import"].create(
            {"res_model": model, "file": data, "file_type": kind, "file_name": "f"}
        )
        preview = wizard.parse_preview({**DIALOG, **options})
        if preview.get("error"):
            return [("error", preview["error"])], env[model]
        headers = preview["headers"]
        if columns is None:
            matches = preview["matches"] or {}
            columns = ["/".join(matches.get(i) or []) for i in range(len(headers))]
        result = wizard.execute_import(columns, headers, {**preview["options"], **options})
        env.invalidate_all()
        messages = [(m["type"], m["message"]) for m in result["messages"]]
        return messages, self.env[model].browse(result["ids"] or [])

    def sheet(self, *rows):
        """Return a workbook."""
        import openpyxl

        book, data = openpyxl.Workbook(), BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(data)
        return data.getvalue()

    def assertTaken(self, taken, count=1):
        messages, records = taken
        self.assertEqual((messages, len(records)), ([], count))
        return records

    def assertRefused(self, taken, text):
        messages, records = taken
        self.assertFalse(records)
        self.assertIn(text, "\n".join(message for kind, message in messages if kind == "error"))


@tagged("post_install", "-at_install")
class TestImportEncodings(FileCase):
    @users("rcs_manager")
    def test_chinese_files(self):
        names = ("陈喆", "李镕", "王堃", "𠮷野家")
        for name in names:
            self.customer(name)
        rows = "".join(f"洗衣机 {i},{name},2026-05-0{i}\n" for i, name in enumerate(names[:3], 1))
        text = f"主题,客户名称,报修日期\n{rows}"
        day = 0
        for encoding in (
            "gbk",
            "gb18030",
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
        ):
            for lang in ("en_US", "zh_CN"):
                day += 1
                data = text.replace("2026-05-0", f"20{day:02}-05-0").encode(encoding)
                with self.subTest(encoding=encoding, lang=lang):
                    cases = self.assertTaken(self.take(data, lang=lang), 3)
                    self.assertEqual(cases.partner_id.mapped("name"), list(names[:3]))
                    self.assertEqual(cases[0].name, "洗衣机 1")
        data = "主题,客户,报修日期\n冰箱,𠮷野家,2026-05-01\n".encode("gb18030")
        self.assertEqual(self.assertTaken(self.take(data)).partner_id.name, "𠮷野家")

    @users("rcs_manager")
    def test_traditional_characters(self):
        names = ("陳美玲", "王偉", "臺北電機行")
        for name in names:
            self.customer(name)
        rows = "".join(f"冷氣不冷 {i},{name},2026-05-0{i}\n" for i, name in enumerate(names, 1))
        text = f"主題,客戶名稱,報修日期\n{rows}"
        year = 2000
        for encoding in ("big5", "cp950", "gbk", "utf-8"):
            for lang in ("en_US", "zh_CN"):
                year += 1
                data = text.replace("2026", str(year)).encode(encoding)
                with self.subTest(encoding=encoding, lang=lang):
                    cases = self.assertTaken(self.take(data, lang=lang), 3)
                    self.assertEqual(cases.partner_id.mapped("name"), list(names))
                    self.assertEqual(cases[0].name, "冷氣不冷 1")
        for name in names:
            year += 1
            data = f"Subject,Customer,Opened on\nA,{name},{year}-05-01\n".encode("big5")
            self.assertEqual(self.assertTaken(self.take(data)).partner_id.name, name)

    @users("rcs_manager")
    def test_one_row(self):
        for i, name in enumerate(("陈喆", "李镕", "王伟", "喆")):
            self.customer(name)
            for j, lang in enumerate(("en_US", "zh_CN")):
                with self.subTest(name=name, lang=lang):
                    data = f"主题,客户,报修日期\n洗衣机,{name},2026-0{i + 1}-0{j + 1}\n".encode(
                        "gbk"
                    )
                    case = self.assertTaken(self.take(data, lang=lang))
                    self.assertEqual(case.partner_id.name, name)

    @users("rcs_manager")
    def test_an_encoding_that_somebody_chose(self):
        self.customer("陈喆")
        data = "主题,客户,报修日期\n洗衣机,陈喆,2026-05-01\n"
        cases = self.assertTaken(self.take(data.encode("gbk"), encoding="gb2312"))
        self.assertEqual(cases.partner_id.name, "陈喆")
        cases = self.assertTaken(
            self.take(data.replace("05-01", "05-02").encode("utf-8-sig"), encoding="utf-8")
        )
        self.assertEqual(cases.partner_id.name, "陈喆")

    @users("rcs_manager")
    def test_letters_of_the_west(self):
        self.customer("Müller")
        for subject in ("Säge", "Ärger", "Ångström"):
            data = f"Subject,Customer,Opened on\n{subject},Müller,2026-05-01\n".encode("cp1252")
            case = self.assertTaken(self.take(data))
            self.assertEqual((case.name, case.partner_id.name), (subject, "Müller"))


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
            messages, [("warning", "Left out, as no field was chosen for them: “Mood”.")]
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


@tagged("post_install", "-at_install")
class TestImportNames(FileCase):
    @users("rcs_manager")
    def test_two_customers_of_one_name(self):
        first, second = (self.customer("王伟", phone=phone) for phone in ("138001", "139002"))
        data = "Subject,Customer,Opened on\nWasher,王伟,2026-05-01\nFridge,王伟,2026-06-01\n"
        for lang in ("en_US", "zh_CN"):
            messages, cases = self.take(data, lang=lang)
            self.assertFalse(cases)
            for partner in (first, second):
                self.assertIn(partner.phone, messages[0][1])
                self.assertIn(str(partner.id), messages[0][1])
        data = self.sheet(("Subject", "Customer", "Opened on"), ("Washer", "王伟", "2026-05-01"))
        self.assertRefused(self.take(data), "139002")
        second.company_id = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        case = self.assertTaken(self.take("Subject,Customer,Opened on\nWasher,王伟,2026-05-01\n"))
        self.assertEqual(case.partner_id, first)

    @users("rcs_manager")
    def test_a_tier_is_that_of_the_policy_and_dimension(self):
        self.customer("Best Customer")
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        other.repair_policy_id.value_tier_ids[0].name = "Only There"
        tier = self.policy.value_tier_ids[0]
        heading = "Customer,Dimension,Tier,Reason\n"
        override = self.assertTaken(
            self.take(
                f"{heading}Best Customer,Value,{tier.name},contract\n",
                "repair.segmentation.override",
            )
        )
        self.assertEqual(override.tier_id, tier)
        for dimension, name, text in (
            ("Value", "Only There", "'Only There' in field 'Tier'"),
            ("Frequency", tier.name, "another company, policy or customer"),
        ):
            self.assertRefused(
                self.take(
                    f"{heading}Acme of Repair Test,{dimension},{name},contract\n",
                    "repair.segmentation.override",
                ),
                text,
            )

    @users("rcs_manager")
    def test_a_stage_and_a_type_are_those_of_the_company(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        stages, types = self.env["repair.case.stage"].sudo(), self.env["repair.case.type"].sudo()
        stages.create({"name": "Test Closed", "company_id": other.id, "sequence": -9})
        types.create({"name": "Imported Type", "company_id": other.id})
        case = self.assertTaken(
            self.take(
                "Subject,Customer,Opened on,Type,Stage\n"
                "Drill,Acme of Repair Test,2026-05-01,Imported Type,Test Closed\n"
            )
        )
        self.assertEqual((case.type_id, case.stage_id), (self.type, self.stage_closed))

    @users("rcs_manager")
    def test_an_export_comes_back(self):
        device, other = self.env["repair.device"].create(
            [
                {"name": "Pump 1", "partner_id": partner.id, "serial_number": serial}
                for partner, serial in ((self.acme, "000123"), (self.bolt, False))
            ]
        )
        (case,) = self.history([(self.acme, "2025-06-01", 5, {"device_id": device.id})])
        case = case.with_env(self.env)
        names = ["id", "name", "partner_id", "device_id"]
        row = case.sudo().export_data(names)["datas"][0]
        self.assertEqual(row[3], "Pump 1 (000123)")
        case.device_id = False
        back = self.assertTaken(self.take(",".join(names) + "\n" + ",".join(row) + "\n"))
        self.assertEqual((back, case.device_id), (case, device))
        new = self.assertTaken(
            self.take(
                "Subject,Customer,Opened on,Device\n"
                "A,Acme of Repair Test,2026-05-01,Pump 1\nB,Bolt of Repair Test,2026-05-01,Pump 1\n"
            ),
            2,
        )
        self.assertEqual(new.mapped("device_id"), device | other)
        cases = self.env["repair.case"]
        for operator in ("=", "ilike"):
            self.assertEqual(
                cases.name_search(case.display_name, operator=operator),
                [(case.id, case.display_name)],
            )

    @users("rcs_manager")
    def test_new_devices_belong_to_the_customer_of_the_row(self):
        self.env.user.sudo().group_ids += self.env.ref("base.group_partner_manager")
        create = {"name_create_enabled_fields": {"device_id": True, "partner_id": True}}
        heading = "Subject,Device,Customer,Opened on\n"
        case = self.assertTaken(
            self.take(f"{heading}A,Pump 9 (X-9),Brand New,2026-05-01\n", **create)
        )
        self.assertRecordValues(
            case.device_id,
            [{"name": "Pump 9", "serial_number": "X-9", "partner_id": case.partner_id.id}],
        )
        self.assertEqual(case.partner_id.name, "Brand New")
        self.assertRefused(
            self.take(f"{heading}A,Pump 10,,2026-05-01\n", **create), "names no customer"
        )


@tagged("post_install", "-at_install")
class TestImportAgain(FileCase):
    @users("rcs_manager")
    def test_the_same_file_twice(self):
        heading = "Subject,Customer,Opened on,Amount\n"
        row = "Twice,Acme of Repair Test,2026-05-01,{}\n"
        data = heading + row.format(5) + row.format(5)
        cases = self.assertTaken(self.take(data), 2)
        self.assertRefused(self.take(data), f"already as {cases[0].reference}")
        self.assertTaken(self.take(heading + row.format(6)))
        self.assertTaken(self.take((heading + row.format(5)).replace("05-01", "05-02")))
        self.assertTaken(self.take((heading + row.format(5)).replace("Acme", "Bolt")))

    @users("rcs_manager")
    def test_repairs_for_nothing_are_told_apart_by_their_subject(self):
        data = "Subject,Customer,Opened on\n{},Acme of Repair Test,2026-05-01\n"
        (first, _second) = (
            self.assertTaken(self.take(data.format(name))) for name in ("Drill", "Saw")
        )
        self.assertRefused(self.take(data.format("Drill")), first.reference)

    @users("rcs_manager")
    def test_a_reference_tells_repairs_apart(self):
        heading = "Reference,Subject,Customer,Opened on\n"
        row = "{},Twice,Acme of Repair Test,2026-05-01\n"
        cases = self.assertTaken(self.take(heading + row.format("W-1") + row.format("W-2")), 2)
        self.assertEqual(cases.mapped("reference"), ["W-1", "W-2"])
        self.assertRefused(self.take(heading + row.format("W-2")), "a case W-2 already")
        self.assertTaken(self.take(heading + row.format("W-3")))

    @users("rcs_manager")
    def test_an_emptied_cell_changes_no_number_and_no_day(self):
        (case,) = self.history(
            [
                (
                    self.acme, "2025-06-01", 120,
                    {"stage_id": self.stage_closed.id, "date_closed": "2025-06-03"},
                )
            ]
        )  # fmt: skip
        case = case.with_env(self.env)
        (xml_id,) = case.sudo().export_data(["id"])["datas"][0]
        closed = case.date_closed
        names = ("amount", "date_closed", "date_open", "is_rework", "urgency")
        for name in names:
            with self.subTest(field=name):
                data = f"id,name,{name}\n{xml_id},Repair,\n"
                self.assertTaken(self.take(data, columns=["id", "name", name]))
                self.assertEqual((case.amount, case.date_closed), (120, closed))
                self.assertEqual(case.date_open, datetime(2025, 6, 1))
        data = self.sheet(("id", "amount"), (xml_id, None))
        self.take(data, columns=["id", "amount"])
        self.assertEqual(case.amount, 120)
        self.assertTaken(
            self.take(f"id,name,amount\n{xml_id},R,0\n", columns=["id", "name", "amount"])
        )
        self.assertEqual(case.amount, 0)

    @users("rcs_manager")
    def test_closed_on_the_day_it_was_opened(self):
        names = ["name", "partner_id", "date_open", "date_closed", "stage_id"]
        for i, zone in enumerate(("UTC", "Asia/Shanghai", "America/Los_Angeles")):
            self.company.resource_calendar_id.tz = zone
            row = f"Acme of Repair Test,2026-05-1{i} 10:30:00,2026-05-1{i},Test Closed"
            with self.subTest(zone=zone):
                case = self.assertTaken(
                    self.take(
                        f"a,b,c,d,e\nA,{row}\n",
                        columns=names,
                        date_format="%Y-%m-%d",
                        datetime_format="%Y-%m-%d %H:%M:%S",
                    )
                )
                self.assertGreaterEqual(case.date_closed, case.date_open)
                self.assertLess((case.date_closed - case.date_open).days, 1)
        (case,) = self.history([(self.bolt, "2026-05-01 10:30:00", 1)])
        case.write({"stage_id": self.stage_closed.id, "date_closed": "2026-05-01"})
        self.assertEqual(case.date_closed, case.date_open)
