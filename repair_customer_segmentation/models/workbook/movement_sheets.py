"""The sheets of what moved: tier changes between two days, and service in the days between."""

from datetime import timedelta

from odoo.tools import SQL

from ...figures.measure import MEAN
from ...workbook.book import Column
from ..access.day_text import day_text
from ..customer.repair_tier_matrix import NOWHERE
from ..feedback.report_cells import ReportCells
from ..feedback.report_question import CUSTOM, Question
from ..feedback.report_rows import ReportRows


class TransitionSheet:
    """From which tier to which customers went, a matrix a dimension."""

    def __init__(self, matter):
        self.matter, self.env = matter, matter.env

    def fill(self, book):
        """Write the sheet."""
        env, matter = self.env, self.matter
        sheet = book.sheet(env._("Transitions"), [26, *[16] * 12])
        day_from = matter.first - timedelta(days=1)
        sheet.title(
            env._("Tier Changes"),
            env._(
                "Rows: the tier at the end of %(first)s. Columns: the tier at the end of %(last)s.",
                first=day_text(env, day_from),
                last=day_text(env, matter.today),
            ),
            env._("“Not on record”: no customers yet, or their tier was not recorded."),
        )
        for dimension in matter.order.dimensions:
            self._write_matrix(sheet, dimension, day_from)

    def _write_matrix(self, sheet, dimension, day_from):
        env, matter = self.env, self.matter
        cells, tiers = self._cells(dimension, day_from)
        sheet.heading(matter.labels[dimension])
        if not cells:
            sheet.line(env._("No data for this period. Tiers are recorded from the first "
                             "classification."), look="note")  # fmt: skip
            sheet.row += 1
            return
        starts = [*tiers, (NOWHERE, env._("Not on record"))]
        ends = [*tiers, (NOWHERE, env._("Gone"))]
        columns = [
            Column(env._("From / To"), "text", 26, matter.colors(dimension)),
            *(Column(name, "whole") for _key, name in ends),
            Column(env._("Total"), "whole"),
        ]
        rows = []
        for key, name in starts:
            counts = [cells.get(key, {}).get(to, 0) for to, _name in ends]
            rows.append((name, *(count or None for count in counts), sum(counts)))
        sheet.table(columns, rows)
        sheet.row += 1

    def _cells(self, dimension, day_from):
        """Return from key -> to key -> customers, and the tiers as (key, name).

        The states are those of the tier matrix, of the customers of the book alone.
        """
        matrix = self.env["repair.tier.matrix"]
        states = matrix._states(dimension, day_from, self.matter.today)
        customers = self.matter.customers
        if not customers.is_all:
            states = SQL(
                "SELECT * FROM (%s) AS found WHERE partner_id IN (SELECT partner_id"
                " FROM repair_customer_profile WHERE id IN %s)",
                states,
                customers.query.subselect(),
            )
        rows = self.env.execute_query(
            SQL("SELECT state_1, state_2, count(*) FROM (%s) AS states GROUP BY 1, 2", states)
        )
        names = matrix._names(dimension, {tier for row in rows for tier in row[:2] if tier})
        cells = {}
        for tier_from, tier_to, count in rows:
            row = cells.setdefault(names.get(tier_from, NOWHERE), {})
            to = names.get(tier_to, NOWHERE)
            row[to] = row.get(to, 0) + count
        tiers = [(row["key"], row["name"]) for row in matrix._ordered_tiers(dimension, names)]
        return cells, tiers


class ServiceSheet:
    """How the customers of each tier were served, and what they said: the figures of the page
    “Service and Satisfaction”."""

    def __init__(self, matter):
        self.matter, self.env = matter, matter.env
        self.partner_ids = matter.customers.partner_ids()

    def lines(self, dimension):
        """Return the columns of the page, and its rows: ``(tier name, figure -> cell)``."""
        env, matter = self.env, self.matter
        report = env["repair.service.report"]
        asked = Question(
            env,
            {
                "by": f"{dimension}_tier_id",
                "period": CUSTOM,
                "first": matter.first,
                "last": matter.today,
            },
        )
        now, _before = report._counts(asked, self.partner_ids)
        rows = ReportRows(asked)
        now = rows.merged(now)
        labels = report._fields["figure"]._description_selection(env)
        cells = ReportCells(env, labels, report._targets(asked))
        lines = [(row["name"], cells.of(now.get(row["key"], {}))) for row in rows.described(now)]
        return cells.columns(), lines

    def fill(self, book):
        """Write the sheet."""
        env, matter = self.env, self.matter
        sheet = book.sheet(env._("Service by Tier"), [18, 24, 26, *[12] * 6])
        sheet.title(
            env._("Service and Satisfaction by Tier"),
            matter.period(),
            env._("Tiers are those of the day of each case or answer. Bounds: where the "
                  "figure likely is (95% confidence)."),
        )  # fmt: skip
        # Shares and scores are not written alike: a table each.
        for is_mean in (False, True):
            kind = "score" if is_mean else "percent"
            sheet.table(self._columns(kind), self._rows(is_mean), head_height=18)
            sheet.row += 1

    def _columns(self, kind):
        env = self.env
        dimensions = self.matter.order.dimensions
        colors = tuple(pair for dimension in dimensions for pair in self.matter.colors(dimension))
        return [
            Column(env._("Dimension")),
            Column(env._("Tier"), "text", 24, colors),
            Column(env._("Figure")),
            Column(env._("Result"), kind),
            Column(env._("Lower Bound"), kind),
            Column(env._("Upper Bound"), kind),
            Column(env._("Count (n)"), "whole"),
            Column(env._("Goal"), kind),
            Column(env._("Verdict")),
        ]

    def _rows(self, is_mean):
        words = {"met": self.env._("Goal met"), "missed": self.env._("Goal missed")}
        for dimension in self.matter.order.dimensions:
            columns, lines = self.lines(dimension)
            for tier, cells in lines:
                for column in columns:
                    if (column["name"] == MEAN) != is_mean:
                        continue
                    cell = cells[column["name"]]
                    yield (
                        self.matter.labels[dimension],
                        tier,
                        column["label"],
                        cell["value"],
                        cell["low"],
                        cell["high"],
                        cell["n"],
                        column["target"],
                        words.get(cell["state"], ""),
                    )
