from odoo.tests import HttpCase, tagged

from ..bases.card import CARD, CardCase
from ..portal.test_receipt import PaperCase

LONG = "Industrial dish washer with water softener and an extra long name "
CHINESE = "带软水装置和超长名称的商用洗碗机以及更多说明文字"


@tagged("post_install", "-at_install")
class TestCardPrinted(PaperCase, CardCase, HttpCase):
    """One sheet of A4 a customer, as a browser prints it."""

    def printed_pages(self, records, login="rcs_manager"):
        ids = ",".join(map(str, records.ids))
        pages = self.pages(f"/report/html/{CARD}/{ids}", login)
        for page in pages:
            self.assertEqual(self.millimetres(page), (210, 297))
        return len(pages)

    def test_one_page_each(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.ann.write({"name": LONG, "user_id": self.manager.id, "repair_birthday": "1980-01-20"})
        self.make_rich(self.ann, LONG * 3, 40)
        self.open_review()
        self.classify("2025-01-12")
        self.assertEqual(self.printed_pages(self.ann), 1)
        self.assertEqual(self.printed_pages(self.bob), 1)
        self.bob.name = CHINESE
        self.make_rich(self.bob, CHINESE * 3, 40)
        self.manager.lang = "zh_CN"
        self.assertEqual(self.printed_pages(self.bob), 1)
        self.assertEqual(self.printed_pages(self.ann | self.bob | self.customer("Carl")), 3)
