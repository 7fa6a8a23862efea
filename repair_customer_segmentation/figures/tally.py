"""Counts what figures are made of: one pass over closed cases, and one over feedback.

What is counted can be added up: the counts of all rows of a table are those of its total row, and
shares and means are only made of sums (see :mod:`.measure`). So a group never weighs more than
what was counted in it.

Both tables keep the customer's tiers and level as they were at the time, by which they are grouped.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from odoo.tools import SQL

from ..vocabulary import DIMENSIONS

OUTCOMES, FEEDBACK = "repair_case_outcome", "repair_feedback"
# Where both tables say the same, under the same name.
GROUP_COLUMNS = (
    *(f"{dimension}_tier_id" for dimension in DIMENSIONS),
    *("service_level_id", "type_id", "team_id", "user_id", "device_id"),
)
# The day of a row, and the customer's company, which have different names.
DAY_OF = {OUTCOMES: SQL("closed_on"), FEEDBACK: SQL("day")}
CUSTOMER_OF = {OUTCOMES: SQL("partner_id"), FEEDBACK: SQL("commercial_partner_id")}
MONTH, CUSTOMER = "month", "customer"

# What is counted of a row: name of the count -> table, and what PostgreSQL adds up.
TALLIED = {
    "closed": (OUTCOMES, "count(*)"),
    "reopened": (OUTCOMES, "count(*) FILTER (WHERE is_reopened)"),
    "response_met": (OUTCOMES, "count(*) FILTER (WHERE response_result = 'met')"),
    "response_judged": (OUTCOMES, "count(response_result)"),
    "resolution_met": (OUTCOMES, "count(*) FILTER (WHERE resolution_result = 'met')"),
    "resolution_judged": (OUTCOMES, "count(resolution_result)"),
    # A device may come back on the first day, but only after the last it is known that it did
    # not: to count the former earlier would make the latest weeks look worse than they are.
    "fixed": (
        OUTCOMES,
        "count(*) FILTER (WHERE fix_result = 'fixed' AND fix_known_on < %(today)s)",
    ),
    "fix_known": (OUTCOMES, "count(fix_result) FILTER (WHERE fix_known_on < %(today)s)"),
    "asked": (OUTCOMES, "count(asked_on)"),
    "answered": (OUTCOMES, "count(asked_on) FILTER (WHERE answered)"),
    "complaints": (FEEDBACK, "count(*) FILTER (WHERE way = 'complaint')"),
    "satisfied": (FEEDBACK, "count(*) FILTER (WHERE score >= 4)"),
    "scored": (FEEDBACK, "count(score)"),
    "score_sum": (FEEDBACK, "coalesce(sum(score), 0)"),
    "score_squares": (FEEDBACK, "coalesce(sum(score * score), 0)"),
}


@dataclass(frozen=True)
class Scope:
    """Which rows are counted: those of a company, from a day to a day, both included.

    ``columns``: column of :data:`GROUP_COLUMNS` -> the id that rows have there, several of
    them, or ``None`` for rows that have none. ``partner_ids``: commercial partners; ``None``: all
    customers. ``relations``: table -> SELECT of the rows of it that may be counted at all, such as
    those that a user sees; a table that is left out is counted whole. ``today``: the company's
    day; without it the last one.
    """

    company_id: int
    first: date
    last: date
    columns: Mapping = field(default_factory=dict)
    partner_ids: tuple | None = None
    relations: Mapping = field(default_factory=dict)
    today: date | None = None


def tally(cr, scope, names, by=(), before=None):
    """Return the counts of each group: ``{key: {name: number}}``, in at most two statements.

    A group of which nothing was counted is left out, and so are the counts of a table in
    which it has no rows (they are 0, as the inner dict says).

    :param cr: database cursor; what it reads must be flushed
    :param Scope scope: which rows
    :param names: of :data:`TALLIED`
    :param by: columns of :data:`GROUP_COLUMNS`, ``"month"`` or ``"customer"``: what a key consists
        of, in this order; months are the days they begin on
    :param tuple before: first and last day of an earlier period that is counted as well; when
        given, keys begin with whether it is the scope's own period
    :raise ValueError: for a column, a count or a month that is none of those
    """
    if unknown := {*by, *scope.columns} - {*GROUP_COLUMNS, MONTH, CUSTOMER} or {*names} - {
        *TALLIED
    }:
        raise ValueError(f"Nothing is counted by {', '.join(sorted(unknown))}.")
    found = defaultdict(lambda: defaultdict(int))
    for table in DAY_OF:
        of_table = [name for name in names if TALLIED[name][0] == table]
        if not of_table:
            continue
        cr.execute(_statement(table, scope, of_table, by, before))
        size = len(by) + (before is not None)
        for row in cr.fetchall():
            found[row[:size]].update(zip(of_table, row[size:], strict=True))
    return dict(found)


def _statement(table, scope, names, by, before):
    """Return the SELECT of keys and counts of one table."""
    day = DAY_OF[table]
    keys = [SQL("%s >= %s", day, scope.first)] if before is not None else []
    month = SQL("date_trunc('month', %s::timestamp)::date", day)
    special = {MONTH: month, CUSTOMER: CUSTOMER_OF[table]}
    keys += [special.get(column) or SQL.identifier(column) for column in by]
    today = scope.today or scope.last
    counted = (SQL(TALLIED[name][1], today=today) for name in names)
    places = SQL(", ").join(SQL(str(place)) for place in range(1, len(keys) + 1))
    return SQL(
        "SELECT %s FROM %s AS rows WHERE %s %s",
        SQL(", ").join([*keys, *counted]),
        SQL("(%s)", scope.relations[table]) if table in scope.relations else SQL.identifier(table),
        SQL(" AND ").join(_conditions(table, scope, before)),
        SQL("GROUP BY %s", places) if keys else SQL(),
    )


def _conditions(table, scope, before):
    yield SQL("company_id = %s", scope.company_id)
    periods = [(scope.first, scope.last), *([before] if before else [])]
    within = (SQL("%s BETWEEN %s AND %s", DAY_OF[table], *period) for period in periods)
    yield SQL("(%s)", SQL(" OR ").join(within))
    if scope.partner_ids is not None:
        yield SQL("%s = ANY(%s)", CUSTOMER_OF[table], list(scope.partner_ids))
    for column, ids in scope.columns.items():
        name = SQL.identifier(column)
        if ids is None:
            yield SQL("%s IS NULL", name)
        elif isinstance(ids, int):
            yield SQL("%s = %s", name, ids)
        else:
            yield SQL("%s = ANY(%s)", name, list(ids))


def sum_counts(parts):
    """Return the counts of several parts added up by name, of those names that any part has."""
    added = defaultdict(int)
    for counts in parts:
        for name, number in counts.items():
            added[name] += number
    return added
