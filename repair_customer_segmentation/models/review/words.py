"""The figures of a review in words, for its page and for the paper."""

from datetime import date

from odoo.tools import formatLang
from odoo.tools.misc import format_amount

from ...vocabulary import DIMENSION_LABELS
from ..access.day_text import day_text


class ReviewWords:
    """``ReviewWords(review, figures, amounts).rows()`` returns what a page shows, line by line.

    :param dict figures: of the review, see :meth:`.period.ReviewFigures.live`
    :param amounts: dict of amounts, or ``None`` where they are not to be seen
    """

    def __init__(self, review, figures, amounts):
        self.review = review
        self.env = review.env
        self.figures = figures
        self.amounts = amounts

    def day(self, name):
        """Return a day of the figures."""
        return date.fromisoformat(self.figures[name]) if self.figures.get(name) else None

    def period_text(self):
        """Return the first and the last day of the period."""
        return self.env._(
            "From %(first)s to %(last)s",
            first=day_text(self.env, self.day("first")),
            last=day_text(self.env, self.day("last")),
        )

    def rows(self, before=None):
        """Return the figures of the period.

        :param before: words of the review before, or ``None``
        :return: list of dicts of ``name``, ``label``, ``value``, ``note`` and ``before``
        """
        rows = [self._repairs(), *self._paid(), *self._said()]
        former = {}
        if before:
            former = {row["name"]: f"{row['value']} {row['note']}".strip() for row in before.rows()}
        return [{**row, "before": former.get(row["name"], "")} for row in rows]

    def _repairs(self):
        rework = self.figures["rework"]
        note = ""
        if rework:
            note = (
                self.env._("and 1 rework")
                if rework == 1
                else self.env._("and %s reworks", self._number(rework))
            )
        return self._row(
            "repairs", self.env._("Repairs"), self._number(self.figures["repairs"]), note
        )

    def _paid(self):
        if self.amounts is not None:
            yield self._row("amount", self.env._("Amount"), self._money("amount"))

    def _said(self):
        """Yield the lines of what the customer said, and of how the desk kept to its times."""
        said = self.figures["said"]
        answers = self._counted(said, "satisfied_share", self._answers)
        yield self._share("satisfied", self.env._("Satisfied (4 or 5)"), *answers)
        mean, note = self._counted(said, "mean_score", self._answers)
        value = self._number(mean["value"], digits=1) if mean else ""
        yield self._row("score", self.env._("Average Score (1 to 5)"), value or self._none(), note)
        complaints = said.get("complaint_rate") or {}
        yield self._row(
            "complaints",
            self.env._("Complaints"),
            self._number(complaints.get("successes") or 0),
        )
        for name, figure, label in (
            ("reply", "response_attainment", self.env._("Replied in Time")),
            ("resolution", "resolution_attainment", self.env._("Resolved in Time")),
        ):
            yield self._share(name, label, *self._counted(said, figure, self._cases))

    def _counted(self, said, figure, words):
        """Return a figure that something was counted for, and what; nothing for any other."""
        found = said.get(figure)
        if not found or not found["n"]:
            return None, ""
        return found, words(found["n"])

    def _share(self, name, label, found, note):
        value = self.env._("%s%%", self._number(100 * found["value"])) if found else self._none()
        return self._row(name, label, value, note)

    def _none(self):
        return self.env._("none yet")

    def _answers(self, count):
        if count == 1:
            return self.env._("of 1 answer")
        return self.env._("of %s answers", self._number(count))

    def _cases(self, count):
        if count == 1:
            return self.env._("of 1 case")
        return self.env._("of %s cases", self._number(count))

    def tier_lines(self):
        """Return the changes of tier, a sentence each."""
        labels = dict(DIMENSION_LABELS)
        if self.figures["tiers"]:
            tiers = self.env["repair.segmentation.tier"]
            labels = dict(tiers._fields["dimension"]._description_selection(self.env))
        return [
            self.env._(
                "%(dimension)s: %(before)s → %(after)s on %(day)s",
                dimension=labels[change["dimension"]],
                before=self._tier(change, "from"),
                after=self._tier(change, "to"),
                day=day_text(self.env, date.fromisoformat(change["day"])),
            )
            for change in self.figures["tiers"]
        ]

    def _tier(self, change, side):
        """Return the name of a tier: as it is called now, or was called then if it is gone."""
        # sudo: the name alone; tiers are read by everybody of the desk.
        tier = self.env["repair.segmentation.tier"].sudo().browse(change[f"{side}_id"]).exists()
        return tier.name or change[side]

    def loyalty_lines(self):
        """Return how long the customer is one, how often they came back, and who brought whom."""
        return [*self.tenure_lines(), *self._referrals()]

    def tenure_lines(self):
        """Return how long the customer is one, and how often they came back."""
        return [*self._tenure(), *self._repeats()]

    def _tenure(self):
        begun, total = self.day("begun"), self.figures["total"]
        if not begun:
            yield self.env._("No repair yet.")
            return
        day = day_text(self.env, begun)
        yield (
            self.env._("Customer since %s, with 1 repair in all.", day)
            if total == 1
            else self.env._(
                "Customer since %(day)s, with %(count)s repairs in all.",
                day=day,
                count=self._number(total),
            )
        )

    def _repeats(self):
        after_first = self.figures["total"] - 1
        if after_first < 1:
            return
        yield self.env._(
            "Came back within 12 months: %(count)s of %(total)s times.",
            count=self._number(self.figures["repeats"]),
            total=self._number(after_first),
        )

    def _referrals(self):
        if self.figures["referrer_id"]:
            # sudo: the name of who brought the customer, as the customer's page shows it.
            referrer = self.env["res.partner"].sudo().browse(self.figures["referrer_id"]).exists()
            yield self.env._("Referred by %s.", referrer.display_name or self.figures["referrer"])
        brought = self.figures["brought"]
        if brought:
            yield self._brought(brought)

    def _brought(self, brought):
        repairs = self._number(self.figures["brought_repairs"])
        if self.amounts is None:
            return (
                self.env._("Referred 1 customer (repairs: %s).", repairs)
                if brought == 1
                else self.env._(
                    "Referred %(count)s customers (repairs: %(repairs)s).",
                    count=self._number(brought),
                    repairs=repairs,
                )
            )
        amount = self._money("brought")
        return (
            self.env._(
                "Referred 1 customer (repairs: %(repairs)s, amount: %(amount)s).",
                repairs=repairs,
                amount=amount,
            )
            if brought == 1
            else self.env._(
                "Referred %(count)s customers (repairs: %(repairs)s, amount: %(amount)s).",
                count=self._number(brought),
                repairs=repairs,
                amount=amount,
            )
        )

    def _row(self, name, label, value, note=""):
        return {"name": name, "label": label, "value": value, "note": note}

    def _number(self, number, digits=0):
        return formatLang(self.env, number, digits=digits)

    def _money(self, name):
        return format_amount(self.env, self.amounts[name], self.review.currency_id)
