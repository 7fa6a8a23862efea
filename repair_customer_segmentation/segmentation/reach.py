"""Tiers and segments that no customer can be in, found before anybody is classified.

Plain data in, plain data out. What a ladder of tiers says of a customer depends only on which
side of each line each of its figures is. So it is asked for figures on, below and above every
line, in all combinations: a tier that wins none of them is reached by nobody, whatever the
customers are.
"""

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise, product
from math import ceil, floor

from ..vocabulary import RANKED
from .cuts import RFM_METRICS, only_above_zero
from .tiers import SCORES

WHOLE = {
    "recency_days", "tenure_days", "repair_count", "repair_count_total", "rework_count",
    "open_case_count", "device_count", "employee_count", "is_enterprise", "is_international",
}  # fmt: skip
BOUNDS = {
    **dict.fromkeys(WHOLE, (0, None)),
    "is_enterprise": (0, 1),
    "is_international": (0, 1),
    "rating_avg": (1, 5),
    "service_share": (0, 100),
    "mean_interval_days": (0, None),
    "expected_repairs": (0, None),
    "active_probability": (0, 100),
}
# Figures that a customer may be without.
OPTIONAL = {
    "recency_days", "tenure_days", "mean_interval_days", "rating_avg", "service_share",
    "net_value", "expected_repairs", "expected_amount", "active_probability",
}  # fmt: skip
# The first is never above the second.
ORDERED = (("repair_count", "repair_count_total"), ("recency_days", "tenure_days"))
LITTLE = Decimal("0.001")
# More combinations than that are not looked through: such rules are said nothing about.
MOST_TRIED = 60_000


def findings(tiers, cuts):
    """Return the tiers of one dimension that nobody reaches, in their order.

    :param list tiers: the dimension's :class:`~.rules.Tier`, in their order
    :param dict cuts: criterion id -> its line (``None``: nobody meets it). Where a share of the
        customers has none, nobody knows yet what it comes to
    :return: list of dicts: ``tier`` (its id), ``kind`` (``never``: nobody meets its criteria;
        ``hidden``: whoever meets them is in a tier before it; ``rest``: nobody is left for it),
        ``criteria`` (of ``never``: ids of those that have no line at all, so that nobody meets
        them) and ``before`` (ids of the tiers that take its customers)
    """
    unknown = {
        _share_axis(criterion)
        for tier in tiers
        for criterion in tier.criteria
        if criterion.kind != "value" and criterion.id not in cuts
    }
    rows = {tier.id: [_line(c, cuts, unknown) for c in tier.criteria] for tier in tiers}
    combinations = _combinations([line for lines in rows.values() for line in lines], tiers)
    if combinations is None:
        return []
    winners, takers, met = set(), defaultdict(set), set()
    for figures in combinations:
        winner = None
        for tier in tiers:
            if not _holds(tier, rows[tier.id], figures):
                continue
            met.add(tier.id)
            winner = winner or tier.id
            takers[tier.id].add(winner)
        winners.add(winner)
    found = []
    for tier in tiers:
        if tier.id in winners:
            continue
        if tier.id not in met:
            without = [
                c.id
                for c, (_axis, _operator, number) in zip(tier.criteria, rows[tier.id], strict=True)
                if number is None
            ]
            found.append({"tier": tier.id, "kind": "never", "criteria": without, "before": []})
        elif not tier.for_potential:
            kind = "hidden" if tier.criteria else "rest"
            before = [t.id for t in tiers if t.id in takers[tier.id]]
            found.append({"tier": tier.id, "kind": kind, "criteria": [], "before": before})
    return found


def _share_axis(criterion):
    """Return the axis for a share whose cut is not known yet: the customers in their order."""
    return criterion.metric, criterion.kind, criterion.operator


def _line(criterion, cuts, unknown):
    """Return the axis that a criterion looks along, its operator and its line."""
    metric, operator = criterion.metric, criterion.operator
    if criterion.kind == "value":
        return metric, operator, criterion.threshold
    if _share_axis(criterion) in unknown:
        return _share_axis(criterion), "at_most", criterion.threshold
    number = cuts[criterion.id]
    if number is not None and only_above_zero(criterion):
        number = max(number, LITTLE)
    return metric, operator, number


def _combinations(lines, tiers):
    """Return an iterable of all figures to ask for: dict axis -> figure; None: too many."""
    numbers = defaultdict(set)
    for axis, _operator, number in lines:
        numbers[axis].update(() if number is None else (number,))
    ranked = bool(tiers) and tiers[0].dimension in RANKED
    points = {axis: _points(axis, found, ranked) for axis, found in numbers.items()}
    size = 1
    for candidates in points.values():
        size *= len(candidates)
    if size > MOST_TRIED:
        return None
    return (
        figures
        for values in product(*points.values())
        if _possible(figures := dict(zip(points, values, strict=True)))
    )


def _points(axis, numbers, ranked):
    """Return figures of an axis on, below and above each of the lines."""
    if isinstance(axis, tuple):
        low, high, whole, optional = LITTLE, Decimal(100), False, True
    else:
        low, high = BOUNDS.get(axis, (None, None))
        whole, optional = axis in WHOLE, axis in OPTIONAL
        if ranked and axis == "repair_count_total":
            # Customers without any repair are in the tier for them.
            low = 1
    found = {low, high} - {None}
    for number in numbers:
        if whole:
            found |= {floor(number) - 1, floor(number), ceil(number), ceil(number) + 1}
        else:
            found |= {number - LITTLE, number, number + LITTLE}
    found = {Decimal(f) for f in found if (low is None or f >= low) and (high is None or f <= high)}
    return [*sorted(found), *([None] if optional else [])] or [Decimal(0)]


def _possible(figures):
    for smaller, greater in ORDERED:
        low, high = figures.get(smaller), figures.get(greater)
        if low is not None and high is not None and low > high:
            return False
    return True


def _holds(tier, lines, figures):
    met = (_meets(figures[axis], operator, number) for axis, operator, number in lines)
    if not lines:
        return True
    return all(met) if tier.match == "all" else any(met)


def _meets(figure, operator, number):
    if figure is None or number is None:
        return False
    return figure >= number if operator == "at_least" else figure <= number


def empty_scores(cuts):
    """Return score name -> the scores that no customer has, as the cuts of fifths coincide.

    :param dict cuts: as :func:`.cuts.load_cuts` returns them, those of fifths
    """
    empty = {}
    for name, metric in zip(SCORES, RFM_METRICS, strict=True):
        numbers = cuts["rfm"][metric]
        steps = [k for k, (low, high) in enumerate(pairwise(numbers), start=1) if low == high]
        if cuts["highest"][metric] <= numbers[-1]:
            steps.append(4)
        empty[name] = sorted(5 - k if metric == "recency_days" else 1 + k for k in steps)
    return empty


def empty_segments(tiers, empty):
    """Return the ids of RFM segments that have cells, none of which any customer is on.

    :param list tiers: the segments, as :class:`~.rules.Tier`
    :param dict empty: as :func:`empty_scores` returns it
    """
    recency, frequency, monetary = (
        [score for score in range(1, 6) if score not in empty[name]] for name in SCORES
    )
    # Who had no repair in the period has both scores 1.
    both = {(f + m + 1) // 2 for f, m in product(frequency, monetary)} | {1}
    reached = set(product(recency, both))
    return [tier.id for tier in tiers if tier.cells and not reached.intersection(tier.cells)]
