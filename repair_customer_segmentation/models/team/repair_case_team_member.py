from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...desk.ranking import Ties
from ...fields import MOST, Integer
from .right_to_work import grant_work

# From this rating on (of 5) it is a good one; below the other, a bad one.
GOOD_RATING = 4
BAD_RATING = 3


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
        help="Members who are otherwise equal get cases in this order.",
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
        "Max. Open Cases",
        required=True,
        default=20,
        help="Cases are distributed in proportion to this number. Members with this many open "
        "cases, across all teams, get more only when everyone is full. 0: no automatic "
        "assignment, but cases can still be handed over.",
        bounds=(0, 1_000_000),
    )
    customer_capacity = Integer(
        "Max. Customers",
        help="As account manager (salesperson of the customers); 0 = manages none. Customers "
        "are distributed in proportion to this number.",
        bounds=(0, MOST),
    )
    type_ids = fields.Many2many(
        "repair.case.type",
        string="Skills",
        check_company=True,
        help="Case types that this member knows best.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Devices that this member knows best, by product category, including subcategories.",
    )
    industry_ids = fields.Many2many(
        "res.partner.industry",
        string="Industries",
        help="Industries of the customers this member knows best.",
    )

    _once_a_team = models.Constraint(
        "UNIQUE (team_id, user_id)",
        "A user can be a member of a team only once. Edit the existing line.",
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "“Max. Open Cases” of a member must be 0 or more."
    )
    _customer_capacity_positive = models.Constraint(
        "CHECK (customer_capacity >= 0)", "“Max. Customers” of a member must be 0 or more."
    )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        grant_work([(member.team_id, member.user_id) for member in members], self.env)
        return members

    def write(self, vals):
        res = super().write(vals)
        if vals.get("user_id") or vals.get("team_id"):
            grant_work([(member.team_id, member.user_id) for member in self], self.env)
        return res

    @api.model
    def _customer_ties(self, partner_ids, company_ids, user_ids):
        """Return (company id, customer id) -> user id -> :class:`Ties`."""
        self.env.cr.execute(
            SQL(
                """
                SELECT c.company_id, c.commercial_partner_id, c.user_id,
                       count(*) FILTER (WHERE c.state = 'closed'),
                       sum(rating.rated)::int, sum(rating.good)::int, sum(rating.bad)::int
                  FROM repair_case AS c
                 CROSS JOIN LATERAL (
                       SELECT count(*) AS rated,
                              count(*) FILTER (WHERE r.rating >= %(good)s) AS good,
                              count(*) FILTER (WHERE r.rating < %(bad)s) AS bad
                         FROM rating_rating AS r
                        WHERE r.res_model = 'repair.case' AND r.res_id = c.id AND r.consumed
                 ) AS rating
                 WHERE c.commercial_partner_id = ANY(%(customers)s)
                   AND c.company_id = ANY(%(companies)s)
                   AND c.user_id = ANY(%(users)s)
                 GROUP BY 1, 2, 3
                """,
                good=GOOD_RATING,
                bad=BAD_RATING,
                customers=list(partner_ids),
                companies=list(company_ids),
                users=list(user_ids),
            )
        )
        ties = defaultdict(dict)
        for company_id, partner_id, user_id, closed, rated, good, bad in self.env.cr.fetchall():
            ties[company_id, partner_id][user_id] = Ties(closed, rated, good, bad)
        return ties
