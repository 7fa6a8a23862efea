from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...desk.ranking import BALANCED, BEST_MATCH, Member, Need, Ties, rank
from ...vocabulary import OPEN_STATES

# From this rating on (of 5) it is a good one; below the other, a bad one.
GOOD_RATING = 4
BAD_RATING = 3


class AssignmentFacts:
    """All that ranking a batch of cases needs. Loads grow as cases of the batch are given."""

    def __init__(self, members, needs, ties, loads):
        self.members = members
        self.needs = needs
        self.ties = ties
        self.loads = loads

    def rank(self, case):
        """Return the places of the members who come into question for a case."""
        return rank(
            BALANCED if case.team_id.assignment == BALANCED else BEST_MATCH,
            self.needs[case.id],
            self.members[case.company_id.id, case.team_id.id],
            self.ties[case.company_id.id, case.commercial_partner_id.id],
            self.loads,
        )


class RepairCase(models.Model):
    """Reads what assignment goes by, in a number of queries that no batch makes larger."""

    _inherit = "repair.case"

    def _assignment_facts(self):
        """Return the facts for ranking the members for each of these cases.

        To be called with ``sudo()``: ranking goes by all open cases, leaves and ratings,
        whichever of them the user may see.
        """
        self.env.flush_all()
        memberships = self._candidate_memberships()
        users = self.env["res.users"].union(*(m.user_id for m in memberships.values()))
        loads = self._read_group(
            [("user_id", "in", users.ids), ("state", "in", OPEN_STATES)], ["user_id"], ["__count"]
        )
        return AssignmentFacts(
            self._candidates(memberships, users),
            self._assignment_needs(),
            self._customer_ties(self.commercial_partner_id.ids, self.company_id.ids, users.ids),
            Counter({user.id: count for user, count in loads}),
        )

    def _candidate_memberships(self):
        """Return (company id, team id) -> memberships of who comes into question.

        For a case without a team that is everybody of the teams of its company.
        """
        found = self.env["repair.case.team.member"].search(
            [
                "|", ("team_id", "in", self.team_id.ids),
                "&", ("company_id", "in", [False, *self.company_id.ids]),
                ("team_id.active", "=", True),
            ]
        )  # fmt: skip
        result = {}
        for company, team in {(case.company_id, case.team_id) for case in self}:
            if team:
                fitting = found.filtered(lambda m, team=team: m.team_id == team)
            else:
                fitting = found.filtered(
                    lambda m, company=company: (
                        m.team_id.active and m.company_id in (company, company.browse())
                    )
                )
            result[company.id, team.id] = fitting
        return result

    def _candidates(self, memberships, users):
        """Return (company id, team id) -> list of members as ranking wants them."""
        away = self._away_until(users.ids)
        working = self._who_works(users)
        members = {}
        for (company_id, team_id), lines in memberships.items():
            members[company_id, team_id] = candidates = []
            for user, own in lines.grouped("user_id").items():
                if not user.active:
                    hindrance = ("archived",)
                elif company_id not in user.company_ids.ids:
                    hindrance = ("company",)
                elif user.id in away:
                    hindrance = ("away", fields.Datetime.to_string(away[user.id]))
                else:
                    hindrance = None
                candidates.append(
                    Member(
                        user_id=user.id,
                        order=min(own.mapped("sequence")),
                        capacity=max(own.mapped("capacity")),
                        skills=frozenset(own.type_ids.ids),
                        categories=frozenset(own.categ_ids.ids),
                        industries=frozenset(own.industry_ids.ids),
                        hindrance=hindrance,
                        is_working=working(user.id, company_id),
                    )
                )
        return members

    def _assignment_needs(self):
        """Return case id -> what it asks for."""
        self.env.cr.execute(
            SQL(
                """
                SELECT c.id, coalesce(contact.user_id, customer.user_id),
                       coalesce(profile.industry_id, customer.industry_id)
                  FROM repair_case AS c
                  JOIN res_partner AS contact ON contact.id = c.partner_id
                  JOIN res_partner AS customer ON customer.id = c.commercial_partner_id
                  LEFT JOIN repair_customer_profile AS profile
                         ON profile.partner_id = c.commercial_partner_id
                        AND profile.company_id = c.company_id
                 WHERE c.id = ANY(%s)
                """,
                self.ids,
            )
        )
        rows = {case_id: rest for case_id, *rest in self.env.cr.fetchall()}
        needs = {}
        for case in self:
            manager_id, industry_id = rows[case.id]
            category = case.device_id.product_id.categ_id
            above = (category.parent_path or "").split("/")[:-1]
            needs[case.id] = Need(
                manager_id=manager_id,
                skill_id=case.type_id.id or None,
                skill_name=(case.type_id._name, case.type_id.id),
                category_ids=frozenset(int(category_id) for category_id in above),
                category_name=(category._name, category.id),
                industry_id=industry_id,
                industry_name=("res.partner.industry", industry_id),
            )
        return needs

    @api.model
    def _customer_ties(self, partner_ids, company_ids, user_ids):
        """Return (company id, customer id) -> user id -> what was between the two."""
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
