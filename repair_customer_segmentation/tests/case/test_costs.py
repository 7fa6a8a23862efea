from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestCosts(SegmentationCase):
    """What a case cost, as far as somebody knows it, and what remains of its amount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"repair_hour_cost": 60, "repair_desk_hour_cost": 30})
        cls.ann = cls.customer("Ann")
        cls.type = cls.env["repair.case.type"].create({"name": "Pump", "desk_minutes": 20})

    def case(self, amount=500, **values):
        return self.history([(self.ann, "2025-05-01", amount, values)])

    def test_parts_hours_and_desk(self):
        case = self.case(parts_cost=120.5, work_hours=1.5, desk_minutes=10)
        self.assertEqual(case.cost_company, 120.5 + 90 + 5)
        self.assertEqual(case.net_amount, 284.5)

    def test_the_desk_time_of_the_type_unless_the_case_says(self):
        case = self.case(parts_cost=0, work_hours=0, type_id=self.type.id)
        self.assertEqual(case.cost_company, 10)
        case.desk_minutes = 0
        self.assertEqual(case.cost_company, 0)
        self.assertEqual(case.net_amount, 500)

    def test_what_nobody_knows_is_not_nothing(self):
        for values in (
            {},
            {"parts_cost": 10},
            {"work_hours": 2},
            {"parts_cost": False, "work_hours": 2, "desk_minutes": 5},
        ):
            case = self.case(**values)
            self.assertIs(case.cost_company, False, values)
            self.assertIs(case.net_amount, False, values)
        case.parts_cost = 0
        self.assertEqual(case.cost_company, 122.5)
        case.work_hours = False
        self.assertIs(case.cost_company, False)

    def test_hours_that_cost_nothing_need_not_be_known(self):
        self.company.write({"repair_hour_cost": 0, "repair_desk_hour_cost": 0})
        self.assertEqual(self.case(parts_cost=40).cost_company, 40)

    def test_rework_brings_nothing_and_costs(self):
        case = self.case(80, parts_cost=30, work_hours=1, is_rework=True)
        self.assertEqual(case.net_amount, -90)

    def test_more_than_it_brought(self):
        self.assertEqual(self.case(100, parts_cost=250, work_hours=0).net_amount, -150)
        self.assertEqual(self.case(-50, parts_cost=0, work_hours=0).net_amount, -50)

    def test_a_new_hourly_cost_is_for_what_is_filled_in_from_now_on(self):
        case = self.case(parts_cost=0, work_hours=1)
        self.company.repair_hour_cost = 90
        self.assertEqual(case.cost_company, 60)
        self.assertEqual(self.case(parts_cost=0, work_hours=1).cost_company, 90)

    def test_costs_are_rounded_as_the_currency(self):
        self.assertEqual(self.case(parts_cost=0, work_hours=0, desk_minutes=1).cost_company, 0.5)
        self.company.repair_desk_hour_cost = 10
        self.assertEqual(self.case(parts_cost=0, work_hours=0, desk_minutes=1).cost_company, 0.17)

    def test_impossible_costs_are_refused_in_words(self):
        for name, value in (("parts_cost", -1), ("work_hours", -0.5), ("desk_minutes", 10**7)):
            with self.assertRaises(ValidationError) as caught:
                self.case(**{name: value})
            self.assertIn(self.env["repair.case"]._fields[name].string, str(caught.exception))

    def test_a_copy_and_a_merge(self):
        case = self.case(parts_cost=0, work_hours=1)
        self.assertIs(case.copy().parts_cost, False)
        kept = self.case(parts_cost=7)
        kept._take_values(case)
        self.assertEqual((kept.parts_cost, kept.work_hours), (7, 1))

    def test_closed_cases_of_unknown_cost_are_found(self):
        search = self.env["repair.case"].get_view(view_type="search")["arch"]
        [found] = etree.fromstring(search).xpath("//filter[@name='cost_unknown']")
        closed = {"stage_id": self.stage_closed.id}
        known = self.case(parts_cost=0, work_hours=0, **closed)
        parts_alone, nothing = self.case(parts_cost=5, **closed), self.case(**closed)
        still_open = self.case()
        cases = known | parts_alone | nothing | still_open
        domain = Domain(literal_eval(found.get("domain"))) & Domain("id", "in", cases.ids)
        self.assertEqual(self.env["repair.case"].search(domain), parts_alone | nothing)

    def test_clerks_enter_hours_and_see_no_money(self):
        case = self.case(parts_cost=10, work_hours=1)
        clerk = self.user("costs_clerk", "user_all")
        own = case.with_user(clerk)
        own.work_hours = 2
        self.assertEqual(case.cost_company, 130)
        for name in ("parts_cost", "cost_company", "net_amount"):
            with self.assertRaises(AccessError, msg=name):
                own.read([name])
            with self.assertRaises(AccessError, msg=name):
                own.search([(name, ">", 0)])
        for name in ("parts_cost", "cost_company"):
            with self.assertRaises(AccessError, msg=name):
                own.search([], order=name)
            with self.assertRaises(AccessError, msg=name):
                own._read_group([], aggregates=[f"{name}:sum"])
        with self.assertRaises(AccessError):
            own.parts_cost = 1
        with self.assertRaises(AccessError):
            self.company.with_user(clerk).read(["repair_hour_cost"])
