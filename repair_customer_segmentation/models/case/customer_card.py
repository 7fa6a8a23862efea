from odoo import api, fields, models

# So many of the customer's other cases, and of its devices, are shown on a case.
SHOWN = 5


class RepairCase(models.Model):
    """What whoever works on a case wants to know of its customer, without leaving the case."""

    _inherit = "repair.case"

    customer_case_ids = fields.Many2many(
        "repair.case",
        string="Last Cases of the Customer",
        compute="_compute_customer_card",
        help="The customer's latest other cases, as far as you may see them.",
    )
    customer_device_ids = fields.Many2many(
        "repair.device", string="Devices of the Customer", compute="_compute_customer_card"
    )
    customer_contract_ids = fields.Many2many(
        "repair.service.contract",
        string="Contracts of the Customer",
        compute="_compute_customer_card",
        help="The customer's running and planned contracts.",
    )
    customer_repair_count = fields.Integer(
        related="profile_id.repair_count", string="Repairs in the Period"
    )
    customer_last_repair_date = fields.Datetime(
        related="profile_id.last_repair_date", string="Last Repair"
    )
    customer_rating_avg = fields.Float(related="profile_id.rating_avg", string="Satisfaction")
    customer_rating_count = fields.Integer(related="profile_id.rating_count", string="Rating Count")

    @api.depends("commercial_partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_card(self):
        """Find the latest cases and devices of the customer that the user may see."""
        for case in self:
            customer = case.commercial_partner_id
            if not customer:
                case.customer_case_ids = case.customer_device_ids = False
                case.customer_contract_ids = False
                continue
            company = case.company_id
            case.customer_case_ids = self.search(
                [
                    ("commercial_partner_id", "=", customer.id),
                    ("company_id", "=", company.id),
                    ("id", "!=", case._origin.id),
                ],
                order="date_open DESC, id DESC",
                limit=SHOWN,
            )
            case.customer_device_ids = self.env["repair.device"].search(
                [
                    ("commercial_partner_id", "=", customer.id),
                    ("company_id", "in", (False, company.id)),
                ],
                limit=SHOWN,
            )
            case.customer_contract_ids = self.env["repair.service.contract"].search(
                [
                    ("commercial_partner_id", "=", customer.id),
                    ("company_id", "=", company.id),
                    ("state", "in", ("running", "planned")),
                ],
                order="date_start, id",
                limit=SHOWN,
            )

    def action_view_customer_cases(self):
        """List the cases of the customer of this case."""
        self.check_access("read")
        self.ensure_one()
        return self.commercial_partner_id.action_view_repair_cases()
