import random

from odoo.tests import TransactionCase, tagged
from odoo.tools import format_amount

from ...models.workbook.amounts import AmountText


@tagged("post_install", "-at_install")
class TestAmounts(TransactionCase):
    def test_amounts_are_written_as_odoo_writes_them(self):
        """In each language and currency: before or after, with and without decimals."""
        chance = random.Random(7)
        amounts = [0.0, 0.01, 999.99, 1000.0, -0.5, -1234.56, 1e9]
        amounts += [round(chance.uniform(-1e7, 1e7), 2) for _ in range(50)]
        for code in ("en_US", "zh_CN", "de_DE", "fr_FR", "en_IN"):
            self.env["res.lang"]._activate_lang(code)
            env = self.env(context={"lang": code})
            for name in ("base.USD", "base.EUR", "base.JPY", "base.CNY"):
                currency = self.env.ref(name)
                say = AmountText(env, currency)
                for amount in amounts:
                    amount = currency.round(amount)
                    self.assertEqual(say(amount), format_amount(env, amount, currency))

    def test_a_language_of_other_groups_is_left_to_odoo(self):
        self.env["res.lang"]._activate_lang("en_IN")
        self.env["res.lang"].search([("code", "=", "en_IN")]).grouping = "[3,2,0]"
        say = AmountText(self.env(context={"lang": "en_IN"}), self.env.ref("base.USD"))
        self.assertFalse(say.is_plain)
        self.assertIn("12,34,567.00", say(1234567.0))
