from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..fields import Integer
from .label_sheet import SHEETS, drawn

# So many labels are drawn at a time.
MOST_LABELS = 1000
MOST_COPIES = 100
REPORTS = {
    True: "repair_customer_segmentation.repair_label_layout_action_dymo",
    False: "repair_customer_segmentation.repair_label_layout_action_sheet",
}


class RepairLabelLayout(models.TransientModel):
    """Prints labels of chosen cases or devices, many on a sheet.

    A sheet that was begun is used up: printing goes on behind the labels that are gone.
    """

    _name = "repair.label.layout"
    _inherit = ["repair.readable.dialog"]
    _description = "Print Labels"

    # A column, no relation: labels come in the order of the list in which they were chosen.
    chosen_ids = fields.Json(readonly=True)
    chosen_model = fields.Selection(
        [("repair.case", "Cases"), ("repair.device", "Devices")], "Labels of", readonly=True
    )
    print_format = fields.Selection(
        [("dymo", "Dymo"), ("2x7", "2 x 7"), ("4x7", "4 x 7"), ("4x12", "4 x 12")],
        string="Format",
        default="2x7",
        required=True,
        help="Labels side by side x labels below each other.",
    )
    copies = Integer(default=1, required=True, bounds=(1, MOST_COPIES))
    used_count = Integer(
        "Labels Already Used",
        compute="_compute_used_count",
        store=True,
        readonly=False,
        bounds=(0, max(sheet.capacity for sheet in SHEETS.values()) - 1),
        help="On the first sheet, row by row from the top left. Printing starts with the next one.",
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("print_format")
    def _compute_used_count(self):
        """Begin with a whole sheet when another kind of sheet is chosen."""
        self.used_count = 0

    @api.depends("print_format", "copies", "used_count", "chosen_ids")
    def _compute_summary(self):
        for layout in self:
            sheet = SHEETS[layout.print_format or "dymo"]
            labels = len(layout.chosen_ids or []) * layout.copies
            layout.summary = self.env._(
                "Labels: %(labels)s. Sheets: %(sheets)s.",
                labels=labels,
                sheets=sheet.count(layout.used_count + labels),
            )

    @api.constrains("print_format", "used_count")
    def _check_used_count(self):
        for layout in self:
            capacity = SHEETS[layout.print_format].capacity
            if layout.used_count >= capacity:
                raise ValidationError(
                    self.env._(
                        "“Labels Already Used” is %(used)s. A sheet of this format has "
                        "%(capacity)s: enter a number from 0 to %(most)s.",
                        used=layout.used_count,
                        capacity=capacity,
                        most=capacity - 1,
                    )
                )

    @api.model
    def _open(self, records):
        """Return the action that asks how to print labels of cases or devices.

        :raise UserError: when nothing was chosen, or more than is printed at a time
        :raise AccessError: when the user may not read one of them
        """
        records.check_access("read")
        layout = self.create({"chosen_ids": records.ids, "chosen_model": records._name})
        layout._check_label_count()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": self._name,
            "res_id": layout.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_label_count(self):
        chosen = len(self.chosen_ids or [])
        if not chosen:
            raise UserError(self.env._("Choose at least one case or device to print a label of."))
        if chosen * self.copies > MOST_LABELS:
            raise UserError(
                self.env._(
                    "These are %(count)s labels. Choose fewer records or copies: up to %(most)s "
                    "labels are printed at a time.",
                    count=chosen * self.copies,
                    most=MOST_LABELS,
                )
            )

    def action_print(self):
        """Return the action that prints the labels, as PDF or in the browser.

        :raise UserError: when there is nothing, or too much to print
        :raise AccessError: when the user may not read what was chosen
        """
        self.ensure_one()
        self._labelled().check_access("read")
        self._check_label_count()
        report = self.env.ref(REPORTS[self.print_format == "dymo"])
        return {
            **report.report_action(self, config=False),
            "close_on_report_download": True,
        }

    def _labelled(self):
        """Return the chosen cases or devices that are still there."""
        model = self.env[self.chosen_model or "repair.case"]
        return model.browse(self.chosen_ids or []).exists()

    def _sheets(self):
        """Return what to print: for each sheet its labels, as pairs of place and record.

        :return: list: of lists of ((left, top) in millimetres, case or device)
        """
        self.ensure_one()
        self.check_access("read")
        self._check_label_count()
        sheet = SHEETS[self.print_format]
        labels = [record for record in self._labelled() for _copy in range(self.copies)]
        pages = [[] for _page in range(sheet.count(self.used_count + len(labels)))]
        for number, record in enumerate(labels, self.used_count):
            page, index = divmod(number, sheet.capacity)
            pages[page].append((sheet.place(index), record))
        return pages

    def _size(self):
        """Return the measures of the chosen format."""
        return SHEETS[self.print_format]

    @api.model
    def _label_of(self, record):
        """Return the lines and the code of a label.

        :param record: a case, or a device, whose code is its serial number
        :return: dict: code, symbology, reference, partner, device
        """
        if record._name == "repair.case":
            code, device = record.reference or "", record.device_id
        else:
            code, device = record._portal_serial(), record
        symbology, drawn_code = drawn(code)
        return {
            "code": drawn_code,
            "symbology": symbology,
            "reference": record._name == "repair.case" and code,
            "partner": record.partner_id,
            "device": device,
        }
