from itertools import pairwise

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged, users
from odoo.tools import mute_logger

from ...wizards.label_sheet import SHEETS
from ..bases.portal_pages import INSIDE, PortalHttpCase
from ..bases.tours import TourCase
from .test_receipt import PaperCase

SHEET = "repair_customer_segmentation.report_repair_label_sheet"
DYMO = "repair_customer_segmentation.report_repair_label_dymo"
QUIET = ("odoo.http", "odoo.addons.web.controllers.report", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestLabelSheet(PaperCase, PortalHttpCase):
    """Labels of chosen cases or devices, many on a sheet, a sheet that was begun too."""

    def layout(self, records, **values):
        action = self.env["repair.label.layout"]._open(records.with_env(self.env))
        layout = self.env["repair.label.layout"].browse(action["res_id"])
        layout.write(values)
        return layout

    def sheets(self, layout):
        """Return of each sheet what its labels say and where they are: [(left, top, text)]."""
        report = layout.action_print()["report_name"]
        page, said = self.printed(report, layout)
        return [
            [
                (*self.place(label), " ".join(label.text_content().split()))
                for label in sheet.find_class("o_repair_label")
            ]
            for sheet in page.find_class("o_repair_sheet")
        ], said

    def place(self, label):
        style = dict(
            part.strip().split(": ") for part in label.get("style").split(";") if part.strip()
        )
        return float(style["left"][:-2]), float(style["top"][:-2])

    @users("rcs_agent")
    def test_what_a_label_of_a_case_says(self):
        sheets, said = self.sheets(self.layout(self.case))
        self.assertEqual(
            sheets,
            [[(5.5, 14.71, f"{self.case.reference} Acme, Ann Dishwasher G7 S/N SN-ANN-7")]],
        )
        self.assertEqual(said, {"Code128": self.case.reference})
        for word in INSIDE:
            self.assertNotIn(word, sheets[0][0][2])

    @users("rcs_agent")
    def test_what_a_label_of_a_device_says(self):
        sheets, said = self.sheets(self.layout(self.device))
        self.assertEqual([label[2] for label in sheets[0]], ["Acme Dishwasher G7 S/N SN-ANN-7"])
        self.assertEqual(said, {"Code128": "SN-ANN-7"})

    @users("rcs_agent")
    def test_a_serial_number_that_bars_cannot_say_is_a_code_for_a_camera(self):
        for serial, kind in (
            ("7" * 20, "Code128"), ("7" * 21, "QR"), ("序列号7", None), (False, None),
        ):  # fmt: skip
            self.device.sudo().serial_number = serial
            sheets, said = self.sheets(self.layout(self.device))
            self.assertEqual(said, {kind: serial} if kind else {})
            self.assertEqual(len(sheets[0]), 1)

    @users("rcs_agent")
    def test_copies_fill_the_sheets(self):
        for print_format, copies, counts in (
            ("2x7", 7, [14]),
            ("2x7", 8, [14, 2]),
            ("4x7", 14, [28]),
            ("4x7", 15, [28, 2]),
            ("4x12", 24, [48]),
            ("4x12", 50, [48, 48, 4]),
            ("dymo", 2, [1, 1, 1, 1]),
        ):
            layout = self.layout(self.case | self.other, print_format=print_format, copies=copies)
            with self.subTest(format=print_format, copies=copies):
                sheets, _said = self.sheets(layout)
                self.assertEqual([len(sheet) for sheet in sheets], counts)
                self.assertEqual(layout.summary, f"Labels: {2 * copies}. Sheets: {len(counts)}.")
                for sheet in sheets:
                    places = [label[:2] for label in sheet]
                    self.assertEqual(len(set(places)), len(places), "none on another")

    @users("rcs_agent")
    def test_labels_come_in_the_order_of_the_list(self):
        for cases in (self.case + self.other, self.other + self.case):
            sheets, _said = self.sheets(self.layout(cases, copies=2))
            self.assertEqual(
                [label[2].split()[0] for label in sheets[0]],
                [case.reference for case in cases for _copy in range(2)],
            )

    @users("rcs_agent")
    def test_a_sheet_that_was_begun_is_used_up(self):
        for print_format, used, places in (
            # 2 x 7: 102 mm from label to label, and 38.43 mm down.
            ("2x7", 13, [(107.5, 245.29), (5.5, 14.71)]),
            ("4x7", 3, [(158.0, 14.71), (5.0, 53.14)]),
            ("4x12", 47, [(156.25, 256.79), (10.75, 21.21)]),
        ):
            layout = self.layout(self.case | self.other, print_format=print_format, used_count=used)
            sheets, _said = self.sheets(layout)
            with self.subTest(format=print_format):
                self.assertEqual(len(sheets), 1 if print_format == "4x7" else 2)
                self.assertEqual([label[:2] for sheet in sheets for label in sheet], places)

    def test_every_label_is_on_the_sheet_and_beside_the_others(self):
        for name, sheet in SHEETS.items():
            places = [sheet.place(number) for number in range(sheet.capacity)]
            with self.subTest(format=name):
                self.assertEqual(len(set(places)), sheet.capacity)
                for left, top in places:
                    self.assertGreaterEqual(min(left, top), 0)
                    self.assertLessEqual(left + sheet.label[0], sheet.width)
                    self.assertLessEqual(top + sheet.label[1], sheet.height)
                columns, rows = ({place[axis] for place in places} for axis in (0, 1))
                for edges, size in ((columns, sheet.label[0]), (rows, sheet.label[1])):
                    ordered = sorted(edges)
                    for one, next_one in pairwise(ordered):
                        self.assertGreaterEqual(next_one - one, size)

    @users("rcs_agent")
    def test_what_cannot_be_printed_is_refused(self):
        layout = self.layout(self.case, print_format="4x7")
        for values, message in (
            ({"copies": 0}, "“Copies” is 0. Enter a value from 1 to 100."),
            ({"copies": -1}, "“Copies” is -1. Enter a value from 1 to 100."),
            ({"copies": 101}, "“Copies” is 101. Enter a value from 1 to 100."),
            ({"used_count": -1}, "“Labels Already Used” is -1. Enter a value from 0 to 47."),
            (
                {"used_count": 28},
                (
                    "“Labels Already Used” is 28. A sheet of this format has 28: enter a number "
                    "from 0 to 27."
                ),
            ),
        ):
            with self.assertRaises(ValidationError) as refused:
                layout.write(values)
            self.assertEqual(str(refused.exception), message)
        self.assertEqual((layout.copies, layout.used_count), (1, 0))
        with self.assertRaisesRegex(UserError, "Choose at least one"):
            self.layout(self.env["repair.case"])

    @users("rcs_agent")
    def test_no_more_than_a_thousand_at_a_time(self):
        layout = self.layout(self.case)
        layout.write({"chosen_ids": self.case.ids * 11, "copies": 91})
        with self.assertRaisesRegex(UserError, "These are 1001 labels. .* up to 1000 labels"):
            layout.action_print()

    @users("rcs_agent")
    def test_another_kind_of_sheet_is_a_whole_one(self):
        with Form(self.layout(self.case, print_format="4x12", used_count=30)) as form:
            form.print_format = "dymo"
            self.assertEqual(form.used_count, 0)
            self.assertTrue(form._get_modifier("used_count", "invisible"))
            self.assertEqual(form.summary, "Labels: 1. Sheets: 1.")

    def test_each_sheet_is_one_page(self):
        self.case.partner_id.name = "A customer with a name that goes on and on " * 3
        self.device.name = "Dishwasher with a name that goes on and on " * 5
        for print_format, report, copies, used, sizes in (
            ("2x7", SHEET, 14, 1, [(210, 297)] * 2),
            ("4x12", SHEET, 48, 0, [(210, 297)]),
            ("dymo", DYMO, 2, 0, [(57, 32)] * 2),
        ):
            layout = self.env(user=self.agent)["repair.label.layout"].browse(
                self.env["repair.label.layout"].with_user(self.agent)._open(self.case)["res_id"]
            )
            layout.write({"print_format": print_format, "copies": copies, "used_count": used})
            with self.subTest(format=print_format):
                pages = self.pages(f"/report/html/{report}/{layout.id}")
                self.assertEqual([self.millimetres(page) for page in pages], sizes)

    @users("rcs_agent")
    def test_the_paper_of_the_printer(self):
        reports = self.env["ir.actions.report"]
        for name, paper in ((SHEET, ""), (DYMO, "_dymo")):
            self.assertEqual(
                reports._get_report(name).paperformat_id,
                self.env.ref(f"product.paperformat_label_sheet{paper}"),
            )

    @mute_logger(*QUIET)
    def test_others_see_nothing_of_it(self):
        layout = self.layout(self.case)
        company = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        new_test_user(self.env, "rcs_employee", groups="base.group_user", **company)
        self.user("rcs_own", "user")
        self.env.invalidate_all()
        for login in ("rcs_carl", "rcs_employee", "rcs_own"):
            for report in (SHEET, DYMO):
                with self.subTest(login=login):
                    answer = self.get(f"/report/html/{report}/{layout.id}", login)
                    self.assertEqual(answer.status_code, 403)
                    self.assertNotIn("Dishwasher", answer.text)

    def test_only_of_what_the_user_may_read(self):
        own = self.user("rcs_own", "user")
        layouts = self.env["repair.label.layout"].with_user(own)
        with self.assertRaises(AccessError):
            layouts._open(self.case.with_user(own))
        mine = self.open_case(self.carl, name="Mine", user_id=own.id, company_id=self.company.id)
        layout = layouts.browse(layouts._open(mine.with_user(own))["res_id"])
        layout.write({"chosen_ids": self.case.ids})
        with self.assertRaises(AccessError):
            layout.action_print()

    def test_nothing_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "rcs_stranger",
            groups="repair_customer_segmentation.group_manager",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        layouts = self.env["repair.label.layout"].with_user(stranger)
        for records in (self.case, self.device):
            with self.assertRaises(AccessError):
                layouts._open(records.with_user(stranger))

    @users("rcs_agent")
    def test_it_is_in_the_print_menus(self):
        for model in ("repair.case", "repair.device"):
            bindings = self.env["ir.actions.actions"].get_bindings(model)
            self.assertIn("Label Sheet...", {action["name"] for action in bindings["report"]})

    def test_the_button_of_the_sheet(self):
        page = html.fromstring(self.env["repair.label.layout"].get_view(view_type="form")["arch"])
        self.assertEqual(page.xpath("//button[@name='action_print']/@string"), ["Print"])


@tagged("post_install", "-at_install")
class TestToursLabelSheet(TourCase):
    """A clerk prints the labels of a few cases on a sheet that was begun, where there is no PDF."""

    def test_labels_of_a_selection(self):
        customer = self.env["res.partner"].create({"name": "Tour Big"})
        self.env["repair.case"].create(
            [
                {
                    "name": f"Label tour {number}",
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                }
                for number in range(3)
            ]
        )
        self.patch(
            type(self.env["ir.actions.report"]),
            "get_wkhtmltopdf_state",
            lambda _reports: "install",
        )
        self.start_tour(
            "/odoo/repair-cases?view_type=list", "repair_label_sheet_tour", login="tour_user_all"
        )
        layout = self.env["repair.label.layout"].search([], order="id desc", limit=1)
        self.assertRecordValues(layout, [{"print_format": "4x7", "copies": 2, "used_count": 5}])
        self.assertEqual(len(layout.chosen_ids), 3)
