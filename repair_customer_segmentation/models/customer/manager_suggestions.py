from collections import Counter, defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...desk.ranking import BEST_MATCH, Member, Need, rank

SUGGESTED_AT_ONCE = 500
# The loads of managers of customers are told in other words than those of assignees.
CUSTOMER_WORDS = {"load": "customers", "full": "customers_full"}


class RepairCustomerProfile(models.Model):
    """Suggests who manages a customer: the salesperson of its contact.

    The members of teams who manage customers are compared as for a case: earlier
    relationship, industry, skill for what the customer mostly comes with; what is equal goes
    by the customers of the same value, then by all customers, in proportion to what each can
    have. Managers of a tier that is served best so get as many of them each.
    """

    _inherit = "repair.customer.profile"

    def _suggest_managers(self):
        """Return who should manage each of these customers of one company.

        The first customers get the best managers; each counts at once in the load. A manager
        whom nobody beats keeps the customer. A fixed number of queries, whatever the batch.

        :return: list of (profile, user id or ``False``, reasons)
        """
        # sudo: managers are compared by all customers, cases and ratings; what comes out is
        # a name and a few figures.
        profiles = self.sudo()
        profiles.env.flush_all()
        members = profiles._manager_candidates()
        user_ids = [member.user_id for member in members]
        needs = profiles._manager_needs()
        ties = self.env["repair.case.team.member"]._customer_ties(
            profiles.partner_id.ids, profiles.company_id.ids, user_ids
        )
        loads, peers = profiles._manager_loads(user_ids)
        result = []
        for profile in profiles:
            tier_id, now = profile.value_tier_id.id, profile.partner_id.user_id.id
            for count in (loads, peers[tier_id]):
                count[now] -= bool(now)
            places = rank(
                BEST_MATCH,
                needs[profile.id],
                members,
                ties[profile.company_id.id, profile.partner_id.id],
                loads,
                peers[tier_id],
            )
            place = self._best_manager(places, now)
            chosen = place.user_id if place else now
            for count in (loads, peers[tier_id]):
                count[chosen] += bool(chosen)
            reasons = [
                (CUSTOMER_WORDS.get(code, code), *values)
                for code, *values in (place.reasons if place else [])
            ]
            result.append((profile.with_env(self.env), place and place.user_id, reasons))
        return result

    @api.model
    def _best_manager(self, places, now):
        """Return the first place; that of the manager there is, unless another suits better."""
        # Who has as many as he can have gets no more: better nobody than a manager in name.
        free = [place for place in places if "full" not in {code for code, *_rest in place.reasons}]
        for place in free:
            if place.user_id == now and place.merits == free[0].merits:
                return place
        return free[0] if free else None

    def _manager_candidates(self):
        """Return those who manage customers in the company, as ranking wants them."""
        company = self.company_id
        memberships = self.env["repair.case.team.member"].search(
            [
                ("customer_capacity", ">", 0),
                ("team_id.active", "=", True),
                ("company_id", "in", [False, *company.ids]),
                ("user_id.active", "=", True),
                ("user_id.company_ids", "in", company.ids),
            ]
        )
        return [
            Member(
                user_id=user.id,
                order=min(own.mapped("sequence")),
                capacity=max(own.mapped("customer_capacity")),
                skills=frozenset(own.type_ids.ids),
                industries=frozenset(own.industry_ids.ids),
            )
            for user, own in memberships.grouped("user_id").items()
        ]

    def _manager_needs(self):
        """Return profile id -> what its customer asks for: industry, and the usual case."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (p.id) p.id, c.type_id
                  FROM repair_customer_profile AS p
                  JOIN repair_case AS c
                    ON c.commercial_partner_id = p.partner_id AND c.company_id = p.company_id
                 WHERE p.id = ANY(%s) AND c.type_id IS NOT NULL
                 GROUP BY p.id, c.type_id
                 ORDER BY p.id, count(*) DESC, c.type_id
                """,
                self.ids,
            )
        )
        usual = dict(self.env.cr.fetchall())
        types = self.env["repair.case.type"].browse(set(usual.values()))
        names = {case_type.id: case_type.name for case_type in types}
        needs = {}
        for profile in self:
            industry = profile.industry_id or profile.partner_id.industry_id
            type_id = usual.get(profile.id)
            needs[profile.id] = Need(
                skill_id=type_id,
                skill_name=names.get(type_id, ""),
                industry_id=industry.id or None,
                industry_name=industry.name or "",
            )
        return needs

    def _manager_loads(self, user_ids):
        """Return the customers of each user, and value tier id -> those of that tier."""
        self.env.cr.execute(
            SQL(
                """
                SELECT partner.user_id, p.value_tier_id, count(*)
                  FROM res_partner AS partner
                  JOIN repair_customer_profile AS p ON p.partner_id = partner.id
                 WHERE partner.user_id = ANY(%s) AND p.company_id = ANY(%s) AND p.active
                 GROUP BY 1, 2
                """,
                user_ids,
                self.company_id.ids,
            )
        )
        loads, peers = Counter(), defaultdict(Counter)
        for user_id, tier_id, count in self.env.cr.fetchall():
            loads[user_id] += count
            peers[tier_id or False][user_id] += count
        return loads, peers

    @api.model
    def _set_managers(self, pairs):
        """Make users the managers of customers.

        :param pairs: of a partner and a user
        """
        by_user = defaultdict(self.env["res.partner"].browse)
        for partner, user in pairs:
            by_user[user] |= partner
        for user, partners in by_user.items():
            # sudo: whoever leads the desk names the manager, with or without the right to
            # change contacts otherwise.
            partners.sudo().write({"user_id": user.id})

    @api.model
    def _cron_assign_managers(self):
        """Give a manager to customers who have none, in tiers that want one, best tier first."""
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        domain = [
            ("value_tier_id.assigns_manager", "=", True),
            ("partner_id.user_id", "=", False),
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(
            remaining=self.search_count([*domain, ("company_id", "in", companies.ids)])
        )
        for company in companies:
            last = 0
            while profiles := self.search(
                [*domain, ("company_id", "=", company.id), ("id", ">", last)],
                order="id",
                limit=SUGGESTED_AT_ONCE,
            ):
                last = profiles[-1].id
                users = self.env["res.users"]
                self._set_managers(
                    (profile.partner_id, users.browse(user_id))
                    for profile, user_id, _reasons in profiles.sorted(
                        lambda p: (p.value_tier_id.sequence, p.id)
                    )._suggest_managers()
                    if user_id
                )
                if not cron._commit_progress(len(profiles)):
                    return
