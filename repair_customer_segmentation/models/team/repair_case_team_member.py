from odoo import fields, models

from ...fields import MOST, Integer


class RepairCaseTeamMember(models.Model):
    """What a member of a team can do and how much: what assignment goes by."""

    _name = "repair.case.team.member"
    _description = "Team Member"
    _order = "sequence, id"
    _inherit = ["repair.engine.owned"]
    _rec_name = "user_id"
    _check_company_auto = True

    team_id = fields.Many2one("repair.case.team", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="team_id.company_id", store=True)
    sequence = Integer(
        default=10,
        help="Who is equal in everything else gets cases in this order.",
        bounds=(-MOST, MOST),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    capacity = Integer(
        "Open Cases at Most",
        required=True,
        default=20,
        help="Cases are shared out in proportion to it. Who has as many open ones, of all "
        "teams, gets more only when everybody has. 0: gets none unless somebody hands one over.",
        bounds=(0, 1_000_000),
    )
    customer_capacity = Integer(
        "Customers at Most",
        help="As the manager of customers (their salesperson). 0: manages none. Customers are "
        "shared out in proportion to it.",
        bounds=(0, MOST),
    )
    type_ids = fields.Many2many(
        "repair.case.type",
        string="Knows",
        check_company=True,
        help="Types of cases that this member knows best.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Devices that this member knows best, by the category of their product; those of "
        "categories below it, too.",
    )
    industry_ids = fields.Many2many(
        "res.partner.industry",
        string="Industries",
        help="Industries whose customers this member knows best.",
    )

    _once_a_team = models.Constraint(
        "UNIQUE (team_id, user_id)", "A user is a member of a team once. Change the line there is."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "“Open Cases at Most” of a member is 0 or more."
    )
    _customer_capacity_positive = models.Constraint(
        "CHECK (customer_capacity >= 0)", "“Customers at Most” of a member is 0 or more."
    )
