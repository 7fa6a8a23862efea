"""What the engine is told: the rules of a policy, and the moment that a company is looked at.

Both are built once, where a run begins (``models/policy/rules.py``), and handed from module to
module. They are frozen, so that no step can change what another goes by.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ..vocabulary import DIMENSIONS


@dataclass(frozen=True)
class Criterion:
    """One test of a tier.

    :ivar int id: of the ``repair.segmentation.criterion``; cuts are kept by it
    :ivar str metric: one of ``METRICS``
    :ivar str operator: ``at_least`` or ``at_most``
    :ivar str kind: ``value`` (a number), ``top_percent`` (of the customers) or ``pareto`` (the
        customers who together bring a share of the amount)
    :ivar Decimal threshold: the number, in the metric's own unit, or the share in percent
    :ivar Decimal fallback: the number that stands in for a share of too few customers
    """

    id: int
    metric: str
    operator: str
    kind: str
    threshold: Decimal
    fallback: Decimal


@dataclass(frozen=True)
class Tier:
    """One class of a dimension.

    :ivar int id: of the ``repair.segmentation.tier``
    :ivar str dimension: one of ``DIMENSIONS``
    :ivar str match: ``all`` or ``any`` of the criteria are to be met
    :ivar bool for_potential: customers who never had a repair are in it
    :ivar tuple cells: pairs (R, FM), 1 to 5 each; of RFM segments only
    :ivar tuple criteria: :class:`Criterion`; none: whoever is in no tier before it is in it
    """

    id: int
    dimension: str
    match: str = "all"
    for_potential: bool = False
    cells: tuple = ()
    criteria: tuple = ()


@dataclass(frozen=True)
class Rules:
    """All that decides who is in which tier, apart from what customers did.

    :ivar int window_months: the period whose repairs count, in months; 0: all repairs ever
    :ivar str cut_method: of the three scores: ``quantile`` or ``fixed``
    :ivar int min_population: fewest customers with a repair for quintiles and top shares
    :ivar dict fixed_cuts: metric -> four rising numbers, for where there are fewer
    :ivar tuple tiers: :class:`Tier`, of all dimensions, each dimension's in its order
    """

    window_months: int
    cut_method: str
    min_population: int
    fixed_cuts: dict
    tiers: tuple

    @property
    def criteria(self):
        """All criteria of all tiers, in their order."""
        return [criterion for tier in self.tiers for criterion in tier.criteria]

    def of(self, dimension):
        """Return the tiers of a dimension, in their order."""
        return [tier for tier in self.tiers if tier.dimension == dimension]

    def digest(self):
        """Return a fingerprint: equal rules of the same records have it equal."""
        return _digest(self._plain())

    def meaning_digest(self, living):
        """Return a fingerprint that equal rules of any records have equal.

        :param dict living: tier id -> id of the tier that stands for it in the active version
        """
        return _digest(self._meaning(living))

    def dimension_digests(self, living):
        """Return dimension -> a fingerprint of what the rules say of it alone.

        The scores are rules of the RFM segments; the period is a rule of all dimensions, as it
        is what their figures are of; the minimum of customers is one where a share is.

        :param dict living: see :meth:`meaning_digest`
        """
        meaning = self._meaning(living)
        digests = {}
        for dimension in DIMENSIONS:
            tiers = [tier for tier in meaning["tiers"] if tier["dimension"] == dimension]
            rules = [tiers, self.window_months]
            scored = dimension == "rfm"
            if scored:
                rules += [self.cut_method, meaning["fixed_cuts"]]
            if (scored and self.cut_method == "quantile") or any(
                criterion.kind == "top_percent"
                for tier in self.of(dimension)
                for criterion in tier.criteria
            ):
                rules.append(self.min_population)
            digests[dimension] = _digest(rules)
        return digests

    def _meaning(self, living):
        meaning = self._plain()
        for tier in meaning["tiers"]:
            tier["id"] = living[tier["id"]]
            for criterion in tier["criteria"]:
                del criterion["id"]
        return meaning

    def _plain(self):
        """Return the rules as dicts and lists."""
        tiers = [
            {**vars(tier), "criteria": [dict(vars(c)) for c in tier.criteria]}
            for tier in self.tiers
        ]
        return {**vars(self), "tiers": tiers}


@dataclass(frozen=True)
class Run:
    """Of which company, as of which moment, and on whose account something is computed.

    :ivar int company_id: whose customers
    :ivar datetime as_of: only what was before this moment (UTC) is seen
    :ivar date today: the company's day of that moment
    :ivar str tz: the time zone that the company's days are in
    :ivar country_id: the company's country, or ``None``; customers elsewhere are international
    :ivar window_start: first moment (UTC) whose repairs are in the period, or ``None``: all are
    :ivar id: of the ``repair.segmentation.run``; ``None`` where nothing is stored
    :ivar policy_id: of its policy; ``None`` where nothing is stored
    :ivar full_run_id: of the full run whose cuts are used; its own where it is a full run
    :ivar int cut_days: how old those cuts are, in days of the company
    :ivar int grace_days: how long a customer who falls keeps a tier; 0: not at all
    :ivar frozenset changed_dimensions: those whose rules are new: nobody is given a grace there
    """

    company_id: int
    as_of: datetime
    today: date
    tz: str = "UTC"
    country_id: int | None = None
    window_start: datetime | None = None
    id: int | None = None
    policy_id: int | None = None
    full_run_id: int | None = None
    cut_days: int = 0
    grace_days: int = 0
    changed_dimensions: frozenset = frozenset()


def _digest(data):
    text = json.dumps(data, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
