"""Who would move if other rules were in force: the engine's own relations, nothing stored.

Metrics and moves live in temporary tables that end with the transaction. An unchanged tier
has the same id before and after, as the caller gives the tiers of the draft the ids that
they would have, were the draft active.
"""

from odoo.tools import SQL

from ..vocabulary import DIMENSIONS
from . import cuts, decide, tiers

SIMULATED = SQL("repair_simulated_metrics")
MOVES = SQL("repair_simulated_moves")


def fill(cr, metrics, run, rules):
    """Compute the moves of all customers into a temporary table.

    The grace is left out: it delays a fall and prevents none. So are archived customers: no
    figure that is shown counts them.

    :param SQL metrics: SELECT with the columns of ``metrics_relation``
    :param Run run: the moment, and the company, see :mod:`.rules`
    :param Rules rules: with the ids that its tiers would have
    :return: the cuts, as :func:`.cuts.load_cuts` returns them
    """
    cr.execute(SQL("DROP TABLE IF EXISTS %s, %s", SIMULATED, MOVES))
    cr.execute(SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", SIMULATED, metrics))
    cr.execute(SQL("ANALYZE %s", SIMULATED))
    numbers = cuts.load_cuts(cuts.compute_cuts(cr, SIMULATED, rules))
    cr.execute(
        SQL(
            """
            CREATE TEMPORARY TABLE %(moves)s ON COMMIT DROP AS
            SELECT new.partner_id, new.repair_count, new.amount, old.id AS profile_id,
                   %(columns)s
              FROM (%(relation)s) AS new
              LEFT JOIN (%(overrides)s) AS overrides ON overrides.partner_id = new.partner_id
              LEFT JOIN repair_customer_profile AS old
                     ON old.partner_id = new.partner_id AND old.company_id = %(company)s
             WHERE new.active
            """,
            moves=MOVES,
            columns=SQL(", ").join(_columns(dimension) for dimension in DIMENSIONS),
            relation=tiers.tiers_relation(SIMULATED, rules, numbers),
            overrides=decide.overrides_relation(run, rules),
            company=run.company_id,
        )
    )
    return numbers


def _columns(dimension):
    return SQL(
        "%s AS %s, COALESCE(%s, %s) AS %s",
        SQL.identifier("old", f"{dimension}_tier_id"),
        _from(dimension),
        SQL.identifier("overrides", f"{dimension}_override"),
        SQL.identifier("new", f"{dimension}_computed_tier_id"),
        _to(dimension),
    )


def _from(dimension):
    return SQL.identifier(f"{dimension}_from")


def _to(dimension):
    return SQL.identifier(f"{dimension}_to")


def matrix(cr, dimension):
    """Return rows ``(from tier, to tier, customers, repairs, amount)``."""
    cr.execute(
        SQL(
            """
            SELECT %(old)s, %(new)s, count(*), sum(repair_count), sum(amount)
              FROM %(moves)s
             GROUP BY 1, 2
             ORDER BY 1, 2
            """,
            old=_from(dimension),
            new=_to(dimension),
            moves=MOVES,
        )
    )
    return cr.fetchall()


def movers(cr, dimension, limit):
    """Return the customers who would move, those with the highest amounts.

    :return: rows ``(partner, from tier, to tier, repairs, amount)``
    """
    cr.execute(
        SQL(
            """
            SELECT partner_id, %(old)s, %(new)s, repair_count, amount
              FROM %(moves)s
             WHERE %(old)s IS DISTINCT FROM %(new)s
             ORDER BY amount DESC, partner_id
             LIMIT %(limit)s
            """,
            old=_from(dimension),
            new=_to(dimension),
            moves=MOVES,
            limit=limit,
        )
    )
    return cr.fetchall()


def customers(cr, dimension, old, new, limit):
    """Return the ids of partners and profiles in one cell of the matrix, highest amounts first.

    :param old: id of the tier today, or None
    :param new: id of the tier by the other rules, or None
    """
    cr.execute(
        SQL(
            """
            SELECT partner_id, profile_id
              FROM %(moves)s
             WHERE %(from)s IS NOT DISTINCT FROM %(old)s::int
               AND %(to)s IS NOT DISTINCT FROM %(new)s::int
             ORDER BY amount DESC, partner_id
             LIMIT %(limit)s
            """,
            **{"from": _from(dimension), "to": _to(dimension)},
            moves=MOVES,
            old=old,
            new=new,
            limit=limit,
        )
    )
    return cr.fetchall()


def load(cr, old_levels, new_levels, company_id, since, as_of):
    """Return service level -> pair of the cases of the window: of its customers today, and then.

    :param old_levels: function of the SQL of a customer's tiers, one a dimension, that returns
        the SQL of the level; of the tiers today
    :param new_levels: the same, of the tiers by the other rules
    """
    cr.execute(
        SQL(
            """
            WITH cases AS (
                SELECT commercial_partner_id AS partner_id, count(*) AS number
                  FROM repair_case
                 WHERE company_id = %(company)s
                   AND state <> 'cancelled'
                   AND date_open < %(as_of)s
                   AND %(window)s
                 GROUP BY 1
            ),
            loads AS (SELECT %(old)s AS old, %(new)s AS new, number
                        FROM %(moves)s AS moves JOIN cases USING (partner_id))
            SELECT level, sum(before), sum(after)
              FROM (SELECT old AS level, number AS before, 0 AS after FROM loads
                     UNION ALL
                    SELECT new, 0, number FROM loads) AS both_sides
             GROUP BY level
            """,
            company=company_id,
            as_of=as_of,
            window=SQL("TRUE") if since is None else SQL("date_open >= %s", since),
            old=old_levels([_from(dimension) for dimension in DIMENSIONS]),
            new=new_levels([_to(dimension) for dimension in DIMENSIONS]),
            moves=MOVES,
        )
    )
    return {level: (int(before), int(after)) for level, before, after in cr.fetchall()}
