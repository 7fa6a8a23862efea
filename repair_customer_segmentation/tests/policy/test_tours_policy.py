from odoo.tests import tagged

from ..bases.tours import TourCase


@tagged("post_install", "-at_install")
class TestPolicyTours(TourCase):
    """A manager changes how customers are classified."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_history()

    def tour(self, name):
        self.start_tour("/odoo/repair-policies", name, login="tour_manager")

    def test_a_new_version_and_back(self):
        self.tour("repair_policy_version_tour")
        self.assertRecordValues(
            self.policy.version_ids,
            [
                {"version": 2, "state": "archived", "window_months": 0},
                {"version": 1, "state": "active", "window_months": 12},
            ],
        )
        self.assertEqual(self.company.repair_policy_id, self.policy)

    def test_paint_the_board(self):
        self.tour("repair_policy_board_tour")
        draft = self.policy.version_ids[0]
        cells = {tier.name: tier.cells for tier in draft.rfm_tier_ids}
        self.assertEqual(draft.state, "draft")
        self.assertEqual(cells["Champions"], "55 54 53 45 44")
        self.assertEqual(cells["Loyal"], "35 34")
        self.assertEqual(self.policy.rfm_tier_ids[0].cells, "55 54 45")

    def test_use_a_preset(self):
        self.tour("repair_policy_preset_tour")
        active = self.company.repair_policy_id
        self.assertEqual(active.value_tier_ids.mapped("name"), ["VIP", "Regular", "Potential"])

    def test_rules_in_words(self):
        self.tour("repair_policy_words_tour")
        tier = self.company.repair_policy_id.frequency_tier_ids[0]
        self.assertEqual((tier.name, tier.criterion_ids.value), ("Frequent", 6))

    def test_simulate(self):
        draft = self.policy._new_version()
        draft.frequency_tier_ids[0].criterion_ids.value = 6
        self.tour("repair_policy_simulation_tour")
        self.assertEqual(self.company.repair_policy_id, draft)
