"""Figures of groups of records, right where the mean of the records' own figures is not."""

from odoo.tools import SQL


def weighted_mean(value, weight):
    """Return the aggregate of a mean over records that count differently; null without any.

    A customer with nine ratings counts nine times as much as one with a single rating, so that
    the figure of a group is that of all its ratings.

    :param SQL value: figure of a record; records where it is null are left out
    :param SQL weight: how much that record counts
    """
    return SQL(
        "SUM(%(value)s * %(weight)s)"
        " / NULLIF(SUM(%(weight)s) FILTER (WHERE %(value)s IS NOT NULL), 0)",
        value=value,
        weight=weight,
    )
