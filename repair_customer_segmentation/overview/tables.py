"""The tables of the overview's sums, and the triggers that keep them.

========================== =================================================================
``repair_overview_sum``    what customers come to, by company and ``customers.SUM_KEYS``
``repair_overview_gap``    likewise by what is missing of them and by tier, see :mod:`.missing`
``repair_overview_day``    what was counted of closed cases and of answers, by company, key and day
``repair_overview_move``   customers by their tier at a month end and now, see :mod:`.past`
``repair_overview_moment`` the month ends of which that is kept
``repair_overview_making`` which making of these sums stands, by company
``repair_overview_seen``   which one each change of what they are made of knew
``repair_overview_dirty``  companies whose past was changed, so that it must be counted anew
========================== =================================================================

What is counted changes in many places: runs, merges, archiving, deletions, and keys that the
database empties by itself. So the tables that are counted tell of it, statement by statement.
Rows are only ever added here, less what was and plus what is: two people who work at the same time
never wait for each other, nor for whoever reads. Rows of the same key are put together by
:func:`fold`.

They are no models: nothing but the overview reads them, and it checks who asks.
"""

from odoo.tools import SQL

from . import customers, missing, past, served

SUMS = {
    "repair_overview_sum": (customers.SUM_COLUMNS, customers.SUM_COUNTS),
    "repair_overview_gap": (missing.GAP_COLUMNS, missing.GAP_COUNTS),
    "repair_overview_day": (served.DAY_COLUMNS, served.DAY_COUNTS),
    "repair_overview_move": (past.MOVE_COLUMNS, past.MOVE_COUNTS),
}
# What fills the tables of what there is now; the past is counted in the background.
FILLS = {
    "repair_overview_sum": customers.fill,
    "repair_overview_gap": missing.fill,
    "repair_overview_day": served.fill,
}
# Table that is counted -> functions that return the SQL of what a change of its rows adds.
COUNTED_TABLES = {
    "repair_customer_profile": (customers.added, missing.added, past.added, past.seen),
    "repair_case_outcome": (served.outcomes_added,),
    "repair_feedback": (served.feedback_added,),
    "repair_segmentation_transition": (past.dirtied, past.seen),
}
# What a table that is emptied at one stroke leaves of the sums.
LEFT_BY_EMPTY = {
    "repair_customer_profile": (
        "DELETE FROM repair_overview_sum; DELETE FROM repair_overview_gap;"
        " DELETE FROM repair_overview_move; DELETE FROM repair_overview_moment;"
    ),
    "repair_case_outcome": (
        "UPDATE repair_overview_day SET closed = 0, resolution_met = 0, resolution_judged = 0;"
    ),
    "repair_feedback": (
        "UPDATE repair_overview_day SET complaints = 0, satisfied = 0, scored = 0;"
    ),
    "repair_segmentation_transition": (
        "DELETE FROM repair_overview_move; DELETE FROM repair_overview_moment;"
    ),
}
EVENTS = {
    "insert": SQL("NEW TABLE AS new_rows"),
    "update": SQL("OLD TABLE AS old_rows NEW TABLE AS new_rows"),
    "delete": SQL("OLD TABLE AS old_rows"),
}


def install(cr):
    """Create what is not there yet, and count what there is into tables that are new.

    Sums with other columns than today's, which an older version left, are made anew.
    """
    for table in SUMS:
        _drop_outdated(cr, table)
    new = [table for table in FILLS if not _exists(cr, table)]
    for table, (columns, counts) in SUMS.items():
        typed = [SQL("%s %s", SQL.identifier(n), SQL(kind)) for n, kind in columns + counts]
        cr.execute(
            SQL("CREATE TABLE IF NOT EXISTS %s (%s)", SQL.identifier(table), SQL(", ").join(typed))
        )
    cr.execute(
        """
        CREATE TABLE IF NOT EXISTS repair_overview_moment (
            company_id integer, moment timestamp, UNIQUE (company_id, moment));
        CREATE TABLE IF NOT EXISTS repair_overview_making (
            company_id integer UNIQUE, making uuid NOT NULL);
        CREATE TABLE IF NOT EXISTS repair_overview_seen (company_id integer, making uuid);
        CREATE TABLE IF NOT EXISTS repair_overview_dirty (company_id integer);
        CREATE INDEX IF NOT EXISTS repair_overview_sum_idx ON repair_overview_sum (company_id);
        CREATE INDEX IF NOT EXISTS repair_overview_gap_idx ON repair_overview_gap (company_id);
        CREATE INDEX IF NOT EXISTS repair_overview_day_idx
            ON repair_overview_day (company_id, key, day);
        CREATE INDEX IF NOT EXISTS repair_overview_move_idx
            ON repair_overview_move (company_id, dimension, moment);
        """
    )
    if "repair_overview_day" in new:
        cr.execute(served.categories())
    for table in COUNTED_TABLES:
        _install_triggers(cr, table)
    for table in new:
        cr.execute(FILLS[table]())


def uninstall(cr):
    """Remove the triggers, their functions, and the tables."""
    for table in COUNTED_TABLES:
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"{table}_counted")))
    for table in sorted({*SUMS, *past.OF_MAKING}):
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(table)))


def fold(cr):
    """Put rows of the same key together, and leave out what comes to nothing."""
    for table, (columns, counts) in SUMS.items():
        names = SQL(", ").join(SQL.identifier(name) for name, _kind in columns)
        sums = [SQL("sum(%s)", SQL.identifier(name)) for name, _kind in counts]
        cr.execute(
            SQL(
                """
                WITH old AS (DELETE FROM %(table)s RETURNING *)
                INSERT INTO %(table)s
                SELECT %(names)s, %(sums)s FROM old GROUP BY %(names)s HAVING %(any)s
                """,
                table=SQL.identifier(table),
                names=names,
                sums=SQL(", ").join(sums),
                any=SQL(" OR ").join(SQL("%s <> 0", s) for s in sums),
            )
        )
    cr.execute(
        "WITH old AS (DELETE FROM repair_overview_seen RETURNING *)"
        " INSERT INTO repair_overview_seen SELECT DISTINCT company_id, making FROM old"
    )


def _drop_outdated(cr, table):
    """Drop a table of sums whose columns are not those of today, in their order."""
    cr.execute(
        SQL(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0"
            " AND NOT attisdropped ORDER BY attnum",
            table,
        )
    )
    found = [name for (name,) in cr.fetchall()]
    columns, counts = SUMS[table]
    if not found or found == [name for name, _kind in columns + counts]:
        return
    cr.execute(SQL("DROP TABLE %s", SQL.identifier(table)))
    if table == "repair_overview_move":
        # Without its moments, the past is counted when asked, until it is kept again.
        cr.execute("DELETE FROM repair_overview_moment")


def _exists(cr, table):
    cr.execute(SQL("SELECT to_regclass(%s) IS NOT NULL", table))
    return cr.fetchone()[0]


def _install_triggers(cr, table):
    """Have a table tell of each statement that changes its rows."""
    function = SQL.identifier(f"{table}_counted")
    branches = [
        SQL("ELSIF TG_OP = %s THEN %s", event.upper(), SQL(" ").join(_statements(table, event)))
        for event in EVENTS
    ]
    cr.execute(
        SQL(
            "CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $counted$ BEGIN"
            " IF TG_OP = 'TRUNCATE' THEN %s %s END IF; RETURN NULL; END $counted$",
            function,
            SQL(LEFT_BY_EMPTY[table]),
            SQL(" ").join(branches),
        )
    )
    for event, rows in [*EVENTS.items(), ("truncate", None)]:
        name = SQL.identifier(f"{table}_counted_{event}")
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, SQL.identifier(table)))
        cr.execute(
            SQL(
                "CREATE TRIGGER %s AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION %s()",
                name,
                SQL(event),
                SQL.identifier(table),
                SQL("REFERENCING %s", rows) if rows else SQL(),
                function,
            )
        )


def _statements(table, event):
    """Return the statements of one event; there is at least one, or nothing to do."""
    found = [added(event) for added in COUNTED_TABLES[table]]
    return [SQL("%s;", statement) for statement in found if statement] or [SQL("NULL;")]
