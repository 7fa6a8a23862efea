from odoo.tools import mute_logger

from ...segmentation.states import states_relation
from .common import AS_OF, SegmentationCase


class TwoCompaniesCase(SegmentationCase):
    """Customers of two companies; whoever paid 100 or more is of high value."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create(
            {"name": "Other Company", "currency_id": cls.env.ref("base.USD").id}
        )
        cls.env.cr.flush()
        cls.other_stage = cls.env["repair.case.stage"].create(
            {"name": "Open There", "company_id": cls.other.id}
        )
        cls.policies = cls.policy | cls.other.repair_policy_id
        for policy in cls.policies:
            policy.write({"window_months": 0, "grace_days": 0, "min_population": 0})
            criterion = {"metric": "amount", "operator": "at_least", "value": 100}
            cls.set_tiers(
                "value",
                [("High", "any", [criterion]), ("Low", "any", [], {"for_potential": True})],
                policy,
            )
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")

    def there(self, rows):
        """Create cases in the other company."""
        values = {"company_id": self.other.id, "stage_id": self.other_stage.id}
        return self.history([(*row, values) for row in rows])

    def classify(self, as_of=AS_OF):
        for policy in self.policies:
            policy.classify(as_of=as_of)
        self.queued()

    def queued(self):
        """Empty the queue; return what was in it, as a set of (customer, company)."""
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM repair_customer_stale RETURNING partner_id, company_id")
        companies = (self.company | self.other).ids
        return {row for row in self.env.cr.fetchall() if row[1] in companies}

    def work_off(self):
        """Do what the scheduled action does with the queue."""
        self.env.cr.flush()
        self.env["repair.customer.stale"]._classify_batch()

    def merge(self, *sources, into):
        partners = into.union(*sources)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, into)

    def changes(self, partner, dimension="value", company=None):
        """Return from, to, cause and former name of all changes of a customer, oldest first."""
        transitions = self.env["repair.segmentation.transition"].search(
            [
                ("partner_id", "=", partner.id),
                ("dimension", "=", dimension),
                ("company_id", "=", (company or self.company).id),
            ],
            order="date, id",
        )
        return [
            (t.from_tier_id.name, t.to_tier_id.name, t.cause, t.merged_name) for t in transitions
        ]

    def put(self, partner, tier, since="2025-06-01", company=None, **values):
        company = company or self.company
        return self.env["repair.segmentation.override"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "tier_id": self.tier(tier, company.repair_policy_id).id,
                "reason": f"{tier} since {since}",
                "date_start": since,
                **values,
            }
        )

    def state(self, partner, moment=AS_OF):
        """Return the value tier that the record says a customer had."""
        self.env.flush_all()
        rows = self.env.execute_query(states_relation(self.company.id, "value", (moment, moment)))
        found = {row[0]: row[2] for row in rows}
        return self.env["repair.segmentation.tier"].browse(found.get(partner.id)).name
