"""The sheets of RFM segments and ABC classes."""

from ...workbook import charts
from ...workbook.book import Column


def tier_columns(matter, dimension):
    """Return the columns of a table of tiers."""
    env = matter.env
    columns = [
        Column(matter.labels[dimension], "text", 24, matter.colors(dimension)),
        Column(env._("Customers"), "whole"),
        Column(env._("Share of Customers"), "percent"),
        Column(matter.label("repair_count"), "whole"),
    ]
    if matter.money:
        columns += [
            Column(matter.label("amount"), "money", 16),
            Column(env._("Share of the Amount"), "percent"),
        ]
    return columns


def tier_rows(matter, dimension):
    """Return the rows of a table of tiers: customers, repairs, amount, and their shares."""
    tiers = matter.tiers(dimension)
    total = sum(amount for _tier, (_customers, _repairs, amount) in tiers)
    return [
        (
            tier.name or matter.env._("No tier"),
            customers,
            customers / matter.total if matter.total else None,
            repairs,
            *((amount, amount / total if total > 0 else None) if matter.money else ()),
        )
        for tier, (customers, repairs, amount) in tiers
    ]


def tier_colors(matter, dimension):
    """Return the colors of the rows of a table of tiers."""
    return [tier.color for tier, _figures in matter.tiers(dimension)]


class RfmSheet:
    """The board of recency against frequency and amount, and its segments."""

    def __init__(self, matter):
        self.matter, self.env = matter, matter.env

    def fill(self, book):
        """Write the sheet."""
        matter, env = self.matter, self.env
        sheet = book.sheet(env._("RFM Matrix"), [24, 18, 18, 18, 18, 18])
        sheet.title(
            env._("RFM Matrix"),
            env._("Rows: recency (R), 5 is the most recent. Columns: frequency and amount (FM)."),
        )
        cells = matter.customers.by_cell()
        sheet.board(self._board(cells))
        sheet.row += 1
        sheet.heading(env._("Segments"))
        rows = sheet.table(tier_columns(matter, "rfm"), tier_rows(matter, "rfm"))
        sheet.row += 1
        sheet.heading(env._("Cells"))
        sheet.table(self._columns(), self._rows(cells))
        chart = charts.bars(
            book,
            env._("Customers by RFM Segment"),
            sheet.range(0, rows),
            sheet.range(1, rows),
            tier_colors(matter, "rfm"),
            kind="bar",
        )
        sheet.ws.insert_chart(2, 7, chart, {"x_scale": 1.1, "y_scale": 1.5})

    def _segments(self):
        tiers = self.matter.company._active_repair_policy().rfm_tier_ids
        return {pair: tier for tier in tiers for pair in tier._cell_pairs()}

    def _board(self, cells):
        env, segments = self.env, self._segments()
        rows = [[("", None), *((env._("FM %s", both), None) for both in range(1, 6))]]
        for recency in range(5, 0, -1):
            row = [(env._("R %s", recency), None)]
            for both in range(1, 6):
                tier = segments.get((recency, both))
                customers, _repairs, amount = cells.get((recency, both), (0, 0, 0))
                lines = [
                    tier.name if tier else "",
                    env._("Customers: %s", customers),
                ]
                if self.matter.money:
                    lines.append(self.matter.words.number_text("amount", amount or 0))
                row.append(("\n".join(lines), tier.color if tier else 0))
            rows.append(row)
        return rows

    def _columns(self):
        env, matter = self.env, self.matter
        columns = [
            Column(env._("R"), "whole"),
            Column("FM", "whole"),
            Column(matter.labels["rfm"], "text", 20, matter.colors("rfm")),
            Column(env._("Customers"), "whole"),
            Column(matter.label("repair_count"), "whole"),
        ]
        return columns + ([Column(matter.label("amount"), "money")] if matter.money else [])

    def _rows(self, cells):
        segments = self._segments()
        for recency in range(5, 0, -1):
            for both in range(1, 6):
                customers, repairs, amount = cells.get((recency, both), (0, 0, 0))
                tier = segments.get((recency, both))
                money = (amount or 0,) if self.matter.money else ()
                yield recency, both, tier.name if tier else "", customers, repairs or 0, *money


class AbcSheet:
    """The classes of ABC, and the Pareto curve for who may see amounts."""

    def __init__(self, matter):
        self.matter, self.env = matter, matter.env

    def fill(self, book):
        """Write the sheet."""
        matter, env = self.matter, self.env
        sheet = book.sheet(env._("ABC"), [24, 14, 18, 16, 18, 18])
        notes = [env._("A few customers bring most of the amount: these are class A.")]
        if not matter.money:
            notes.append(
                env._("Amounts are left out, and the Pareto curve, which is made of them.")
            )
        sheet.title(env._("ABC Classes"), *notes)
        sheet.table(tier_columns(matter, "abc"), tier_rows(matter, "abc"))
        points = matter.customers.pareto() if matter.money else []
        if not points:
            return
        sheet.row += 1
        sheet.heading(
            env._("Pareto Curve"),
            env._("Customers with an amount above zero, the highest first, in at most 100 parts."),
        )
        rows = sheet.table(
            [
                Column(env._("Share of Customers"), "percent"),
                Column(env._("Customers"), "whole"),
                Column(matter.label("amount"), "money"),
                Column(env._("Share of the Amount so far"), "percent"),
            ],
            points,
            head_height=32,
        )
        chart = charts.pareto(
            book,
            env._("Pareto Curve"),
            (matter.label("amount"), env._("Share of the Amount so far"),
             env._("Share of Customers")),
            sheet.range(0, rows),
            sheet.range(2, rows),
            sheet.range(3, rows),
        )  # fmt: skip
        sheet.ws.insert_chart(2, 7, chart, {"x_scale": 1.3, "y_scale": 1.3})
