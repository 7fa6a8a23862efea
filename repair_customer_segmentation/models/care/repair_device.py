from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class RepairDevice(models.Model):
    """What is planned for a device: its next visit, and the last one."""

    _inherit = "repair.device"

    maintenance_visit_ids = fields.One2many(
        "repair.maintenance.visit", "device_id", string="Planned Visits", groups=GROUP_USER
    )
    next_visit_date = fields.Date(
        "Next Visit",
        compute="_compute_visits",
        compute_sudo=False,
        groups=GROUP_USER,
        help="When the next visit by a maintenance plan is due.",
    )
    last_visit_date = fields.Date(
        "Last Visit",
        compute="_compute_visits",
        compute_sudo=False,
        groups=GROUP_USER,
        help="When the last visit by a maintenance plan was completed.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visits(self):
        visits = self.env["repair.maintenance.visit"]
        following = dict(
            visits._read_group(
                [("device_id", "in", self.ids), ("is_expected", "=", True)],
                ["device_id"],
                ["date_due:min"],
            )
        )
        last = dict(
            visits._read_group(
                [("device_id", "in", self.ids), ("state", "=", "done")],
                ["device_id"],
                ["date_done:max"],
            )
        )
        for device in self:
            device.next_visit_date = following.get(device, False)
            device.last_visit_date = last.get(device, False)

    def _plan_visits_anew(self):
        """Plan the visits of these devices anew, for what they have become."""
        plans = self.env["repair.maintenance.plan"]
        # sudo: every company that plans for a shared device.
        every = self.env["res.company"].sudo()
        for owner, devices in self.sudo().grouped("company_id").items():
            for company in owner or every.search([("active", "=", True)]):
                plans._plan_anew(devices, company)

    def action_view_visits(self):
        """List the visits of the device."""
        self.env["repair.maintenance.visit"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_maintenance_visit_action"
        )
        action["domain"] = [("device_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.display_name
        return action
