from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...fields import Date, check_values
from ...vocabulary import GROUP_USER
from ..access.given_values import refuse_engine_owned

# What a change of moves the visits that are planned for a device.
PLANNED_BY = {"partner_id", "company_id", "purchase_date", "active"}


class RepairDevice(models.Model):
    """One thing of a customer that we repair, and what was done to it.

    Its history stays with the device when it changes hands: cases name the customer of their
    day. Deleting is for mistakes; a device with cases is archived.
    """

    _name = "repair.device"
    _description = "Device"
    _inherit = [
        "repair.classifying.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "image.mixin",
        "repair.engine.owned",
        "repair.readable.links",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "serial_number"]
    _check_company_auto = True
    # How many devices a customer has.
    _classifying_fields = {"partner_id", "company_id", "active"}

    name = fields.Char(
        "Device",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        index="trigram",
        help="What the customer calls the device: what it is, maker and model.",
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The matching product in your catalog, if any. Its warranty months apply.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="cascade",
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        tracking=True,
        help="Leave empty to share this device between all companies.",
    )
    purchase_date = Date("Bought on", tracking=True)
    warranty_date = Date(
        "Under Warranty until",
        compute="_compute_warranty_date",
        store=True,
        readonly=False,
        tracking=True,
        help="Last day of the warranty. Calculated from the purchase date and the warranty "
        "months of the product if both are known; otherwise entered by hand.",
    )
    note = fields.Html("Internal Notes", groups=GROUP_USER)
    active = fields.Boolean(default=True)
    case_ids = fields.One2many("repair.case", "device_id", string="Cases", groups=GROUP_USER)
    case_count = fields.Integer(
        "Total Cases", compute="_compute_history", compute_sudo=False, groups=GROUP_USER
    )
    repair_count = fields.Integer(
        "Repairs",
        compute="_compute_history",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Cases excluding cancelled ones, rework and inspections.",
    )
    last_repair_date = fields.Datetime(
        "Last Repair", compute="_compute_history", compute_sudo=False, groups=GROUP_USER
    )

    _customer_idx = models.Index("(commercial_partner_id, company_id) WHERE active")

    @api.depends("product_id")
    def _compute_name(self):
        for device in self:
            device.name = device.name or device.product_id.name

    @api.depends("purchase_date", "product_id")
    def _compute_warranty_date(self):
        """Count the months of the product from the purchase; else keep what was typed in."""
        for device in self:
            months = device.product_id.repair_warranty_months
            if device.purchase_date and months:
                device.warranty_date = device.purchase_date + relativedelta(months=months)

    @api.depends("name", "serial_number", "reported_serial")
    def _compute_display_name(self):
        # sudo: the number that the owner gave is part of the name, as the true one is.
        for device in self:
            serial = device.sudo()._portal_serial()
            device.display_name = f"{device.name} ({serial})" if serial else device.name

    @api.depends("case_ids.state", "case_ids.is_rework", "case_ids.date_open", "case_ids.type_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_history(self):
        """Count the cases that the user may see, all devices in one query."""
        figures = {}
        for device, state, is_rework, case_type, count, last in self.env["repair.case"]._read_group(
            [("device_id", "in", self.ids)],
            ["device_id", "state", "is_rework", "type_id"],
            ["__count", "date_open:max"],
        ):
            cases, repairs, latest = figures.get(device.id, (0, 0, None))
            # sudo: what a type counts as, whoever may see it.
            inspection = case_type.sudo().is_inspection
            counts = state != "cancelled" and not is_rework and not inspection
            figures[device.id] = (
                cases + count,
                repairs + count if counts else repairs,
                max(filter(None, (latest, last))) if counts else latest,
            )
        for device in self:
            device.case_count, device.repair_count, device.last_repair_date = figures.get(
                device.id, (0, 0, False)
            )

    @api.constrains("purchase_date", "warranty_date")
    def _check_dates(self):
        for device in self:
            bought, end = device.purchase_date, device.warranty_date
            if bought and end and end < bought:
                raise ValidationError(
                    self.env._(
                        "Device “%(device)s”: “Under Warranty until” is before “Bought on”. "
                        "Correct one of the two dates.",
                        device=device.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._clean(vals) for vals in vals_list]
        self._refuse_taken_serials(self._serials_of_new(vals_list))
        self._check_given_links(vals_list)
        for vals in vals_list:
            # The end of the warranty is worked out of them before the row is written.
            check_values(self, vals)
        return super().create(vals_list)

    def write(self, vals):
        refuse_engine_owned(self, vals)
        vals = self._clean(vals)
        self._refuse_taken_serials(self._serials_after(vals))
        self._check_given_links([vals])
        res = super().write(vals)
        if "partner_id" in vals:
            self._owner_changed()
        if PLANNED_BY & set(vals):
            self._plan_visits_anew()
        return res

    def unlink(self):
        self.check_access("unlink")
        ids = self.ids
        res = super().unlink()
        self.env["repair.customer.forecast"]._forget("device_id", ids)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_cases(self):
        """Say what to do instead, before the database refuses."""
        # sudo: cases of other teams count as well; none is shown.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        for device, count in cases._read_group(
            [("device_id", "in", self.ids)], ["device_id"], ["__count"], limit=1
        ):
            raise UserError(
                self.env._(
                    "“%(device)s” has repair cases (%(count)s): deleting it would lose its "
                    "history. Archive it instead.",
                    device=device.display_name,
                    count=count,
                )
            )

    def _customers(self):
        """Return the owners of these devices; those of shared devices in each company."""
        # sudo: whoever may change a device changes how many its customer has.
        devices = self.sudo()
        pairs = {(d.commercial_partner_id.id, d.company_id.id) for d in devices if d.company_id}
        shared = devices.filtered(lambda d: not d.company_id)
        if shared:
            companies = devices.env["res.company"].search([("repair_policy_id", "!=", False)])
            pairs |= {(d.commercial_partner_id.id, c.id) for d in shared for c in companies}
        return pairs

    def action_view_cases(self):
        """List the history of the device: all its cases, whoever it belonged to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["domain"] = [("device_id", "=", self.id)]
        action["context"] = {"default_device_id": self.id, "default_partner_id": self.partner_id.id}
        action["view_mode"] = "list,kanban,form"
        action["views"] = [(False, "list"), (False, "kanban"), (False, "form")]
        return action
