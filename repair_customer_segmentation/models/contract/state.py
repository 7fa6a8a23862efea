from odoo import api, fields, models
from odoo.tools import SQL

from ..customer.derived_mixin import search_derived

CONTRACT_STATES = [
    ("planned", "Planned"),
    ("running", "Running"),
    ("ended", "Ended"),
    ("cancelled", "Cancelled"),
]


class RepairServiceContract(models.Model):
    """Where a contract stands today, in the days of its company: never stored, so never stale."""

    _inherit = "repair.service.contract"

    state = fields.Selection(
        CONTRACT_STATES,
        "Status",
        compute="_compute_state",
        search=search_derived("state"),
        help="Planned: has not begun. Running: today is one of its days. Ended: its last day is "
        "over. Cancelled: cancelled, and no longer valid.",
    )

    @api.depends("date_start", "date_until", "cancel_date", "company_id")
    def _compute_state(self):
        days = {company: company._repair_day() for company in self.company_id}
        for contract in self:
            contract.state = contract._state_on(days.get(contract.company_id))

    def _state_on(self, day):
        """Return the state on a day; nothing for a contract without a first day."""
        first, until, cancelled = self.date_start, self.date_until, self.cancel_date
        if not day or not first:
            return False
        if cancelled and (cancelled <= day or cancelled <= first):
            return "cancelled"
        if first > day:
            return "planned"
        return "ended" if until and until < day else "running"

    @api.model
    def _sql_state(self, alias, _query):
        """Return the SQL of :meth:`_state_on` for today."""
        return SQL(
            """
            CASE WHEN %(cancel)s <= GREATEST(%(day)s, %(first)s) THEN 'cancelled'
                 WHEN %(first)s > %(day)s THEN 'planned'
                 WHEN %(until)s < %(day)s THEN 'ended'
                 ELSE 'running'
            END
            """,
            day=self.env["res.company"]._repair_today_sql(SQL.identifier(alias, "company_id")),
            first=SQL.identifier(alias, "date_start"),
            until=SQL.identifier(alias, "date_until"),
            cancel=SQL.identifier(alias, "cancel_date"),
        )
