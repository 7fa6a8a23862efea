from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.repair_customer_segmentation.tests.bases.two_companies import TwoCompaniesCase

from .common import KPIS, DigestTests

NOW = datetime(2025, 7, 1, 9)
TOP, FELL = KPIS[:2]


@tagged("post_install", "-at_install")
class TestDigestMoves(DigestTests, TwoCompaniesCase):
    """Who came into the highest tier, and who fell: as the tier matrix counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "UTC"
        cls.manager = cls.user("rcs_manager", "manager")

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))
        rows = [(self.ann, "2025-05-02", 50), (self.bob, "2025-05-02", 150)]
        self.history(rows)
        self.classify(datetime(2025, 5, 20, 6))
        self.history([(self.ann, "2025-06-28", 200), (self.bob, "2025-06-28", -100)])
        self.classify(datetime(2025, 6, 29, 20))
        self.digest = self.make_digest()

    def both(self, period, user=None):
        user = user or self.manager
        return tuple(self.value(self.digest, kpi, user, period) for kpi in (TOP, FELL))

    def test_whole_days_up_to_yesterday(self):
        self.assertEqual(self.both("day"), (0, 0))
        self.assertEqual(self.both("week"), (1, 1))
        self.assertEqual(self.both("month"), (1, 1))
        with freeze_time("2025-06-30 09:00:00"):
            self.assertEqual(self.both("day"), (1, 1))
        with freeze_time("2025-06-29 23:00:00"):
            self.assertEqual(self.both("day"), (0, 0))

    def test_the_email_says_them_by_period(self):
        """Odoo asks for both figures in turn, in six periods: none is taken for another one."""
        self.classify(datetime(2025, 6, 30, 20))
        for moment, reached, fell in (
            ("2025-07-01 09:00:00", [0, 1, 1], [0, 1, 1]),
            ("2025-06-30 09:00:00", [1, 1, 1], [1, 1, 1]),
            ("2025-07-08 09:00:00", [0, 0, 1], [0, 0, 1]),
        ):
            with freeze_time(moment):
                shown = self.shown(self.digest, self.manager)
                self.assertEqual((shown[TOP][0], shown[FELL][0]), (reached, fell), moment)

    def test_as_the_matrix_has_it(self):
        matrix = self.env["repair.tier.matrix"].with_user(self.manager)
        found = matrix.get_matrix("value", "2025-06-23", "2025-06-30")
        high, low = (tier["key"] for tier in found["tiers"])
        self.assertEqual(found["cells"][low][high][0], self.both("week")[0])
        self.assertEqual(found["cells"][high][low][0], self.both("week")[1])

    def test_new_customers_count_in_the_highest_tier(self):
        self.history([(self.customer("Carl"), "2025-06-28", 500)])
        self.history([(self.customer("Dora"), "2025-06-28", 5)])
        self.classify(datetime(2025, 6, 30, 6))
        self.assertEqual(self.both("week"), (2, 1))

    def test_days_are_those_of_the_company(self):
        """20:00 on the 29th is the 30th in Shanghai, and still the 29th in Los Angeles."""
        for zone, expected in (("Asia/Shanghai", (1, 1)), ("America/Los_Angeles", (0, 0))):
            self.company.resource_calendar_id.tz = zone
            self.assertEqual(self.both("day"), expected, zone)

    def test_without_a_period_it_is_yesterday(self):
        with freeze_time("2025-06-30 09:00:00"):
            self.assertEqual(self.digest.with_user(self.manager)[f"{FELL}_value"], 1)

    def test_nothing_is_known_yet(self):
        company = self.env["res.company"].create({"name": "Empty"})
        user = self.user("rcs_empty", "manager")
        user.write({"company_ids": [Command.link(company.id)], "company_id": company.id})
        digest = self.make_digest(company_id=company.id)
        self.assertEqual([self.value(digest, kpi, user) for kpi in KPIS], [0, 0, 0.0, 0.0])
        self.assertEqual(set(self.shown(digest, user)), {TOP, FELL})

    def test_companies_are_kept_apart(self):
        self.there([(self.ann, "2025-06-28", 5000)])
        self.classify(datetime(2025, 6, 30, 6))
        both = new_test_user(
            self.env,
            "rcs_both",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=self.other.id,
            company_ids=[Command.set((self.company | self.other).ids)],
        )
        there = self.make_digest(company_id=self.other.id)
        self.assertEqual(self.value(there, TOP, both), 1)
        self.assertEqual(self.value(there, FELL, both), 0)
        self.assertEqual(self.value(self.digest, FELL, both, company=self.other), 1)
        nobodys = self.make_digest(company_id=False)
        self.assertEqual(self.value(nobodys, FELL, both), 0)
        self.assertEqual(self.value(nobodys, FELL, self.manager), 1)
        with self.assertRaises(AccessError):
            self.value(there, TOP, self.manager)
        self.assertFalse(self.shown(there, self.manager))

    def test_who_gets_nothing(self):
        employee = self.user("rcs_employee")
        for kpi in KPIS:
            with self.assertRaises(AccessError):
                self.value(self.digest, kpi, employee)
        self.assertFalse(self.shown(self.digest, employee))
