from odoo import fields, models


class RepairCaseTeam(models.Model):
    _name = "repair.case.team"
    _description = "Repair Case Team"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer(aggregator=False)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    leader_id = fields.Many2one(
        "res.users",
        string="Team Leader",
        tracking=True,
        domain="[('share', '=', False)]",
        check_company=True,
    )
    member_ids = fields.Many2many(
        "res.users",
        string="Members",
        domain="[('share', '=', False)]",
        help="Members see every case of the team.",
    )
    open_case_count = fields.Integer(compute="_compute_open_case_count")

    def _compute_open_case_count(self):
        counts = dict(
            self.env["repair.case"]._read_group(
                [("team_id", "in", self.ids), ("state", "in", ("open", "waiting"))],
                ["team_id"],
                ["__count"],
            )
        )
        for team in self:
            team.open_case_count = counts.get(team, 0)

    def action_view_cases(self):
        """Open the cases of this team."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["context"] = {"default_team_id": self.id, "search_default_open": 1}
        action["domain"] = [("team_id", "=", self.id)]
        return action
