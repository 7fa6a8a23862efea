from datetime import timedelta

from .common import AS_OF, SegmentationCase

NBSP = "\N{NO-BREAK SPACE}"
WATCHED = ("value", "frequency")


def at_least(metric, value):
    return {"metric": metric, "operator": "at_least", "kind": "value", "value": value}


class OutlookCase(SegmentationCase):
    """High from 1000 $, Frequent from 4 repairs, in a window of 12 months; grace 10 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"window_months": 12, "grace_days": 10})
        cls.set_tiers(
            "value", [("High", "all", [at_least("amount", 1000)]), ("Ordinary", "all", [])]
        )
        cls.set_tiers(
            "frequency",
            [("Frequent", "all", [at_least("repair_count", 4)]), ("Occasional", "all", [])],
        )
        cls.ann = cls.customer("Ann")
        cls.user("rcs_user", "user")
        cls.user("rcs_amount", "user", "amount")
        cls.user("rcs_manager", "manager")

    def classify(self, *rows, days=0, **values):
        self.history([(self.ann, *row) for row in rows])
        self.policy.classify(as_of=AS_OF + timedelta(days=days), **values)

    def outlook(self, partner=None):
        """Return the rows of a customer that the current user sees, in their order."""
        return self.env["repair.customer.outlook"].search(
            [
                ("partner_id", "=", (partner or self.ann).id),
                ("company_id", "=", self.company.id),
            ]
        )

    def rows(self, partner=None):
        return [
            (row.dimension, row.kind, row.day, row.tier_id.name, row.to_tier_id.name)
            for row in self.outlook(partner)
        ]

    def words(self, kind):
        [row] = self.outlook().filtered(lambda row: row.kind == kind)
        return row.words.replace(NBSP, " ")
