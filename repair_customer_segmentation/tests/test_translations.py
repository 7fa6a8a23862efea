# ruff: noqa: RUF001 - Chinese has punctuation of its own
import re

import polib

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..models.team.assignment_words import AssignmentWords
from .bases.common import SegmentationCase

MODULE = "repair_customer_segmentation"
# What is the same in Chinese, or no word at all.
SAME = {
    "<span>@</span>",
    "ABC",
    "ID",
    "RFM",
    "is_enterprise",
    "is_international",
    "your-domain.example",
}
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]")


@tagged("post_install", "-at_install")
class TestTranslations(SegmentationCase):
    """A language that is loaded later reaches the policies of companies too."""

    def load_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms([MODULE], ["zh_CN"])

    def chinese(self, record):
        return record.with_context(lang="zh_CN").name

    def test_copies_of_the_shipped_tiers_are_translated(self):
        high, ordinary = self.tier("High Value"), self.tier("Ordinary")
        frequent, own = self.tier("Frequent"), self.tier("Occasional")
        own.name = "Once in a while"
        self.load_chinese()
        self.assertEqual(self.chinese(high), "高价值客户")
        self.assertEqual(self.chinese(ordinary), "普通价值客户")
        self.assertEqual(self.chinese(frequent), "频繁维修客户")
        self.assertEqual(self.chinese(own), "Once in a while")

    def test_a_word_that_somebody_translated_is_left_alone(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        high = self.tier("High Value")
        high.with_context(lang="zh_CN").name = "贵宾"
        self.load_chinese()
        self.assertEqual(self.chinese(high), "贵宾")

    def test_every_term_has_a_word_with_the_same_placeholders(self):
        terms = polib.pofile(file_path(f"{MODULE}/i18n/{MODULE}.pot"))
        words = polib.pofile(file_path(f"{MODULE}/i18n/zh_CN.po"))
        self.assertEqual([t.msgid for t in terms], [w.msgid for w in words])
        self.assertEqual({w.msgid for w in words if not w.msgstr or w.fuzzy} - SAME, set())
        for word in words:
            if word.msgstr and any(name.startswith("code:") for name, _ in word.occurrences):
                with self.subTest(word.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(word.msgid)),
                        sorted(PLACEHOLDER.findall(word.msgstr)),
                    )

    def test_each_meaning_has_a_word_of_its_own(self):
        self.load_chinese()
        chinese = self.env(context={"lang": "zh_CN"})
        clock = chinese["repair.case"].fields_get(["sla_state"])["sla_state"]
        self.assertEqual(dict(clock["selection"])["at_risk"], "即将超时")
        self.assertEqual(self.chinese(self.tier("At Risk")), "流失风险客户")
        manager = chinese["repair.customer.manager"].fields_get(["user_id"])["user_id"]
        self.assertEqual(manager["string"], "客户经理")
        self.assertEqual(self.chinese(self.env.ref(f"{MODULE}.group_manager")), "服务经理")
        self.assertEqual(self.chinese(self.env.ref(f"{MODULE}.repair_service_menu")), "服务设置")
        self.assertEqual(self.chinese(self.tier("Service")), "服务性需求")

    def test_customers_read_a_heading_and_not_a_number_of_repairs(self):
        self.load_chinese()
        page = (
            self.env["ir.qweb"]
            .with_context(lang="zh_CN")
            ._render(f"{MODULE}.portal_breadcrumbs", {"page_name": "repair_cases"})
        )
        self.assertIn("我的报修", page)
        self.assertNotIn("维修次数", page)

    def test_reasons_are_parted_as_chinese_parts_them(self):
        self.load_chinese()
        words = AssignmentWords(self.env(context={"lang": "zh_CN"}))
        self.assertEqual(
            words.reasons_text([["outside"], ["load", 1, 4]]),
            "当前为非工作时间；未结工单 1/4 张",
        )
        self.assertEqual(
            words.nobody_text([("王伟", ["full", 4, 4]), ("李强", ["out"])]),
            "没有人可以接手：王伟（未结工单 4/4 张，已满）、李强（不在办公室）。",
        )
