from odoo import api, fields, models, tools

from ...fields import MOST_HOURS, Float
from ...vocabulary import PRIORITIES

LEVELS = ("1", "2", "3")
# impact x urgency -> priority. Source: the matrix of ITIL (Service Operation, incident priority).
ITIL = {
    ("1", "1"): "3", ("1", "2"): "2", ("1", "3"): "1",
    ("2", "1"): "2", ("2", "2"): "1", ("2", "3"): "0",
    ("3", "1"): "1", ("3", "2"): "0", ("3", "3"): "0",
}  # fmt: skip
HEAD_STARTS = {"3": 8.0, "2": 4.0, "1": 2.0, "0": 0.0}


def _cell(impact, urgency):
    return fields.Selection(PRIORITIES, required=True, default=ITIL[impact, urgency], tracking=True)


class RepairCasePriority(models.Model):
    """The priority that follows from impact and urgency, and its head start in the queue.

    One record holds the whole matrix. A company without one of its own works by the shared one.
    """

    _name = "repair.case.priority"
    _description = "Priority Matrix"
    _inherit = ["repair.service.terms", "mail.thread"]
    _order = "id"
    _prioritizes = True

    company_id = fields.Many2one(
        "res.company", help="Leave empty for all companies without a matrix of their own."
    )
    priority_1_1 = _cell("1", "1")
    priority_1_2 = _cell("1", "2")
    priority_1_3 = _cell("1", "3")
    priority_2_1 = _cell("2", "1")
    priority_2_2 = _cell("2", "2")
    priority_2_3 = _cell("2", "3")
    priority_3_1 = _cell("3", "1")
    priority_3_2 = _cell("3", "2")
    priority_3_3 = _cell("3", "3")
    head_start_3 = Float(
        "Critical", default=HEAD_STARTS["3"], tracking=True, bounds=(0, MOST_HOURS)
    )
    head_start_2 = Float("High", default=HEAD_STARTS["2"], tracking=True, bounds=(0, MOST_HOURS))
    head_start_1 = Float("Medium", default=HEAD_STARTS["1"], tracking=True, bounds=(0, MOST_HOURS))
    head_start_0 = Float("Low", default=HEAD_STARTS["0"], tracking=True, bounds=(0, MOST_HOURS))

    _one_a_company = models.UniqueIndex(
        "(COALESCE(company_id, 0))", "This company already has a priority matrix."
    )
    _head_starts_positive = models.Constraint(
        "CHECK (LEAST(head_start_0, head_start_1, head_start_2, head_start_3) >= 0)",
        "The head start of a priority must be 0 hours or more.",
    )

    @api.depends("company_id")
    def _compute_display_name(self):
        for matrix in self:
            matrix.display_name = matrix.company_id.name or self.env._("All companies")

    @api.model
    @tools.ormcache("company_id")
    def _of_company(self, company_id):
        """Return the matrix of a company as plain data.

        :return: pair of dicts: (impact, urgency) -> priority, and priority -> head start in hours
        """
        # sudo: every case has a priority, whoever opens it.
        matrices = self.sudo().search([("company_id", "in", (company_id, False))])
        matrix = matrices.filtered("company_id") or matrices
        if not matrix:
            return ITIL, HEAD_STARTS
        return (
            {(i, u): matrix[f"priority_{i}_{u}"] for i in LEVELS for u in LEVELS},
            {priority: matrix[f"head_start_{priority}"] for priority, _label in PRIORITIES},
        )
