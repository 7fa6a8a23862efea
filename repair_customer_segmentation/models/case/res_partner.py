from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """The work that a customer declined; that of its contacts is its own."""

    _inherit = "res.partner"

    repair_declined_count = fields.Integer(
        "Declined Work",
        compute="_compute_repair_declined_count",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Recommended work the customer did not want yet.",
    )

    @api.depends("repair_case_ids.declined_work_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_declined_count(self):
        counts = dict(
            self.env["repair.declined.work"]._read_group(
                [
                    ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "=", "open"),
                ],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.repair_declined_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_repair_declined_work(self):
        """List the work that the customer declined, that of its contacts included."""
        self.env["repair.declined.work"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_declined_work_action"
        )
        action["domain"] = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"search_default_open": 1, "create": False}
        return action
