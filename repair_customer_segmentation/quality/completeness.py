"""How complete what is known of a customer is, by the number of its gaps (see :mod:`.gaps`).

A check applies to some customers and is met by some of them. The score is the weight of what
is met among the weight of what applies, in whole percent, rounded down: 100 means that nothing
is missing. As there are few numbers, each answer is worked out once for all of them.
"""

from dataclasses import dataclass

from .gaps import BIT, ENTERPRISE, GAP_NUMBERS

# Odoo asks companies alone for these; a rate is asked for where one is missing, so that nobody
# else's score is made by it.
OF_COMPANIES = ("industry", "employees")
WHERE_MISSING = ("exchange_rate",)


@dataclass(frozen=True)
class Check:
    """One thing that should be known of a customer.

    :param str name: one of :data:`.gaps.GAPS`
    :param str label: what is missing, in a word or two
    :param str fix: what to do about it
    :param int weight: how much it matters, beside the weights of the other checks
    :param dimension: what it is needed to classify by; ``None``: no class depends on it
    """

    name: str
    label: str
    fix: str
    weight: int
    dimension: str | None = None

    def applies(self, bits):
        """Return whether it matters for a customer of this number."""
        if self.name in OF_COMPANIES:
            return bool(bits & ENTERPRISE)
        return self.name not in WHERE_MISSING or bool(bits & BIT[self.name])

    @property
    def mask(self):
        """Return the bits that are all set where it applies and is missing."""
        return BIT[self.name] | (ENTERPRISE if self.name in OF_COMPANIES else 0)

    def gap(self, bits):
        """Return whether it applies to a customer of this number, and is missing."""
        return bits & self.mask == self.mask


def score(checks, bits):
    """Return the score of a customer, 0 to 100."""
    total = sum(check.weight for check in checks if check.applies(bits))
    lost = sum(check.weight for check in checks if check.gap(bits))
    return 100 - (100 * lost + total - 1) // total


def numbers_with_gap(checks):
    """Return the numbers of customers of whom at least one of these is missing."""
    return [bits for bits in GAP_NUMBERS if any(check.gap(bits) for check in checks)]
