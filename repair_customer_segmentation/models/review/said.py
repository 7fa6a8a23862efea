"""What the customer said, and how we kept to our times, in the period of a review."""

from dataclasses import asdict

from ...figures.measure import Scope, measure

# What is talked about with a customer; who answers at all, and what came back, is told elsewhere.
TOLD_FIGURES = (
    "satisfied_share",
    "mean_score",
    "complaint_rate",
    "response_attainment",
    "resolution_attainment",
)


def said_of(company, customer, first, last):
    """Return figure -> dict of ``n``, ``value``, ``low``, ``high`` and ``successes``.

    :param company: record of ``res.company``; what is counted must be flushed
    :param customer: record of ``res.partner``, a commercial partner
    :param first: the first day, and ``last`` the last one, of the company
    """
    scope = Scope(company.id, first, last, partner_ids=tuple(customer.ids))
    found = measure(company.env.cr, scope, TOLD_FIGURES)[()]
    return {name: asdict(figure) for name, figure in found.items()}
