from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html

from ..models.case.device import warranty_words
from ..models.case.find import serial_part
from ..vocabulary import URGENCIES

MOST_MATCHES = 8
RECEIPT_REPORT = "repair_customer_segmentation.repair_case_action_receipt"
LABEL_REPORT = "repair_customer_segmentation.repair_case_action_label"


class RepairCaseIntake(models.TransientModel):
    """Takes in a case while the customer waits: who, what device, what is wrong.

    One box finds the customer or the device; whoever is not found is made from what was typed.
    """

    _name = "repair.case.intake"
    _inherit = ["repair.readable.dialog"]
    _description = "New Case"

    query = fields.Char(
        "Customer or Device",
        help="A phone number in any format, an email address, a name, or a serial number.",
    )
    match_ids = fields.One2many("repair.case.intake.match", "intake_id")
    is_unknown = fields.Boolean("Not Found")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer")
    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    value_tier_id = fields.Many2one(related="partner_id.repair_value_tier_id", string="Value")
    value_color = fields.Integer(related="partner_id.repair_value_color")
    frequency_tier_id = fields.Many2one(
        related="partner_id.repair_frequency_tier_id", string="Frequency"
    )
    frequency_color = fields.Integer(related="partner_id.repair_frequency_color")
    duplicate_hint = fields.Html("Other Open Cases", compute="_compute_duplicate_hint")
    partner_name = fields.Char("Name")
    partner_phone = fields.Char("Phone")
    partner_email = fields.Char("Email")
    device_id = fields.Many2one(
        "repair.device",
        domain="[('commercial_partner_id', '=', commercial_partner_id),"
        " ('company_id', 'in', (False, company_id))]",
    )
    warranty_state = fields.Selection(
        [("running", "Under Warranty"), ("ended", "Warranty Ended")], compute="_compute_warranty"
    )
    warranty_hint = fields.Char("Warranty", compute="_compute_warranty")
    device_name = fields.Char("New Device", help="Fill in to add a device for the customer.")
    device_serial = fields.Char("Serial Number")
    condition = fields.Text(
        "Condition and Accessories",
        help="What is left with you, and how it looks: scratches, charger, bag. It is printed on "
        "the receipt.",
    )
    photo_ids = fields.Many2many("ir.attachment", string="Photos")
    prints_receipt = fields.Boolean("Receipt", help="For the customer: with a code to follow it.")
    prints_label = fields.Boolean("Device Label", help="To stick on the device.")
    prints_sheet = fields.Boolean("Label Sheet", help="Several labels, on a sheet of A4.")
    name = fields.Char("Subject")
    description = fields.Text("Customer's Description")
    type_id = fields.Many2one(
        "repair.case.type", domain="[('company_id', 'in', (False, company_id))]"
    )
    urgency = fields.Selection(URGENCIES, default="2", required=True)
    channel_id = fields.Many2one(
        "repair.case.channel",
        domain=lambda self: self._channel_domain(),
        default=lambda self: self.env["repair.case.channel"]._shipped("phone"),
    )

    def _channel_domain(self):
        """Return the domain of the channels that are named: others are set by themselves."""
        channels = self.env["repair.case.channel"]
        return [("id", "not in", (channels._shipped("portal") | channels._shipped("import")).ids)]

    @api.depends("device_id", "company_id")
    @api.depends_context("lang", "tz")
    def _compute_warranty(self):
        for intake in self:
            intake.warranty_state = intake.warranty_hint = False
            if end := intake.device_id.warranty_date:
                day = intake.company_id._repair_day(fields.Datetime.now())
                intake.warranty_state, intake.warranty_hint = warranty_words(self.env, end, day)

    @api.onchange("query")
    def _onchange_query(self):
        """Look for the customer; the only one who fits is taken at once."""
        matches = self._find(self.query)
        chosen = matches[0] if len(matches) == 1 else (False, False)
        self.update(
            {
                "match_ids": [
                    Command.clear(),
                    *(
                        Command.create({"partner_id": partner, "device_id": device})
                        for partner, device in (matches if len(matches) > 1 else ())
                    ),
                ],
                "is_unknown": bool(self.query and not matches),
                **self._match_values(*chosen),
                **self._new_customer_values(None if matches else self.query),
            }
        )

    @api.onchange("match_ids")
    def _onchange_match_ids(self):
        """Take the customer that was chosen, and go on with the case."""
        match = self.match_ids.filtered("is_chosen")[:1]
        if match:
            self.update(
                {
                    **self._match_values(match.partner_id.id, match.device_id.id),
                    "match_ids": [Command.clear()],
                }
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.device_id.commercial_partner_id != self.partner_id.commercial_partner_id:
            self.update({"device_id": False})

    @api.model
    def _find(self, text):
        """Return pairs of customer id and device id (or False) that a text may mean."""
        text = (text or "").strip()
        if not text:
            return []
        devices = self.env["repair.device"].search(
            serial_part(text) & Domain("company_id", "in", (False, self.env.company.id)),
            limit=MOST_MATCHES,
        )
        pairs = [(device.partner_id.id, device.id) for device in devices]
        known = {partner_id for partner_id, _device_id in pairs}
        partners = self.env["res.partner"]._repair_find(text, MOST_MATCHES)
        return [*pairs, *((p.id, False) for p in partners if p.id not in known)][:MOST_MATCHES]

    @api.model
    def _match_values(self, partner_id, device_id):
        return {"partner_id": partner_id, "device_id": device_id}

    @api.model
    def _new_customer_values(self, text):
        """Return the values of a new customer by a text that found nobody: phone, email or name."""
        text = (text or "").strip()
        values = {"partner_name": False, "partner_phone": False, "partner_email": False}
        if "@" in text:
            values["partner_email"] = text
        elif text and self.env["res.partner"]._repair_meant(text).is_phone:
            values["partner_phone"] = text
        elif text:
            values["partner_name"] = text
        return values

    @api.depends("partner_id", "device_id", "company_id")
    def _compute_duplicate_hint(self):
        """Show other open cases of the customer before another one is opened."""
        cases = self.env["repair.case"]
        for intake in self:
            customer = intake.commercial_partner_id._origin
            others = cases._open_cases_of(customer, intake.company_id)
            if intake.device_id:
                device = intake.device_id._origin
                others = others.filtered(lambda c, d=device: c.device_id in (d, cases.device_id))
            intake.duplicate_hint = others._links_text(customer)

    def action_create(self):
        """Open the case, with what is new of its customer and device, and print what is wanted.

        :return: dict: the action that shows the case, and prints
        :raise UserError: when the subject, the customer or its name is missing
        """
        self.ensure_one()
        if not (self.name or "").strip():
            raise UserError(self.env._("What is the problem? Fill in the field “Subject”."))
        partner = self.partner_id or self._create_customer()
        case = self.env["repair.case"].create(self._case_values(partner))
        self._hand_over_photos(case)
        return self._shown_and_printed(case)

    def _case_values(self, partner):
        """Return the values of the case that this dialog opens."""
        return {
            "name": self.name.strip(),
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "device_id": (self.device_id or self._create_device(partner)).id,
            "type_id": self.type_id.id,
            "urgency": self.urgency,
            "channel_id": self.channel_id.id,
            "description": self.description and plaintext2html(self.description),
            "condition": (self.condition or "").strip() or False,
        }

    def _hand_over_photos(self, case):
        """Put the photos that were taken in this dialog on the case, in a note."""
        photos = self.photo_ids.filtered(
            lambda file: (
                file.res_model == self._name
                and file.res_id in (False, 0, self.id)
                and file.create_uid == self.env.user
            )
        )
        if photos:
            # sudo: whoever takes in a case adds its photos, even if its team is another one's;
            # they are their own files, of this dialog.
            photos.sudo().write({"res_model": case._name, "res_id": case.id})
            case.sudo().message_post(
                body=self.env._("Photos taken when the device came in"),
                subtype_xmlid="mail.mt_note",
                attachment_ids=photos.ids,
            )

    @api.autovacuum
    def _delete_left_photos(self):
        """Delete photos that were taken for a case that was not opened in the end."""
        # sudo: of whomever; nobody else sees them.
        left = self.env["ir.attachment"].sudo()
        left.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", 0),
                ("create_date", "<", fields.Datetime.now() - timedelta(days=1)),
            ]
        ).unlink()

    def _shown_and_printed(self, case):
        """Return the action that shows a case, and prints what is wanted where it may be read."""
        shown = {
            "type": "ir.actions.act_window",
            "res_model": "repair.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }
        wanted = [*[RECEIPT_REPORT] * self.prints_receipt, *[LABEL_REPORT] * self.prints_label]
        if not (wanted or self.prints_sheet) or not case.has_access("read"):
            return shown
        reports = [self.env.ref(name) for name in wanted]
        asked = [self.env["repair.label.layout"]._open(case)] if self.prints_sheet else []
        return {
            "type": "ir.actions.client",
            "tag": "repair_show_and_print",
            "params": {
                "shown": shown,
                "printed": [
                    *(report.report_action(case, config=False) for report in reports),
                    *asked,
                ],
            },
        }

    def _create_customer(self):
        name = (self.partner_name or "").strip()
        if not name:
            raise UserError(
                self.env._("Who is the customer? Find them, or fill in the “Name” of a new one.")
            )
        # sudo: taking in a new customer is the desk's work, also for users who may not
        # change contacts; nothing but these three is written.
        partner = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": name,
                    "phone": (self.partner_phone or "").strip() or False,
                    "email": (self.partner_email or "").strip() or False,
                }
            )
        )
        return partner.sudo(False)

    def _create_device(self, partner):
        devices = self.env["repair.device"]
        name, serial = (self.device_name or "").strip(), (self.device_serial or "").strip()
        if serial and not name:
            raise UserError(
                self.env._("Serial number “%s”: enter what the device is in “New Device”.", serial)
            )
        if not name:
            return devices
        return devices.create(
            {
                "name": name,
                "serial_number": serial,
                "partner_id": partner.id,
                "company_id": self.company_id.id,
            }
        )
