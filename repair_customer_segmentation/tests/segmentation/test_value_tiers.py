from collections import Counter

from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestWhoIsOfHighValue(SegmentationCase):
    """By the policy that a company starts with: at most the best fifth, and nobody for nothing."""

    run_done = None

    def classes(self, amounts, dimension="value", archived=()):
        people = self.customers(len(amounts))
        self.history([(p, "2025-06-01", a) for p, a in zip(people, amounts, strict=True)])
        for position in archived:
            people[position].active = False
        self.run_done = self.policy.classify(as_of=AS_OF)
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        found = profiles.search([("company_id", "=", self.company.id)])
        return Counter(profile[f"{dimension}_tier_id"].name for profile in found if profile.active)

    def test_nobody_without_amounts(self):
        self.assertEqual(self.classes([0] * 40), {"Ordinary": 40})
        vip = self.env.ref("repair_customer_segmentation.repair_service_level_vip")
        profiles = self.env["repair.customer.profile"]
        served = [("company_id", "=", self.company.id), ("service_level_id", "=", vip.id)]
        self.assertFalse(profiles.search_count(served))

    def test_nobody_by_credits(self):
        self.assertEqual(self.classes([-50 - i for i in range(40)]), {"Ordinary": 40})

    def test_nobody_where_all_are_equal(self):
        self.assertEqual(self.classes([50] * 40), {"Ordinary": 40})

    def test_those_who_paid_where_few_did(self):
        amounts = [100 if i < 6 else 0 for i in range(40)]
        self.assertEqual(self.classes(amounts), {"High Value": 6, "Ordinary": 34})

    def test_a_fifth_where_all_differ(self):
        self.assertEqual(self.classes(range(1, 101)), {"High Value": 20, "Ordinary": 80})

    def test_nobody_for_nothing_where_too_few_customers_make_a_share(self):
        """The number that is used instead was never typed: whoever paid anything reaches 0."""
        self.policy.value_tier_ids[0].criterion_ids.value = 0
        self.assertEqual(self.classes([0, -5, 7]), {"High Value": 1, "Ordinary": 2})
        paid_nothing = self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id), ("amount", "=", 0)]
        )
        [high] = [d for d in paid_nothing._explanation()["ranked"] if d["dimension"] == "value"]
        row = high["steps"][0]["rows"][0]
        self.assertFalse(row["met"])
        self.assertGreater(row["gap"], 0)

    def test_why_nobody_is(self):
        self.classes([50] * 40)
        profile = self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        value = profile._explanation()["ranked"][0]
        self.assertIn(
            "too many customers have the same value", value["steps"][0]["rows"][0]["line"]
        )
        self.assertFalse(value["up"])

    def test_an_archived_customer_takes_nobody_s_place(self):
        """One who brought nine tenths of the amount is gone: the others share what is left."""
        amounts = [9000, *[25] * 40]
        self.assertEqual(self.classes(amounts, "abc", archived=[0]), {"A": 40})
        self.assertEqual(self.run_done.population, 40)

    def test_archived_customers_are_no_part_of_the_share(self):
        amounts = [*range(1, 31), *range(101, 111)]
        found = self.classes(amounts, archived=range(30, 40))
        self.assertEqual(found, {"High Value": 6, "Ordinary": 24})
        gone = (
            self.env["repair.customer.profile"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.company.id), ("active", "=", False)])
        )
        self.assertEqual(len(gone), 10, "they keep a profile")

    def test_archived_customers_are_in_no_count(self):
        self.classes(range(1, 31), archived=range(20, 30))
        self.assertRecordValues(
            self.run_done,
            [{"customer_count": 30, "total_count": 30, "archived_count": 10, "population": 20}],
        )
        policy = self.policy.with_context(active_test=False)
        for name in ("value", "frequency", "rfm", "abc"):
            counts = policy.tier_ids.filtered(lambda t, d=name: t.dimension == d)
            self.assertEqual(sum(counts.mapped("customer_count")), 20)
        self.assertEqual(sum(policy.cell_counts.values()), 20)
        self.assertIn("currently 20, ", policy.summary)
        message = self.policy.action_classify()["params"]["message"]
        self.assertIn("Customers classified: 20", message)

    def test_months_are_rebuilt_without_archived_customers(self):
        self.classes([9000, *[25] * 40], archived=[0])
        run = self.policy._create_run(AS_OF, scope="backfill", month_count=1, state="queued")
        while run.state != "done":
            run._step()
        moves = self.env["repair.segmentation.transition"].search(
            [("run_id", "=", run.id), ("dimension", "=", "abc")]
        )
        names = Counter(move.to_tier_id.name for move in moves)
        self.assertEqual(names, {"A": 41}, "who is archived is held against the others' lines")

    def test_archived_customers_do_not_make_a_population(self):
        self.classes([10] * 31, archived=range(2))
        self.assertRecordValues(self.run_done, [{"population": 29, "is_fallback": True}])
