from odoo.tests import tagged, warmup

from odoo.addons.repair_customer_segmentation.tests import test_query_counts

from ..models.changed_sales import note_invoices, note_sales
from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestCreateBesideRepairs(test_query_counts.TestQueryCounts):
    """Opening cases takes no query more where Odoo's Repairs is."""

    # The form has more to show here.
    test_form_of_a_case = None


@tagged("post_install", "-at_install")
class TestQueriesOfSales(RepairOrderCase):
    @warmup
    def test_selling_costs_one_query_when_the_transaction_ends(self):
        """For what has nothing to do with repairs, too: that has to be looked up once."""
        sale = self.env["sale.order"].create(
            {"partner_id": self.ann.id, "company_id": self.company.id}
        )
        line = self.add_line(sale, 10)
        sale.action_confirm()
        self.commit()
        note_sales(sale)
        note_sales(line.order_id)
        note_invoices(self.env["account.move"])
        with self.assertQueryCount(1):
            self.commit()
