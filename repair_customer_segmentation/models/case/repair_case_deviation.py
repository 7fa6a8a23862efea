from odoo import api, fields, models

from ...vocabulary import PRIORITIES


class RepairCaseDeviation(models.Model):
    """One row each time a person chose another priority than the matrix. Never changed."""

    _name = "repair.case.deviation"
    _description = "Priority Deviation"
    _order = "date desc, id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one(
        "repair.case", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    team_id = fields.Many2one(related="case_id.team_id", store=True)
    type_id = fields.Many2one(related="case_id.type_id", store=True)
    partner_id = fields.Many2one(related="case_id.commercial_partner_id", string="Customer")
    user_id = fields.Many2one("res.users", string="Decided by", readonly=True, index=True)
    date = fields.Datetime(readonly=True, index=True)
    matrix_priority = fields.Selection(PRIORITIES, string="By Matrix", readonly=True)
    priority = fields.Selection(PRIORITIES, string="Manual", readonly=True)
    steps = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="Number of steps above (if negative, below) the matrix priority.",
    )
    direction = fields.Selection(
        [("higher", "Higher"), ("same", "The same"), ("lower", "Lower")],
        compute="_compute_direction",
        store=True,
    )
    reason = fields.Char(readonly=True)

    @api.depends("steps")
    def _compute_direction(self):
        for deviation in self:
            steps = deviation.steps
            deviation.direction = "higher" if steps > 0 else "lower" if steps < 0 else "same"
