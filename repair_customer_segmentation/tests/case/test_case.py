from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestCase(SegmentationCase):
    """What a case is by itself: its stage, dates, priority and reference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def new_case(self, **values):
        return self.env["repair.case"].create(
            {"name": "Repair", "partner_id": self.ann.id, **values}
        )

    def test_a_case_that_is_not_there_yet_is_new(self):
        self.assertEqual(self.env["repair.case"].new({}).display_name, "New Case")

    def test_a_case_begins_open_now_and_here(self):
        with freeze_time("2025-06-01 12:34:56"):
            case = self.new_case()
        self.assertRecordValues(
            case,
            [
                {
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "stage_id": self.stage_open.id,
                    "state": "open",
                    "date_open": datetime(2025, 6, 1, 12, 34, 56),
                    "date_closed": False,
                    "impact": "2",
                    "urgency": "2",
                    "priority": "1",
                }
            ],
        )

    def test_a_case_of_another_company_begins_in_a_stage_of_that_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        stage = self.env["repair.case.stage"].create(
            {"name": "Theirs", "company_id": other.id, "sequence": -9}
        )
        case = self.new_case(company_id=other.id)
        self.assertEqual(case.stage_id, stage)

    def test_a_case_that_moves_to_another_company_begins_anew_there(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        stage = self.env["repair.case.stage"].create(
            {"name": "Theirs", "company_id": other.id, "sequence": -9}
        )
        case = self.new_case()
        case.company_id = other
        self.assertEqual(case.stage_id, stage)

    def test_a_shared_stage_fits_every_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        shared = self.env["repair.case.stage"].create({"name": "Shared", "is_closed": True})
        case = self.new_case(stage_id=shared.id)
        case.company_id = other
        self.assertEqual(case.stage_id, shared)

    def test_a_form_begins_in_the_first_open_stage(self):
        form = Form(self.env["repair.case"])
        self.assertEqual(form.stage_id, self.stage_open)
        form.name = "Drill"
        form.partner_id = self.ann
        self.assertEqual(form.save().stage_id, self.stage_open)

    def test_a_column_of_the_board_gives_its_stage(self):
        cases = self.env["repair.case"].with_context(default_stage_id=self.stage_waiting.id)
        case = cases.create({"name": "Quick", "partner_id": self.ann.id})
        self.assertEqual(case.stage_id, self.stage_waiting)

    def test_a_copy_begins_open(self):
        case = self.new_case(stage_id=self.stage_closed.id, amount=5, date_open="2025-06-01")
        copy = case.copy()
        self.assertEqual(copy.stage_id, self.stage_open)
        self.assertFalse(copy.date_closed)
        self.assertNotEqual(copy.date_open, case.date_open)
        self.assertNotEqual(copy.reference, case.reference)

    def test_closing_and_reopening(self):
        case = self.new_case(date_open="2025-06-01")
        with freeze_time("2025-06-02 10:00:00"):
            case.action_close()
            self.assertEqual(case.stage_id, self.stage_closed)
            self.assertEqual(case.date_closed, datetime(2025, 6, 2, 10))
        case.stage_id = self.stage_waiting
        self.assertFalse(case.date_closed)
        with freeze_time("2025-06-03 10:00:00"):
            case.stage_id = self.stage_cancelled
            self.assertEqual(case.date_closed, datetime(2025, 6, 3, 10))

    def test_a_given_closing_date_is_kept(self):
        case = self.new_case(
            date_open="2025-06-01", date_closed="2025-06-05", stage_id=self.stage_closed.id
        )
        self.assertEqual(case.date_closed, datetime(2025, 6, 5))

    def test_priority_follows_impact_and_urgency(self):
        expected = {
            ("1", "1"): "3",
            ("1", "2"): "2",
            ("2", "1"): "2",
            ("1", "3"): "1",
            ("2", "2"): "1",
            ("3", "1"): "1",
            ("2", "3"): "0",
            ("3", "2"): "0",
            ("3", "3"): "0",
        }
        for (impact, urgency), priority in expected.items():
            with self.subTest(impact=impact, urgency=urgency):
                case = self.new_case(impact=impact, urgency=urgency)
                self.assertEqual(case.priority, priority)

    def test_the_type_suggests_the_impact(self):
        high = self.env["repair.case.type"].create({"name": "Bad", "impact": "1"})
        low = self.env["repair.case.type"].create({"name": "Mild", "impact": "3"})
        case = self.new_case(type_id=high.id)
        self.assertEqual((case.impact, case.priority), ("1", "2"))
        case.type_id = low
        self.assertEqual((case.impact, case.priority), ("3", "0"))
        case.impact = "1"
        self.assertEqual(case.priority, "2")
        case.type_id = False
        self.assertEqual(case.impact, "1")

    def test_references_are_counted_on(self):
        first, second = self.new_case() | self.new_case()
        self.assertNotEqual(first.reference, second.reference)
        self.assertEqual(first.display_name, f"{first.reference} Repair")
        self.assertEqual(self.new_case(reference="OLD-7").reference, "OLD-7")
        found = self.env["repair.case"].name_search(first.reference)
        self.assertEqual(found, [(first.id, first.display_name)])

    def test_a_company_counts_by_a_sequence_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.env["ir.sequence"].create(
            {"name": "x", "code": "repair.case", "prefix": "RCS-OTHER-", "company_id": other.id}
        )
        here, there = self.env["repair.case"].create(
            [
                {"name": "Here", "partner_id": self.ann.id},
                {"name": "There", "partner_id": self.ann.id, "company_id": other.id},
            ]
        )
        self.assertEqual(there.reference, "RCS-OTHER-1")
        self.assertNotIn("OTHER", here.reference)

    def test_the_board_shows_empty_stages_too(self):
        self.new_case()
        board = self.env["repair.case"].with_context(read_group_expand=True)
        groups = board.web_read_group(
            [("company_id", "=", self.company.id)], ["stage_id"], ["__count"]
        )["groups"]
        counts = {group["stage_id"][0]: group["__count"] for group in groups}
        self.assertEqual(counts[self.stage_open.id], 1)
        self.assertEqual(counts[self.stage_cancelled.id], 0)


@tagged("post_install", "-at_install")
class TestCaseTiers(SegmentationCase):
    """Cases show, find, sort and group by the tiers of their customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.write({"min_population": 0, "window_months": 0})
        # One of two customers is half of them.
        cls.policy.value_tier_ids[0].criterion_ids.percent = 50
        cls.ann, cls.bob, cls.cas = cls.customers(3)
        cls.contact = cls.customer("Contact", parent_id=cls.ann.id)
        cls.ann.is_company = True
        cls.big, cls.small = cls.history(
            [(cls.contact, "2025-06-01", 100), (cls.bob, "2025-06-01", 1)]
        )
        cls.policy.classify(as_of=datetime(2025, 7, 1))
        cls.new = cls.history([(cls.cas, "2025-06-01", 1)])
        cls.high, cls.ordinary = cls.policy.value_tier_ids

    def find(self, *domain, **kwargs):
        domain = [("company_id", "=", self.company.id), *domain]
        return self.env["repair.case"].search(domain, **{"order": "id", **kwargs})

    def test_they_show_the_tiers_of_the_customer(self):
        self.assertRecordValues(
            self.big | self.small | self.new,
            [
                {"profile_id": self.profile_of(self.ann).id, "value_tier_id": self.high.id},
                {"profile_id": self.profile_of(self.bob).id, "value_tier_id": self.ordinary.id},
                {"profile_id": False, "value_tier_id": False},
            ],
        )

    def test_they_are_found_by_tier(self):
        for condition, found in (
            (("value_tier_id", "=", self.high.id), self.big),
            (("value_tier_id", "in", [self.high.id, self.ordinary.id]), self.big | self.small),
            (("value_tier_id", "!=", self.high.id), self.small | self.new),
            (("value_tier_id", "=", False), self.new),
            (("value_tier_id", "!=", False), self.big | self.small),
            (("value_tier_id.name", "=", "High Value"), self.big),
            (("value_tier_id", "ilike", "ordin"), self.small),
            (("profile_id", "=", False), self.new),
            (("profile_id", "!=", False), self.big | self.small),
            (("profile_id.repair_count", ">=", 1), self.big | self.small),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(self.find(condition), found)

    def test_they_are_sorted_and_grouped_by_tier(self):
        self.assertEqual(
            self.find(order="value_tier_id desc, id"), self.new | self.small | self.big
        )
        self.assertEqual(
            self.env["repair.case"]._read_group(
                [("company_id", "=", self.company.id)], ["value_tier_id"], ["__count"]
            ),
            [(self.high, 1), (self.ordinary, 1), (self.env["repair.segmentation.tier"], 1)],
        )
