from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestQualityTours(TourCase):
    """A person fills gaps, dismisses what is no duplicate, and merges what is one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_history()

    def partner(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_fill_a_gap(self):
        self.start_tour("/odoo", "repair_quality_tour", login="tour_manager")
        self.assertEqual(self.partner("Tour Small 1").country_id, self.env.ref("base.be"))

    def test_report_of_what_is_missing(self):
        self.start_tour("/odoo/repair-missing-data", "repair_gap_tour", login="tour_user")

    def test_decide_on_duplicates(self):
        big, small = self.partner("Tour Big"), self.partner("Tour Small 1")
        (big | small).email = "tour@example.com"
        others = self.partner("Tour Small 2") | self.partner("Tour Small 3")
        others.vat = "BE 0477.472.701"
        self.start_tour("/odoo", "repair_duplicate_tour", login="tour_manager")
        self.assertFalse(small.exists())
        self.assertTrue(others.exists())
        group = self.env["repair.customer.duplicate"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(group, [{"kind": "vat", "is_dismissed": True}])
        self.policy.classify()
        profile = self.env["repair.customer.profile"].search([("partner_id", "=", big.id)])
        self.assertEqual(profile.repair_count, 6)
