"""Why a customer is in its RFM segment: three scores, a cell of the board, its segment."""

from ...segmentation import explain
from ...segmentation.cuts import AGING
from .words import ProfileWords


class RfmExplanation(ProfileWords):
    """The part of an explanation that is about the RFM segment."""

    def rfm(self, policy, figures, cuts):
        """Return the three ``scores``, the ``cell``, and the ``board`` that it is found on.

        A score is ``{label, metric, score, figure, lines, source, more}``; the board has five
        rows (R from 5 down) of five cells ``{segment, color, here}`` (FM from 1 up).
        """
        result = {**self.dimension("rfm"), "scores": [], "cell": False, "board": []}
        if not self.profile.repair_count_total:
            return result
        given = {name: self.profile[name] for name in explain.SCORES}
        labels = self.metric_labels()
        names = dict(
            zip(
                explain.SCORES,
                (self.env._("Recency"), self.env._("Frequency"), self.env._("Monetary")),
                strict=True,
            )
        )
        source = self.score_source_text(policy.cut_method, cuts)
        for row in explain.scores(figures, cuts, given):
            hidden = row["metric"] == "amount" and not self.may_see_amounts()
            result["scores"].append(
                {
                    "label": names[row["name"]],
                    "metric": labels[row["metric"]],
                    "score": row["score"],
                    "figure": self.number_text(row["metric"], row["figure"]),
                    "lines": [self.env._("hidden")] if hidden else self._lines_text(row),
                    "source": self.aged_text(source, cuts) if row["metric"] in AGING else source,
                    "more": False if hidden else self._more_text(row),
                    "number": None if hidden else row["figure"],
                    "cuts": None if hidden else row["cuts"],
                }
            )
        recency, frequency, monetary = (given[name] for name in explain.SCORES)
        both = (frequency + monetary + 1) // 2
        result["cell"] = self.env._("R %(recency)s, FM %(both)s", recency=recency, both=both)
        result["board"] = self._board(policy, recency, both)
        return result

    def _lines_text(self, row):
        """Return what each score asks for: “5 up to 30”, or “2 above $ 100.00”."""
        money = row["metric"] == "amount"
        numbers = [
            self.number_text("amount", cut) if money else self.plain_text(cut)
            for cut in row["cuts"]
        ]
        if row["metric"] == "recency_days":
            return [
                self.env._("%(score)s: up to %(number)s", score=5 - i, number=number)
                for i, number in enumerate(numbers)
            ]
        return [
            self.env._("%(score)s: above %(number)s", score=2 + i, number=number)
            for i, number in enumerate(numbers)
        ]

    def _more_text(self, row):
        """Return what lifts a score, False at the top and for recency."""
        if row["more"] is None:
            return False
        if row["metric"] == "amount" and not row["more"]:
            return self.env._("any additional amount for a higher score")
        if row["metric"] == "amount":
            return self.env._(
                "more than %s more for a higher score", self.number_text("amount", row["more"])
            )
        count = int(row["more"]) + 1
        if count == 1:
            return self.env._("1 more repair for a higher score")
        return self.env._("%s more repairs for a higher score", self.plain_text(count))

    def _board(self, policy, recency, both):
        segments = {
            pair: tier
            for tier in policy.tier_ids
            if tier.dimension == "rfm"
            for pair in tier._cell_pairs()
        }
        empty = policy.tier_ids.browse()
        return [
            [
                {
                    "segment": segments.get((r, fm), empty).name or "",
                    "color": segments.get((r, fm), empty).color,
                    "here": (r, fm) == (recency, both),
                }
                for fm in range(1, 6)
            ]
            for r in range(5, 0, -1)
        ]
