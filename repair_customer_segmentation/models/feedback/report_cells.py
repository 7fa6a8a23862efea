"""The cells of the report on service and satisfaction: figures, how sure they are, and in words."""

from ...figures.measure import FEWEST, MEAN, SCALE, direction, figures_of
from ..access.figure_words import FigureWords

# The less, the better.
LESS_IS_BETTER = ("complaint_rate", "reopening_rate")


class ReportCells:
    """Makes cells of counts.

    :param list labels: (figure, label) of the columns
    :param dict targets: figure -> target, of those that have one
    """

    def __init__(self, env, labels, targets):
        self.words = FigureWords(env)
        self.labels = labels
        self.targets = targets

    def columns(self):
        """Return what the page has to know of each figure."""
        return [
            {
                "name": figure,
                "label": label,
                "help": self.words.definition(figure),
                "scale": self._scale(figure),
                "less_is_better": figure in LESS_IS_BETTER,
                "target": self.targets.get(figure),
                "target_text": self.words.number(figure, self.targets.get(figure)),
            }
            for figure, label in self.labels
        ]

    def of(self, counts, before=None):
        """Return figure -> cell, of the counts of a row.

        :param dict before: counts of what the row is compared with; ``None``: it is not
        """
        figures = [figure for figure, _label in self.labels]
        earlier = figures_of(before, figures) if before is not None else {}
        return {
            figure: self._cell(figure, measured, earlier.get(figure))
            for figure, measured in figures_of(counts, figures).items()
        }

    def _cell(self, figure, measured, before):
        title, way = self.words.sentence(figure, measured), 0
        if before:
            title = f"{title} {self.words.change(figure, measured, before)}".strip()
            way = direction(measured, before)
        return {
            "n": measured.n,
            "value": measured.value,
            "low": measured.low,
            "high": measured.high,
            "text": self.words.number(figure, measured.value) or str(measured.successes or ""),
            "title": title,
            "state": _state(figure, measured, self.targets.get(figure)),
            "way": way,
            "is_few": measured.n < FEWEST,
        }

    def _scale(self, figure):
        """Return the ends of the axis that bars are drawn on; no upper end for what is small."""
        if figure == MEAN:
            return SCALE
        return (0.0, None) if figure in LESS_IS_BETTER else (0.0, 1.0)


def _state(figure, measured, target):
    """Return whether a figure surely meets its target or surely misses it: ``met``, ``missed``.

    Nothing where there is no target, where too few were counted, or where it may be either.
    """
    if target is None or measured.n < FEWEST or measured.low is None:
        return ""
    if figure in LESS_IS_BETTER:
        is_met, is_missed = measured.high <= target, measured.low > target
    else:
        is_met, is_missed = measured.low >= target, measured.high < target
    return "met" if is_met else "missed" if is_missed else ""
