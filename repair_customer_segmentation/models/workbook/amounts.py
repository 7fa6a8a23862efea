"""Amounts of money as Odoo writes them, for a hundred thousand of them.

Odoo's own function reads the grouping of the language anew for each amount, which takes longer than
all else that is said of a customer.
"""

from odoo.tools import format_amount, get_lang

THOUSANDS = "[3,0]"
SAMPLES = (0.0, 5.5, 1234.5, -7.25, 9876543.21, -1234567.0)


class AmountText:
    """``AmountText(env, currency)(amount)`` is what ``format_amount`` returns."""

    def __init__(self, env, currency):
        self.env, self.currency = env, currency
        self.digits = currency.decimal_places
        language = get_lang(env)
        self.marks = str.maketrans(
            {",": language.thousands_sep or "", ".": language.decimal_point or "."}
        )
        self.around = {sign: self._around(sign) for sign in (1, -1)}
        self.is_plain = (language.grouping or "").replace(" ", "") == THOUSANDS and all(
            self._plain(sample) == self._odoo(sample) for sample in SAMPLES
        )

    def __call__(self, amount):
        return self._plain(amount) if self.is_plain else self._odoo(amount)

    def _odoo(self, amount):
        return format_amount(self.env, float(amount), self.currency)

    def _plain(self, amount):
        before, after = self.around[-1 if amount < 0 else 1]
        return f"{before}{self._digits(abs(amount))}{after}"

    def _digits(self, amount):
        return f"{float(amount):,.{self.digits}f}".translate(self.marks)

    def _around(self, sign):
        """Return what stands before and after the digits of an amount of this sign."""
        before, _digits, after = self._odoo(sign * 1.0).partition(self._digits(1.0))
        return before, after
