from decimal import Decimal
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST, MOST_DAYS, MOST_MONEY, Integer, Monetary
from ...vocabulary import GROUP_AMOUNT
from ..access.enumerated import enumerated

STEPS = (1, 2, 3, 4)
METRIC_OF = {"recency": "recency_days", "frequency": "repair_count", "monetary": "amount"}
CUT_FIELDS = tuple(f"{score}_cut_{step}" for score in METRIC_OF for step in STEPS)


class RepairSegmentationPolicyCuts(models.AbstractModel):
    """The twelve numbers that make R, F and M scores where fifths are not used."""

    _name = "repair.segmentation.policy.cuts"
    _description = "Fixed Thresholds of a Policy"

    recency_cut_1 = Integer("Score 5: Up to (Days)", default=30, bounds=(0, MOST_DAYS))
    recency_cut_2 = Integer("Score 4: Up to (Days)", default=60, bounds=(0, MOST_DAYS))
    recency_cut_3 = Integer("Score 3: Up to (Days)", default=120, bounds=(0, MOST_DAYS))
    recency_cut_4 = Integer("Score 2: Up to (Days)", default=240, bounds=(0, MOST_DAYS))
    frequency_cut_1 = Integer("Score 2: Above (Repairs)", default=1, bounds=(0, MOST))
    frequency_cut_2 = Integer("Score 3: Above (Repairs)", default=2, bounds=(0, MOST))
    frequency_cut_3 = Integer("Score 4: Above (Repairs)", default=3, bounds=(0, MOST))
    frequency_cut_4 = Integer("Score 5: Above (Repairs)", default=5, bounds=(0, MOST))
    monetary_cut_1 = Monetary(
        "Score 2: Above (Amount)",
        default=100,
        groups=GROUP_AMOUNT,
        bounds=(-MOST_MONEY, MOST_MONEY),
    )
    monetary_cut_2 = Monetary(
        "Score 3: Above (Amount)",
        default=300,
        groups=GROUP_AMOUNT,
        bounds=(-MOST_MONEY, MOST_MONEY),
    )
    monetary_cut_3 = Monetary(
        "Score 4: Above (Amount)",
        default=800,
        groups=GROUP_AMOUNT,
        bounds=(-MOST_MONEY, MOST_MONEY),
    )
    monetary_cut_4 = Monetary(
        "Score 5: Above (Amount)",
        default=2000,
        groups=GROUP_AMOUNT,
        bounds=(-MOST_MONEY, MOST_MONEY),
    )
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
                            "%(score)s: the four fixed thresholds must increase from left to "
                            "right; they are %(numbers)s.",
                            score=label,
                            numbers=enumerated(self.env, (f"{number:.15g}" for number in numbers)),
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
