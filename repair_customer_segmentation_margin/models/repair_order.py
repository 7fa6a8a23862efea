from odoo import api, models

from ..segmentation.sale_costs import part_terms


class RepairOrder(models.Model):
    """Parts that are sold cost what their sale says."""

    _inherit = "repair.order"

    @api.model
    def _part_terms(self):
        return {**super()._part_terms(), **part_terms()}
