from datetime import timedelta

from .common import AS_OF, SegmentationCase


class OverrideCase(SegmentationCase):
    """Ann is ordinary by the rule: below the 100 that make a customer big."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"window_months": 0})
        cls.ann = cls.customer("Ann", is_company=True)
        cls.history([(cls.ann, "2025-06-01", 50)])
        at_least = {"metric": "amount", "operator": "at_least", "kind": "value", "value": 100}
        cls.set_tiers("value", [("Big", "all", [at_least]), ("Small", "all", [])])
        cls.big, cls.small = cls.policy.value_tier_ids
        cls.policy.classify(as_of=AS_OF - timedelta(days=2))

    def override(self, partner=None, **values):
        return self.env["repair.segmentation.override"].create(
            {
                "partner_id": (partner or self.ann).id,
                "company_id": self.company.id,
                "dimension": "value",
                "tier_id": self.big.id,
                "reason": "Knows the director",
                "date_start": AS_OF - timedelta(days=1),
                **values,
            }
        )

    def tiers(self, partner=None, as_of=AS_OF):
        """Classify and return the names of the tier in force and of the computed one."""
        self.policy.classify(as_of=as_of)
        profile = self.profile_of(partner or self.ann)
        return profile.value_tier_id.name, profile.value_computed_tier_id.name
