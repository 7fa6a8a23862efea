from collections import Counter
from itertools import pairwise

from odoo import api, models
from odoo.exceptions import ValidationError

from ..access.enumerated import enumerated

CRITERIA_DIMENSIONS = ("value", "frequency", "abc", "kind", "size", "location", "need")
# A century: much more, and the window would begin before the first year there is.
LONGEST_WINDOW = 1200
ALL_CELLS = [f"{r}{fm}" for r in range(5, 0, -1) for fm in range(5, 0, -1)]


class RepairSegmentationPolicy(models.Model):
    """What makes the rules of a policy complete: every customer gets one class."""

    _inherit = "repair.segmentation.policy"

    @api.constrains("window_months", "min_population", "grace_days")
    def _check_numbers(self):
        for policy in self:
            if policy.grace_days < 0:
                raise ValidationError(
                    self.env._(
                        "“Grace Period (Days)” is %(days)s. Enter 0 for none, or a positive "
                        "number.",
                        days=policy.grace_days,
                    )
                )
            if not 0 <= policy.window_months <= LONGEST_WINDOW:
                raise ValidationError(
                    self.env._(
                        "“Period (Months)” is %(months)s. Enter 0 for the entire history, or a "
                        "number of months up to %(longest)s.",
                        months=policy.window_months,
                        longest=LONGEST_WINDOW,
                    )
                )
            if policy.min_population < 0:
                raise ValidationError(
                    self.env._(
                        "“Minimum Customers for Quintiles” is %(count)s. Enter 0 or a positive "
                        "number.",
                        count=policy.min_population,
                    )
                )

    @api.constrains(
        "state", "tier_ids", "value_tier_ids", "frequency_tier_ids", "rfm_tier_ids", "abc_tier_ids",
        "kind_tier_ids", "size_tier_ids", "location_tier_ids", "need_tier_ids",
    )  # fmt: skip
    def _constrain_rules(self):
        self.filtered(lambda p: p.state == "active" or p.tier_ids)._check_rules()

    def _check_rules(self, without=None):
        """Refuse rules that leave a customer without a class, or in two.

        :param without: tiers that are about to be removed
        :raise ValidationError: naming the tier or the cells and what to do
        """
        for policy in self:
            policy_tiers = policy.tier_ids - (without or policy.tier_ids.browse())
            for dimension in CRITERIA_DIMENSIONS:
                policy._check_criteria(
                    policy_tiers.filtered(lambda t, d=dimension: t.dimension == d).sorted(),
                    dimension,
                )
            policy._check_grid(policy_tiers.filtered(lambda t: t.dimension == "rfm"))
            for dimension, same in policy_tiers.grouped("dimension").items():
                if len(same.filtered("for_potential")) > 1:
                    raise ValidationError(
                        self.env._(
                            "“For Customers without a Repair” can be ticked on one tier only: "
                            "%(tiers)s.",
                            tiers=enumerated(
                                self.env, same.filtered("for_potential").mapped("name")
                            ),
                            dimension=dimension,
                        )
                    )

    def _check_criteria(self, dimension_tiers, dimension):
        if not dimension_tiers:
            label = dict(dimension_tiers._fields["dimension"]._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "Policy “%(policy)s” has no tier in the dimension “%(dimension)s”. Add at "
                    "least one, without criteria, that takes everyone else.",
                    policy=self.name,
                    dimension=label[dimension],
                )
            )
        *others, last = dimension_tiers
        if last.criterion_ids:
            raise ValidationError(
                self.env._(
                    "The last tier, “%(tier)s”, takes all customers who meet no other tier. "
                    "Remove its criteria, or add a tier without criteria after it.",
                    tier=last.name,
                )
            )
        for tier in others:
            if not tier.criterion_ids:
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s” has no criteria, so no customer would ever reach the "
                        "tiers after it. Add a criterion to it, or move it to the end.",
                        tier=tier.name,
                    )
                )
        if dimension == "abc":
            shares = dimension_tiers.criterion_ids.filtered(lambda c: c.kind == "pareto")
            percents = shares.mapped("percent")
            if any(a >= b for a, b in pairwise(percents)):
                raise ValidationError(
                    self.env._(
                        "The ABC shares must increase from class to class, for example 80 and "
                        "95; they are %(shares)s.",
                        shares=enumerated(self.env, (f"{percent:g}" for percent in percents)),
                    )
                )

    def _check_grid(self, segments):
        counts = Counter(cell for tier in segments for cell in (tier.cells or "").split())
        gaps = [cell for cell in ALL_CELLS if not counts[cell]]
        overlaps = sorted((cell for cell, count in counts.items() if count > 1), reverse=True)
        if gaps:
            raise ValidationError(
                self.env._(
                    "RFM board: the cells %(cells)s belong to no segment. Assign each of them "
                    "to a segment.",
                    cells=" ".join(gaps),
                )
            )
        if overlaps:
            raise ValidationError(
                self.env._(
                    "RFM board: the cells %(cells)s belong to more than one segment. Assign "
                    "each of them to one segment.",
                    cells=" ".join(overlaps),
                )
            )
