"""What comes with a service level: a kind of benefit each, and where customers have it.

A benefit is given where the customer has nothing of its kind, and taken back where the customer
still has what was given. So what somebody set by hand, before or after, is never touched.
"""

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

    # Customers that are given it at once.
    size = 1000

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

    def kept(self, _benefits):
        """Return those of these benefits that another company gives as well."""
        return _benefits.browse()


class ManagerBenefit(Benefit):
    """An account manager, chosen as the suggestions are; one for all companies."""

    size = 200

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

    def kept(self, benefits):
        others = benefits.search(
            [
                ("kind", "=", self.kind),
                ("partner_id", "in", benefits.partner_id.ids),
                ("id", "not in", benefits.ids),
            ]
        )
        same = {(other.partner_id, other.value) for other in others}
        return benefits.filtered(lambda each: (each.partner_id, each.value) in same)
