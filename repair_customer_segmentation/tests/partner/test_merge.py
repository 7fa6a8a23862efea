from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...segmentation.states import states_relation
from ..bases.common import AS_OF, SegmentationCase


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
                    "The later override holds: Low, “Low since 2025-06-01”.",
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


@tagged("post_install", "-at_install")
class TestDelete(TwoCompaniesCase):
    def test_a_customer_with_cases_is_not_deleted(self):
        self.history([(self.ann, "2025-06-01", 1), (self.ann, "2025-06-02", 1, {"active": False})])
        with self.assertRaisesRegex(UserError, r"“Ann” has repair cases \(2\).*Archive it"):
            self.ann.unlink()

    def test_cases_of_another_company_count(self):
        self.there([(self.ann, "2025-06-01", 1)])
        user = self.user("rcs_deleter", "user")
        user.group_ids += self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(UserError, r"“Ann” has repair cases \(1\)"):
            self.ann.with_user(user).unlink()

    def test_without_cases_profile_and_override_go_along(self):
        override = self.put(self.ann, "High")
        self.classify()
        self.assertTrue(self.profile_of(self.ann))
        self.ann.unlink()
        self.assertFalse(self.profile_of(self.ann) or override.exists())


@tagged("post_install", "-at_install")
class TestArchive(TwoCompaniesCase):
    def test_an_archived_customer_keeps_its_classes_and_leaves_the_lists(self):
        self.history([(self.ann, "2025-06-01", 200)])
        self.there([(self.ann, "2025-06-01", 200)])
        self.classify()
        profiles = self.profile_of(self.ann) | self.profile_of(self.ann, self.other)
        self.ann.active = False
        self.assertFalse(self.profile_of(self.ann) or self.profile_of(self.ann, self.other))
        self.assertEqual(profiles.mapped("active"), [False, False])
        self.assertEqual(self.ann.repair_profile_id, profiles[0])
        self.assertEqual(self.ann.repair_value_tier_id.name, "High")
        partners = self.env["res.partner"]
        vip = [("repair_value_tier_id.name", "=", "High"), ("id", "=", self.ann.id)]
        self.assertFalse(partners.search(vip))
        self.assertEqual(partners.search([*vip, ("active", "=", False)]), self.ann)
        self.assertEqual(partners.with_context(active_test=False).search(vip), self.ann)
        self.classify()
        self.assertRecordValues(profiles, [{"active": False, "repair_count": 1, "amount": 200}] * 2)
        self.assertFalse(self.changes(self.ann))
        self.ann.active = True
        self.assertEqual(self.profile_of(self.ann), profiles[0])

    def test_a_customer_archived_before_its_first_classification(self):
        self.history([(self.ann, "2025-06-01", 200)])
        self.ann.active = False
        self.classify()
        self.assertFalse(self.profile_of(self.ann))
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        self.assertEqual(profiles.search([("partner_id", "=", self.ann.id)]).active, False)

    def test_cases_of_an_archived_customer_show_its_tier(self):
        case = self.history([(self.ann, "2025-06-01", 200)])
        self.classify()
        self.ann.active = False
        self.assertEqual(case.value_tier_id.name, "High")


@tagged("post_install", "-at_install")
class TestMove(TwoCompaniesCase):
    """A contact takes its repairs along to another company, and away from it."""

    def setUp(self):
        super().setUp()
        self.acme = self.customer("Acme", is_company=True)
        self.bolt = self.customer("Bolt", is_company=True)
        self.history([(self.acme, "2025-06-01", 60), (self.ann, "2025-06-02", 60)])
        self.there([(self.acme, "2025-06-01", 200), (self.ann, "2025-06-02", 30)])

    def figures(self, company=None):
        return {
            partner.name: (profile.repair_count, profile.amount, profile.value_tier_id.name)
            for partner in (self.acme, self.bolt, self.ann)
            if (profile := self.profile_of(partner, company))
        }

    def test_to_a_company_to_another_and_away(self):
        self.classify()
        for parent, here, there in (
            (self.acme, {"Acme": (2, 120, "High")}, {"Acme": (2, 230, "High")}),
            (
                self.bolt,
                {"Acme": (1, 60, "Low"), "Bolt": (1, 60, "Low")},
                {"Acme": (1, 200, "High"), "Bolt": (1, 30, "Low")},
            ),
            (
                self.env["res.partner"],
                {"Acme": (1, 60, "Low"), "Ann": (1, 60, "Low")},
                {"Acme": (1, 200, "High"), "Ann": (1, 30, "Low")},
            ),
        ):
            with self.subTest(parent=parent.name):
                self.ann.parent_id = parent
                self.work_off()
                self.assertEqual(self.figures(), here)
                self.assertEqual(self.figures(self.other), there)
        self.assertEqual(
            self.changes(self.acme),
            [("Low", "High", "rule", False), ("High", "Low", "rule", False)],
        )

    def test_its_override_is_its_company_s(self):
        """An override on a contact would leave it a customer of its own without repairs."""
        override = self.put(self.ann, "High")
        there = self.put(self.ann, "Low", company=self.other)
        self.classify()
        self.ann.parent_id = self.bolt
        self.work_off()
        self.assertEqual((override | there).partner_id, self.bolt)
        self.assertEqual(self.figures()["Bolt"], (1, 60, "High"))
        self.assertNotIn("Ann", self.figures())
        self.ann.parent_id = False
        self.work_off()
        self.assertEqual(override.partner_id, self.bolt)
        self.assertEqual(self.figures()["Ann"], (1, 60, "Low"))

    def test_who_moves_a_contact_need_not_know_of_repairs(self):
        override = self.put(self.ann, "High")
        user = self.user("rcs_mover")
        user.group_ids += self.env.ref("base.group_partner_manager")
        self.ann.with_user(user).parent_id = self.bolt
        self.assertEqual(override.partner_id, self.bolt)
