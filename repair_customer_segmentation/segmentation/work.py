"""The work table of a run: the metrics of all customers, frozen while the run writes.

Unlogged, because it can be computed again: after a crash of the database it is empty, which
the run notices by the number of its rows, and starts over.
"""

from odoo.tools import SQL

from .planner import planner_settings


class WorkTable:
    """A work table of each company, unlogged, that is read once and stays as it was read.

    :ivar str prefix: what its name begins with
    :ivar key: its columns, by which it is read
    """

    def __init__(self, prefix, *key):
        self.prefix, self.key = prefix, key

    def name(self, company_id):
        """Return its name."""
        return f"{self.prefix}_{int(company_id)}"

    def table(self, company_id):
        """Return its name as an SQL identifier."""
        return SQL.identifier(self.name(company_id))

    def fill(self, cr, company_id, relation, analyzed=(), **settings):
        """Compute ``relation`` into it, anew.

        :param analyzed: columns that are counted for the planner; none: all of them
        :param settings: of the planner
        :return: number of rows
        """
        table = self.table(company_id)
        columns = SQL("(%s)", SQL(", ").join(map(SQL.identifier, analyzed)))
        key = SQL(", ").join(map(SQL.identifier, self.key))
        cr.execute(SQL("DROP TABLE IF EXISTS %s", table))
        with planner_settings(cr, jit="off", **settings):
            cr.execute(SQL("CREATE UNLOGGED TABLE %s AS %s", table, relation))
        cr.execute(SQL("ALTER TABLE %s ADD PRIMARY KEY (%s)", table, key))
        cr.execute(SQL("ANALYZE %s %s", table, columns if analyzed else SQL()))
        return self.count(cr, company_id)

    def count(self, cr, company_id):
        """Return the number of rows, or None when there is no table."""
        cr.execute(SQL("SELECT to_regclass(%s)", self.name(company_id)))
        if not cr.fetchone()[0]:
            return None
        cr.execute(SQL("SELECT count(*) FROM %s", self.table(company_id)))
        return cr.fetchone()[0]

    def drop(self, cr, company_id):
        """Remove it."""
        cr.execute(SQL("DROP TABLE IF EXISTS %s", self.table(company_id)))


OF_RUN = WorkTable("repair_segmentation_work", "partner_id")
work_table, count, drop = OF_RUN.table, OF_RUN.count, OF_RUN.drop


def fill(cr, company_id, relation):
    """Compute ``relation`` into the company's work table, anew.

    :return: number of customers in it
    """
    # The index of the cases gives them customer by customer. PostgreSQL underestimates the
    # number of customers, takes a hash for them, and writes that to disk in pieces.
    counted = ("partner_id", "repair_count")
    return OF_RUN.fill(cr, company_id, relation, counted, enable_hashagg="off")


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


def within(bounds):
    """Return the condition that a customer is within a pair of partner ids.

    :param bounds: customers above the first and up to the second (``None``: no end); ``None``: all
    """
    if bounds is None:
        return SQL()
    low, high = bounds
    if high is None:
        return SQL("AND partner_id > %s", low)
    return SQL("AND partner_id > %s AND partner_id <= %s", low, high)
