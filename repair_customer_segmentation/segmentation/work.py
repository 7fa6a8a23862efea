"""The work table of a run: the metrics of all customers, frozen while the run writes.

Unlogged, because it can be computed again: after a crash of the database it is empty, which
the run notices by the number of its rows, and starts over.
"""

from odoo.tools import SQL

from .planner import planner_settings


def work_table(company_id):
    """Return the name of a company's work table as an SQL identifier."""
    return SQL.identifier(f"repair_segmentation_work_{int(company_id)}")


def fill(cr, company_id, relation):
    """Compute ``relation`` into the company's work table, anew.

    :return: number of customers in it
    """
    table = work_table(company_id)
    cr.execute(SQL("DROP TABLE IF EXISTS %s", table))
    # The index of the cases gives them customer by customer. PostgreSQL underestimates the
    # number of customers, takes a hash for them, and writes that to disk in pieces.
    with planner_settings(cr, enable_hashagg="off", jit="off"):
        cr.execute(SQL("CREATE UNLOGGED TABLE %s AS %s", table, relation))
    cr.execute(SQL("ALTER TABLE %s ADD PRIMARY KEY (partner_id)", table))
    cr.execute(SQL("ANALYZE %s (partner_id, repair_count)", table))
    return count(cr, company_id)


def count(cr, company_id):
    """Return the number of customers in the work table, or None when there is no table."""
    cr.execute(SQL("SELECT to_regclass(%s)", f"repair_segmentation_work_{int(company_id)}"))
    if not cr.fetchone()[0]:
        return None
    cr.execute(SQL("SELECT count(*) FROM %s", work_table(company_id)))
    return cr.fetchone()[0]


def count_archived(cr, company_id):
    """Return the number of archived customers in the work table."""
    cr.execute(SQL("SELECT count(*) FROM %s WHERE NOT active", work_table(company_id)))
    return cr.fetchone()[0]


def piece(cr, table, after, size):
    """Return the last partner id of the piece that follows ``after``; None at the end."""
    cr.execute(
        SQL(
            "SELECT partner_id FROM %s WHERE partner_id > %s ORDER BY partner_id OFFSET %s LIMIT 1",
            table,
            after,
            size - 1,
        )
    )
    row = cr.fetchone()
    return row[0] if row else None


def rows(company_id, bounds):
    """Return the relation of the work table's rows within ``bounds`` (see :mod:`.store`).

    :param bounds: ``None`` for all rows, in the transaction that computed them
    """
    if bounds is None:
        return work_table(company_id)
    low, high = bounds
    return SQL(
        # Partners that somebody deleted since are no customers any more.
        "(SELECT * FROM %s AS work WHERE partner_id > %s %s"
        " AND EXISTS (SELECT FROM res_partner WHERE id = work.partner_id))",
        work_table(company_id),
        low,
        SQL() if high is None else SQL("AND partner_id <= %s", high),
    )


def drop(cr, company_id):
    """Remove the work table."""
    cr.execute(SQL("DROP TABLE IF EXISTS %s", work_table(company_id)))
