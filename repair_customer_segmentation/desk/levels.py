"""Which service level follows from the tiers of a customer."""

from odoo.tools import SQL


def level_expression(tiers, by_rank, default):
    """Return the SQL of the highest ranking level that one of the tiers gives.

    :param tiers: SQL expressions of a customer's tiers, one a dimension
    :param by_rank: pairs of a level's id and the list of tiers that give it, the highest first
    :param default: id of the level of everybody else, or ``None``
    """
    if not by_rank:
        return SQL("%s::int", default)
    return SQL(
        "CASE %s ELSE %s::int END",
        SQL(" ").join(
            SQL(
                "WHEN ARRAY[%s] && %s::int[] THEN %s::int",
                SQL(", ").join(tiers),
                ids,
                level_id,
            )
            for level_id, ids in by_rank
        ),
        default,
    )
