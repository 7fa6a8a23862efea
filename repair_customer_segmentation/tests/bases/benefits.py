"""Customers of two levels, of which the better one gives benefits."""

from ...models.service.benefit_changes import BenefitChanges
from .common import AS_OF, SegmentationCase


class BenefitCase(SegmentationCase):
    """Ann has the level VIP by her tier, Bob the level Basic by default."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_tiers(
            "value",
            [
                ("Top", "all", [{"metric": "repair_count", "operator": "at_least", "value": 2}]),
                ("Rest", "all", []),
            ],
        )
        levels = cls.env["repair.service.level"]
        cls.vip, cls.basic = levels.create(
            [
                {"name": "Test VIP", "sequence": -9, "company_id": cls.company.id},
                {"name": "Test Basic", "sequence": 90, "company_id": cls.company.id},
            ]
        )
        cls.policy.tier_ids.service_level_id = False
        cls.company.repair_service_level_id = cls.basic
        cls.high, cls.low = cls.policy.value_tier_ids.sorted()[:2]
        cls.high.service_level_id = cls.vip
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")
        cls.history([(cls.ann, "2025-06-01", 9)] * 2 + [(cls.bob, "2025-06-01", 1)])
        cls.policy.classify(as_of=AS_OF)

    def follow(self, company=None):
        """Bring the benefits of a company in line, and return how many customers changed."""
        changed = 0
        for benefit in self.env["repair.customer.benefit"]._benefits():
            changes = BenefitChanges(company or self.company, benefit)
            while done := changes.follow():
                changed += done
        self.env.invalidate_all()
        return changed

    def told(self, partner, word="Service level"):
        """Return what the chatter of a customer says of benefits, the oldest first."""
        messages = partner.message_ids.sorted("id")
        found = [message.preview for message in messages]
        return [text for text in found if word in (text or "")]

    def demote(self, partner=None):
        """Take the tier away from customers by hand, as an override or a run would."""
        profile = self.profile_of(partner or self.ann)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE repair_customer_profile SET value_tier_id = %s WHERE id = %s",
            (self.low.id, profile.id),
        )
        self.env.invalidate_all()

    def given(self, partner, company=None):
        """Return kind -> row of what a customer was given."""
        rows = self.env["repair.customer.benefit"].search(
            [("partner_id", "=", partner.id), ("company_id", "=", (company or self.company).id)]
        )
        return {row.kind: row for row in rows}
