from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import table_exists

from ...quality import watch
from ...quality.gaps import gaps_relation
from ...segmentation.history import union_all


class RepairCustomerProfile(models.Model):
    """What is missing of each customer, right at once though the engine writes the profiles.

    A run stores the number of each customer's gaps (see :mod:`.quality.gaps`). Whoever changed
    since waits in the queue of ``repair.customer.stale``: of these few the number is worked out
    when it is asked for.
    """

    _inherit = "repair.customer.profile"

    gap_bits = fields.Integer(
        "Missing Data (Code)", readonly=True, aggregator=None, help="What is missing, in bits."
    )

    def init(self):
        cr = self.env.cr
        watch.install(cr)
        if table_exists(cr, "repair_customer_stale"):
            # Profiles that are older than the column.
            cr.execute(
                "INSERT INTO repair_customer_stale (partner_id, company_id)"
                " SELECT partner_id, company_id FROM repair_customer_profile"
                " WHERE gap_bits IS NULL"
            )

    @api.model
    def _gaps_now(self, among=None):
        """Return the numbers of the current company's queued customers: number -> partner ids.

        :param list among: the partner ids that are asked for; ``None``: everybody
        """
        # What was changed must have reached the database, and its triggers the queue.
        self.env.flush_all()
        company = self.env.company
        queued = self.env["repair.customer.stale"]._queued(company, among)
        # sudo: what is missing depends on the company's own rules, whoever may open them.
        policy = company.sudo().repair_policy_id
        if not queued or not policy:
            return {}
        history = union_all(policy._history_sources(policy._this_moment(), queued))
        return dict(self.env.execute_query(gaps_relation(company.id, history, queued)))

    @api.model
    def _gap_bits_sql(self, alias, among=None):
        """Return the number of a profile of the current company as it is now.

        :param str alias: of ``repair_customer_profile`` in the query
        :param list among: the only partner ids that are read; ``None``: any
        """
        stored = SQL.identifier(alias, "gap_bits")
        changed = self._gaps_now(among)
        if not changed:
            return stored
        partner = SQL.identifier(alias, "partner_id")
        cases = (SQL("WHEN %s = ANY(%s) THEN %s", partner, ids, b) for b, ids in changed.items())
        # Most are not among them, and are asked once.
        return SQL(
            "(CASE WHEN %s = ANY(%s) THEN CASE %s END ELSE %s END)",
            partner,
            [partner_id for ids in changed.values() for partner_id in ids],
            SQL(" ").join(cases),
            stored,
        )

    @api.model
    def _gap_bits_among_sql(self, alias, numbers=None):
        """Return the condition that the number of a profile, as it is now, is one of some.

        The few who changed are looked up by themselves, so that PostgreSQL knows of all others
        how many there are of each number.

        :param str alias: of ``repair_customer_profile`` in the query
        :param list numbers: ``None``: any
        """
        column = SQL.identifier(alias, "gap_bits")
        stored = SQL("%s IS NOT NULL", column)
        if numbers is not None:
            stored = SQL("%s = ANY(%s)", column, numbers)
        changed = self._gaps_now()
        if not changed:
            return stored
        meant = set(changed if numbers is None else numbers)
        return SQL(
            "(%(stored)s AND %(partner)s <> ALL(%(queued)s) OR %(partner)s = ANY(%(among)s))",
            stored=stored,
            partner=SQL.identifier(alias, "partner_id"),
            queued=[partner_id for ids in changed.values() for partner_id in ids],
            among=[partner_id for bits in meant for partner_id in changed.get(bits, ())],
        )
