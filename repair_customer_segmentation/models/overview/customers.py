"""The customers of the overview: totals, the RFM board and the Pareto curve."""

from operator import add

from ...overview.customers import Sums, curve
from ...segmentation import days
from ..access.day_text import day_text
from .tiers import Tiers

BOARD_SCORES = range(1, 6)


class CustomerFigures:
    """Says what all customers come to.

    :param dict sums: see :func:`.overview.customers.read`
    :param bool with_amount: whether whoever asks may see amounts
    """

    def __init__(self, question, sums, with_amount):
        self.question = question
        self.env = question.env
        self.sums = sums
        self.with_amount = with_amount

    def money(self, sums):
        """Return ``amount``, ``net`` and ``costed_share`` (0 to 1) of sums.

        All are ``None`` where they are not meant for whoever asks; the latter two also where no
        cost is known.
        """
        return {
            "amount": sums.amount if self.with_amount else None,
            "net": sums.net_value if self.with_amount else None,
            "costed_share": sums.costed_share if self.with_amount else None,
        }

    def totals(self, policy):
        """Return what everybody comes to, and since when.

        :param policy: the company's policy, by whose period repairs count
        """
        everybody = self.sums["all"]
        return {
            "customers": everybody.customers,
            "repairs": everybody.repairs,
            **self.money(everybody),
            "text": self._period_text(policy),
        }

    def _period_text(self, policy):
        if not policy.window_months:
            return self.env._("All repairs count.")
        start = days.window_day(self.question.today, policy.window_months)
        return self.env._("Repairs since %s count.", day_text(self.env, start))

    def board(self, policy):
        """Return the cells of the RFM board, its segments, and who is on no cell."""
        segments = Tiers(self.env, "rfm")
        of_cell = {
            pair: segments.key(tier.id)
            for tier in policy.tier_ids
            if tier.dimension == "rfm"
            for pair in tier._cell_pairs()
        }
        cells = []
        for r in reversed(BOARD_SCORES):
            for fm in BOARD_SCORES:
                sums = self.sums["cell"].get((r, fm), Sums())
                cells.append(
                    {
                        "r": r,
                        "fm": fm,
                        "tier": of_cell.get((r, fm), ""),
                        "customers": sums.customers,
                        **self.money(sums),
                        "score": sums.score,
                        "scored": sums.scored,
                    }
                )
        scored = sum(cell["customers"] for cell in cells)
        return {
            "cells": cells,
            "tiers": self._tiers(segments),
            "unscored": self.sums["all"].customers - scored,
        }

    def abc(self, as_of):
        """Return the Pareto curve and its classes; ``None`` where amounts are not meant for
        whoever asks.

        :param str as_of: when the lines between the classes were drawn, in words
        """
        if not self.with_amount:
            return None
        everybody = self.sums["all"]
        tiers = self._tiers(Tiers(self.env, "abc"))
        for tier in tiers:
            tier["customers_share"] = _share(tier["customers"], everybody.customers)
            tier["amount_share"] = _share(tier["amount"], everybody.amount)
        return {
            "points": [list(point) for point in curve(self.sums["step"])],
            "tiers": tiers,
            "text": self._abc_text(tiers),
            "as_of": as_of,
        }

    def _abc_text(self, tiers):
        if not tiers or not tiers[0]["customers"]:
            return ""
        best = tiers[0]
        return self.env._(
            "%(tier)s: %(customers)s of the customers, %(amount)s of the amount.",
            tier=best["name"],
            customers=self.env._("%s%%", round(100 * best["customers_share"])),
            amount=self.env._("%s%%", round(100 * best["amount_share"])),
        )

    def _tiers(self, tiers):
        """Return the tiers of a dimension with what their customers come to."""
        by_tier = self.sums[tiers.dimension]
        merged = tiers.merged(by_tier, add)
        return [
            {
                **tier,
                "customers": merged.get(tier["key"], Sums()).customers,
                **self.money(merged.get(tier["key"], Sums())),
            }
            for tier in tiers.described(by_tier)
        ]


def _share(part, whole):
    return part / whole if whole else 0.0
