from odoo import api, fields, models
from odoo.exceptions import UserError

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """The devices of a customer; those of its contacts are its own."""

    _inherit = "res.partner"

    repair_device_ids = fields.One2many(
        "repair.device", "partner_id", string="Devices", groups=GROUP_USER
    )
    repair_device_count = fields.Integer(
        "Number of Devices",
        compute="_compute_repair_device_count",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("repair_device_ids.commercial_partner_id", "repair_device_ids.active")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_device_count(self):
        counts = dict(
            self.env["repair.device"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.repair_device_count = counts.get(partner.commercial_partner_id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_devices_in_cases(self):
        """Say what to do instead, before the database refuses: devices go with their owner."""
        # sudo: cases of every company count, whichever of them the user may see.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        staying = [("device_id.partner_id", "in", self.ids), ("partner_id", "not in", self.ids)]
        case = cases.search(staying, limit=1)
        if case:
            device = case.device_id
            raise UserError(
                self.env._(
                    "“%(customer)s” has the device “%(device)s”, which has repair cases: deleting "
                    "it would lose their history. Give the device to another contact, archive "
                    "this one, or merge it into another.",
                    customer=device.partner_id.display_name,
                    device=device.display_name,
                )
            )

    def _leave_repair_devices(self):
        """Give the devices of contacts who are deleted to their company.

        Those of a company that is deleted go with it.
        """
        # sudo: devices of every company, whichever of them the user may see.
        devices = self.env["repair.device"].sudo().with_context(active_test=False)
        for device in devices.search([("partner_id", "in", self.ids)]):
            heir = device.commercial_partner_id
            if heir not in self:
                device.partner_id = heir

    def _mark_repair_customers_stale(self, merged=False):
        """Have customers classified again also where only a device makes them known."""
        # sudo: moving a contact moves its devices in every company; nothing is returned.
        devices = self.env["repair.device"].sudo()
        devices.search([("commercial_partner_id", "in", self.ids)])._mark_customers_stale()
        return super()._mark_repair_customers_stale(merged=merged)

    def action_view_repair_devices(self):
        """List the devices of the customer, those of its contacts included."""
        self.env["repair.device"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_device_action"
        )
        action["domain"] = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
