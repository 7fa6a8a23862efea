from io import BytesIO

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.imports import OPTIONS, XLSX, ImportCase

ADDON = "repair_customer_segmentation"
COLUMNS = [
    "name",
    "partner_id",
    "date_open",
    "date_closed",
    "amount",
    "parts_cost",
    "work_hours",
    "type_id",
    "stage_id",
    "is_rework",
]


@tagged("post_install", "-at_install")
class TestImportTemplate(ImportCase, HttpCase):
    """The template comes in as it is, in the language of whoever asked for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms([ADDON], ["zh_CN"])
        # Odoo's default rights and one role of ours.
        cls.boss = cls.default_user("rcs_boss", "manager")
        cls.clerk = cls.default_user("rcs_clerk", "user")

    @classmethod
    def default_user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_user,{ADDON}.group_{group}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def downloaded(self, user, lang):
        """Return the environment of a user in a language, and the template that they get."""
        user.lang = lang
        env = self.env(user=user, context={"lang": lang, "tz": user.tz})
        (template,) = env["repair.case"].get_import_templates()
        self.authenticate(user.login, user.login)
        answer = self.url_open(template["template"])
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, XLSX))
        return env, answer.content

    def tried(self, env, content, dryrun=True):
        """Import a file as the web client does; return the columns and what came of it."""
        wizard = env["base_import.import"].create(
            {"res_model": "repair.case", "file": content, "file_type": XLSX}
        )
        preview = wizard.parse_preview({**OPTIONS, "date_format": "", "datetime_format": ""})
        self.assertNotIn("error", preview)
        columns = [
            "/".join(preview["matches"].get(index, [])) for index in range(len(preview["headers"]))
        ]
        result = wizard.execute_import(
            columns, preview["headers"], preview["options"], dryrun=dryrun
        )
        return columns, result

    def test_it_passes_the_test_as_it_is(self):
        for lang in ("en_US", "zh_CN"):
            for zone in ("Asia/Shanghai", "America/Los_Angeles"):
                self.boss.tz = zone
                env, content = self.downloaded(self.boss, lang)
                with self.subTest(lang=lang, zone=zone):
                    columns, result = self.tried(env, content)
                    self.assertEqual(columns, COLUMNS)
                    self.assertFalse(result["messages"])
                    self.assertEqual(len(result["ids"]), 3)

    def test_a_clerk_without_amounts_gets_none(self):
        for lang in ("en_US", "zh_CN"):
            env, content = self.downloaded(self.clerk, lang)
            with self.subTest(lang=lang):
                columns, result = self.tried(env, content)
                money = ("amount", "parts_cost")
                self.assertEqual(columns, [name for name in COLUMNS if name not in money])
                self.assertFalse(result["messages"])

    def test_what_comes_in(self):
        for lang in ("en_US", "zh_CN"):
            env, content = self.downloaded(self.boss, lang)
            _columns, result = self.tried(env, content, dryrun=False)
            cases = self.assertImported(result, 3)
            with self.subTest(lang=lang):
                self.assertEqual(cases.mapped("amount"), [240, 89.5, 0])
                self.assertEqual(cases.mapped("parts_cost"), [35.5, 0, False])
                self.assertEqual(cases.mapped("work_hours"), [1.5, 0.75, False])
                self.assertEqual(cases.mapped("is_rework"), [False, False, True])
                self.assertEqual(cases.mapped("state"), ["closed", "closed", "open"])
                self.assertEqual(cases[0].partner_id, cases[2].partner_id)
                self.assertNotEqual(cases[0].partner_id, cases[1].partner_id)
                self.assertEqual(
                    cases.type_id,
                    self.env.ref(f"{ADDON}.repair_case_type_product")
                    | self.env.ref(f"{ADDON}.repair_case_type_complaint"),
                )
            cases.with_user(self.env.user).unlink()

    def test_every_word_is_in_the_language_of_the_user(self):
        texts = {}
        for lang in ("en_US", "zh_CN"):
            _env, content = self.downloaded(self.boss, lang)
            book = load_workbook(BytesIO(content))
            # Customers and this test's own stages have one name.
            names = {
                book.worksheets[0].cell(row, column).value for row in (2, 3, 4) for column in (2, 9)
            }
            texts[lang] = {
                cell.value
                for sheet in book
                for row in sheet.iter_rows()
                for cell in row
                if isinstance(cell.value, str)
            } - names | set(book.sheetnames)
        self.assertFalse(texts["en_US"] & texts["zh_CN"])
        self.assertLessEqual({"Subject", "Product Problem"}, texts["en_US"])
        self.assertLessEqual({"主题", "是"}, texts["zh_CN"])

    def test_names_that_two_records_have_are_not_taken(self):
        """Not even where the one who is first in the list is the customer of most repairs."""
        twins = self.customer("Twin of Repair Test"), self.customer("Twin of Repair Test")
        alone = self.customer("Alone of Repair Test")
        self.history([(twins[0], "2025-05-01", 900), (alone, "2025-05-01", 10)])
        self.policy.classify()
        env, content = self.downloaded(self.boss, "en_US")
        book = load_workbook(BytesIO(content))
        self.assertEqual(book.worksheets[0].cell(2, 2).value, "Alone of Repair Test")
        self.assertFalse(self.tried(env, content)[1]["messages"])

    @freeze_time("2025-03-10 20:00:00")
    def test_days_are_of_late_and_in_order(self):
        self.boss.tz = "Asia/Shanghai"
        _env, content = self.downloaded(self.boss, "en_US")
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        days = [
            [cell and cell.strftime("%Y-%m-%d %H:%M") for cell in row]
            for row in sheet.iter_rows(2, 4, 3, 4, values_only=True)
        ]
        self.assertEqual(
            days,
            [
                ["2025-01-10 09:30", "2025-01-12 16:00"],
                ["2025-01-30 09:30", "2025-02-01 16:00"],
                ["2025-03-06 09:30", None],
            ],
        )

    def test_without_a_closing_stage_nothing_is_closed(self):
        stages = self.env["repair.case.stage"].search([("case_state", "=", "closed")])
        stages.active = False
        env, content = self.downloaded(self.boss, "en_US")
        sheet = load_workbook(BytesIO(content)).worksheets[0]
        self.assertEqual([sheet.cell(row, 4).value for row in (2, 3, 4)], [None] * 3)
        self.assertFalse(self.tried(env, content)[1]["messages"])

    def test_it_is_for_those_who_may_add_cases(self):
        self.default_user("rcs_portal", "user").write(
            {"group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]}
        )
        self.authenticate("rcs_portal", "rcs_portal")
        answer = self.url_open(f"/{ADDON}/import_template/repair_case.xlsx")
        self.assertEqual(answer.status_code, 403)
        self.authenticate(None, None)
        answer = self.url_open(f"/{ADDON}/import_template/repair_case.xlsx", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
