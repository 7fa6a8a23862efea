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
MONTH = "month"

# What is counted of a row: name of the count -> table, and what PostgreSQL adds up.
TALLIED = {
    "closed": (OUTCOMES, SQL("count(*)")),
    "reopened": (OUTCOMES, SQL("count(*) FILTER (WHERE is_reopened)")),
    "response_met": (OUTCOMES, SQL("count(*) FILTER (WHERE response_result = 'met')")),
    "response_judged": (OUTCOMES, SQL("count(response_result)")),
    "resolution_met": (OUTCOMES, SQL("count(*) FILTER (WHERE resolution_result = 'met')")),
    "resolution_judged": (OUTCOMES, SQL("count(resolution_result)")),
    "fixed": (OUTCOMES, SQL("count(*) FILTER (WHERE fix_result = 'fixed')")),
    "fix_known": (OUTCOMES, SQL("count(fix_result)")),
    "asked": (OUTCOMES, SQL("count(asked_on)")),
    "answered": (OUTCOMES, SQL("count(asked_on) FILTER (WHERE answered)")),
    "complaints": (FEEDBACK, SQL("count(*) FILTER (WHERE way = 'complaint')")),
    "satisfied": (FEEDBACK, SQL("count(*) FILTER (WHERE score >= 4)")),
    "scored": (FEEDBACK, SQL("count(score)")),
    "score_sum": (FEEDBACK, SQL("coalesce(sum(score), 0)")),
    "score_squares": (FEEDBACK, SQL("coalesce(sum(score * score), 0)")),
}


@dataclass(frozen=True)
class Scope:
    """Which rows are counted: those of a company, from a day to a day, both included.

    ``columns``: column of :data:`GROUP_COLUMNS` -> the id that rows have there, several of
    them, or ``None`` for rows that have none. ``partner_ids``: commercial partners; ``None``: all
    customers. ``relations``: table -> SELECT of the rows of it that may be counted at all, such as
    those that a user sees; a table that is left out is counted whole.
    """

    company_id: int
    first: date
    last: date
    columns: Mapping = field(default_factory=dict)
    partner_ids: tuple | None = None
    relations: Mapping = field(default_factory=dict)


def tally(cr, scope, names, by=(), since=None):
    """Return the counts of each group: ``{key: {name: number}}``, in at most two statements.

    A group of which nothing was counted is left out, and so are the counts of a table in
    which it has no rows (they are 0, as the inner dict says).

    :param cr: database cursor; what it reads must be flushed
    :param Scope scope: which rows
    :param names: of :data:`TALLIED`
    :param by: columns of :data:`GROUP_COLUMNS`, or ``"month"``: what a key consists of, in this
        order; months are the days they begin on
    :param date since: when given, keys begin with whether a row is of that day or later
    :raise ValueError: for a column, a count or a month that is none of those
    """
    if unknown := {*by, *scope.columns} - {*GROUP_COLUMNS, MONTH} or {*names} - {*TALLIED}:
        raise ValueError(f"Nothing is counted by {', '.join(sorted(unknown))}.")
    found = defaultdict(lambda: defaultdict(int))
    for table in DAY_OF:
        of_table = [name for name in names if TALLIED[name][0] == table]
        if not of_table:
            continue
        cr.execute(_statement(table, scope, of_table, by, since))
        size = len(by) + (since is not None)
        for row in cr.fetchall():
            found[row[:size]].update(zip(of_table, row[size:], strict=True))
    return dict(found)


def _statement(table, scope, names, by, since):
    """Return the SELECT of keys and counts of one table."""
    day = DAY_OF[table]
    keys = [SQL("%s >= %s", day, since)] if since is not None else []
    keys += [
        SQL("date_trunc('month', %s::timestamp)::date", day)
        if column == MONTH
        else SQL.identifier(column)
        for column in by
    ]
    places = [SQL(str(place)) for place in range(1, len(keys) + 1)]
    return SQL(
        "SELECT %s FROM %s AS rows WHERE %s %s",
        SQL(", ").join([*keys, *(TALLIED[name][1] for name in names)]),
        SQL("(%s)", scope.relations[table]) if table in scope.relations else SQL.identifier(table),
        SQL(" AND ").join(_conditions(table, scope)),
        SQL("GROUP BY %s", SQL(", ").join(places)) if places else SQL(),
    )


def _conditions(table, scope):
    yield SQL("company_id = %s", scope.company_id)
    yield SQL("%s BETWEEN %s AND %s", DAY_OF[table], scope.first, scope.last)
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
