"""Why each of many customers is in a tier: a sentence a dimension, as the dialog would say it.

The figures are held against the cuts by ``segmentation/explain.py``, and the words are those of the
dialog; what is said of one set of figures is remembered, as most customers share it with others.
"""

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache

from ...segmentation import explain
from ...segmentation.cuts import RFM_METRICS
from ...segmentation.metrics import MONEY
from ...vocabulary import PROFILE
from ..customer.words import ProfileWords
from ..policy.repair_segmentation_criterion import FLAGS
from ..policy.rules import rules_of
from .amounts import AmountText

REMEMBERED = 50_000
# Stands in a sentence for a number that differs from customer to customer.
FIGURE_MARK = "\ufffc"


class SheetWords(ProfileWords):
    """The words of an explanation, for any customer of a company."""

    def __init__(self, env, company, sees_amounts=True):
        """Speak of customers of a company.

        :param bool sees_amounts: whether amounts are told to whom may see them
        """
        super().__init__(env[PROFILE].new({"company_id": company.id}))
        self._sees_amounts = sees_amounts and ProfileWords.may_see_amounts(self)
        self._amount_text = AmountText(env, company.currency_id)
        self._remembered_text = lru_cache(REMEMBERED)(super().number_text)

    def may_see_amounts(self):
        return self._sees_amounts

    def number_text(self, metric, number):
        if number is FIGURE_MARK:
            return FIGURE_MARK
        if metric in MONEY and self._sees_amounts and number is not None:
            return self._amount_text(number)
        return self._remembered_text(metric, number)


class Reasons:
    """Sentences of one full run: of its cuts, as they are today, and of the rules it followed."""

    def __init__(self, words, run, day):
        """Prepare what all customers have in common.

        :param SheetWords words: of the user who reads them
        :param run: a full run with its cuts
        :param day: the company's day that customers are looked at
        """
        self.words, self.env = words, words.env
        self.rules = rules_of(run.policy_id)
        self.cuts = run._cuts_on(day, self.rules.tiers)
        self.labels = words.metric_labels()
        tiers = self.env["repair.segmentation.tier"].browse([t.id for t in self.rules.tiers])
        self.names = {tier.id: tier.name for tier in tiers}
        self.metrics, self.parts, self.ways, self.cells = {}, {}, {}, {}
        self.not_met = self.env._("%s: not met.", FIGURE_MARK)
        for dimension in {tier.dimension for tier in self.rules.tiers}:
            criteria = [c for tier in self.rules.of(dimension) for c in tier.criteria]
            self.metrics[dimension] = tuple(dict.fromkeys(c.metric for c in criteria))
        self._remembered = defaultdict(dict)

    def of(self, dimension, tier_id, figures, scores):
        """Return why the rules put a customer into a tier, in a sentence; nothing without one.

        :param int tier_id: the tier that the rules gave
        :param dict figures: metric -> number, or ``None`` where the customer has none
        :param tuple scores: recency, frequency and monetary
        """
        if not tier_id:
            return ""
        if dimension == "rfm":
            return self._rfm(figures, scores)
        key = (tier_id, *(figures[metric] for metric in self.metrics[dimension]))
        remembered = self._remembered[dimension]
        if key not in remembered:
            if len(remembered) >= REMEMBERED:
                remembered.clear()
            # To the cent, as the cuts are: the cursor gives floats.
            exact = {
                name: None if figures[name] is None else Decimal(str(figures[name]))
                for name in self.metrics[dimension]
            }
            remembered[key] = self._sentence(dimension, tier_id, exact)
        return remembered[key]

    def _sentence(self, dimension, tier_id, figures):
        way = explain.ladder(self.rules.of(dimension), figures, self.cuts, tier_id)
        own = next((step for step in way["steps"] if step["tier"].id == tier_id), None)
        if not own:
            return ""
        met = [row for row in own["rows"] if row["met"]]
        if met:
            return "; ".join(self._part(row) for row in met)
        # Whoever is in the last tier is there for what the one before it asks.
        up = way["up"]
        if not up:
            return ""
        missed = self.not_met.replace(FIGURE_MARK, "; ".join(self._part(row) for row in up["rows"]))
        return " ".join(filter(None, (missed, self._up_text(up))))

    def _up_text(self, up):
        """Return what would raise the tier, as the dialog says it."""
        tier, rows = up["tier"], up["rows"]
        if any(row["metric"] != "amount" for row in rows):
            return self.words.up_text(up, self.names[tier.id], self.labels)
        key = (tier.id, *(row["id"] for row in rows))
        if key not in self.ways:
            marked = {**up, "rows": [{**row, "gap": FIGURE_MARK} for row in rows]}
            self.ways[key] = self.words.up_text(marked, self.names[tier.id], self.labels)
        text = self.ways[key]
        for row in rows:
            text = text.replace(FIGURE_MARK, self.words.number_text("amount", row["gap"]), 1)
        return text

    def _part(self, row):
        """Return a figure beside what is asked of it."""
        key = row["id"]
        if key not in self.parts:
            self.parts[key] = self._part_text(row)
        figure = self.words.number_text(row["metric"], row["figure"])
        return self.parts[key].replace(FIGURE_MARK, figure)

    def _part_text(self, row):
        """Return what is said of a criterion, with a mark where the figure is."""
        metric, label = row["metric"], self.labels[row["metric"]]
        if metric in FLAGS or (metric in MONEY and not self.words.may_see_amounts()):
            return f"{label}: {FIGURE_MARK}"
        return self.env._(
            "%(metric)s: %(figure)s (%(line)s; %(origin)s)",
            metric=label,
            figure=FIGURE_MARK,
            line=self.words.line_text(row, label),
            origin=self.words.source_text(row, self.cuts),
        )

    def _rfm(self, figures, scores):
        if not all(scores):
            return ""
        recency, frequency, monetary = scores
        parts = []
        for name, metric, score in zip("RFM", RFM_METRICS, scores, strict=True):
            figure = self.words.number_text(metric, figures[metric])
            parts.append(f"{name} {score} ({figure})")
        cell = (recency, (frequency + monetary + 1) // 2)
        if cell not in self.cells:
            self.cells[cell] = self.env._(
                "R %(recency)s, FM %(both)s", recency=cell[0], both=cell[1]
            )
        return f"{', '.join(parts)}: {self.cells[cell]}"
