from odoo import api, fields, models
from odoo.tools import SQL

from ..segmentation.orders import rework
from ..vocabulary import GROUP_STOCK


class RepairDevice(models.Model):
    """A device that Inventory knows as a lot or serial number: its repair orders are history.

    The lot is found by product and serial number, or chosen.
    """

    _inherit = "repair.device"

    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot/Serial in Inventory",
        compute="_compute_lot_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        groups=GROUP_STOCK,
        domain="[('product_id', '=?', product_id)]",
        help="The same device in Inventory. Found by product and serial number; its repair "
        "orders are the history of the device.",
    )
    repair_order_count = fields.Integer(
        "Repair Orders", compute="_compute_repair_order_count", groups=GROUP_STOCK
    )

    @api.depends("product_id", "serial_number", "company_id")
    def _compute_lot_id(self):
        """Join the lot that has the product and serial number, whatever the case of its letters."""
        wanted = {
            device: (device.product_id.id, device.serial_number.lower())
            for device in self
            if device.product_id and device.serial_number
        }
        found = {}
        if wanted:
            self.env["stock.lot"].flush_model(["product_id", "name", "company_id"])
            product_ids, serials = zip(*wanted.values(), strict=True)
            for lot_id, company_id, *key in self.env.execute_query(
                SQL(
                    """
                    SELECT id, company_id, product_id, lower(name)
                      FROM stock_lot
                     WHERE product_id = ANY(%s)
                       AND lower(name) = ANY(%s)
                     ORDER BY company_id, id
                    """,
                    list(product_ids),
                    list(serials),
                )
            ):
                found.setdefault(tuple(key), []).append((lot_id, company_id))
        for device in self:
            companies = {None, device.company_id.id or None}
            device.lot_id = next(
                (
                    lot_id
                    for lot_id, company_id in found.get(wanted.get(device), ())
                    if company_id in companies
                ),
                False,
            )

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        """A lot that was chosen says what the device is."""
        if self.lot_id:
            self.update(
                {"product_id": self.lot_id.product_id.id, "serial_number": self.lot_id.name}
            )

    @api.depends("lot_id")
    def _compute_repair_order_count(self):
        counts = dict(
            self.env["repair.order"]._read_group(
                [("lot_id", "in", self.lot_id.ids)], ["lot_id"], ["__count"]
            )
        )
        for device in self:
            device.repair_order_count = counts.get(device.lot_id, 0)

    @api.depends("lot_id")
    def _compute_history(self):
        """Count the repair orders of the lot too, those of cases once."""
        super()._compute_history()
        # sudo: how often the device was repaired is for the desk to know, whoever may open the
        # orders; those of other companies are left out.
        devices = self.sudo().filtered("lot_id")
        if not devices:
            return
        self.env["repair.order"].flush_model()
        figures = {
            lot_id: (count, last)
            for lot_id, count, last in self.env.execute_query(
                SQL(
                    """
                    SELECT lot_id, count(*), max(schedule_date)
                      FROM repair_order AS repair
                     WHERE lot_id = ANY(%s)
                       AND company_id = ANY(%s)
                       AND state <> 'cancel'
                       AND linked_case_id IS NULL
                       AND NOT %s
                     GROUP BY lot_id
                    """,
                    devices.lot_id.ids,
                    self.env.companies.ids,
                    rework("repair"),
                )
            )
        }
        for device in self:
            count, last = figures.get(device.sudo().lot_id.id, (0, None))
            device.repair_count += count
            device.last_repair_date = max(
                filter(None, (device.last_repair_date, last)), default=False
            )

    def action_view_repair_orders(self):
        """List the repair orders of the device's lot."""
        self.ensure_one()
        return self.lot_id.action_lot_open_repairs()
