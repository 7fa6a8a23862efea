from itertools import chain

from odoo.models import BaseModel
from odoo.tests import tagged

from .test_case_analysis import CaseGroups

AGGREGATES = [
    "__count",
    *(f"{name}:avg" for name in CaseGroups.MEANS),
    *(f"{name}:sum" for name in CaseGroups.SUMS),
]
TYPE, TIER, MONTH, STATE = "type_id", "closed_value_tier_id", "date_open:month", "state"


def pivot(rows, columns=()):
    """Return the sets of columns that a pivot asks for."""
    return [
        [*rows[:row], *columns[:column]]
        for row in range(len(rows) + 1)
        for column in range(len(columns) + 1)
    ]


@tagged("post_install", "-at_install")
class TestTotals(CaseGroups):
    """Totals that are added up are those that Odoo counts, in the same order."""

    def check_sets(self, sets, aggregates=AGGREGATES, domain=None, order="natural", queries=None):
        analysis = self.env["repair.case.analysis"]
        domain = self.domain if domain is None else domain
        if order == "natural":
            order = ", ".join(dict.fromkeys(chain(*sets)))
        wanted = BaseModel._read_grouping_sets(analysis, domain, sets, aggregates, order)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = analysis._read_grouping_sets(domain, sets, aggregates, order)
        if queries:
            self.assertEqual(self.env.cr.sql_log_count - before, queries)
        self.assertEqual(len(found), len(sets))
        for columns, ours, theirs in zip(sets, found, wanted, strict=True):
            size = len(columns)
            self.assertEqual([row[:size] for row in ours], [row[:size] for row in theirs], columns)
            for our, their in zip(ours, theirs, strict=True):
                for name, value, other in zip(aggregates, our[size:], their[size:], strict=True):
                    if other is False:
                        self.assertIs(value, False, name)
                    else:
                        self.assertAlmostEqual(float(value), float(other), 9, msg=name)

    def test_rows(self):
        self.check_sets(pivot([TYPE]), queries=2)
        self.check_sets(pivot([TYPE, TIER, MONTH]), queries=2)

    def test_rows_and_columns(self):
        # A query more tells in which order types or tiers come.
        self.check_sets(pivot([TYPE], [TIER]), queries=3)
        self.check_sets(pivot([TIER, MONTH], [TYPE]))
        self.check_sets(pivot([TYPE], [MONTH, TIER]))

    def test_a_column_whose_order_only_the_database_knows(self):
        self.check_sets(pivot([TYPE], [STATE]))
        self.check_sets(pivot([STATE], [TYPE]))

    def test_another_order_is_the_databases(self):
        self.check_sets(pivot([TYPE]), order="type_id desc")
        self.check_sets(pivot([TYPE, TIER]), order="__count desc")

    def test_no_case(self):
        self.check_sets(pivot([TYPE], [TIER]), domain=[("company_id", "=", -1)])

    def test_figures_that_no_sum_tells(self):
        self.check_sets(pivot([TYPE], [TIER]), ["__count", "amount:max", "rework_share:avg"])

    def test_a_path_of_fields(self):
        self.check_sets(pivot(["partner_id.category_id", TYPE]), ["__count"])

    def test_a_group_of_which_nothing_is_known(self):
        untyped = self.env["repair.case"].search([*self.domain, ("type_id", "=", False)])
        self.set_columns(untyped, response_target_hours=0, resolution_target_hours=0)
        self.check_sets(pivot([TYPE], [TIER]))
