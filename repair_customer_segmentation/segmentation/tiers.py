"""From metrics and cuts to scores and tiers.

Every dimension works alike: tiers in their order, the first whose criteria hold wins and
the last one, without criteria, catches the rest. RFM tiers are cells of a 5 x 5 grid.
"""

from odoo.tools import SQL

from ..vocabulary import DIMENSIONS
from .cuts import RFM_METRICS, only_above_zero
from .metrics import PARTNER_COLUMNS, STORED_METRICS

# What a customer is, rather than how good: the present is told, without grace.
DESCRIPTIVE = ("rfm", "kind", "size", "location", "need")
SCORES = ("recency_score", "frequency_score", "monetary_score")


def tiers_relation(relation, rules, cuts):
    """Return the SELECT of figures, scores and computed tiers, one row a customer.

    Columns: ``partner_id``, the stored metrics, the scores, the partner's facts,
    ``recency_days`` and ``<dimension>_computed_tier_id`` for each dimension.

    :param SQL relation: table or sub-select with the columns of ``metrics_relation``
    :param Rules rules: see :mod:`.rules`
    :param dict cuts: as :func:`.cuts.load_cuts` returns them
    """
    recency, frequency, monetary = (cuts["rfm"][metric] for metric in RFM_METRICS)
    return SQL(
        """
        SELECT partner_id, recency_days, %(metrics)s, %(scores)s, %(facts)s, %(tiers)s
          FROM (
            SELECT metrics.*,
                   CASE WHEN repair_count_total > 0
                        THEN 5 - (%(recency)s) END AS recency_score,
                   CASE WHEN repair_count_total = 0 THEN NULL
                        WHEN repair_count = 0 THEN 1
                        ELSE 1 + (%(frequency)s) END AS frequency_score,
                   CASE WHEN repair_count_total = 0 THEN NULL
                        WHEN repair_count = 0 THEN 1
                        ELSE 1 + (%(monetary)s) END AS monetary_score
              FROM %(relation)s AS metrics
          ) AS scored
        """,
        metrics=_identifiers(STORED_METRICS),
        scores=_identifiers(SCORES),
        facts=_identifiers(PARTNER_COLUMNS),
        tiers=SQL(", ").join(
            SQL(
                "%s AS %s",
                _tier_expression(rules, cuts, dimension),
                SQL.identifier(f"{dimension}_computed_tier_id"),
            )
            for dimension in DIMENSIONS
        ),
        relation=relation,
        recency=_count_above("recency_days", recency),
        frequency=_count_above("repair_count", frequency),
        monetary=_count_above("amount", monetary),
    )


def _identifiers(names):
    return SQL(", ").join(map(SQL.identifier, names))


def _count_above(metric, cut_points):
    """Return how many of the cut points the metric exceeds: equal customers stay equal."""
    return SQL(" + ").join(SQL("(%s > %s)::int", SQL.identifier(metric), cut) for cut in cut_points)


def _tier_expression(rules, cuts, dimension):
    tiers = rules.of(dimension)
    if not tiers:
        return SQL("NULL::int")
    rest = _cell_expression(tiers) if dimension == "rfm" else criteria_expression(tiers, cuts)
    if dimension in DESCRIPTIVE and dimension != "rfm":
        return rest
    potential = next((tier.id for tier in tiers if tier.for_potential), None)
    return SQL("CASE WHEN repair_count_total = 0 THEN %s::int ELSE %s END", potential, rest)


def _cell_expression(tiers):
    """Return the tier of the cell ``R, FM`` with ``FM = (F + M + 1) // 2``."""
    grid = [None] * 25
    for tier in tiers:
        for r, fm in tier.cells:
            grid[(r - 1) * 5 + fm - 1] = tier.id
    return SQL(
        "(%s::int[])[(recency_score - 1) * 5 + (frequency_score + monetary_score + 1) / 2]",
        grid,
    )


def criteria_expression(tiers, cuts):
    """Return the tier that the figures of a row give, by the criteria of one dimension."""
    whens = [
        SQL("WHEN %s THEN %s::int", _condition(tier, cuts), tier.id)
        for tier in tiers
        if tier.criteria
    ]
    last = next((tier.id for tier in reversed(tiers) if not tier.criteria), None)
    if not whens:
        return SQL("%s::int", last)
    return SQL("CASE %s ELSE %s::int END", SQL(" ").join(whens), last)


def _condition(tier, cuts):
    glue = SQL(" AND ") if tier.match == "all" else SQL(" OR ")
    return SQL("(%s)", glue.join(criterion_test(c, cuts["criteria"][c.id]) for c in tier.criteria))


def criterion_test(criterion, cut):
    """Return the test of one criterion; a customer without the metric does not meet it."""
    if cut is None:
        return SQL("FALSE")
    return SQL(
        "COALESCE(%(metric)s %(operator)s %(cut)s%(above)s, FALSE)",
        metric=SQL.identifier(criterion.metric),
        operator=SQL(">=") if criterion.operator == "at_least" else SQL("<="),
        cut=cut,
        above=SQL(" AND %s > 0", SQL.identifier(criterion.metric))
        if only_above_zero(criterion)
        else SQL(),
    )
