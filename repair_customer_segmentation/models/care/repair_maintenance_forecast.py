from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ...desk.maintenance_preview import one_at_a_time, visits_until
from ...segmentation.planner import set_planner
from .plan_scope import rhythm_of
from .repair_maintenance_visit import SKIP_REASONS
from .visit_rows import ALL, VisitRows

# In the context: plans to be shown although they are switched off.
PREVIEWED_PLAN = "maintenance_plan_id"


class RepairMaintenanceForecast(models.Model):
    """The visits of the next 12 months, read as they follow from what is known now.

    They are those of the plans that are switched on, and of the ones that are looked at. What it
    says for a day is what the run of that day does, where nothing changes in between and visits
    are completed on the day they are due; see :mod:`.desk.maintenance_preview`.
    """

    _name = "repair.maintenance.forecast"
    _description = "Visit of the Next 12 Months"
    _auto = False
    _log_access = False
    _order = "date_due, id"
    _rec_name = "plan_id"

    plan_id = fields.Many2one("repair.maintenance.plan", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    device_id = fields.Many2one("repair.device", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    date_due = fields.Date("Due on", readonly=True)
    date_opening = fields.Date("Opens on", readonly=True)
    planned_hours = fields.Float(readonly=True, help="0 for visits that will be skipped.")
    reason = fields.Selection(SKIP_REASONS, "Reason for Skipping", readonly=True)
    visit_count = fields.Integer("Visits", readonly=True, help="Visits that will be held.")

    @property
    def _table_query(self):
        self.env.flush_all()
        # Until the end of the transaction: the ORM runs the query.
        set_planner(self.env.cr, **ALL)
        # sudo: which visits follow; whose they are is for the rules of companies to say.
        plans = self.env["repair.maintenance.plan"].sudo()
        companies = []
        for company in self.env.companies:
            shown = plans.browse(plans._running_ids(company.id))
            shown |= plans.browse(self.env.context.get(PREVIEWED_PLAN) or ()).exists()
            shown = shown.filtered(lambda plan, company=company: plan.company_id == company)
            if shown:
                companies.append(self._visits_of(company, shown))
        if not companies:
            companies.append(
                SQL(
                    "SELECT NULL::int AS plan_id, NULL::int AS company_id, NULL::int AS device_id,"
                    " NULL::date AS due, NULL::date AS opens, NULL::text AS reason WHERE FALSE"
                )
            )
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY v.due, v.plan_id, v.device_id)::int AS id,
                   v.plan_id, v.company_id, v.device_id, d.partner_id,
                   v.due AS date_due, v.opens AS date_opening, v.reason,
                   CASE WHEN v.reason IS NULL THEN p.planned_hours ELSE 0 END AS planned_hours,
                   CASE WHEN v.reason IS NULL THEN 1 ELSE 0 END AS visit_count
              FROM (%s) AS v
              JOIN repair_device AS d ON d.id = v.device_id
              JOIN repair_maintenance_plan AS p ON p.id = v.plan_id
            """,
            SQL(" UNION ALL ").join(SQL("(%s)", visits) for visits in companies),
        )

    def _visits_of(self, company, plans):
        """Return the SELECT of the visits of a company by some plans of it."""
        until = company._repair_day() + relativedelta(months=12)
        visits = SQL(" UNION ALL ").join(
            SQL("(%s)", visits_until(rhythm_of(plan), VisitRows(plan).next_visits(), until))
            for plan in plans
        )
        return SQL(
            "SELECT plan_id, %s AS company_id, device_id, due, opens, reason FROM (%s) AS taken",
            company.id,
            one_at_a_time(visits, company._repair_day()),
        )
