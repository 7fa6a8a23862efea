from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.two_companies import TwoCompaniesCase


@tagged("post_install", "-at_install")
class TestMerge(TwoCompaniesCase):
    """Odoo's own merge of contacts leaves one customer, and loses nothing."""

    def test_one_profile_with_the_figures_of_both(self):
        self.history([(self.ann, "2025-06-01", 60), (self.bob, "2025-06-02", 50)])
        self.classify()
        self.merge(self.ann, into=self.bob)
        self.work_off()
        profiles = self.env["repair.customer.profile"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertRecordValues(
            profiles,
            [{"partner_id": self.bob.id, "repair_count": 2, "amount": 110}],
        )
        self.assertEqual(profiles.value_tier_id.name, "High")
        self.assertFalse(self.ann.exists())

    def test_changes_that_come_from_a_merge_say_so(self):
        self.history([(self.ann, "2025-06-01", 60), (self.bob, "2025-06-02", 50)])
        self.classify()
        self.merge(self.ann, into=self.bob)
        self.work_off()
        self.assertEqual(self.changes(self.bob), [("Low", "High", "merge", False)])
        self.assertFalse(self.env["repair.customer.stale"].search([]))
        self.history([(self.bob, "2025-06-03", -50)])
        self.work_off()
        self.assertEqual(self.changes(self.bob)[1:], [("High", "Low", "rule", False)])

    def test_a_full_run_that_comes_first_says_so_too(self):
        self.history([(self.ann, "2025-06-01", 60), (self.bob, "2025-06-02", 50)])
        self.classify()
        self.merge(self.ann, into=self.bob)
        self.env.cr.flush()
        self.policy.classify()
        self.assertEqual(self.changes(self.bob), [("Low", "High", "merge", False)])

    def risen(self, partner, month=6):
        """Have a customer rise from low to high in a month; nobody else changes."""
        self.history([(partner, f"2025-0{month}-10", 20)])
        self.policy.classify(as_of=f"2025-0{month}-11 00:00:00")
        self.history([(partner, f"2025-0{month}-12", 200)])
        self.policy.classify(as_of=f"2025-0{month}-15 00:00:00")

    def test_the_changes_of_both_are_kept_and_attributed(self):
        self.history([(self.bob, "2025-06-01", 10)])
        self.risen(self.ann)
        self.risen(self.bob, month=7)
        self.merge(self.ann, into=self.bob)
        self.assertEqual(
            self.changes(self.bob),
            [("Low", "High", "rule", "Ann"), ("Low", "High", "rule", False)],
        )
        profile = self.profile_of(self.bob)
        self.assertEqual(
            [c["merged_name"] for c in profile._timeline()["changes"] if c["dimension"] == "Value"],
            [False, "Ann"],
        )

    def test_the_past_of_the_survivor_is_its_own(self):
        self.history([(self.bob, "2025-06-01", 10)])
        self.risen(self.ann)
        self.assertEqual(self.state(self.bob), "Low")
        self.merge(self.ann, into=self.bob)
        self.assertEqual(self.changes(self.bob), [("Low", "High", "rule", "Ann")])
        self.assertEqual(self.state(self.bob), "Low")
        self.assertFalse(self.profile_of(self.bob).badge_marks["value"]["trend"])

    def test_a_survivor_without_a_profile_goes_on_from_that_of_the_other(self):
        self.risen(self.ann)
        profile = self.profile_of(self.ann)
        self.merge(self.ann, into=self.bob)
        self.assertEqual(self.profile_of(self.bob), profile)
        self.assertEqual(self.changes(self.bob), [("Low", "High", "rule", False)])
        self.work_off()
        self.assertEqual(self.profile_of(self.bob), profile)
        self.assertEqual(self.changes(self.bob), [("Low", "High", "rule", False)])

    def test_a_chain_of_merges_keeps_the_first_name(self):
        cyd = self.customer("Cyd")
        self.history([(self.bob, "2025-06-01", 10), (cyd, "2025-06-01", 10)])
        self.risen(self.ann)
        self.merge(self.ann, into=self.bob)
        self.merge(self.bob, into=cyd)
        self.assertEqual(self.changes(cyd), [("Low", "High", "rule", "Ann")])

    def test_an_override_of_the_one_that_goes_stays_in_force(self):
        self.history([(self.ann, "2025-06-01", 10), (self.bob, "2025-06-02", 10)])
        override = self.put(self.ann, "High")
        self.classify()
        self.merge(self.ann, into=self.bob)
        self.work_off()
        self.assertRecordValues(override, [{"partner_id": self.bob.id, "active": True}])
        self.assertEqual(self.profile_of(self.bob).value_tier_id.name, "High")
        self.assertEqual(self.changes(self.bob), [("Low", "High", "merge", False)])

    def test_of_two_overrides_the_later_word_holds(self):
        for older, newer in ((self.ann, self.bob), (self.customer("A"), self.customer("B"))):
            source = self.ann if older == self.ann else newer
            target = newer if source == older else older
            with self.subTest(source=source.name):
                first = self.put(older, "High", since="2025-05-01")
                second = self.put(newer, "Low", since="2025-06-01")
                self.merge(source, into=target)
                self.assertRecordValues(
                    first | second,
                    [
                        {"partner_id": target.id, "active": False},
                        {"partner_id": target.id, "active": True},
                    ],
                )
                self.assertIn(
                    "The later override applies: Low, “Low since 2025-06-01”.",
                    first.message_ids[0].body,
                )

    def test_an_override_whose_time_is_over_gives_way(self):
        over = self.put(self.ann, "High", since="2025-06-01", date_end="2025-06-02")
        lasting = self.put(self.bob, "Low", since="2025-05-01")
        self.merge(self.ann, into=self.bob)
        self.assertEqual((over | lasting).mapped("active"), [False, True])

    def test_overrides_of_other_dimensions_and_archived_ones_move_along(self):
        archived = self.put(self.ann, "High", active=False)
        kind = self.put(self.ann, "Enterprise", dimension="kind")
        own = self.put(self.bob, "Low")
        self.merge(self.ann, into=self.bob)
        self.assertRecordValues(
            archived | kind | own,
            [
                {"partner_id": self.bob.id, "active": False},
                {"partner_id": self.bob.id, "active": True},
                {"partner_id": self.bob.id, "active": True},
            ],
        )

    def test_a_merge_into_a_contact_belongs_to_its_company(self):
        acme = self.customer("Acme", is_company=True)
        contact = self.customer("Annie", parent_id=acme.id)
        self.history([(acme, "2025-06-01", 10)])
        self.risen(self.ann)
        override = self.put(self.ann, "High")
        self.merge(self.ann, into=contact)
        self.work_off()
        self.assertEqual(override.partner_id, acme)
        self.assertEqual(
            self.changes(acme),
            [("Low", "High", "rule", "Ann"), ("Low", "High", "merge", False)],
        )
        self.assertRecordValues(self.profile_of(acme), [{"repair_count": 3, "amount": 230}])
        self.assertFalse(self.profile_of(contact))

    def test_three_at_once(self):
        cyd = self.customer("Cyd")
        self.history([(p, "2025-06-01", 40) for p in (self.ann, self.bob, cyd)])
        self.put(self.ann, "Low", since="2025-06-02")
        last = self.put(self.bob, "High", since="2025-06-03")
        self.put(cyd, "Low", since="2025-06-01")
        self.classify()
        self.merge(self.ann, self.bob, into=cyd)
        self.work_off()
        self.assertRecordValues(self.profile_of(cyd), [{"repair_count": 3, "amount": 120}])
        overrides = self.env["repair.segmentation.override"].search([("partner_id", "=", cyd.id)])
        self.assertEqual(overrides, last)

    def test_each_company_keeps_its_own(self):
        """Ann is known here and there, Bob only here: he takes over her profile there."""
        self.history([(self.ann, "2025-06-01", 60), (self.bob, "2025-06-02", 50)])
        self.there([(self.ann, "2025-06-03", 30)])
        here = self.put(self.ann, "Low")
        there = self.put(self.ann, "High", company=self.other)
        self.classify()
        profile_there = self.profile_of(self.ann, self.other)
        self.merge(self.ann, into=self.bob)
        self.work_off()
        self.assertRecordValues(self.profile_of(self.bob), [{"repair_count": 2, "amount": 110}])
        self.assertEqual(self.profile_of(self.bob, self.other), profile_there)
        self.assertRecordValues(profile_there, [{"repair_count": 1, "amount": 30}])
        self.assertEqual(profile_there.value_tier_id.name, "High")
        self.assertEqual((here | there).partner_id, self.bob)
        self.assertEqual((here | there).mapped("active"), [True, True])
        self.assertFalse(self.changes(self.bob, company=self.other))

    def test_a_user_of_one_company_merges_for_both(self):
        self.history([(self.ann, "2025-06-01", 60), (self.bob, "2025-06-02", 60)])
        self.there([(self.ann, "2025-06-03", 60), (self.bob, "2025-06-03", 60)])
        override = self.put(self.ann, "Low", company=self.other)
        self.classify()
        user = self.user("rcs_merger", "user")
        user.group_ids += self.env.ref("base.group_partner_manager")
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            wizard._merge((self.ann | self.bob).ids, self.bob.with_user(user))
        self.work_off()
        for company, tier in ((self.company, "High"), (self.other, "Low")):
            profile = self.profile_of(self.bob, company)
            self.assertRecordValues(profile, [{"repair_count": 2, "amount": 120}])
            self.assertEqual(profile.value_tier_id.name, tier)
        self.assertEqual(override.partner_id, self.bob)
