"""How the tiers of the overview changed: counts by month end, and who moved in the period."""

from collections import defaultdict

from odoo import fields

from ...vocabulary import RANKED
from ..access.day_text import month_text
from ..customer.repair_tier_matrix import NOWHERE


class TierChanges:
    """Says how many customers were in which tier, and went to which.

    :param Tiers tiers: those of the question's dimension
    :param dict moved: see :func:`.overview.past.read`, at the company's month ends
    :param dict now: tier id -> customers, today
    """

    def __init__(self, question, tiers, moved, now):
        self.question = question
        self.env = question.env
        self.tiers = tiers
        self.moved = [self._by_key(pairs) for pairs in moved.values()]
        self.now = tiers.merged(now, int.__add__)
        met = {*now, *(tier for pairs in moved.values() for pair in pairs for tier in pair)}
        self.described = tiers.described(met)
        self.order = [tier["key"] for tier in self.described]

    def _by_key(self, pairs):
        found = defaultdict(int)
        for (past, now), customers in pairs.items():
            found[self.tiers.key(past), self.tiers.key(now)] += customers
        # Tiers that were deleted are nowhere, too.
        found.pop((NOWHERE, NOWHERE), None)
        return found

    @property
    def is_unknown_past(self):
        """Return whether nothing is known of the first of the month ends."""
        return not self.moved[0]

    def months(self):
        """Return how many customers each tier had at month ends of which anything is known, and
        today."""
        ends = self.question.month_ends
        first = next((place for place, pairs in enumerate(self.moved) if pairs), len(ends))
        counts = [self._counts(pairs) for pairs in self.moved[first:]]
        return {
            "labels": [
                *(
                    {"key": fields.Date.to_string(day), "name": month_text(self.env, day)}
                    for day in ends[first:]
                ),
                {
                    "key": fields.Date.to_string(self.question.today),
                    "name": self.env._("Today"),
                },
            ],
            "tiers": [
                {
                    **tier,
                    "counts": [
                        *(month[tier["key"]] if month else None for month in counts),
                        self.now.get(tier["key"], 0),
                    ],
                }
                for tier in self.described
            ],
        }

    def _counts(self, pairs):
        counts = defaultdict(int)
        for (past, _now), customers in pairs.items():
            counts[past] += customers
        return counts

    def movement(self):
        """Return who went from which tier to which, from the eve of the period to today."""
        question = self.question
        cells = self.cells()
        return {
            "date_from": fields.Date.to_string(question.month_ends[question.place]),
            "date_to": fields.Date.to_string(question.today),
            "tiers": self.described,
            "cells": [[*pair, customers] for pair, customers in cells.items()],
            **{
                way: sum(cells[pair] for pair in cells if self.way(*pair) == way)
                for way in ("rose", "fell", "new", "gone")
            },
            "ranked": question.dimension in RANKED,
        }

    def cells(self):
        """Return ``(key then, key now)`` -> customers."""
        moved = self.moved[self.question.place]
        cells = {pair: customers for pair, customers in moved.items() if pair[0] != NOWHERE}
        for key, customers in self.now.items():
            known = sum(count for (_past, now), count in cells.items() if now == key)
            if key != NOWHERE and customers > known:
                cells[NOWHERE, key] = customers - known
        return cells

    def way(self, past, now):
        """Return what it means to go from a tier to another: ``rose``, ``fell``, ``new``,
        ``gone``; nothing to stay, or where no tier is better than another."""
        if past == now:
            return ""
        if NOWHERE in (past, now):
            return "gone" if now == NOWHERE else "new"
        if self.question.dimension not in RANKED:
            return ""
        return "rose" if self.order.index(now) < self.order.index(past) else "fell"
