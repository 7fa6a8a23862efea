from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import RepairOrderCase


@tagged("post_install", "-at_install")
class TestInstall(RepairOrderCase):
    def test_the_first_classification_waits_for_the_scheduled_action(self):
        self.order()
        self.env.flush_all()
        runs = self.env["repair.segmentation.run"]
        before = runs.search([("company_id", "=", self.company.id)])
        post_init_hook(self.env)
        run = runs.search([("company_id", "=", self.company.id)]) - before
        self.assertRecordValues(run, [{"state": "queued", "scope": "all"}])
        self.assertFalse(self.profile_of(self.ann))

    def test_nothing_waits_in_a_company_without_repairs(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        post_init_hook(self.env)
        self.assertFalse(
            self.env["repair.segmentation.run"].search([("company_id", "=", other.id)])
        )
