from .common import SegmentationCase

STALE = "repair_customer_segmentation.ir_cron_classify_stale"
ALL = "repair_customer_segmentation.ir_cron_classify_all"


class CronCase(SegmentationCase):
    """Scheduled work in its real surroundings: a cursor of its own, and commits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def setUp(self):
        super().setUp()
        # Queued customers and policies of other companies would be worked on too.
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        others = [("state", "=", "active"), ("id", "!=", self.policy.id)]
        self.env["repair.segmentation.policy"].search(others)._write_state("archived")

    def run_cron(self, xmlid):
        self.env.cr.flush()
        with self.enter_registry_test_mode():
            return self.env.ref(xmlid).method_direct_trigger()

    def queue(self):
        return self.env["repair.customer.stale"].search([])

    def runs(self):
        return self.env["repair.segmentation.run"].search(
            [("policy_id", "=", self.policy.id)], order="id"
        )
