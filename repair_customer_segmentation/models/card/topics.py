"""What to talk about with a customer: what is late, about to happen, or not known."""

from datetime import timedelta

from odoo.tools import formatLang
from odoo.tools.misc import format_amount

from ..access.day_text import short_day_text
from ..access.enumerated import enumerated
from .talk_facts import ASKED_FOR, REVIEW_DAYS


class Topics:
    """``Topics(facts, customer).texts()`` yields a sentence a topic, the most urgent one first.

    :param facts: :class:`.talk_facts.TalkFacts`
    """

    def __init__(self, facts, customer):
        self.facts, self.customer, self.env = facts, customer, facts.env

    def texts(self):
        """Yield the topics; nothing where nothing is special."""
        for topics in (
            self._overdue_case,
            self._unhappy,
            self._tier_changes,
            self._late_visit,
            self._ending_contract,
            self._ending_warranty,
            self._review,
            self._recall,
            self._offer,
            self._birthdays,
            self._missing,
        ):
            yield from topics()

    def _overdue_case(self):
        yield from self._first(
            "overdue",
            lambda case: self.env._(
                "“%s” is overdue: say when it will be done.", case.display_name
            ),
        )

    def _unhappy(self):
        answer = self.facts.unhappy.get(self.customer.id)
        if not answer:
            return
        words = {
            "day": short_day_text(self.env, answer.day),
            "score": formatLang(self.env, answer.score, digits=0),
        }
        text = " ".join((answer.text or "").split())
        yield (
            self.env._(
                "Unhappy on %(day)s (%(score)s of 5), and nobody has followed up: “%(text)s”.",
                text=text,
                **words,
            )
            if text
            else self.env._(
                "Unhappy on %(day)s (%(score)s of 5), and nobody has followed up.", **words
            )
        )

    def _tier_changes(self):
        rows = self.facts.outlook.get(self.customer.id, ())
        if not rows:
            return
        labels = dict(rows._fields["dimension"]._description_selection(self.env))
        for row in rows:
            if row.words:
                yield self.env._(
                    "%(dimension)s: %(words)s", dimension=labels[row.dimension], words=row.words
                )

    def _late_visit(self):
        yield from self._first(
            "late_visits",
            lambda visit: self.env._(
                "“%(visit)s” has been due since %(day)s: agree on a date.",
                visit=visit.display_name,
                day=short_day_text(self.env, visit.date_due),
            ),
        )

    def _ending_contract(self):
        yield from self._first(
            "ending",
            lambda contract: self.env._(
                "Contract %(contract)s ends on %(day)s: talk about renewing it.",
                contract=contract.reference,
                day=short_day_text(self.env, contract.date_until),
            ),
        )

    def _ending_warranty(self):
        yield from self._first(
            "warranties",
            lambda device: self.env._(
                "The warranty of “%(device)s” ends on %(day)s: offer a check before that.",
                device=device.display_name,
                day=short_day_text(self.env, device.warranty_date),
            ),
        )

    def _review(self):
        for review in self.facts.of("reviews", self.customer).records:
            if review.date_due <= self.facts.today + timedelta(days=REVIEW_DAYS):
                day = short_day_text(self.env, review.date_due)
                yield self.env._("The relationship review is due on %s: hold it now.", day)

    def _recall(self):
        yield from self._first(
            "recalls",
            lambda work: self.env._(
                "Ask again about “%(work)s”, declined on %(day)s.",
                work=work.name,
                day=short_day_text(self.env, work.date_declined),
            ),
        )

    def _offer(self):
        offer = self.facts.offers.get(self.customer.id)
        if offer:
            name, saving = offer
            yield self.env._(
                "Offer a contract: “%(contract)s” would have cost %(amount)s less than the repairs "
                "of the last 12 months.",
                contract=name,
                amount=format_amount(self.env, saving, self.facts.company.currency_id),
            )

    def _birthdays(self):
        days = self.facts.birthdays.get(self.customer.id, ())
        for day, name in days[:1]:
            text = self.env._(
                "%(name)s has their birthday on %(day)s.",
                name=name,
                day=short_day_text(self.env, day),
            )
            yield self._with_more(text, len(days) - 1)

    def _missing(self):
        labels = (
            self.env._("Email or phone"),
            self.env._("Tax ID"),
            self.env._("Industry"),
            self.env._("Country"),
            self.env._("Employees"),
        )
        called = dict(zip(ASKED_FOR, labels, strict=True))
        missing = [called[name] for name in self.facts.gaps.get(self.customer.id, ())]
        if missing:
            yield self.env._("Ask for: %s.", enumerated(self.env, missing))

    def _first(self, part, sentence):
        """Yield the sentence of the most urgent record, and how many more there are of it."""
        found = self.facts.of(part, self.customer)
        for record in found.records:
            yield self._with_more(sentence(record), found.more)

    def _with_more(self, text, more):
        if more <= 0:
            return text
        count = formatLang(self.env, more, digits=0)
        return self.env._("%(text)s (and %(count)s more)", text=text, count=count)
