"""Figures in words: the number of a cell, and the sentence that says how sure it is."""

from odoo.tools import formatLang

from ...figures.measure import FEWEST, MEAN, direction


class FigureWords:
    """Says figures in the language of ``env``."""

    def __init__(self, env):
        self.env = env

    def number(self, figure, value):
        """Return the value of a figure, such as “90%” or “4.3”; nothing for nothing."""
        if value is None:
            return ""
        if figure == MEAN:
            return formatLang(self.env, value, digits=1)
        return self.env._("%s%%", formatLang(self.env, 100 * value, digits=self._digits(value)))

    def definition(self, figure):
        """Return what a figure is, for whoever reads its column."""
        return {
            "satisfied_share": self.env._("Answers of 4 or 5, as a share of all scores."),
            "mean_score": self.env._("Average score, from 1 (very unhappy) to 5 (very happy)."),
            "complaint_rate": self.env._("Complaints, as a share of the closed cases."),
            "answer_rate": self.env._("Customers who answered, as a share of those asked."),
            "reopening_rate": self.env._("Reopened cases, as a share of the closed cases."),
            "response_attainment": self.env._(
                "Cases replied to by their deadline, as a share of all with such a deadline."
            ),
            "resolution_attainment": self.env._(
                "Cases resolved by their deadline, as a share of all with such a deadline."
            ),
            "first_time_fix": self.env._(
                "Devices that did not come back for rework, as a share of those whose days for it "
                "are over."
            ),
        }.get(figure, "")

    def sentence(self, figure, measured):
        """Return what a figure is made of, and between what it likely is."""
        return " ".join(
            filter(None, (self._counted(figure, measured), self.sureness(figure, measured)))
        )

    def change(self, figure, now, before):
        """Return how a figure compares with an earlier one, in a sentence; nothing without one."""
        if now.value is None or before.value is None:
            return ""
        words = {"before": self.number(figure, before.value), "n": before.n}
        way = direction(now, before)
        if way > 0:
            return self.env._("Up from %(before)s (of %(n)s) in the period before.", **words)
        if way < 0:
            return self.env._("Down from %(before)s (of %(n)s) in the period before.", **words)
        if now.value == before.value:
            return self.env._("The same in the period before (of %(n)s).", n=before.n)
        return self.env._(
            "Period before: %(before)s (of %(n)s). The difference may be chance.", **words
        )

    def _counted(self, figure, measured):
        if not measured.n:
            if measured.successes:
                return self.env._("Complaints: %s. No case was closed.", measured.successes)
            return self.env._("Nothing to count.")
        words = {"figure": self.number(figure, measured.value), "n": measured.n}
        if measured.successes is None:
            return self.env._("%(figure)s on average; answers: %(n)s.", **words)
        return self.env._("%(figure)s: %(found)s of %(n)s.", found=measured.successes, **words)

    def sureness(self, figure, measured):
        """Return between what a figure likely is, in a sentence; nothing without an interval."""
        if measured.low is None:
            if measured.successes is not None and measured.successes > measured.n > 0:
                return self.env._("There are more complaints than closed cases: no interval.")
            return ""
        text = self.env._(
            "Likely between %(low)s and %(high)s (95%% confidence).",
            low=self.number(figure, measured.low),
            high=self.number(figure, measured.high),
        )
        if measured.n < FEWEST:
            few = self.env._("Fewer than %s: too few to judge.", FEWEST)
            text = f"{text} {few}"
        return text

    def _digits(self, value):
        # Nearly all is not all, and a few of a thousand are not none.
        return 1 if 0 < value < 0.1 or 0.995 <= value < 1 else 0
