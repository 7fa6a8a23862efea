"""What assignment goes by, read in a number of queries that no batch of cases makes larger."""

from collections import Counter
from dataclasses import replace

from odoo import fields
from odoo.tools import SQL

from ...desk.ranking import BALANCED, BEST_MATCH, Member, Need, rank
from ...vocabulary import CASE, OPEN_STATES
from .absence import away_until, who_works


class AssignmentFacts:
    """All that ranking the members for a batch of cases needs.

    ``loads`` (user id -> open cases) grow as cases of the batch are given.

    :param cases: as superuser: ranking goes by all open cases, leaves and ratings, whichever of
        them the user may see
    """

    def __init__(self, cases):
        cases.env.flush_all()
        self._cases = cases
        memberships = self._memberships()
        users = cases.env["res.users"].union(*(m.user_id for m in memberships.values()))
        loads = cases.env[CASE]._read_group(
            [("user_id", "in", users.ids), ("state", "in", OPEN_STATES)], ["user_id"], ["__count"]
        )
        self._members = self._candidates(memberships, users)
        self._needs = self._read_needs()
        self._ties = cases.env["repair.case.team.member"]._customer_ties(
            cases.commercial_partner_id.ids, cases.company_id.ids, users.ids
        )
        self.loads = Counter({user.id: count for user, count in loads})

    def rank(self, case):
        """Return the places of the members who come into question for a case."""
        members = self._members[case.company_id.id, case.team_id.id]
        if barred := case._barred_user():
            # A complaint is not given to whom it is about.
            members = [
                replace(member, hindrance=("complained",))
                if member.user_id == barred.id
                else member
                for member in members
            ]
        return rank(
            BALANCED if case.team_id.assignment == BALANCED else BEST_MATCH,
            self._needs[case.id],
            members,
            self._ties[case.company_id.id, case.commercial_partner_id.id],
            self.loads,
        )

    def _memberships(self):
        """Return (company id, team id) -> memberships of who comes into question.

        For a case without a team that is everybody of the teams of its company.
        """
        cases = self._cases
        found = cases.env["repair.case.team.member"].search(
            [
                "|", ("team_id", "in", cases.team_id.ids),
                "&", ("company_id", "in", [False, *cases.company_id.ids]),
                ("team_id.active", "=", True),
            ]
        )  # fmt: skip
        result = {}
        for company, team in {(case.company_id, case.team_id) for case in cases}:
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
        """Return (company id, team id) -> list of :class:`Member`."""
        away = away_until(users.env, users.ids)
        working = who_works(users.env, users, self._cases.company_id)
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

    def _read_needs(self):
        """Return case id -> :class:`Need`."""
        env = self._cases.env
        env.cr.execute(
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
                self._cases.ids,
            )
        )
        rows = {case_id: rest for case_id, *rest in env.cr.fetchall()}
        needs = {}
        for case in self._cases:
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
