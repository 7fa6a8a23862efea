from collections import Counter, defaultdict

from odoo.tools import SQL

from ...desk.ranking import BEST_MATCH, Member, Need, rank

# The loads of managers of customers are told in other words than those of assignees.
CUSTOMER_WORDS = {"load": "customers", "full": "customers_full"}


class ManagerSuggestions:
    """Suggests who manages a customer: the salesperson of its contact.

    The members of teams who manage customers are compared as for a case: earlier
    relationship, industry, skill for what the customer mostly comes with; what is equal goes
    by the customers of the same value, then by all customers, in proportion to what each can
    have. Managers of a tier that is served best so get as many of them each.

    ``ManagerSuggestions(profiles).all()``, of customers of one company.
    """

    def __init__(self, profiles):
        # sudo: managers are compared by all customers, cases and ratings; what comes out is
        # a name and a few figures.
        self.asked, self.profiles, self.env = profiles, profiles.sudo(), profiles.sudo().env

    def all(self):
        """Return who should manage each of these customers.

        The first customers get the best managers; each counts at once in the load. A manager
        whom nobody beats keeps the customer. A fixed number of queries, whatever the batch.

        :return: list of (profile, user id or ``False``, reasons)
        """
        profiles = self.profiles
        self.env.flush_all()
        members = self._candidates()
        user_ids = [member.user_id for member in members]
        needs = self._needs()
        ties = self.env["repair.case.team.member"]._customer_ties(
            profiles.partner_id.ids, profiles.company_id.ids, user_ids
        )
        loads, peers = self._loads(user_ids)
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
            place = self._best_place(places, now)
            chosen = place.user_id if place else now
            for count in (loads, peers[tier_id]):
                count[chosen] += bool(chosen)
            reasons = [
                (CUSTOMER_WORDS.get(code, code), *values)
                for code, *values in (place.reasons if place else [])
            ]
            result.append((profile.with_env(self.asked.env), place and place.user_id, reasons))
        return result

    def _best_place(self, places, now):
        """Return the first place; that of the manager there is, unless another suits better."""
        # Who has as many as he can have gets no more: better nobody than a manager in name.
        free = [place for place in places if "full" not in {code for code, *_rest in place.reasons}]
        for place in free:
            if place.user_id == now and place.merits == free[0].merits:
                return place
        return free[0] if free else None

    def _candidates(self):
        """Return those who manage customers in the company, as ranking wants them."""
        company = self.profiles.company_id
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

    def _needs(self):
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
                self.profiles.ids,
            )
        )
        usual = dict(self.env.cr.fetchall())
        types = self.env["repair.case.type"].browse(set(usual.values()))
        names = {case_type.id: case_type.name for case_type in types}
        needs = {}
        for profile in self.profiles:
            industry = profile.industry_id or profile.partner_id.industry_id
            type_id = usual.get(profile.id)
            needs[profile.id] = Need(
                skill_id=type_id,
                skill_name=names.get(type_id, ""),
                industry_id=industry.id or None,
                industry_name=industry.name or "",
            )
        return needs

    def _loads(self, user_ids):
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
                self.profiles.company_id.ids,
            )
        )
        loads, peers = Counter(), defaultdict(Counter)
        for user_id, tier_id, count in self.env.cr.fetchall():
            loads[user_id] += count
            peers[tier_id or False][user_id] += count
        return loads, peers


def set_managers(env, pairs):
    """Make users the managers of customers.

    :param pairs: of a partner and a user
    """
    by_user = defaultdict(env["res.partner"].browse)
    for partner, user in pairs:
        by_user[user] |= partner
    for user, partners in by_user.items():
        # sudo: whoever leads the desk names the manager, with or without the right to
        # change contacts otherwise.
        partners.sudo().write({"user_id": user.id})
