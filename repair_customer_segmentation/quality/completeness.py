"""How complete what is known of a customer is, as SQL over its row of ``res_partner``.

A check applies to some customers and is met by some of them. The score is the weight of what
is met among the weight of what applies, in whole percent, rounded down: 100 means that nothing
is missing.
"""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Check:
    """One thing that should be known of a customer.

    :param str name: technical name
    :param str label: what is missing, in a word or two
    :param str fix: what to do about it
    :param int weight: how much it matters, beside the weights of the other checks
    :param SQL met: condition that it is known
    :param applies: condition that it matters for this customer; ``None``: always
    :param dimension: what it is needed to classify by; ``None``: no class depends on it
    """

    name: str
    label: str
    fix: str
    weight: int
    met: SQL
    applies: SQL | None = None
    dimension: str | None = None

    @property
    def applicable(self):
        """The condition that the check applies, never null."""
        return SQL("TRUE") if self.applies is None else SQL("COALESCE(%s, FALSE)", self.applies)

    @property
    def gap(self):
        """The condition that it applies and is not met, never null."""
        return SQL("(%s AND NOT COALESCE(%s, FALSE))", self.applicable, self.met)


def score(checks):
    """Return the score, 0 to 100; null where no check applies."""
    total = SQL(" + ").join(
        SQL("CASE WHEN %s THEN %s ELSE 0 END", check.applicable, check.weight) for check in checks
    )
    lost = SQL(" + ").join(
        SQL("CASE WHEN %s THEN %s ELSE 0 END", check.gap, check.weight) for check in checks
    )
    return SQL("(100 - (100 * (%s) + (%s) - 1) / NULLIF(%s, 0))", lost, total, total)


def any_gap(checks):
    """Return the condition that at least one of these is missing; false of none."""
    return SQL("(%s)", SQL(" OR ").join(check.gap for check in checks)) if checks else SQL("FALSE")
