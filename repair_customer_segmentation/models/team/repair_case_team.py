from odoo import api, fields, models
from odoo.fields import Command

from ...fields import MOST, Integer
from ...vocabulary import OPEN_STATES
from .right_to_work import grant_work


class RepairCaseTeam(models.Model):
    _name = "repair.case.team"
    _description = "Repair Case Team"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    color = Integer(aggregator=False, bounds=(0, 11))
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    leader_id = fields.Many2one(
        "res.users",
        string="Team Leader",
        tracking=True,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Can see every case of the team, including confidential ones.",
    )
    membership_ids = fields.One2many(
        "repair.case.team.member",
        "team_id",
        string="Members and Skills",
        copy=True,
        help="Members can see every case of the team.",
    )
    # In a table of its own, for the rules that say which cases a user sees.
    member_ids = fields.Many2many(
        "res.users",
        string="Members",
        compute="_compute_member_ids",
        inverse="_inverse_member_ids",
        store=True,
        context={"active_test": False},
        domain="[('share', '=', False)]",
        help="Members can see every case of the team.",
    )
    assignment = fields.Selection(
        [
            ("manual", "Manual"),
            ("balanced", "Balanced"),
            ("best_match", "Best match"),
        ],
        required=True,
        default="manual",
        tracking=True,
        help="Who is assigned a case that comes to the team without an assignee.\nManual: no "
        "one, until someone takes it.\nBalanced: the member with the fewest open cases "
        "relative to their maximum.\nBest match: the customer's account manager, then "
        "whoever served the customer well before, knows the industry, or knows the type "
        "of case, in this order; then as balanced.",
    )
    open_case_count = fields.Integer(compute="_compute_open_case_count")

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        grant_work([(team, team.leader_id) for team in teams], self.env)
        return teams

    def write(self, vals):
        res = super().write(vals)
        if vals.get("leader_id"):
            grant_work([(team, team.leader_id) for team in self], self.env)
        return res

    @api.depends("membership_ids.user_id")
    def _compute_member_ids(self):
        for team in self:
            team.member_ids = team.membership_ids.user_id

    def _inverse_member_ids(self):
        """Add memberships of new users, and delete those of users taken out."""
        for team in self:
            users = team.with_context(active_test=False).member_ids
            gone = team.membership_ids.filtered(lambda m, users=users: m.user_id not in users)
            new = users - team.membership_ids.user_id
            team.membership_ids = [
                *(Command.delete(membership.id) for membership in gone),
                *(Command.create({"user_id": user.id}) for user in new),
            ]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_case_count(self):
        counts = dict(
            self.env["repair.case"]._read_group(
                [("team_id", "in", self.ids), ("state", "in", OPEN_STATES)],
                ["team_id"],
                ["__count"],
            )
        )
        for team in self:
            team.open_case_count = counts.get(team, 0)

    def action_view_cases(self):
        """Open the cases of this team."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["context"] = {"default_team_id": self.id, "search_default_open": 1}
        action["domain"] = [("team_id", "=", self.id)]
        return action
