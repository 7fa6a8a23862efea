from unittest.mock import patch

from odoo.tests import tagged

from ...models.classification import outlook
from ..bases.common import AS_OF
from ..bases.cron import CronCase

CRON = "repair_customer_segmentation.ir_cron_outlook"


@tagged("post_install", "-at_install")
class TestOutlookLater(CronCase):
    """Where customers are many, the outlook follows the classes in a step of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.history([(cls.ann, "2025-06-01", 10)] * 3)

    def setUp(self):
        super().setUp()
        self.patch(outlook, "OUTLOOK_BACKGROUND_FROM", 1)
        self.env["repair.segmentation.run"].search([]).outlook_pending = False

    def rows(self):
        company = [("company_id", "=", self.company.id)]
        return self.env["repair.customer.outlook"].search(company)

    def test_it_follows_by_itself(self):
        run = self.policy.classify(as_of=AS_OF)
        self.assertTrue(run.outlook_pending)
        self.assertFalse(self.rows())
        self.run_cron(CRON)
        self.env.invalidate_all()
        self.assertFalse(run.outlook_pending)
        self.assertEqual(
            self.rows().mapped(lambda row: (row.partner_id, row.dimension, row.kind)),
            [(self.ann, "frequency", "rise")],
        )

    def test_the_last_run_alone_is_worked_out(self):
        runs = self.policy.classify(as_of=AS_OF) | self.policy.classify(as_of=AS_OF)
        worked = []
        model = type(runs)
        with patch.object(model, "_write_outlook", lambda run, _rules: worked.append(run.id)):
            self.run_cron(CRON)
        self.env.invalidate_all()
        self.assertEqual(worked, [max(runs.ids)])
        self.assertEqual(runs.mapped("outlook_pending"), [False, False])

    def test_a_version_that_is_no_longer_active_has_none(self):
        run = self.policy.classify(as_of=AS_OF)
        self.revise({"window_months": 6})
        self.run_cron(CRON)
        self.env.invalidate_all()
        self.assertFalse(run.outlook_pending)
        self.assertFalse(self.rows())
