from decimal import Decimal
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError

AMOUNT = "repair_customer_segmentation.group_amount"
STEPS = (1, 2, 3, 4)
METRIC_OF = {"recency": "recency_days", "frequency": "repair_count", "monetary": "amount"}
CUT_FIELDS = tuple(f"{score}_cut_{step}" for score in METRIC_OF for step in STEPS)


class RepairSegmentationPolicyCuts(models.AbstractModel):
    """The twelve numbers that make R, F and M scores where fifths are not used."""

    _name = "repair.segmentation.policy.cuts"
    _description = "Fixed Cut Points of a Policy"

    recency_cut_1 = fields.Integer("5 up to (days)", default=30)
    recency_cut_2 = fields.Integer("4 up to (days)", default=60)
    recency_cut_3 = fields.Integer("3 up to (days)", default=120)
    recency_cut_4 = fields.Integer("2 up to (days)", default=240)
    frequency_cut_1 = fields.Integer("2 above (repairs)", default=1)
    frequency_cut_2 = fields.Integer("3 above (repairs)", default=2)
    frequency_cut_3 = fields.Integer("4 above (repairs)", default=3)
    frequency_cut_4 = fields.Integer("5 above (repairs)", default=5)
    monetary_cut_1 = fields.Monetary("2 above (amount)", default=100, groups=AMOUNT)
    monetary_cut_2 = fields.Monetary("3 above (amount)", default=300, groups=AMOUNT)
    monetary_cut_3 = fields.Monetary("4 above (amount)", default=800, groups=AMOUNT)
    monetary_cut_4 = fields.Monetary("5 above (amount)", default=2000, groups=AMOUNT)
    currency_id = fields.Many2one("res.currency")

    @api.constrains(*CUT_FIELDS)
    def _check_cut_order(self):
        labels = {
            "recency": self.env._("Recency"),
            "frequency": self.env._("Frequency"),
            "monetary": self.env._("Monetary"),
        }
        for policy in self:
            for score, label in labels.items():
                numbers = [policy[f"{score}_cut_{step}"] for step in STEPS]
                if any(a >= b for a, b in pairwise(numbers)):
                    raise ValidationError(
                        self.env._(
                            "%(score)s: the four fixed numbers must rise from left to right; "
                            "they are %(numbers)s.",
                            score=label,
                            numbers=", ".join(f"{number:.15g}" for number in numbers),
                        )
                    )

    def _fixed_cuts(self):
        """Return metric -> its four cut points, as exact numbers."""
        self.ensure_one()
        # sudo: rules are compared and carried out whoever asks; none of them is shown here.
        policy = self.sudo()
        return {
            metric: [Decimal(str(policy[f"{score}_cut_{step}"])) for step in STEPS]
            for score, metric in METRIC_OF.items()
        }
