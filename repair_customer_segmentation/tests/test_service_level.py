from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .desk import MONDAY, DeskCase


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

    def test_the_default_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "everybody else in Repair Test Company"):
            self.basic.unlink()

    def test_hours_that_are_none_are_refused(self):
        empty = self.make_calendar("Empty", days=())
        with self.assertRaisesRegex(ValidationError, "“Empty” have no hour in them"):
            self.best.calendar_id = empty
