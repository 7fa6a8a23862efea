from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import AS_OF
from odoo.addons.repair_customer_segmentation.tests.bases.company_days import (
    LOS_ANGELES,
    SHANGHAI,
    utc,
)

from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestOrderRate(RepairOrderCase):
    """What is sold in a foreign currency counts at the rate of the company's day, or not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coin = cls.env["res.currency"].create({"name": "RCS", "symbol": "r", "rounding": 1})
        cls.coins = cls.env["product.pricelist"].create(
            {"name": "Coins", "currency_id": cls.coin.id, "company_id": cls.company.id}
        )

    def rate(self, day, rate):
        return self.env["res.currency.rate"].create(
            {
                "name": day,
                "rate": rate,
                "currency_id": self.coin.id,
                "company_id": self.company.id,
            }
        )

    def sell_in_coins(self, order, price, date="2025-06-01 12:00:00"):
        sale = self.sell(order, confirm=False)
        sale.pricelist_id = self.coins
        self.add_line(sale, price)
        sale.action_confirm()
        sale.date_order = date
        self.commit()
        return sale

    def test_it_is_unknown_until_the_rate_is_entered(self):
        order = self.order()
        self.sell_in_coins(order, 1_000_000)
        self.assertEqual(self.sold(order), 0)
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.ann).amount, 0)
        self.assertIn("amount in RCS is not counted: 1.", run.missing_rate_text)
        self.assertIn("June 1, 2025", run.missing_rate_text)
        self.env["repair.customer.stale"].search([]).unlink()
        self.rate("2025-06-02", 500)
        self.commit()
        self.assertEqual(self.sold(order), 0)
        rate = self.rate("2025-06-01", 1000)
        self.commit()
        self.assertEqual(self.sold(order), 1000)
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertEqual(stale.partner_id, self.ann)
        run = self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.profile_of(self.ann).amount, 1000)
        self.assertFalse(run.missing_rate_text)
        rate.unlink()
        self.commit()
        self.assertEqual(self.sold(order), 0)

    def gaps(self):
        self.env.invalidate_all()
        return self.env["repair.customer.gap"].search([("gap", "=", "exchange_rate")]).partner_id

    def test_the_worklist_names_the_customer(self):
        order = self.order()
        sale = self.sell_in_coins(order, 1000)
        self.order(self.bob)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.gaps(), self.ann)
        sale._action_cancel()
        self.commit()
        self.assertFalse(self.gaps())

    def test_an_order_taken_off_its_sale(self):
        order = self.order()
        self.sell_in_coins(order, 1000)
        self.policy.classify(as_of=AS_OF)
        self.assertEqual(self.gaps(), self.ann)
        order.sale_order_id = False
        self.commit()
        self.assertFalse(self.gaps())

    def test_a_case_has_what_is_sold_when_it_is_known(self):
        case = self.case(date_open="2025-06-01 10:00:00")
        order = self.order(case_id=case.id)
        self.sell_in_coins(order, 1_000_000)
        self.assertRecordValues(case, [{"amount_company": 0, "is_rate_missing": True}])
        run = self.policy.classify(as_of=AS_OF)
        self.assertIn("amount in RCS is not counted: 1.", run.missing_rate_text)
        self.rate("2025-06-01", 1000)
        self.commit()
        self.assertRecordValues(
            case, [{"amount_company": 1000, "is_rate_missing": False, "is_amount_sold": True}]
        )

    def test_the_rate_is_that_of_the_companys_day(self):
        self.rate("2025-01-01", 100)
        self.rate("2025-06-01", 200)
        order = self.order()
        sale = self.sell_in_coins(order, 1000)
        for tz in (SHANGHAI, LOS_ANGELES):
            self.company.resource_calendar_id.tz = tz
            for local, amount in (("2025-05-31 23:59", 10), ("2025-06-01 00:00", 5)):
                with self.subTest(tz=tz, local=local):
                    sale.date_order = utc(local, tz)
                    self.assertEqual(self.sold(order), amount)

    def test_a_company_that_moves(self):
        self.rate("2025-01-01", 100)
        self.rate("2025-06-01", 200)
        order = self.order()
        self.sell_in_coins(order, 1000, utc("2025-06-01 00:30", SHANGHAI))
        self.env["repair.customer.stale"].search([]).unlink()
        self.assertEqual(self.sold(order), 10)
        self.company.resource_calendar_id.tz = SHANGHAI
        self.commit()
        self.assertEqual(self.sold(order), 5)
        stale = self.env["repair.customer.stale"].search([("company_id", "=", self.company.id)])
        self.assertIn(self.ann, stale.partner_id)
