from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER


class StockLot(models.Model):
    """A lot is joined with the device that has its product and serial number."""

    _inherit = "stock.lot"

    repair_device_ids = fields.One2many(
        "repair.device",
        "lot_id",
        string="Devices",
        groups=GROUP_USER,
    )

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        lots._join_devices()
        return lots

    def write(self, vals):
        res = super().write(vals)
        if {"name", "product_id", "company_id"} & set(vals):
            self._join_devices()
        return res

    def _join_devices(self):
        """Have devices without a lot that may be these look for it."""
        # sudo: a device is joined whoever receives the lot; nothing of it is returned.
        devices = self.env["repair.device"].sudo().with_context(active_test=False)
        devices = devices.search(
            [
                ("product_id", "in", self.product_id.ids),
                ("serial_number", "!=", False),
                ("lot_id", "=", False),
            ]
        )
        names = {name.lower() for name in self.mapped("name")}
        devices = devices.filtered(lambda device: device.serial_number.lower() in names)
        self.env.add_to_compute(devices._fields["lot_id"], devices)

    def action_view_devices(self):
        """Open the device of the lot, or list them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_device_action"
        )
        devices = self.repair_device_ids
        if len(devices) == 1:
            return {**action, "views": [(False, "form")], "res_id": devices.id}
        return {**action, "domain": [("id", "in", devices.ids)]}
