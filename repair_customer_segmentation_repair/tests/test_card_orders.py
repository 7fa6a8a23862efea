from datetime import datetime, timedelta

from freezegun import freeze_time
from lxml import html

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.card import CARD

from .common import RepairOrderCase

NOW = datetime(2025, 7, 1, 9)
DESK = "repair_customer_segmentation.group_%s"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestCardOrders(RepairOrderCase):
    """Repair orders are among the last repairs on a customer card, as far as rights go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls.make("card_chief", DESK % "manager", "stock.group_stock_user")
        cls.clerk = cls.make("card_clerk", DESK % "user", "stock.group_stock_user")
        cls.office = cls.make("card_office", DESK % "manager")

    @classmethod
    def make(cls, login, *groups):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *groups]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def done(self, day, partner=None, **values):
        values.setdefault("product_id", self.part.id)
        return self.repair(self.order(partner, day, **values))

    def closed_case(self, moment, amount, **values):
        self.history([(self.ann, moment, amount, {"stage_id": self.stage_closed.id, **values})])

    def last_repairs(self, user, customer=None, **context):
        """Return the words of the part “Last Repairs” of the card that a user prints."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(user).with_context(**context)
        content, _kind = reports._render_qweb_html(CARD, (customer or self.ann).ids)
        title = html.fromstring(content.decode()).xpath("//h3[text()='Last Repairs']")[0]
        return " ".join(title.getparent().text_content().replace("\N{NO-BREAK SPACE}", " ").split())

    def test_the_newest_of_both_kinds(self):
        order = self.done(
            "2025-05-02 10:00:00", product_id=self.washer.id, lot_id=self.lot("SN-1").id
        )
        self.sell(order, 120)
        for day in ("2025-04-01", "2025-06-01"):
            self.closed_case(f"{day} 10:00:00", 50, name=f"Case of {day}")
        self.assertRegex(
            self.last_repairs(self.chief),
            rf"Jun 1, 2025 .*Case of 2025-06-01 \$ 50.00 May 2, 2025 {order.name} Test Washer "
            r"\$ 120.00 Apr 1, 2025 .*Case of 2025-04-01 \$ 50.00$",
        )

    def test_what_is_no_repair_or_anothers_is_left_out(self):
        cancelled = self.order(date="2025-05-01")
        cancelled.action_repair_cancel()
        open_one = self.order(date="2025-05-02")
        later = self.done(NOW + timedelta(days=9))
        bobs = self.done("2025-05-03", self.bob)
        of_case = self.done("2025-05-04")
        of_case.case_id = self.case(is_confidential=True, user_id=self.office.id)
        contact = self.customer("Al", parent_id=self.ann.id)
        his = self.done("2025-05-05", contact)
        words = self.last_repairs(self.chief)
        self.assertIn(his.name, words)
        for order in (cancelled, open_one, later, bobs, of_case):
            self.assertNotIn(order.name, words)

    def test_so_many_of_both_together(self):
        for day in range(1, 5):
            self.done(f"2025-05-0{day}")
            self.closed_case(f"2025-06-0{day} 10:00:00", 5)
        words = self.last_repairs(self.chief)
        self.assertEqual(words.count("Test Pump"), 2)
        self.assertTrue(words.endswith("and 2 more"), words)

    def test_rights(self):
        order = self.done("2025-05-02")
        self.sell(order, 120)
        self.assertIn("$ 120.00", self.last_repairs(self.chief))
        clerks = self.last_repairs(self.clerk)
        self.assertIn(order.name, clerks)
        self.assertNotIn("$", clerks)
        self.assertNotIn(order.name, self.last_repairs(self.office), "who may not read orders")

    def test_other_companies(self):
        order = self.done("2025-05-02")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        both = new_test_user(
            self.env,
            "card_both",
            groups=f"base.group_user,stock.group_stock_user,{DESK % 'manager'}",
            company_id=other.id,
            company_ids=[Command.set((self.company | other).ids)],
        )
        self.assertNotIn(order.name, self.last_repairs(both, allowed_company_ids=other.ids))
        ids = (self.company | other).ids
        self.assertIn(order.name, self.last_repairs(both, allowed_company_ids=ids))

    def test_many_orders_cost_no_more_queries(self):
        def queries():
            self.last_repairs(self.chief)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.last_repairs(self.chief)
            return self.env.cr.sql_log_count - before

        self.done("2025-05-01")
        one = queries()
        for _number in range(5):
            self.done("2025-05-02")
        self.assertLessEqual(queries(), one + 2)
