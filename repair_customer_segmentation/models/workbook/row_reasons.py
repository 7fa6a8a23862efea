"""Why each customer of a sheet is in each tier: the rule, an override, and a grace."""

from odoo import fields

from ...segmentation.tiers import SCORES
from ...vocabulary import RANKED
from .reasons import Reasons


class RowReasons:
    """The reasons of rows as :class:`.customer_sheet.CustomerSheet` reads them."""

    def __init__(self, matter, figures, unshown, start):
        """Prepare what all rows have in common.

        :param list figures: metrics among the cells of the sheet, the last of them
        :param list unshown: the other metrics, at the end of the row
        :param int start: where the cells of tiers begin
        """
        self.matter, self.env = matter, matter.env
        self.start = start
        self.dimensions = matter.order.dimensions
        self.figures, self.unshown = figures, unshown
        self.by_run = {}
        # sudo: runs are the managers'; the cuts of amounts are hidden by the words.
        self.runs = self.env["repair.segmentation.run"].sudo()
        self.last = self.runs.search(
            [
                ("company_id", "=", matter.company.id),
                ("scope", "=", "all"),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        self.overrides = self._overrides()

    def of(self, row, shown):
        """Return a sentence for each dimension.

        :param row: of the cursor
        :param int shown: how many of its cells are those of the sheet
        """
        partner_id, run_id, *rest = row[shown:]
        reasons = self._of_run(run_id)
        if reasons is None:
            return [""] * len(self.dimensions)
        count = len(self.dimensions)
        computed, facts = rest[:count], rest[count:]
        at = shown - len(self.figures)
        scores = row[at - len(SCORES) : at]
        figures = dict(zip(self.figures, row[at:shown], strict=True))
        figures.update(zip(self.unshown, facts, strict=True))
        falls = self._falls(row)
        return [
            self._told(
                reasons.of(dimension, tier_id, figures, scores),
                partner_id,
                dimension,
                tier_id,
                falls.get(dimension),
            )
            for dimension, tier_id in zip(self.dimensions, computed, strict=True)
        ]

    def _falls(self, row):
        falls, at = {}, self.start
        for dimension in self.dimensions:
            if dimension in RANKED:
                falls[dimension] = row[at + 1]
                at += 1
            at += 1
        return falls

    def _told(self, reason, partner_id, dimension, tier_id, falls_on):
        """Return a reason with what keeps the customer from it: an override, or a grace."""
        if override := self.overrides.get((partner_id, dimension)):
            tier = self.matter.tier_of(dimension).get(tier_id, override.tier_id.browse())
            profile = self.matter.words.profile
            reason = f"{profile._override_text(override, tier)} {reason}"
        if falls_on:
            grace = self.env._(
                "will be downgraded to %(tier)s on %(date)s, unless it recovers before",
                date=self.matter.words.day_text(falls_on),
                tier=self.matter.tier_of(dimension)[tier_id].name,
            )
            reason = f"{reason} ({grace})"
        return reason.strip()

    def _of_run(self, run_id):
        """Return the reasons of the run whose cuts a customer's classes follow."""
        if run_id not in self.by_run:
            own = self.runs.browse(run_id or 0).exists()
            run = own if own.id > self.last.id and own.cuts else self.last
            if run.id not in self.by_run:
                known = run and run.cuts
                self.by_run[run.id] = (
                    Reasons(self.matter.words, run, self.matter.today) if known else None
                )
            self.by_run[run_id] = self.by_run[run.id]
        return self.by_run[run_id]

    def _overrides(self):
        """Return (contact, dimension) -> the override in force."""
        now = fields.Datetime.now()
        overrides = self.env["repair.segmentation.override"].search(
            [
                ("company_id", "=", self.matter.company.id),
                ("dimension", "in", self.dimensions),
                ("active", "=", True),
                ("date_start", "<=", now),
                "|",
                ("date_end", "=", False),
                ("date_end", ">", now),
            ]
        )
        return {(o.partner_id.id, o.dimension): o for o in overrides}
