"""The first sheet and the last: what stands out, and what each word and number means."""

from odoo.tools import format_datetime

from ...segmentation.cuts import RFM_METRICS
from ...workbook import charts
from ...workbook.book import Column
from ..access.day_text import day_text
from ..access.figure_words import FigureWords
from ..policy.rules import rules_of
from .movement_sheets import ServiceSheet
from .tier_sheets import tier_colors, tier_columns, tier_rows

# What the chart of service compares.
CHARTED_FIGURES = ("response_attainment", "resolution_attainment", "satisfied_share")
CHARTS_FROM = 7
CHART_ROWS = 15


class SummarySheet:
    """Customers by tier with charts, on one page."""

    def __init__(self, matter):
        self.matter, self.env = matter, matter.env

    def fill(self, book):
        """Write the sheet."""
        env, matter = self.env, self.matter
        sheet = book.sheet(env._("Summary"), [24, 16, 21, 16, 21, 22, 3])
        sheet.ws.fit_to_pages(1, 1)
        sheet.title(matter.company.name, env._("Customer Workbook"), *self._notes())
        drawn = []
        for dimension in matter.order.dimensions:
            sheet.heading(matter.labels[dimension])
            rows = sheet.table(tier_columns(matter, dimension), tier_rows(matter, dimension))
            sheet.row += 1
            title = env._("Customers by %s", matter.labels[dimension])
            drawn.append(
                charts.bars(
                    book,
                    title,
                    sheet.range(0, rows),
                    sheet.range(1, rows),
                    tier_colors(matter, dimension),
                    kind="bar",
                )
            )
            if matter.money and dimension in ("value", "abc"):
                drawn.append(
                    charts.bars(
                        book,
                        env._("Share of the Amount by %s", matter.labels[dimension]),
                        sheet.range(0, rows),
                        sheet.range(5, rows),
                        tier_colors(matter, dimension),
                        number="0%",
                    )
                )
        chart = self._service(book, sheet)
        for index, each in enumerate([*drawn, *([chart] if chart else [])]):
            row = 5 + CHART_ROWS * (index // 2)
            sheet.ws.insert_chart(row, CHARTS_FROM + 8 * (index % 2), each)

    def _notes(self):
        env, matter = self.env, self.matter
        yield env._("As of: %s", day_text(env, matter.today))
        if matter.order.day:
            yield env._(
                "Tiers are those on record of that day; figures follow from the repairs until "
                "then. What is known of today alone is left out."
            )
        yield env._("Customers: %s", matter.words.plain_text(matter.total))

    def _service(self, book, sheet):
        env, matter = self.env, self.matter
        dimension = matter.order.dimensions[0]
        columns, lines = ServiceSheet(matter).lines(dimension)
        shown = [column for column in columns if column["name"] in CHARTED_FIGURES]
        if not lines:
            return None
        sheet.heading(env._("Service by %s", matter.labels[dimension]), matter.period())
        colors = matter.colors(dimension)
        rows = sheet.table(
            [
                Column(matter.labels[dimension], "text", 24, colors),
                *(Column(column["label"], "percent") for column in shown),
            ],
            [
                (name, *(cells[column["name"]]["value"] for column in shown))
                for name, cells in lines
            ],
        )
        return charts.groups(
            book,
            env._("Service by %s", matter.labels[dimension]),
            sheet.range(0, rows),
            [(column["label"], sheet.range(index, rows)) for index, column in enumerate(shown, 1)],
        )


class DefinitionSheet:
    """What was asked for, by which rules, and what each column is."""

    def __init__(self, matter, customer_sheet):
        self.matter, self.env = matter, matter.env
        self.customer_sheet = customer_sheet

    def fill(self, book):
        """Write the sheet."""
        env = self.env
        sheet = book.sheet(env._("Definitions"), [30, 44, 60, 40])
        sheet.title(env._("Definitions"))
        sheet.heading(env._("This Workbook"))
        sheet.table(
            [Column(env._("What"), "wrapped"), Column(env._("Content"), "wrapped")],
            self._facts(book),
        )
        sheet.row += 1
        sheet.heading(env._("Thresholds of the Tiers"))
        sheet.table(
            [
                Column(env._("Dimension"), "wrapped"),
                Column(env._("Tier"), "wrapped"),
                Column(env._("What Is Asked"), "wrapped"),
                Column(env._("Where It Comes From"), "wrapped"),
            ],
            self._cuts(),
        )
        sheet.row += 1
        sheet.heading(env._("Columns"))
        columns = [Column(env._("Column"), "wrapped"), Column(env._("What It Is"), "wrapped")]
        sheet.table(columns, self.customer_sheet.definitions())
        sheet.row += 1
        sheet.heading(env._("Figures of Service"))
        words = FigureWords(env)
        labels = env["repair.service.report"]._fields["figure"]._description_selection(env)
        sheet.table(columns, [(label, words.definition(name)) for name, label in labels])

    def _facts(self, book):
        env, matter = self.env, self.matter
        policy, run = matter.company._active_repair_policy(), self._run()
        local = {"tz": matter.tz, "dt_format": "medium"}
        yield env._("Company"), matter.company.name
        yield env._("As of"), day_text(env, matter.today)
        yield env._("Made on"), format_datetime(env, env.cr.now(), **local)
        yield env._("Made for"), env.user.name
        yield env._("Time zone of all times"), matter.tz
        yield env._("Customers"), matter.words.plain_text(matter.total)
        yield env._("Filter"), self._filter()
        yield env._("Policy"), policy.display_name
        yield env._("Version"), str(policy.version)
        if run:
            yield env._("Classified on"), format_datetime(env, run.as_of, **local)
            yield (
                env._("Repairs counted"),
                (
                    env._("since %s", matter.words.day_text(run.window_start))
                    if run.window_start
                    else env._("all")
                ),
            )
        yield env._("Period of changes and service"), matter.period()
        if not matter.money:
            yield env._("Amounts"), env._("left out")
        if book.cut_count:
            yield env._("Texts cut at 32,767 characters"), str(book.cut_count)

    def _filter(self):
        """Return which customers were asked for; those chosen one by one are only counted."""
        domain = self.matter.order.domain
        if self.matter.customers.is_all:
            return self.env._("All customers")
        if len(domain) == 1 and tuple(domain[0][:2]) == ("id", "in"):
            return self.env._("Customers chosen in the list")
        return str(domain)

    def _run(self):
        # sudo: only when it was, and since when repairs count, is told.
        return (
            self.env["repair.segmentation.run"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.matter.company.id),
                    ("scope", "=", "all"),
                    ("state", "=", "done"),
                ],
                limit=1,
            )
        )

    def _cuts(self):
        """Yield what each tier asks for, as the last full run has it."""
        run, words = self._run(), self.matter.words
        if not run or not run.cuts or self.matter.order.day:
            return
        rules = rules_of(run.policy_id)
        cuts = run._cuts_on(self.matter.today, rules.tiers)
        labels = words.metric_labels()
        names = {tier.id: tier.name for tier in run.policy_id.tier_ids}
        for dimension in self.matter.order.dimensions:
            label = self.matter.labels[dimension]
            if dimension == "rfm":
                yield from self._score_cuts(run, cuts, label)
                continue
            for tier in rules.of(dimension):
                if not tier.criteria:
                    yield label, names[tier.id], self.env._("everybody else"), ""
                for criterion in tier.criteria:
                    row = {**vars(criterion), "cut": cuts["criteria"].get(criterion.id)}
                    metric = labels[criterion.metric]
                    line = words.line_text(row, metric)
                    asked = line if line == metric else f"{metric}: {line}"
                    yield label, names[tier.id], asked, words.source_text(row, cuts)

    def _score_cuts(self, run, cuts, label):
        words = self.matter.words
        source = words.score_source_text(run.policy_id.cut_method, cuts)
        metrics = words.metric_labels()
        for metric in RFM_METRICS:
            numbers = "; ".join(words.number_text(metric, line) for line in cuts["rfm"][metric])
            yield label, metrics[metric], numbers, source
