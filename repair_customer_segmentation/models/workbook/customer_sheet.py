"""The sheet of customers: a row each, with all figures, tiers and why."""

from odoo.tools import SQL

from ...segmentation.days import day_sql
from ...segmentation.metrics import FORECAST, MONEY
from ...segmentation.tiers import SCORES
from ...vocabulary import METRICS, PROFILE, RANKED
from ...workbook.book import Column
from ..customer.repair_customer_profile import DAYS_SINCE
from .customers import PAST_METRICS
from .row_reasons import RowReasons

# Figure -> how it is written, in the order of the columns: each metric of the vocabulary that is a
# figure of the customer has its line here (a test asks for it), and is told in reasons by that.
FIGURE_KINDS = {
    "repair_count": "whole",
    "repair_count_total": "whole",
    "amount": "money",
    "amount_total": "money",
    "net_value": "money",
    "costed_count": "whole",
    "first_repair_date": "moment",
    "last_repair_date": "moment",
    "recency_days": "whole",
    "tenure_days": "whole",
    "mean_interval_days": "number",
    "rework_count": "whole",
    "open_case_count": "whole",
    "device_count": "whole",
    "service_share": "number",
    "rating_avg": "score",
    "rating_count": "whole",
    "expected_repairs": "exact",
    "expected_amount": "money",
    "active_probability": "whole",
}
# Metrics that are no column of the customer, and what they are: the reasons need them.
REASON_FACTS = {
    "employee_count": "COALESCE(partner.repair_employee_count, 0)",
    "is_enterprise": "COALESCE(partner.is_company, FALSE)::int",
    "is_international": "COALESCE(customer.country_id <> %s, FALSE)::int",
}
# A mean of nothing is none; Odoo stores it as zero.
EMPTY_MEANS = {
    "mean_interval_days": "customer.repair_count_total > 1",
    "service_share": "customer.repair_count_total > 0",
    "rating_avg": "customer.rating_avg > 0",
}
# Of three lines.
HEAD_HEIGHT = 44
# Who the customer is, and the width of each column.
WHO = {"name": 28, "ref": 20, "phone": 18, "email": 34, "country": 14, "industry": 16}


class CustomerSheet:
    """``CustomerSheet(matter).fill(book, told)`` writes the sheet."""

    def __init__(self, matter):
        self.matter, self.env, self.order = matter, matter.env, matter.order
        self.is_past = bool(matter.order.day)
        self.figures = [
            name
            for name in FIGURE_KINDS
            if (matter.money or name not in MONEY) and (not self.is_past or name in PAST_METRICS)
        ]
        self.has_reasons = not self.is_past
        # Amounts decide what is met; the words leave them out for who may not see them.
        self.unshown = [name for name in METRICS if name not in self.figures]
        self.places = {
            model: {record.id: record.name for record in self.env[model].search_fetch([], ["name"])}
            for model in ("res.country", "res.partner.industry")
        }

    def columns(self):
        """Return the columns of the sheet."""
        label, dimensions = self.matter.label, self.order.dimensions
        titles = (
            label("partner_id"),
            self.env._("Customer Reference"),
            label("partner_phone"),
            label("partner_email"),
            label("country_id"),
            label("industry_id"),
        )
        columns = [
            Column(title, "text", width) for title, width in zip(titles, WHO.values(), strict=True)
        ]
        for dimension in dimensions:
            colors = self.matter.colors(dimension)
            columns.append(Column(self.matter.labels[dimension], "text", 16, colors))
            if dimension in RANKED and not self.is_past:
                columns.append(Column(label(f"{dimension}_falls_on"), "day", 13))
        if not self.is_past:
            columns += [Column(label(name), "whole", 5) for name in SCORES]
        columns += [
            Column(label(name), FIGURE_KINDS[name], 17 if FIGURE_KINDS[name] == "moment" else 13)
            for name in self.figures
        ]
        if self.has_reasons:
            columns += [
                Column(self.env._("Why: %s", self.matter.labels[dimension]), "text", 60)
                for dimension in dimensions
            ]
        return columns

    def definitions(self):
        """Return ``(column, what it is)`` of the figures and scores of this sheet."""
        names = [*(() if self.is_past else SCORES), *self.figures]
        told = self.env[PROFILE].fields_get(names, ["string", "help"])
        return [(told[name]["string"], told[name].get("help") or "") for name in names]

    def fill(self, book, told=None):
        """Write the sheet.

        :param told: called with the number of rows written, every now and then
        """
        columns = self.columns()
        sheet = book.sheet(self.env._("Customers"), [column.width for column in columns])
        # Reasons are read on the screen: on paper they would be twelve pages to the right.
        printed = len(columns) - (len(self.order.dimensions) if self.has_reasons else 0)
        rows = self._rows(told)
        return sheet.table(columns, rows, is_list=True, head_height=HEAD_HEIGHT, printed=printed)

    def _rows(self, told):
        dimensions = self.order.dimensions
        sql = [*self._identity(), *self._tiers(), *self._scores(), *self._figures()]
        if self.has_reasons:
            sql += self._facts()
        rows = self.matter.customers.rows(sql)
        names = {d: {i: t.name for i, t in self.matter.tier_of(d).items()} for d in dimensions}
        reasons = None
        if self.has_reasons:
            reasons = RowReasons(self.matter, self.figures, self.unshown, len(WHO))
        countries, industries = self.places["res.country"], self.places["res.partner.industry"]
        start = len(WHO)
        end = start + sum(1 + (d in RANKED and not self.is_past) for d in dimensions)
        shown = end + len(self.figures) + (0 if self.is_past else len(SCORES))
        for number, row in enumerate(rows, 1):
            cells = list(row[:shown])
            cells[4] = countries.get(cells[4])
            cells[5] = industries.get(cells[5])
            at = start
            for dimension in dimensions:
                cells[at] = names[dimension].get(cells[at])
                at += 1 + (dimension in RANKED and not self.is_past)
            if reasons:
                cells += reasons.of(row, shown)
            yield cells
            if told and not number % 2_000:
                told(number)

    def _identity(self):
        names = ("complete_name", "ref", "phone", "email", "country_id", "industry_id")
        columns = [SQL("partner.%s", SQL.identifier(name)) for name in names]
        columns[0] = SQL("COALESCE(partner.complete_name, partner.name)")
        if not self.is_past:
            # As the list shows it: an override may name another industry.
            columns[5] = SQL("customer.industry_id")
        return columns

    def _tiers(self):
        for dimension in self.order.dimensions:
            yield SQL("customer.%s", SQL.identifier(f"{dimension}_tier_id"))
            if dimension in RANKED and not self.is_past:
                yield SQL("customer.%s", SQL.identifier(f"{dimension}_falls_on"))

    def _scores(self):
        if not self.is_past:
            yield from (SQL("NULLIF(customer.%s, 0)", SQL.identifier(name)) for name in SCORES)

    def _figures(self):
        return [self._figure(name) for name in self.figures]

    def _figure(self, name):
        if name in FORECAST:
            return SQL("forecast.%s", SQL.identifier(name))
        column = SQL("customer.%s", SQL.identifier(name))
        if FIGURE_KINDS[name] == "moment":
            return self.matter.local(column)
        if name in DAYS_SINCE:
            since = SQL("customer.%s", SQL.identifier(DAYS_SINCE[name]))
            day = day_sql(since, self.matter.company._repair_tz())
            return SQL("%s::date - %s", self.matter.today, day)
        if name in EMPTY_MEANS:
            condition = SQL(EMPTY_MEANS[name])
            return SQL("CASE WHEN %s THEN %s END", condition, column)
        return column

    def _facts(self):
        """Return the columns that reasons need besides those of the sheet."""
        yield SQL("customer.partner_id")
        yield SQL("customer.run_id")
        for dimension in self.order.dimensions:
            yield SQL("customer.%s", SQL.identifier(f"{dimension}_computed_tier_id"))
        yield from (self._fact(name) for name in self.unshown)

    def _fact(self, name):
        if name not in REASON_FACTS:
            return self._figure(name)
        country = [self.matter.company.country_id.id or None] * REASON_FACTS[name].count("%s")
        return SQL(REASON_FACTS[name], *country)
