from odoo.tests import tagged

from ..bases.card import CardCase

# Of a card, whatever there is of its customer; and of each card besides.
QUERIES, MORE_A_CARD = 90, 0


@tagged("post_install", "-at_install")
class TestCardCounts(CardCase):
    """Many cards ask the database hardly more than one does."""

    def queries(self, customers):
        self.page(self.manager, customers)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.page(self.manager, customers)
        return self.env.cr.sql_log_count - before

    def test_eighty_cards(self):
        customers = self.customers(80)
        self.history(
            [
                (customer, f"2024-11-2{n} 10:00:00", 10 * n, {"stage_id": stage.id})
                for customer in customers
                for n, stage in enumerate((self.stage_open, self.stage_closed))
            ]
        )
        self.env["repair.device"].create(
            [
                {"name": f"Device {n}", "partner_id": customer.id, "company_id": self.company.id,
                 "warranty_date": "2025-02-01"}
                for customer in customers
                for n in range(2)
            ]
        )  # fmt: skip
        for customer in customers:
            self.feedback(customer=customer, score=1)
        self.classify("2025-01-13")
        one, many = self.queries(customers[0]), self.queries(customers)
        self.assertLessEqual(one, QUERIES)
        self.assertLessEqual(many, one + 80 * MORE_A_CARD + 10, f"{one} for one, {many} for 80")

    def test_a_long_history(self):
        """300 devices and 1,000 repairs cost no more queries than one of each."""
        poor = self.queries(self.bob)
        self.make_rich(self.ann)
        self.history(
            [(self.ann, "2024-12-01 10:00:00", 1, {"stage_id": self.stage_closed.id})] * 991
        )
        self.assertLessEqual(self.queries(self.ann), poor + 25)
