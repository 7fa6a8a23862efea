from odoo import api, fields, models

from ...desk.contract_terms import year_of


class RepairServiceContract(models.Model):
    """The maintenance plans of a contract, and how many of its included visits are used."""

    _inherit = "repair.service.contract"

    maintenance_plan_ids = fields.One2many(
        "repair.maintenance.plan", "contract_id", string="Maintenance Plans"
    )
    visit_count = fields.Integer(
        "Visits This Year",
        compute="_compute_visit_count",
        help="Visits of its maintenance plans that were opened or held, and are due in the current "
        "year of the contract. Devices that are due on one day are one visit.",
    )

    @api.depends("date_start", "maintenance_plan_ids.visit_ids.state")
    def _compute_visit_count(self):
        visits = self.env["repair.maintenance.visit"]
        found = visits.search_fetch(
            [("plan_id.contract_id", "in", self.ids), ("state", "in", ("opened", "done"))],
            ["plan_id", "date_due"],
        ).grouped(lambda visit: visit.plan_id.contract_id)
        for contract in self:
            mine = found.get(contract._origin, visits)
            day = contract.company_id._repair_day()
            begins, ends = year_of(contract.date_start or day, day)
            contract.visit_count = len(
                {visit.date_due for visit in mine if begins <= visit.date_due <= ends}
            )

    def _plan_visits_anew(self):
        """Plan the visits of these contracts anew, for what they have become."""
        # sudo: what follows from a contract is the system's record.
        self.sudo().maintenance_plan_ids._moved()
