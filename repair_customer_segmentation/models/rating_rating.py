from odoo import api, fields, models


class RatingRating(models.Model):
    _inherit = "rating.rating"

    # A real reference, so that ratings are read by who may read their case, and reported on.
    repair_case_id = fields.Many2one(
        "repair.case",
        compute="_compute_repair_case_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("res_model", "res_id")
    def _compute_repair_case_id(self):
        for rating in self:
            rating.repair_case_id = rating.res_model == "repair.case" and rating.res_id

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._mark_repair_customers_stale()
        return ratings

    def write(self, vals):
        if not {"rating", "consumed"} & set(vals):
            return super().write(vals)
        # Before too: a rating that is withdrawn counts no more afterwards.
        self._mark_repair_customers_stale()
        res = super().write(vals)
        self._mark_repair_customers_stale()
        return res

    def unlink(self):
        self._mark_repair_customers_stale()
        return super().unlink()

    def _mark_repair_customers_stale(self):
        case_ids = [r.res_id for r in self.sudo() if r.res_model == "repair.case" and r.consumed]
        if case_ids:
            self.env["repair.case"].browse(case_ids).exists()._mark_customers_stale()
