from odoo import api, models


class RatingRating(models.Model):
    _inherit = "rating.rating"

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
