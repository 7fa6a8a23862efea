from base64 import b64decode
from datetime import datetime
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import tagged, users
from odoo.tests.common import ChromeBrowser
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from ..bases.portal_pages import INSIDE, PortalHttpCase

RECEIPT = "repair_customer_segmentation.report_repair_case_receipt"
LABEL = "repair_customer_segmentation.report_repair_case_label"
# A Wednesday; the company's calendar has it in UTC.
MORNING = datetime(2025, 1, 15, 9, 30)


class PaperCase:
    """Prints reports as a page and as a browser does; for an :class:`HttpCase` to mix in."""

    def printed(self, report, records):
        """Return the printed page as a tree, and what its barcodes say: kind -> text."""
        said = {}
        barcode = IrActionsReport.barcode

        def listen(reports, kind, value, **options):
            said[kind] = value
            return barcode(reports, kind, value, **options)

        with patch.object(IrActionsReport, "barcode", listen):
            page, kind = self.env["ir.actions.report"]._render_qweb_html(report, records.ids)
        self.assertEqual(kind, "html")
        return html.fromstring(page), said

    def millimetres(self, page):
        return tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])

    def pages(self, url, login="rcs_agent"):
        """Return the pages of a PDF as a browser of a user prints it."""
        self.env.flush_all()
        browser = ChromeBrowser(self)
        self.addCleanup(browser.stop)
        with self.allow_requests(browser=browser):
            self.authenticate(login, login, browser=browser)
            browser.navigate_to(self.base_url() + url, wait_stop=True)
            answer = browser._websocket_request(
                "Page.printToPDF",
                params={
                    "preferCSSPageSize": True,
                    "printBackground": True,
                    "paperWidth": 8.27,
                    "paperHeight": 11.69,
                },
                timeout=30,
            )
            self._wait_remaining_requests()
        return PdfFileReader(BytesIO(b64decode(answer["data"]))).pages


@tagged("post_install", "-at_install")
class TestReceipt(PaperCase, PortalHttpCase):
    """What a customer is given for a device, and what the device gets on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann.phone = "+1 415 555 0177"
        cls.case.write(
            {
                "date_open": MORNING,
                "condition": "Scratch on the <door>\nWith hose, without manual",
            }
        )

    def printed(self, report, records=None):
        return super().printed(report, records or self.case)

    def cell(self, page, name):
        found = page.xpath(f"//*[@name='{name}']")
        return " ".join(found[0].text_content().split()) if found else None

    @users("rcs_agent")
    @freeze_time(MORNING)
    def test_what_the_receipt_says(self):
        self.case.response_deadline = datetime(2025, 1, 15, 15, 0)
        self.case.first_response_date = False
        page, _said = self.printed(RECEIPT)
        self.assertEqual(
            [self.cell(page, name) for name in ("date", "device", "serial", "problem")],
            ["January 15, 2025", "Dishwasher G7", "SN-ANN-7", "Dishwasher leaks"],
        )
        self.assertEqual(page.xpath("//h2")[0].text_content(), f"Receipt {self.case.reference}")
        self.assertEqual(
            [line.strip() for line in page.xpath("//p[@name='condition']/text()")],
            ["Scratch on the <door>", "With hose, without manual"],
        )
        self.assertEqual(self.cell(page, "next"), self.case._portal_next())
        self.assertEqual(self.cell(page, "address"), "Acme, Ann +1 415 555 0177")
        text = page.text_content()
        for word in INSIDE:
            self.assertNotIn(word, text)

    @users("rcs_agent")
    def test_nothing_is_promised_of_a_case_that_waits_or_is_done(self):
        for stage in (self.stage_waiting, self.stage_closed):
            self.case.stage_id = stage
            page, _said = self.printed(RECEIPT)
            self.assertIsNone(self.cell(page, "next"))

    @users("rcs_agent")
    def test_a_receipt_without_a_device(self):
        self.case.write({"device_id": False, "condition": False})
        page, _said = self.printed(RECEIPT)
        for name in ("device", "serial", "condition"):
            self.assertIsNone(self.cell(page, name))

    @users("rcs_agent")
    def test_the_code_leads_to_the_status_and_is_no_key_to_the_case(self):
        token = self.case.sudo()._portal_ensure_token()
        page, said = self.printed(RECEIPT)
        code = self.case.sudo().status_code
        self.assertEqual(said["QR"], f"{self.case.get_base_url()}/repair/status/{code}")
        image = page.xpath("//*[@name='qr']/img/@src")[0]
        self.assertEqual(b64decode(image.partition(",")[2])[:4], b"\x89PNG")
        printed = html.tostring(page).decode()
        for secret in (code, token):
            self.assertNotIn(secret, printed, "for the eyes of a camera alone")
        self.assertNotIn(token, code)
        self.assertEqual(self.printed(RECEIPT)[1], said, "printed again, it is the same")

    @users("rcs_agent")
    def test_a_confidential_case_has_no_code(self):
        self.case.is_confidential = True
        page, said = self.printed(RECEIPT)
        self.assertFalse(page.xpath("//*[@name='qr']"))
        self.assertNotIn("QR", said)
        self.assertFalse(self.case.sudo().status_code)

    @users("rcs_agent")
    def test_it_speaks_the_language_of_the_customer(self):
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        view = self.env.ref(f"{RECEIPT}_document").sudo()
        view.update_field_translations("arch_db", {"zh_CN": {"Received on": "收到日期"}})
        self.carl.sudo().lang = "zh_CN"
        self.other.date_open = MORNING
        page, _said = self.printed(RECEIPT, self.case | self.other)
        text = page.text_content()
        self.assertEqual(
            [" ".join(node.text_content().split()) for node in page.xpath("//*[@name='date']")],
            ["January 15, 2025", "2025年1月15日"],
        )
        self.assertEqual((text.count("Received on"), text.count("收到日期")), (1, 1))

    @users("rcs_agent")
    def test_what_the_label_says(self):
        page, said = self.printed(LABEL)
        self.assertEqual(
            [self.cell(page, name) for name in ("reference", "customer", "device", "serial")],
            [self.case.reference, "Acme, Ann", "Dishwasher G7", "S/N SN-ANN-7"],
        )
        self.assertEqual(said, {"Code128": self.case.reference})
        for word in (*INSIDE, "Dishwasher leaks"):
            self.assertNotIn(word, page.text_content())

    @users("rcs_agent")
    def test_the_label_scanned_into_the_search_finds_the_case(self):
        _page, said = self.printed(LABEL)
        found = self.env["repair.case"].search([("find_text", "ilike", said["Code128"])])
        self.assertEqual(found, self.case)

    @users("rcs_agent")
    def test_one_label_a_case(self):
        page, _said = self.printed(LABEL, self.case | self.other)
        self.assertEqual(len(page.find_class("o_repair_label")), 2)

    @users("rcs_agent")
    def test_what_is_too_long_for_one_page_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has 1001 characters. Shorten it to 1000"):
            self.case.condition = "x" * 1001

    def test_each_is_one_page(self):
        self.case.write(
            {
                "name": "It leaks at the door, and " * 10,
                "condition": "Scratch on the left side.\n" * 38,
            }
        )
        self.device.name = "Dishwasher with a name that goes on and on " * 5
        for report, size in ((RECEIPT, (210, 297)), (LABEL, (57, 32))):
            with self.subTest(report=report):
                pages = self.pages(f"/report/html/{report}/{self.case.id}")
                self.assertEqual([self.millimetres(page) for page in pages], [size])
