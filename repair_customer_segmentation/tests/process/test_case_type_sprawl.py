from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..bases.common import SegmentationCase


class SprawlCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.case.type"].search([]).active = False
        cls.ann = cls.customer("Ann")
        cls.leak, cls.after, cls.aftersales, cls.unused = cls.env["repair.case.type"].create(
            [
                {"name": name, "company_id": cls.company.id, "need": need}
                for name, need in (
                    ("Leak", "functional"),
                    ("After-Sales", "service"),
                    ("Sales after", "functional"),
                    ("Training", "service"),
                )
            ]
        )
        old = ("2023-06-01", {})
        new = ("2025-06-01", {})
        closed = ("2025-06-01", {"stage_id": cls.stage_closed.id})
        kinds = [(cls.leak, new)] * 6 + [(cls.leak, old)] + [(cls.after, closed)] * 3
        kinds += [(cls.aftersales, new), (cls.unused, ("2023-06-01", closed[1]))]
        cls.cases = cls.history(
            [(cls.ann, day, 1, {"type_id": t.id, **values}) for t, (day, values) in kinds]
        )
        cls.user("rcs_manager", "manager")
        cls.user("rcs_all", "user_all")


@tagged("post_install", "-at_install")
@freeze_time("2025-07-01 12:00:00")
class TestSprawl(SprawlCase):
    @users("rcs_manager")
    def test_counts_and_hints(self):
        types = self.leak | self.after | self.aftersales | self.unused
        types = types.with_env(self.env)
        self.assertEqual(types.mapped("year_case_count"), [6, 3, 1, 0])
        self.assertEqual(types.mapped("open_case_count"), [7, 0, 1, 0])
        self.assertEqual(
            types.mapped("hint"),
            [
                "Too broad: 60% of all cases",
                "Overlaps with Sales after",
                "Overlaps with After-Sales",
                "Unused",
            ],
        )

    @users("rcs_manager")
    def test_hints_of_a_list_take_as_many_queries_as_of_one(self):
        types = (self.leak | self.after | self.aftersales | self.unused).with_env(self.env)
        types.mapped("name")
        with self.assertQueryCount(6):
            types.mapped("hint")

    def test_few_cases_make_no_catch_all(self):
        self.cases[:4].unlink()
        self.assertFalse(self.leak.hint)


@tagged("post_install", "-at_install")
class TestTypeMerge(SprawlCase):
    def merge(self, types, target):
        return self.env["repair.case.type.merge"].create(
            {"type_ids": [(6, 0, types.ids)], "target_id": target.id}
        )

    @users("rcs_manager")
    def test_merging_moves_the_cases_and_keeps_the_rest(self):
        self.cases.impact = "3"
        self.cases[0].write({"priority_override": "3", "priority_reason": "Test"})
        self.env.cr.precommit.run()
        self.env.cr.execute("DELETE FROM repair_customer_stale")
        merge = self.merge(self.leak | self.after | self.aftersales, self.after)
        self.assertEqual(merge.case_count, 8)
        merge.action_merge()
        self.assertEqual(
            self.env["repair.case"].search_count([("type_id", "=", self.after.id)]), 11
        )
        self.assertEqual(set(self.cases.mapped("impact")), {"3"})
        self.assertEqual(self.cases[0].priority, "3")
        self.assertEqual(self.cases[0].deviation_ids.type_id, self.after)
        self.assertEqual(
            (self.leak.active, self.aftersales.active, self.after.active), (False, False, True)
        )
        self.assertIn("Cases moved: 8", self.after.message_ids[0].body)
        self.assertIn("After-Sales", self.leak.message_ids[0].body)
        self.env.cr.execute("SELECT partner_id FROM repair_customer_stale")
        self.assertEqual(self.env.cr.fetchall(), [(self.ann.id,)])

    def test_open_cases_go_through_the_stages_of_the_type_that_stays(self):
        bench = self.env["repair.case.stage"].create(
            {"name": "Bench", "company_id": self.company.id, "type_ids": self.after.ids}
        )
        self.merge(self.leak | self.after, self.after).action_merge()
        self.assertEqual(self.cases[0].stage_id, bench)
        self.assertEqual(self.cases[7].stage_id, self.stage_closed)

    def test_the_most_used_type_is_suggested(self):
        with freeze_time("2025-07-01 12:00:00"):
            merge = self.env["repair.case.type.merge"].create(
                {"type_ids": [(6, 0, (self.after | self.leak).ids)]}
            )
            self.assertEqual(merge.target_id, self.leak)

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "at least two types"):
            self.merge(self.leak, self.leak).action_merge()
        shared = self.env["repair.case.type"].create({"name": "Shared"})
        with self.assertRaisesRegex(UserError, "“Leak” is a type of Repair Test Company only"):
            self.merge(self.leak | shared, self.leak).action_merge()
        self.merge(self.leak | shared, shared).action_merge()
        self.assertFalse(self.leak.active)

    @users("rcs_all")
    def test_only_managers_merge(self):
        with self.assertRaises(AccessError):
            self.merge(self.leak | self.after, self.after)
