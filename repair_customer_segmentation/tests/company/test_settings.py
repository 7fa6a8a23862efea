from odoo.tests import tagged

from ..bases.common import AS_OF, SegmentationCase


@tagged("post_install", "-at_install")
class TestSettings(SegmentationCase):
    """The settings write through to the company's policy and have it carried out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("repair_customer_segmentation.ir_cron_classify_all")
        cls.policy.classify(as_of=AS_OF)

    def save(self, **values):
        """Save the settings; return how often the classification was started."""
        triggers = [("cron_id", "=", self.cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.env["res.config.settings"].create(values).execute()
        self.policy = self.company.repair_policy_id
        return self.env["ir.cron.trigger"].search_count(triggers) - before

    def test_they_show_the_policy(self):
        self.assertRecordValues(
            self.env["res.config.settings"].create({}),
            [
                {
                    "repair_policy_id": self.policy.id,
                    "repair_window_months": 12,
                    "repair_cut_method": "quantile",
                    "repair_abc_share_a": 80,
                    "repair_abc_share_b": 95,
                }
            ],
        )

    def test_they_write_the_policy(self):
        started = self.save(
            repair_window_months=6,
            repair_cut_method="fixed",
            repair_abc_share_a=70,
            repair_abc_share_b=90,
        )
        self.assertRecordValues(
            self.policy,
            [
                {
                    "window_months": 6,
                    "cut_method": "fixed",
                    "abc_share_a": 70,
                    "abc_share_b": 90,
                }
            ],
        )
        self.assertEqual(started, 1)

    def test_one_value_at_a_time(self):
        for field, target, value in (
            ("repair_window_months", "window_months", 0),
            ("repair_abc_share_a", "abc_share_a", 75),
            ("repair_abc_share_b", "abc_share_b", 99),
        ):
            with self.subTest(field=field):
                self.assertEqual(self.save(**{field: value}), 1)
                self.assertEqual(self.policy[target], value)
                self.policy.classify(as_of=AS_OF)

    def test_both_shares_pass_each_other(self):
        for a, b in ((96, 98), (10, 20)):
            with self.subTest(a=a, b=b):
                self.save(repair_abc_share_a=a, repair_abc_share_b=b)
                self.assertRecordValues(self.policy, [{"abc_share_a": a, "abc_share_b": b}])

    def test_unchanged_rules_start_nothing(self):
        first = self.policy
        self.assertEqual(self.save(), 0)
        self.assertEqual(self.save(repair_window_months=12), 0)
        self.assertEqual(self.policy, first)

    def test_a_save_is_one_version(self):
        first = self.policy
        self.save(repair_window_months=6, repair_abc_share_a=70, repair_abc_share_b=90)
        self.assertRecordValues(
            self.policy.version_ids,
            [{"version": 2, "state": "active"}, {"version": 1, "state": "archived"}],
        )
        self.assertRecordValues(
            first, [{"window_months": 12, "abc_share_a": 80, "abc_share_b": 95}]
        )

    def test_before_the_first_run_the_policy_itself_is_changed(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        settings = self.env["res.config.settings"].with_context(allowed_company_ids=other.ids)
        settings.create({"repair_window_months": 0}).execute()
        self.assertRecordValues(
            other.repair_policy_id.version_ids,
            [{"version": 1, "state": "active", "window_months": 0}],
        )

    def test_a_draft_of_somebody_is_left_alone(self):
        draft = self.policy._new_version()
        draft.window_months = 3
        self.save(repair_window_months=6)
        self.assertRecordValues(draft, [{"state": "draft", "window_months": 3}])
        self.assertRecordValues(self.policy, [{"version": 3, "window_months": 6}])

    def test_the_settings_of_one_company_leave_the_others(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.save(repair_window_months=6)
        self.assertEqual(other.repair_policy_id.window_months, 12)
