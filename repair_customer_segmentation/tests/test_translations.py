# ruff: noqa: RUF001 - Chinese has punctuation of its own
import re

import polib

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..models.team.assignment_words import AssignmentWords
from .bases.common import SegmentationCase
from .bases.terms import TermsExported

MODULE = "repair_customer_segmentation"
BRIDGES = ("dashboard", "digest", "learn", "repair", "survey")
ADDONS = (MODULE, *(f"{MODULE}_{bridge}" for bridge in BRIDGES))
# What is the same in Chinese, or no word at all.
SAME = {
    "%(number)s%%",
    "1,234.50",
    "1.234,50",
    "<span invisible=\"figure == 'mean_score'\">%</span>",
    "<span>@</span>",
    "2 x 7",
    "4 x 12",
    "4 x 7",
    "ABC",
    "Ctrl+Enter",
    "Dymo",
    "English",
    "ID",
    "Latin 1",
    "RFM",
    "UTF-16 BE",
    "UTF-16 LE",
    "UTF-16",
    "UTF-32",
    "UTF-8",
    "is_enterprise",
    "is_international",
    "work_hours",
    "your-domain.example",
    "中文",
    "FM %s",
    "R %s",
}
# One word for one thing: what each term of the product is called.
GLOSSARY = {
    "Account Manager": "客户经理",
    "Assign": "分配",
    "Case": "工单",
    "Champions": "重要价值客户",
    "Close Case": "结单",
    "Create Case": "新建工单",
    "Customer": "客户",
    "Device": "设备",
    "Due Soon": "即将超时",
    "Enterprise": "企业客户",
    "Frequent": "频繁维修客户",
    "Grace Period (Days)": "保留期（天）",
    "High Value": "高价值客户",
    "Individual": "个人客户",
    "Medium-Sized": "中型",
    "Met": "已达标",
    "My Repairs": "我的报修",
    "Occasional": "偶尔维修客户",
    "Open Version": "打开",
    "Ordinary": "普通价值客户",
    "Overdue": "已超时",
    "Overrides": "人工指定",
    "Period": "统计周期",
    "Policy": "分类规则",
    "Priority Service": "优先服务",
    "Queue": "工单队列",
    "Reply Due": "回复期限",
    "Resolution Due": "解决期限",
    "Rework": "返修",
    "Run": "分类运行",
    "Satisfaction": "满意度",
    "Service Level": "服务级别",
    "Service Settings": "服务设置",
    "Team Leader": "组长",
    "Thresholds": "阈值",
    "Tier": "客户等级",
    "Upcoming Tier Changes": "等级变动预警",
}
# Words that are close in English and mean different things.
DIFFERENT = [
    ("At Risk", "Due Soon"),
    ("Change", "Expected Change"),
    ("Close", "Close Case"),
    ("From", "From Tier"),
    ("General", "General Information"),
    ("Manager", "Account Manager"),
    ("Medium", "Medium-Sized"),
    ("Open", "Case Opened"),
    ("Open", "Open Version"),
    ("Open", "Pending"),
    ("Priority", "Priority Service"),
    ("Repairs", "My Repairs"),
    ("Resolution", "Solution"),
    ("Service", "Service Settings"),
    ("Service", "Service and Contracts"),
    ("Team Leader", "Manager"),
    ("To", "To Tier"),
]
# What the English of a clerk does without.
ODD = re.compile(r"\b(by mail|e-mail|fifths?|window|catalogue)\b|[\ds] %(%|[ .,]|$)", re.I)
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]")


@tagged("post_install", "-at_install")
class TestTranslations(TermsExported, SegmentationCase):
    """A language that is loaded later reaches the policies of companies too."""

    addon = MODULE

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
        for addon in ADDONS:
            with self.subTest(addon=addon):
                self.check_terms(addon)

    def check_terms(self, addon):
        """Assert that all that an addon says is said in Chinese, with what is filled in."""
        terms = polib.pofile(file_path(f"{addon}/i18n/{addon}.pot"))
        words = polib.pofile(file_path(f"{addon}/i18n/zh_CN.po"))
        self.assertEqual([t.msgid for t in terms], [w.msgid for w in words])
        self.assertEqual({w.msgid for w in words if not w.msgstr or w.fuzzy} - SAME, set())
        for word in words:
            if word.msgstr and any(name.startswith("code:") for name, _ in word.occurrences):
                with self.subTest(word.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(word.msgid)),
                        sorted(PLACEHOLDER.findall(word.msgstr)),
                    )

    def words(self):
        path = file_path(f"{MODULE}/i18n/zh_CN.po")
        return {word.msgid: word.msgstr for word in polib.pofile(path)}

    def test_a_term_is_called_what_the_glossary_says(self):
        words = self.words()
        self.assertEqual({term: words.get(term) for term in GLOSSARY}, GLOSSARY)

    def test_different_meanings_share_no_chinese(self):
        words = self.words()
        for one, other in DIFFERENT:
            with self.subTest(one=one, other=other):
                self.assertTrue(words.get(one) and words.get(other))
                self.assertNotEqual(words[one], words[other])

    def test_english_is_that_of_a_clerk(self):
        """Percent without a space, “email”, “period” and “quintiles”."""
        for addon in ADDONS:
            terms = polib.pofile(file_path(f"{addon}/i18n/{addon}.pot"))
            self.assertEqual([t.msgid for t in terms if ODD.search(t.msgid)], [])

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
