"""The contracts of a customer, as the portal shows them: no price, no level, no rule."""

from odoo.fields import Domain


def portal_contracts(env):
    """Return the contracts of the current user's company, as superuser, the running ones first.

    Portal users have no right to contracts: pages show what is asked of them in words. People
    of ours see here what they have as customers.
    """
    user = env.user
    if user._is_public():
        return env["repair.service.contract"].sudo().browse()
    # sudo: of the visitor's own commercial partner, in their companies.
    found = (
        env["repair.service.contract"]
        .sudo()
        .search(
            Domain("commercial_partner_id", "=", user.commercial_partner_id.id)
            & Domain("company_id", "in", user.company_ids.ids),
            order="date_start desc, id desc",
        )
    )
    order = ("running", "planned", "ended", "cancelled")
    return found.sorted(lambda contract: order.index(contract.state))
