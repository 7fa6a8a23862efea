"""What comes with a service level: a kind of benefit each, and where customers have it.

A benefit is given where the customer has nothing of its kind, and taken back where the customer
still has what was given. So what somebody set by hand, before or after, is never touched.
"""

from collections import defaultdict

from odoo import fields
from odoo.tools import SQL

from ..customer.manager_suggestions import ManagerSuggestions

# In place of a value that is chosen for each customer.
CHOSEN = 0


class Benefit:
    """A field of the customer that a field of the level gives a value, a company each.

    :param str kind: as ``repair.customer.benefit`` calls it
    :param str field: of the customer, a many2one that depends on the company
    :param str level_field: of the level, with the value
    """

    # Customers who are given it, or lose it, at once.
    size = 25_000

    def __init__(self, kind, field, level_field):
        self.kind, self.field, self.level_field = kind, field, level_field

    def wanted(self):
        """Return the SQL of the value of a row ``level``; NULL where it gives none."""
        return SQL.identifier("level", self.level_field)

    def current(self, company):
        """Return the SQL of the value that a row ``partner`` has."""
        column = SQL.identifier("partner", self.field)
        return SQL("(%s ->> %s)::int", column, str(company.id))

    def choose(self, _company, wanted):
        """Return customer -> value of those who get one.

        :param dict wanted: customer -> value of the level
        """
        return wanted

    def put(self, company, values):
        """Give customers values, as Odoo would do one by one: their contacts get them, too.

        In SQL, for Odoo looks at each customer and its contacts for each. Without a value of
        their own, customers have what is the default of the company again.

        :param dict values: customer -> value, or ``None`` to take it back
        """
        env = company.env
        env.cr.execute(
            SQL(
                """
                UPDATE res_partner AS partner
                   SET %(field)s = %(new)s, write_uid = %(user)s, write_date = %(now)s
                  FROM unnest(%(ids)s::int[], %(values)s::int[]) AS given (id, value)
                 WHERE %(whose)s = given.id
                """,
                field=SQL.identifier(self.field),
                new=self._new(company),
                whose=self._whose(),
                user=env.uid,
                now=fields.Datetime.now(),
                ids=list(values),
                values=list(values.values()),
            )
        )
        partners = env["res.partner"].browse(values)
        partners.invalidate_model([self.field], flush=False)
        partners.modified([self.field])
        self._told(env, values)

    def _told(self, env, values):
        """Do what Odoo does besides, where somebody is to know of it."""

    def _whose(self):
        """Return the SQL of the customer to whom a row ``partner`` belongs in this respect."""
        return SQL("partner.commercial_partner_id")

    def _new(self, company):
        """Return the SQL of the column of a row ``partner`` that gets ``given.value``."""
        column = SQL.identifier("partner", self.field)
        return SQL(
            """
            NULLIF(CASE WHEN given.value IS NULL THEN %(column)s - %(company)s::text
                        ELSE COALESCE(%(column)s, '{}'::jsonb)
                             || jsonb_build_object(%(company)s::text, given.value)
                   END, '{}'::jsonb)
            """,
            column=column,
            company=str(company.id),
        )

    def kept(self, _benefits, _rows):
        """Return the customers who keep what they lose here: another company gives it, too.

        :param rows: dicts of what they lose: ``id``, ``partner_id`` and ``value``
        """
        return set()


class ManagerBenefit(Benefit):
    """An account manager, chosen as the suggestions are; one for all companies."""

    def wanted(self):
        return SQL("CASE WHEN level.dedicated_manager THEN %s END", CHOSEN)

    def current(self, company):
        return SQL("partner.user_id")

    def choose(self, company, wanted):
        """Return customer -> manager; nobody where no member of a team can take more."""
        env = company.env
        profiles = env["repair.customer.profile"].search(
            [("company_id", "=", company.id), ("partner_id", "in", list(wanted))]
        )
        profiles = profiles.sorted(lambda each: (each.value_tier_id.sequence, each.id))
        suggestions = ManagerSuggestions(profiles).all() if profiles else []
        return {profile.partner_id.id: user for profile, user, _reasons in suggestions if user}

    def _told(self, env, values):
        """Have managers follow their customers from now on, without a mail for each."""
        by_user = defaultdict(list)
        for partner_id, user_id in values.items():
            by_user[user_id].append(partner_id)
        partners = env["res.partner"].with_context(mail_auto_subscribe_no_notify=True)
        for user_id, ids in by_user.items():
            partners.browse(ids)._message_auto_subscribe({"user_id": user_id})

    def _whose(self):
        return SQL("partner.id")

    def _new(self, _company):
        return SQL("given.value")

    def kept(self, benefits, rows):
        others = benefits.search(
            [
                ("kind", "=", self.kind),
                ("partner_id", "in", [row["partner_id"] for row in rows]),
                ("id", "not in", [row["id"] for row in rows]),
            ]
        )
        same = {(other.partner_id.id, other.value) for other in others}
        found = ((row["partner_id"], row["value"]) for row in rows)
        return {partner_id for partner_id, value in found if (partner_id, value) in same}
