from odoo.tests import tagged

from .common import SegmentationCase

MODULE = "repair_customer_segmentation"


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
