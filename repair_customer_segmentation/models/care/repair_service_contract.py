from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class RepairServiceContract(models.Model):
    """The maintenance plans of a contract, and how many of its included visits are used."""

    _inherit = "repair.service.contract"

    maintenance_plan_ids = fields.One2many(
        "repair.maintenance.plan", "contract_id", string="Maintenance Plans"
    )
    visit_count = fields.Integer(
        "Visits This Year",
        compute="_compute_visit_count",
        help="Visits of its maintenance plans that were opened or held since the last anniversary "
        "of the contract.",
    )

    @api.depends("date_start", "maintenance_plan_ids.visit_ids.state")
    def _compute_visit_count(self):
        visits = self.env["repair.maintenance.visit"]
        found = visits.search_fetch(
            [("plan_id.contract_id", "in", self.ids), ("state", "in", ("opened", "done"))],
            ["plan_id", "date_due"],
        ).grouped(lambda visit: visit.plan_id.contract_id)
        for contract in self:
            since = contract._anniversary()
            mine = found.get(contract._origin, visits)
            contract.visit_count = len(mine.filtered(lambda v, day=since: v.date_due >= day))

    def _anniversary(self):
        """Return the day on which the current year of the contract began."""
        self.ensure_one()
        day, first = self.company_id._repair_day(), self.date_start
        if not first or first > day:
            return first or day
        return first + relativedelta(years=relativedelta(day, first).years)

    def _plan_visits_anew(self):
        """Plan the visits of these contracts anew, for what they have become."""
        # sudo: what follows from a contract is the system's record.
        self.sudo().maintenance_plan_ids._moved()
