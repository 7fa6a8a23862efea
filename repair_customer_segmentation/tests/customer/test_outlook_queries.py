from odoo.tests import tagged, users

from ..bases.common import AS_OF, SegmentationCase

SIZE = 80


@tagged("post_install", "-at_install")
class TestOutlookQueries(SegmentationCase):
    """The list of who falls and rises, and the page of one, whatever the number of rows."""

    LIST = {
        "partner_id": {"fields": {"display_name": {}}},
        "kind": {},
        "day": {},
        "tier_id": {"fields": {"display_name": {}}},
        "to_tier_id": {"fields": {"display_name": {}}},
        "tier_color": {},
        "to_tier_color": {},
        "words": {},
        "missing": {},
        "days_left": {},
        "partner_phone": {},
        "user_id": {"fields": {"display_name": {}}},
        "activity_date_deadline": {},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(SIZE)
        cls.history([(partner, "2025-06-01", 10) for partner in cls.people for _repair in range(3)])
        cls.policy.classify(as_of=AS_OF)
        cls.env.cr.flush()
        cls.rows = cls.env["repair.customer.outlook"].search(
            [("company_id", "=", cls.company.id), ("dimension", "=", "frequency")]
        )
        cls.user("rcs_user", "user_all")
        cls.user("rcs_manager", "manager")

    def queries(self, action):
        """Return how many queries an action takes, without what is read once for all."""
        action()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - before

    def read_rows(self, rows):
        found = self.env["repair.customer.outlook"].web_search_read(
            [("id", "in", rows.ids)], self.LIST, limit=SIZE + 1
        )
        self.assertEqual(len(found["records"]), len(rows))
        self.assertEqual(
            {row["words"] for row in found["records"]},
            {"1 more repair in the period would raise the tier to Frequent."},
        )

    @users("rcs_user", "rcs_manager")
    def test_the_list_does_not_grow_by_the_row(self):
        self.assertEqual(len(self.rows), SIZE)
        one = self.queries(lambda: self.read_rows(self.rows[:1]))
        many = self.queries(lambda: self.read_rows(self.rows))
        self.assertEqual(many, one)
        self.assertLessEqual(many, 20)

    @users("rcs_user", "rcs_manager")
    def test_the_pages_do_not_grow_by_the_partner(self):
        people = self.people.with_env(self.env)
        one = self.queries(lambda: people[:1].mapped("repair_outlook"))
        many = self.queries(lambda: people.mapped("repair_outlook"))
        self.assertEqual(many, one)
