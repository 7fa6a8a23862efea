from .common import AS_OF, SegmentationCase


class PartnerCase(SegmentationCase):
    """Acme (with a contact) repairs much, Bob little, Cas is potential, Dan is unknown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"min_population": 0, "window_months": 0})
        # One of two customers is half of them.
        cls.policy.value_tier_ids[0].criterion_ids.percent = 50
        cls.acme = cls.customer("Acme", is_company=True)
        cls.acme_contact = cls.customer("Contact", parent_id=cls.acme.id)
        cls.bob = cls.customer("Bob")
        cls.cas = cls.customer("Cas")
        cls.dan = cls.customer("Dan")
        cls.everybody = cls.acme | cls.acme_contact | cls.bob | cls.cas | cls.dan
        cls.history(
            [(cls.acme, "2025-06-01", 25), (cls.acme_contact, "2025-06-11", 25)] * 2
            + [
                (cls.bob, "2025-05-01", 3, {"stage_id": cls.stage_closed.id}),
                (cls.cas, "2025-05-01", 5, {"stage_id": cls.stage_cancelled.id}),
            ]
        )
        cls.policy.classify(as_of=AS_OF)
        cls.high = cls.policy.value_tier_ids[0]
        cls.ordinary = cls.policy.value_tier_ids[1]

    def find(self, *domain, order=None):
        """Return the names of those of our partners who are found."""
        domain = [("id", "in", self.everybody.ids), *domain]
        return self.env["res.partner"].search(domain, order=order or "id").mapped("name")

    def assertFound(self, condition, *names):
        with self.subTest(condition=condition):
            self.assertEqual(self.find(condition), list(names))
