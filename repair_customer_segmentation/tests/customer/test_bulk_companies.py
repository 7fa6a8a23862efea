from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.two_companies import TwoCompaniesCase


@tagged("post_install", "-at_install")
class TestBulkCompanies(TwoCompaniesCase):
    """Work on a selection stays in the companies of who does it."""

    def setUp(self):
        super().setUp()
        self.own = self.user("rcs_own", "user")
        self.history([(self.ann, "2025-06-01", 10)])
        self.there([(self.ann, "2025-06-01", 10), (self.bob, "2025-06-01", 10)])
        self.classify()

    def chosen(self, companies):
        """Return the profiles of both companies, as somebody of some companies chose them."""
        profiles = self.env["repair.customer.profile"].search(
            [("company_id", "in", (self.company | self.other).ids)]
        )
        self.assertEqual(len(profiles), 3)
        return profiles.with_user(self.own).with_context(allowed_company_ids=companies.ids)

    def plan(self, records):
        wizard = self.env["repair.activity.wizard"].with_env(records.env)
        action = wizard._open(records)
        wizard.browse(action["res_id"]).action_plan()

    def test_profiles_of_other_companies_are_left_alone(self):
        self.plan(self.chosen(self.company))
        self.assertEqual(len(self.ann.activity_ids), 1)
        self.assertFalse(self.bob.activity_ids)
        composer = self.env["mail.compose.message"]
        with self.assertRaisesRegex(UserError, "email address"):
            composer.with_env(self.chosen(self.company).env)._repair_open(self.chosen(self.company))

    def test_a_customer_of_two_companies_is_one(self):
        both = self.company | self.other
        self.own.company_ids = [Command.set(both.ids)]
        self.plan(self.chosen(both))
        self.assertEqual(len(self.ann.activity_ids), 1)
        self.assertEqual(len(self.bob.activity_ids), 1)
