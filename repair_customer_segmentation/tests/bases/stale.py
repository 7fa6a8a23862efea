from .common import SegmentationCase


class StaleCase(SegmentationCase):
    """Customers whose class may have changed are queued when the transaction ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")
        cls.bob = cls.customer("Bob")
        cls.case = cls.history([(cls.ann, "2025-06-01", 10)])

    def setUp(self):
        super().setUp()
        self.queued()

    def queued(self):
        """End the transaction as a commit would; return and empty the queue of the company."""
        self.env.cr.flush()
        self.env.cr.execute(
            "DELETE FROM repair_customer_stale WHERE company_id = %s RETURNING partner_id",
            [self.company.id],
        )
        return self.env["res.partner"].browse(
            sorted(partner for (partner,) in self.env.cr.fetchall())
        )
