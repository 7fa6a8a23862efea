from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase


@tagged("post_install", "-at_install")
class TestServiceLevel(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls.customer("Bob")
        cls.history(
            [
                (cls.ann, f"2024-12-0{day}", 10, {"stage_id": cls.stage_closed.id})
                for day in range(1, 5)
            ]
        )
        cls.policy.classify(as_of=MONDAY)
        cls.frequent = cls.policy.tier_ids.filtered(lambda t: t.name == "Frequent")
        cls.enterprise = cls.policy.tier_ids.filtered(lambda t: t.name == "Enterprise")

    def test_everybody_else_gets_the_default(self):
        self.assertEqual(self.case(self.bob).service_level_id, self.basic)
        self.assertEqual(self.case(self.ann).service_level_id, self.basic)

    def test_the_highest_ranking_level_of_the_tiers_wins(self):
        middle = self.basic.copy({"name": "Middle", "sequence": 15})
        self.policy.kind_tier_ids[-1].service_level_id = middle
        self.frequent.service_level_id = self.best
        self.assertEqual(self.case(self.ann).service_level_id, self.best)
        self.best.sequence = 16
        self.assertEqual(self.case(self.ann).service_level_id, middle)

    def test_open_cases_follow_and_closed_ones_do_not(self):
        opened, closed = self.case(self.ann), self.case(self.ann)
        closed.action_close()
        self.frequent.service_level_id = self.best
        self.assertEqual(opened.service_level_id, self.best)
        self.assertEqual(closed.service_level_id, self.basic)

    def test_open_cases_follow_the_customer(self):
        self.frequent.service_level_id = self.best
        case = self.case(self.bob)
        self.assertEqual(case.service_level_id, self.basic)
        self.history(
            [
                (self.bob, f"2024-12-1{day}", 10, {"stage_id": self.stage_closed.id})
                for day in range(4)
            ]
        )
        self.policy.classify(as_of=MONDAY, partner_ids=self.bob.ids)
        self.assertEqual(case.service_level_id, self.best)

    def test_a_contact_is_served_like_its_company(self):
        self.frequent.service_level_id = self.best
        contact = self.customer("Ann's clerk", parent_id=self.ann.id)
        self.assertEqual(self.case(contact).service_level_id, self.best)

    def test_cases_that_came_closed_have_no_level(self):
        case = self.case(stage_id=self.stage_closed.id)
        self.assertFalse(case.service_level_id)
        self.assertFalse(case.response_deadline)

    def test_customers_are_searched_and_grouped_by_level(self):
        self.frequent.service_level_id = self.best
        profiles = self.env["repair.customer.profile"]
        mine = [("company_id", "=", self.company.id)]
        self.case(self.bob)
        self.policy.classify(as_of=MONDAY)
        ann, bob = self.profile_of(self.ann), self.profile_of(self.bob)
        self.assertEqual((ann.service_level_id, bob.service_level_id), (self.best, self.basic))
        self.assertEqual(profiles.search([*mine, ("service_level_id", "=", self.best.id)]), ann)
        self.assertEqual(profiles.search([*mine, ("service_level_id", "!=", self.best.id)]), bob)
        self.assertEqual(
            dict(profiles._read_group(mine, ["service_level_id"], ["__count"])),
            {self.best: 1, self.basic: 1},
        )

    def test_a_new_version_of_the_policy_keeps_the_levels(self):
        self.frequent.service_level_id = self.best
        draft = self.policy._new_version()
        copied = draft.tier_ids.filtered(lambda t: t.origin_id == self.frequent)
        self.assertEqual(copied.service_level_id, self.best)
        copied.service_level_id = False
        draft._activate()
        self.assertFalse(self.frequent.service_level_id)
        self.assertEqual(self.case(self.ann).service_level_id, self.basic)

    def test_open_cases_lose_what_a_deleted_level_promised(self):
        """The customer's own level serves them then; where there is none, nothing is promised."""
        gone = self.basic.copy({"name": "Gone", "head_start": 3})
        by_hand = {"service_level_override_id": gone.id, "service_level_reason": "Once"}
        case, right = self.case(self.bob, **by_hand), self.case(self.bob)
        names = ("service_level_id", "response_deadline", "resolution_deadline", "queue_date")
        self.env.flush_all()
        gone.unlink()
        self.env.flush_all()
        self.assertEqual([case[name] for name in names], [right[name] for name in names])
        self.company.repair_service_level_id = False
        gone = self.basic.copy({"name": "Gone", "head_start": 3})
        case.write({"service_level_override_id": gone.id, "service_level_reason": "Once"})
        self.env.flush_all()
        self.assertTrue(case.resolution_deadline)
        gone.unlink()
        self.env.flush_all()
        self.assertEqual([case[name] for name in names], [right[name] for name in names])
        self.assertFalse(case.service_level_id or case.resolution_deadline or case.next_deadline)

    def test_a_level_that_serves_several_companies_stays_theirs(self):
        shared = self.best.copy({"name": "Shared", "company_id": False})
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})

        def serve_by_default():
            self.company.repair_service_level_id = shared

        def serve_a_tier():
            self.frequent.service_level_id = shared

        def serve_a_case():
            self.case(self.bob, service_level_override_id=shared.id, service_level_reason="Once")

        for serve in (serve_by_default, serve_a_tier, serve_a_case):
            with self.subTest(serve.__name__), self.env.cr.savepoint() as savepoint:
                serve()
                with self.assertRaisesRegex(ValidationError, "Shared.*in Repair Test Company"):
                    shared.company_id = other
                    self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()
        shared.company_id = other
        self.env.flush_all()
        for name in ("vip", "standard"):
            shipped = self.env.ref(f"repair_customer_segmentation.repair_service_level_{name}")
            alone = self.env["res.company"].sudo().search([])
            alone.write({"repair_service_level_id": self.best.copy({"company_id": False}).id})
            self.env["repair.segmentation.tier"].search(
                [("service_level_id", "=", shipped.id), ("company_id", "!=", False)]
            ).service_level_id = False
            with self.assertRaisesRegex(ValidationError, "New companies start with"):
                shipped.company_id = other
                self.env.flush_all()
            self.env.invalidate_all()

    def test_the_default_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "default service level in Repair Test Company"):
            self.basic.unlink()

    def test_hours_that_are_none_are_refused(self):
        empty = self.make_calendar("Empty", days=())
        with self.assertRaisesRegex(ValidationError, "“Empty” contain no hours"):
            self.best.calendar_id = empty
