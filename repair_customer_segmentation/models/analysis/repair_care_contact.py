from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import Counted, Share
from ..customer.derived_mixin import search_derived

# So long after a contact, a case of the customer is put down to it.
FOLLOWED_DAYS = 30
# Contacts of which it is known by now whether a case followed.
JUDGED = [("state", "=", "sent"), ("day", "<", f"today -{FOLLOWED_DAYS}d")]


class RepairCareContact(models.Model):
    """What contacts of customers brought: the cases that they opened soon after.

    A case that follows need not be a consequence. It is the same measure for every rule, so rules
    can be compared.
    """

    _name = "repair.care.contact"
    _inherit = ["repair.care.contact", "repair.derived.mixin"]

    is_followed = fields.Boolean(
        "Case within 30 Days",
        compute="_compute_is_followed",
        search=search_derived("is_followed", empty=False),
        compute_sudo=True,
        help="The customer opened a case in the 30 days after the contact.",
    )
    followed_share = Share(
        "Case within 30 Days (%)", of=JUDGED, found=[("is_followed", "=", True)], digits=(16, 1)
    )
    judged_count = Counted("Contacts 30 Days Ago or Earlier", of=JUDGED)

    @api.depends("day", "partner_id", "company_id")
    def _compute_is_followed(self):
        followed = self.search([("id", "in", self.ids), ("is_followed", "=", True)])
        for contact in self:
            contact.is_followed = contact._origin in followed

    def _sql_is_followed(self, alias, query):
        """Return the SQL of whether a case followed, also of cases that the user may not read.

        As in the customer's own figures, nobody can tell a confidential case from any other.
        """
        cases = self.env["repair.case"]._fields
        return SQL(
            """
            EXISTS (SELECT FROM repair_case AS followed
                     WHERE followed.commercial_partner_id = %(customer)s
                       AND followed.company_id = %(company)s
                       AND %(state)s <> 'cancelled'
                       AND %(opened)s >= %(day)s + 1
                       AND %(opened)s < %(day)s + %(days)s)
            """,
            customer=SQL.identifier(alias, "partner_id"),
            company=SQL.identifier(alias, "company_id"),
            day=SQL.identifier(alias, "day"),
            state=SQL.identifier("followed", "state", to_flush=cases["state"]),
            opened=SQL.identifier("followed", "date_open", to_flush=cases["date_open"]),
            days=FOLLOWED_DAYS + 1,
        )
