"""The cards of the customers that a report is printed for, one page each."""

from odoo.exceptions import MissingError

from ...vocabulary import PROFILE
from .talk_facts import TalkFacts
from .tiers import SharedLookups
from .words import CardWords


def card_pages(records):
    """Return the cards of the customers of records, in the order of the records, each once.

    The rights are those of the current user, by whatever code of Odoo a report is rendered.

    :param records: of any model that belongs to a customer, see :func:`customers_of`
    :return: list of dicts, see :meth:`.words.CardWords.card`; ``doc`` is the first record
    :raise AccessError: when the user may not read the records, their customers, or any customer's
        tiers
    :raise MissingError: when a record is not there any more
    """
    # A report is rendered with more rights than the reader's in some places.
    records = records.sudo(False)
    records.env[PROFILE].check_access("read")
    if len(records.exists()) < len(records):
        raise MissingError(
            records.env._("A record to print is not there any more. Reload the page.")
        )
    records.check_access("read")
    of_company, cards = {}, {}
    for record, customer, company in customers_of(records):
        of_company.setdefault(company, {}).setdefault(customer.id, record)
    for company, docs in of_company.items():
        own = records.env(
            context={**records.env.context, "allowed_company_ids": company.ids, "active_test": True}
        )
        customers = own["res.partner"].browse(docs)
        customers.check_access("read")
        facts = TalkFacts(customers, company.with_env(own))
        profiles = own[PROFILE].union(*facts.profiles.values())
        words = CardWords(facts, SharedLookups(profiles) if profiles else None)
        for customer in customers:
            doc = docs[customer.id]
            cards[doc] = {**words.card(customer), "doc": doc}
    return [cards[record] for record in records if record in cards]


def customers_of(records):
    """Yield (record, commercial partner, company) of each record.

    What belongs to no company is told as the current one knows it.
    """
    current = records.env.company
    for record in records:
        customer = record if record._name == "res.partner" else record.partner_id
        company = current if record._name == "res.partner" else record.company_id
        yield record, customer.commercial_partner_id, company or current
