"""Customers as somebody chose them in a list: who they are, and who of them is left out."""

from odoo.fields import Domain

from ...vocabulary import PROFILE
from ..access.enumerated import enumerated

# So many are named; the others are counted.
MOST_NAMED = 10


def chosen_customers(records):
    """Return the contacts of a selection: those to work on, and those who are archived.

    Choosing all of a list hands over ids up to a limit of Odoo's; beyond it the domain of the
    list, which stands in the context, is what was chosen.

    :param records: customer profiles or contacts, as an action is given them
    :return: pair of contacts that the user may see, archived ones apart
    """
    env = records.env
    limit = env["ir.config_parameter"].sudo().get_param("web.active_ids_limit", 20_000)
    chosen = Domain("id", "in", records.ids)
    domain = env.context.get("active_domain")
    if domain and len(records) >= int(limit):
        chosen |= Domain(domain)
    every = records.with_context(active_test=False)
    if records._name == PROFILE:
        # sub-select: no id of a long list has to travel twice.
        chosen = Domain("id", "in", every._search(chosen).subselect("partner_id"))
    partners = env["res.partner"].with_context(active_test=False)
    living = partners.search(chosen & Domain("active", "=", True), order="id")
    return living, partners.search(chosen & Domain("active", "=", False), order="id")


def named(records):
    """Return the names of the first records, and how many there are besides, in a text."""
    names = enumerated(records.env, records[:MOST_NAMED].mapped("display_name"))
    more = len(records) - MOST_NAMED
    if more <= 0:
        return names
    return records.env._("%(names)s and %(count)s more", names=names, count=more)


def archived_text(archived):
    """Return who is left out for being archived, in a sentence; empty when nobody is."""
    if not archived:
        return ""
    return archived.env._(
        "Left out because they are archived (%(count)s): %(names)s.",
        count=len(archived),
        names=named(archived),
    )
