"""Why a customer is in a tier: the figures held against the frozen cuts, once more.

Plain data in, plain data out; it follows :mod:`.tiers` rule for rule, for one customer and
in Python, and computes no figure and no cut of its own. Numbers are exact
(:class:`~decimal.Decimal`), so that a distance is right to the cent.
"""

from decimal import Decimal

from .cuts import RFM_METRICS, only_above_zero
from .tiers import SCORES

# What an amount of nothing lacks where it must be above zero.
CENT = Decimal("0.01")


def weigh(tier, figures, cuts):
    """Hold the figures against each criterion of a tier.

    :param Tier tier: see :mod:`.rules`
    :param dict figures: metric -> number, or ``None`` where the customer has none
    :param dict cuts: as :func:`.cuts.load_cuts` returns them
    :return: list of dicts: the criterion's own entries, ``figure``, ``cut`` (``None``: there
        is no line, nobody meets it), ``met``, and ``gap``: how far the figure is from the line
        in its own unit, above zero where it misses, up to zero where it meets
    """
    rows = []
    for criterion in tier.criteria:
        figure, cut = figures[criterion.metric], cuts["criteria"].get(criterion.id)
        gap = None
        if figure is not None and cut is not None:
            gap = cut - figure if criterion.operator == "at_least" else figure - cut
            if only_above_zero(criterion) and figure <= 0:
                gap = max(gap, CENT - figure)
        rows.append(
            {**vars(criterion), "figure": figure, "cut": cut, "met": gap is not None and gap <= 0,
             "gap": gap}
        )  # fmt: skip
    return rows


def holds(tier, rows):
    """Return whether a tier's criteria hold; one without criteria catches everybody."""
    met = [row["met"] for row in rows]
    return not met or (all(met) if tier.match == "all" else any(met))


def ladder(tiers, figures, cuts, tier_id):
    """Explain a dimension whose tiers have criteria.

    :param list tiers: the dimension's tiers in their order, the best first
    :param int tier_id: the tier that the rule gave
    :return: dict: ``steps`` (each tier with its ``rows``), ``up`` and ``down`` (the next tier
        and the rows whose gaps lead there, or ``None``)
    """
    steps = [{"tier": tier, "rows": weigh(tier, figures, cuts)} for tier in tiers]
    index = next((i for i, step in enumerate(steps) if step["tier"].id == tier_id), None)
    if index is None:
        return {"steps": steps, "up": None, "down": None}
    return {
        "steps": steps,
        "up": _up(steps[:index]),
        "down": _down(steps[index], steps[index + 1 :]),
    }


def scores(figures, cuts, given):
    """Explain the three scores of RFM.

    :param dict given: score name -> the score that the customer has, ``None`` without repair
    :return: list of dicts: ``metric``, ``score``, ``figure``, ``cuts`` (four numbers), and
        ``more``: how much the figure must exceed itself by for the next score, or ``None``
    """
    rows = []
    for name, metric in zip(SCORES, RFM_METRICS, strict=True):
        figure, lines, score = figures[metric], cuts["rfm"][metric], given[name]
        more = None
        if metric != "recency_days" and score and score < 5 and figure is not None:
            # A customer without a repair in the window scores 1 whatever its figures.
            more = max(lines[score - 1] - figure, 0)
        rows.append(
            {"name": name, "metric": metric, "score": score, "figure": figure, "cuts": lines,
             "more": more}
        )  # fmt: skip
    return rows


def _up(better):
    """Return the nearest better tier and what is missing for it."""
    for step in reversed(better):
        missing = [row for row in step["rows"] if not row["met"]]
        reachable = [row for row in missing if row["gap"] is not None]
        if not missing or not reachable:
            continue
        if step["tier"].match == "all" and len(reachable) < len(missing):
            continue
        return {"tier": step["tier"], "rows": reachable}
    return None


def _down(step, worse):
    """Return the tier that the customer would fall to and what keeps it from falling."""
    keeping = [row for row in step["rows"] if row["met"]]
    below = next((s["tier"] for s in worse if holds(s["tier"], s["rows"])), None)
    return {"tier": below, "rows": keeping} if keeping and below else None
