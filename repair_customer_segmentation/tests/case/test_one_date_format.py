import ast
import re
from datetime import datetime
from pathlib import Path

from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase

WRITTEN = {
    "en_US": re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}"),
    "zh_CN": re.compile(r"\d{4}年\d{1,2}月\d{1,2}日"),
}
ADDON = Path(__file__).parents[2]
NUMERIC = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


@tagged("post_install", "-at_install")
class TestOneDateFormat(DeskCase):
    """All days that sentences on a case name are written alike, and names by the reader's comma."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["repair_customer_segmentation"], ["zh_CN"])
        cls.agent = cls.user("rcs_agent", "user_all")
        cls.company.repair_rework_days = 60
        cls.drill = cls.env["repair.device"].create(
            {"name": "Drill", "partner_id": cls.ann.id, "warranty_date": "2025-03-01"}
        )
        cls.before = cls.case(
            name="Drill smokes",
            device_id=cls.drill.id,
            date_open=datetime(2025, 1, 2, 9),
            date_closed=datetime(2025, 1, 3, 9),
            stage_id=cls.stage_closed.id,
        )
        cls.again = cls.case(name="Drill smokes", device_id=cls.drill.id, date_open=MONDAY)

    def test_days_on_the_form(self):
        for lang, written in WRITTEN.items():
            case = self.again.with_user(self.agent).with_context(lang=lang, tz="Asia/Shanghai")
            self.env.invalidate_all()
            texts = [
                case.warranty_hint,
                case.rework_hint,
                case._portal_date(case.date_open),
                *case.similar_cases()[0]["outcome"][:1],
            ]
            for text in texts:
                with self.subTest(lang=lang, text=text):
                    self.assertRegex(text, written)
                    self.assertNotRegex(text, NUMERIC)

    def test_names_one_after_the_other(self):
        works = self.env["repair.declined.work"].create(
            [
                {"name": name, "case_id": self.before.id, "date_declined": "2025-01-03"}
                for name in ("New seal", "New hose")
            ]
        )
        for lang, comma in (("en_US", ", "), ("zh_CN", "、")):
            case = self.again.with_context(lang=lang)
            self.assertEqual(
                case.earlier_declined_hint,
                comma.join(case.earlier_declined_ids.mapped("name")),
            )
        self.assertEqual(self.again.earlier_declined_ids, works)

    def test_no_sentence_writes_a_day_in_numbers(self):
        for path in (*ADDON.glob("models/**/*.py"), *ADDON.glob("wizards/*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "format_date":
                    self.assertIn("date_format", [word.arg for word in node.keywords], path.name)
