from collections import Counter

from odoo import fields, models


class RepairSegmentationPolicy(models.Model):
    """How many customers stand on each cell of the RFM board."""

    _inherit = "repair.segmentation.policy"

    cell_counts = fields.Json(
        "Customers by Cell",
        compute="_compute_cell_counts",
        help="Customers of the company by cell (R and FM), as they were last classified.",
    )

    def _compute_cell_counts(self):
        profiles = self.env["repair.customer.profile"]
        for company, policies in self.grouped("company_id").items():
            counts = Counter()
            if company:
                scored = [
                    ("company_id", "=", company.id),
                    ("recency_score", ">", 0),
                    # Whatever the context, as in a list of archived versions.
                    ("active", "=", True),
                ]
                scores = ["recency_score", "frequency_score", "monetary_score"]
                for r, f, m, count in profiles._read_group(scored, scores, ["__count"]):
                    counts[f"{r}{(f + m + 1) // 2}"] += count
            policies.cell_counts = dict(counts)
