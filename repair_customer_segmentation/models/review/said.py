"""What the customer said, and how we kept to our times, in the period of a review."""


def said_of(company, customer, first, last):
    """Return figure -> dict of ``n``, ``value``, ``low`` and ``high``; those without n left out.

    :param first: the first day, and ``last`` the last one, of the company
    """
    return {}
