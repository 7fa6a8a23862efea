from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """Leads from a customer to what they said; how often they complained."""

    _inherit = "res.partner"

    repair_complaint_count = fields.Integer(
        "Complaints",
        compute="_compute_repair_complaint_count",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Complaints of this customer, without cancelled ones.",
    )

    repair_feedback_ids = fields.One2many(
        "repair.feedback", "commercial_partner_id", string="Feedback", groups=GROUP_USER
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_complaint_count(self):
        counts = dict(
            self.env["repair.case"]._read_group(
                [
                    ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                    ("is_complaint", "=", True),
                    ("state", "!=", "cancelled"),
                ],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.repair_complaint_count = counts.get(partner.commercial_partner_id._origin, 0)

    def action_view_repair_complaints(self):
        """List the complaints of this customer."""
        self.env["repair.case"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_complaint_action"
        )
        customer = self.commercial_partner_id
        action["domain"] = [
            ("commercial_partner_id", "=", customer.id),
            ("is_complaint", "=", True),
            ("state", "!=", "cancelled"),
        ]
        action["context"] = {"create": False}
        return action

    def action_view_repair_feedback(self):
        """List what this customer said, with that of the other contacts of their company."""
        self.check_access("read")
        self.ensure_one()
        return self.env["repair.feedback"]._action_of(
            [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            self.display_name,
            default_partner_id=self.id,
        )
