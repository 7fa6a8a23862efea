from odoo import api, fields, models
from odoo.tools import html2plaintext

from odoo.addons.repair_customer_segmentation.desk.similarity import words_of

from ..vocabulary import GROUP_STOCK


class RepairDeclinedWork(models.Model):
    """Declined work that a later repair order of the device seems to do, with a case or without."""

    _inherit = "repair.declined.work"

    likely_order_id = fields.Many2one(
        "repair.order",
        string="Perhaps Done by",
        compute="_compute_likely_order_id",
        groups=GROUP_STOCK,
        help="A later repair order of the same device whose notes or parts name this work. Check, "
        "then click Done.",
    )

    @api.depends("name", "device_id", "date_declined", "state", "followup_case_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_likely_order_id(self):
        """Find the first later order of the device that names the work, in one query for all."""
        self.likely_order_id = False
        works = self.filtered(
            lambda w: w.state == "open" and w.device_id.lot_id and not w.followup_case_id
        )
        if not works:
            return
        orders = self.env["repair.order"].search(
            [
                ("lot_id", "in", works.device_id.lot_id.ids),
                ("company_id", "in", works.company_id.ids),
                ("state", "!=", "cancel"),
                ("create_date", ">=", min(works.mapped("date_declined"))),
            ],
            order="create_date, id",
        )
        by_lot = orders.grouped("lot_id")
        for work in works:
            work.likely_order_id = next(
                (
                    order
                    for order in by_lot.get(work.device_id.lot_id, orders.browse())
                    if work._is_named_by_order(order)
                ),
                False,
            )

    def _is_named_by_order(self, order):
        # sudo: the column is nobody's to read; the order during which it was declined is left out.
        if order.sudo().linked_case_id == self.case_id or order.company_id != self.company_id:
            return False
        if order.create_date.date() < self.date_declined:
            return False
        texts = [html2plaintext(order.internal_notes or "")]
        texts += order.move_ids.product_id.mapped("name")
        return self._is_said(set(words_of(" ".join(texts))))
