"""Cases and what became of them, as the analysis of cases reads them."""

from ast import literal_eval
from functools import partial

from .overview import Overview

MODEL = "repair.case.analysis"
MEASURES = ["response_hours", "resolution_hours", "rework_share", "reopened_share", "amount"]


class Analysis(Overview):
    """The company of :class:`Overview`, asked as the pivots, the chart and the list ask."""

    ALL = [("state", "!=", "cancelled")]
    YEAR = [*ALL, ("date_open", ">=", "today -12m")]

    def scan_cases(self):
        """Count all cases by type."""
        self.cr.execute("SELECT type_id, count(*) FROM repair_case GROUP BY 1")

    def menu(self, domain=None):
        """Read the pivot as the menu opens it."""
        self.pivot(domain or self.YEAR, ["type_id"], [], MEASURES)

    def favorites(self):
        """Return a function for each favorite that is shipped, which reads its pivot."""
        shipped = self.env["ir.filters"].search(
            [("model_id", "=", MODEL), ("user_ids", "=", False)]
        )
        for favorite in shipped:
            shown = literal_eval(favorite.context)
            yield partial(
                self.pivot,
                literal_eval(favorite.domain),
                shown["pivot_row_groupby"],
                shown["pivot_column_groupby"],
                shown["pivot_measures"],
            )

    def pivot(self, domain, rows, columns, measures):
        """Read a pivot: each set of its rows and columns, with all totals."""
        self.env.invalidate_all()
        model = self.env[MODEL]
        sets = [
            [*rows[:row], *columns[:column]]
            for row in range(len(rows) + 1)
            for column in range(len(columns) + 1)
        ]
        aggregates = [
            f"{name}:{model._fields[name].aggregator}" for name in measures if name != "__count"
        ]
        model.formatted_read_grouping_sets(domain, sets, ["__count", *aggregates])

    def chart(self):
        """Read the chart as the menu opens it."""
        self.env.invalidate_all()
        self.env[MODEL].formatted_read_group(self.YEAR, ["date_open:month", "type_id"], ["__count"])

    def case_list(self):
        """Read the first page of the list, with its count."""
        self.env.invalidate_all()
        self.env[MODEL].web_search_read(
            self.YEAR, {"case_id": {}, "date_open": {}, "type_id": {}}, limit=80, count_limit=10_001
        )
