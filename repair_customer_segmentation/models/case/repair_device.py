from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class RepairDevice(models.Model):
    """The work that was recommended for a device and declined."""

    _inherit = "repair.device"

    declined_work_count = fields.Integer(
        "Declined Work",
        compute="_compute_declined_work_count",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_declined_work_count(self):
        """Count what the button lists: of cases that this user sees, in these companies."""
        counts = dict(
            self.env["repair.declined.work"]._read_group(
                [("device_id", "in", self.ids)], ["device_id"], ["__count"]
            )
        )
        for device in self:
            device.declined_work_count = counts.get(device._origin, 0)

    def action_view_declined_works(self):
        """List the declined work of the device, done and dropped work too."""
        self.env["repair.declined.work"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_declined_work_action"
        )
        action["domain"] = [("device_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.display_name
        return action
