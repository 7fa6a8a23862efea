from contextlib import nullcontext

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...overview import missing
from ...segmentation.planner import planner_settings
from ...vocabulary import PROFILE

# In the context: the model is read from sums, or by salesperson. Nobody can send these over RPC.
BY_SUMS, BY_SALESPERSON, KEY = object(), object(), "repair_gaps_by_sums"
OF_GAP = {"gap", "dimension"}
OF_SUMS = OF_GAP | {"company_id", *missing.GAP_KEYS[1:]}
COUNT, CUSTOMERS = "__count", "partner_id:count_distinct"
ALWAYS_SUMMED = {COUNT, "repair_count:sum"}


class RepairCustomerGap(models.Model):
    """Counts what is missing without a look at each customer.

    The chart and the pivot of a million customers ask for little that they cannot be told from
    sums that the database keeps: whatever is asked by company, gap and tier alone. By salesperson,
    whom nobody keeps count of, customers are added up before it is asked what they lack. All else
    is counted customer by customer.
    """

    _inherit = "repair.customer.gap"

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        reader = self._counting(domain, groupby, aggregates, order, having)
        with reader._planned():
            return super(RepairCustomerGap, reader)._read_group(
                domain, groupby, aggregates, having, offset, limit, order
            )

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        groupby = {name for names in grouping_sets for name in names}
        reader = self._counting(domain, groupby, aggregates, order)
        with reader._planned():
            return super(RepairCustomerGap, reader)._read_grouping_sets(
                domain, grouping_sets, aggregates, order
            )

    @api.model
    def _counting(self, domain, groupby, aggregates, order, having=()):
        """Return this model, to be read from the sums where they tell all that is asked for."""
        rules = self.env["ir.rule"]._compute_domain(self._name, "read")
        asked = {each.field_expr for each in (Domain(domain) & rules).iter_conditions()}
        asked |= {name.split(":")[0] for name in groupby}
        counts = set(aggregates)
        if len(self.env.companies) == 1 and not asked & OF_GAP:
            # Each customer of one company has one first gap.
            counts -= {CUSTOMERS}
        known = asked <= OF_SUMS | {"user_id"} and counts <= ALWAYS_SUMMED
        ordered = {part.split()[0] for part in (order or "").split(",") if part.strip()}
        if not known or not ordered <= {*groupby, *counts} or having:
            return self
        return self.with_context(**{KEY: BY_SUMS if asked <= OF_SUMS else BY_SALESPERSON})

    @property
    def _by_sums(self):
        return self.env.context.get(KEY) is BY_SUMS

    @property
    def _by_salesperson(self):
        return self.env.context.get(KEY) is BY_SALESPERSON

    def _planned(self):
        # PostgreSQL would compile what reads all customers, which takes longer than to read them.
        return nullcontext() if self._by_sums else planner_settings(self.env.cr, jit="off")

    @api.model
    def _company_query(self, company):
        names = missing.GAP_KEYS[1:]
        profiles = self.env[PROFILE].with_company(company)
        if self._by_sums:
            sums = missing.counted(company.id, profiles._gaps_now())
        elif self._by_salesperson:
            names = (*names, "user_id")
            sums = missing.counted_by_salesperson(company.id, profiles._gap_bits_sql("c"))
        else:
            return super()._company_query(company)
        return SQL(
            """
            SELECT c.company_id, missing.gap, missing.dimension, %(keys)s,
                   sum(c.customers)::bigint AS customers, sum(c.repairs)::int AS repair_count,
                   -- One of what is missing of a customer is the first.
                   COALESCE(sum(c.customers) FILTER (WHERE missing.number = (
                        SELECT min(number) FROM (%(missing)s) AS first
                         WHERE c.gap_bits & first.mask = first.mask)), 0)::bigint AS firsts
              FROM (%(sums)s) AS c
              JOIN (%(missing)s) AS missing ON c.gap_bits & missing.mask = missing.mask
             GROUP BY c.company_id, missing.gap, missing.dimension, %(keys)s
            HAVING sum(c.customers) > 0
            """,
            keys=SQL(", ").join(SQL.identifier("c", name) for name in names),
            missing=self._missing_sql(company),
            sums=sums,
        )

    def _read_group_select(self, aggregate_spec, query):
        counted = {COUNT: "customers", CUSTOMERS: "firsts"}.get(aggregate_spec)
        if not counted or not (self._by_sums or self._by_salesperson):
            return super()._read_group_select(aggregate_spec, query)
        return SQL("COALESCE(SUM(%s), 0)::bigint", SQL.identifier(self._table, counted))
