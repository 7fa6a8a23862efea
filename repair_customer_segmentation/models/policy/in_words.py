"""A policy as sentences, in English or Chinese, and what sentences change of it."""

from dataclasses import replace
from decimal import Decimal

from odoo.fields import Command

from ...rule_words.grammar import A_CELL, A_CONDITION, A_NUMBER, THE_END
from ...rule_words.languages import LANGUAGES
from ...rule_words.read import read
from ...rule_words.values import Condition, Sentence
from ...rule_words.write import quoted, write, write_sentence
from ...vocabulary import DIMENSIONS

# Language of the sentences -> that of the names of tiers and metrics, where Odoo has it.
CODES = {"en": "en_US", "zh": "zh_CN"}
STEP = 10


class PolicyInWords:
    """The sentences of one policy in one language.

    ``PolicyInWords(policy, "en").text()``; see ``rule_words/`` for what can be said.
    """

    def __init__(self, policy, language):
        env = policy.env
        code = CODES[language]
        if code in dict(env["res.lang"].get_installed()):
            policy = policy.with_context(lang=code)
        self.policy, self.env = policy, env
        self.language = LANGUAGES[language]
        metrics = policy.env["repair.segmentation.criterion"]._fields["metric"]
        self.labels = _distinct(metrics._description_selection(policy.env))

    def text(self):
        """Return all sentences: what :meth:`understood` takes."""
        return write(self.sentences(), self.language, self.policy.window_months, self.labels)

    def sentences(self):
        """Return what the rules say now, a :class:`..rule_words.values.Sentence` a tier."""
        return tuple(_sentence(tier) for dimension in DIMENSIONS for tier in self._tiers(dimension))

    def understood(self, text):
        """Return what a text says, see ``rule_words/read.py``.

        The number for too few customers that a sentence leaves out is the one of today.

        :return: :class:`..rule_words.values.Reading`
        :raise ImportError: without the Python package lark
        """
        known = {
            (tier.dimension, tier.name, criterion.metric, criterion.operator): _exact(
                criterion.value
            )
            for tier in self.policy.tier_ids
            for criterion in tier.criterion_ids
            if criterion.kind == "top_percent"
        }
        code, months = self.language.code, self.policy.window_months
        reading = read(text, code, months, self.labels, known)
        filled = tuple(_filled(sentence, known) for sentence in reading.sentences)
        return reading._replace(sentences=filled)

    def problem_text(self, problem):
        """Return what is wrong at a place, and what was expected there, in the user's words."""
        reason = self._reasons()[problem.reason]
        words = [self._expected_words(word) for word in problem.expected]
        if not words:
            return reason
        return self.env._(
            "%(reason)s Expected: %(words)s.", reason=reason, words=self.env._(" or ").join(words)
        )

    def changes(self, sentences, months):
        """Return what the sentences change, a dict a tier: ``heading``, ``old`` and ``new``.

        Of a tier that comes or goes one of the two is ``None``.

        :param int months: the period that the text says
        """
        before = {(s.dimension, s.name): s for s in self.sentences()}
        after = {(s.dimension, s.name): s for s in sentences}
        spoken = {s.dimension for s in sentences}
        now = self.policy.window_months
        found = []
        if months != now:
            heading, old, new = self.language.spans["heading"], *map(self._span, (now, months))
            found.append({"heading": heading, "old": old, "new": new})
        for dimension in (d for d in DIMENSIONS if d in spoken):
            heading = self.language.dimensions[dimension]
            olds, news = ([k for k in part if k[0] == dimension] for part in (before, after))
            for key in dict.fromkeys([*olds, *news]):
                old, new = self._line(before.get(key), now), self._line(after.get(key), months)
                if old != new:
                    found.append({"heading": heading, "old": old, "new": new})
            stayed = [
                [k for k in part if k in other] for part, other in ((olds, news), (news, olds))
            ]
            if stayed[0] != stayed[1]:
                old, new = (
                    " → ".join(quoted(k[1], self.language) for k in part) for part in stayed
                )
                found.append({"heading": heading, "old": old, "new": new})
        return found

    def carry_out(self, sentences, months):
        """Let the policy say what the sentences say; dimensions that they leave out stay.

        A tier is known by its name: one that is named still is the same tier, one of a new name
        is a new tier.

        :raise ValidationError: when the rules are incomplete, naming the tier and what to do
        """
        commands = []
        for dimension in DIMENSIONS:
            said = [sentence for sentence in sentences if sentence.dimension == dimension]
            if said:
                commands += self._commands(self._tiers(dimension), said)
        values = {"tier_ids": commands} if commands else {}
        if months != self.policy.window_months:
            values["window_months"] = months
        if values:
            self.policy.write(values)

    def _span(self, months):
        return self.language.span(months).partition(self.language.colon)[2]

    def _line(self, sentence, months):
        if sentence is None:
            return None
        return write_sentence(sentence, self.language, months, self.labels)

    def _tiers(self, dimension):
        return self.policy.tier_ids.filtered(lambda tier: tier.dimension == dimension).sorted()

    def _commands(self, tiers, said):
        names = {tier.name: tier for tier in tiers}
        kept = [names[sentence.name] for sentence in said if sentence.name in names]
        commands = [Command.delete(tier.id) for tier in tiers if tier not in kept]
        numbered = len(kept) < len(said) or kept != sorted(kept, key=lambda t: (t.sequence, t.id))
        for place, sentence in enumerate(said, 1):
            tier = names.get(sentence.name)
            if tier and not numbered and _sentence(tier) == replace(sentence, line=0):
                continue
            values = _tier_values(tier, sentence)
            if numbered:
                values["sequence"] = STEP * place
            if tier:
                commands.append(Command.update(tier.id, values))
            else:
                commands.append(
                    Command.create(
                        {"dimension": sentence.dimension, "name": sentence.name, **values}
                    )
                )
        return commands

    def _expected_words(self, word):
        return {
            A_NUMBER: self.env._("a number"),
            A_CELL: self.env._("a cell, such as 54"),
            A_CONDITION: self.env._("a condition, such as “%s”", self._example()),
            THE_END: self.env._("the end of the line"),
        }.get(word, f"“{word}”")

    def _example(self):
        condition = Condition("repair_count", "at_least", "value", Decimal(6))
        months = self.policy.window_months
        line = self._line(Sentence("value", "", conditions=(condition,)), months)
        return line.removeprefix(self.language.colon)

    def _reasons(self):
        return {
            "not_understood": self.env._("This is not understood."),
            "no_colon": self.env._("A tier needs its name, a colon and its rule."),
            "no_heading": self.env._("It is not said which dimension this tier is of."),
            "heading_twice": self.env._("This stands above already."),
            "name_twice": self.env._("This dimension has another tier of this name."),
            "cell_twice": self.env._("A cell is named twice."),
            "decimals": self.env._("Numbers have two decimals at most."),
            "percent": self.env._("A share is above 0% and at most 100%."),
            "no_fallback": self.env._("It is not said what applies with too few customers."),
            "fallback_turned": self.env._("With too few customers, the same comparison applies."),
            "period": self.env._(
                "All rules of a policy count the same period. It is set at the top: “%s”.",
                self.language.span(self.policy.window_months),
            ),
            "months": self.env._("A period is a whole number of months, from 1 to 1,200."),
            "numeral": self.env._("This number can be read in two ways. Write it in digits."),
            "foreign": self.env._(
                "Write decimals with a point, and thousands with a comma: 1,234.5."
            ),
            "too_many": self.env._("A tier has at most 100 conditions."),
            "too_long": self.env._(
                "The text is too long: at most 1,000 lines and 50,000 characters are read."
            ),
        }


def _distinct(selection):
    """Return metric -> label; where two have the same one, the technical name tells them apart."""
    labels, seen = {}, set()
    for metric, label in selection:
        known = label.casefold() in seen
        labels[metric] = f"{label} ({metric})" if known else label
        seen.add(label.casefold())
    return labels


def _filled(sentence, known):
    """Return a sentence with what is known of what it leaves out."""
    conditions = tuple(
        replace(c, fallback=known[sentence.dimension, sentence.name, c.metric, c.operator])
        if c.kind == "top_percent" and c.fallback is None
        else c
        for c in sentence.conditions
    )
    return replace(sentence, conditions=conditions)


def _sentence(tier):
    """Return what the rules of a tier say."""
    conditions = tuple(
        Condition(
            criterion.metric,
            criterion.operator,
            criterion.kind,
            _exact(criterion.value if criterion.kind == "value" else criterion.percent),
            _exact(criterion.value) if criterion.kind == "top_percent" else None,
        )
        for criterion in tier.criterion_ids
    )
    return Sentence(
        tier.dimension,
        tier.name,
        tier.match if len(conditions) > 1 else None,
        conditions,
        tuple((tier.cells or "").split()) if tier.dimension == "rfm" else (),
        tier.for_potential,
    )


def _tier_values(tier, sentence):
    """Return what is written of a tier; its words, colour and service stay."""
    values = {"for_potential": sentence.for_potential}
    if sentence.match:
        values["match"] = sentence.match
    if sentence.dimension == "rfm":
        values["cells"] = " ".join(sentence.cells)
        return values
    old = tier.criterion_ids.sorted() if tier else ()
    commands = [Command.delete(criterion.id) for criterion in list(old)[len(sentence.conditions) :]]
    for place, condition in enumerate(sentence.conditions):
        written = {**_condition_values(condition), "sequence": STEP * (place + 1)}
        if place < len(old):
            commands.append(Command.update(old[place].id, written))
        else:
            commands.append(Command.create(written))
    if commands:
        values["criterion_ids"] = commands
    return values


def _condition_values(condition):
    values = {
        "metric": condition.metric, "operator": condition.operator, "kind": condition.kind
    }  # fmt: skip
    if condition.kind == "value":
        return {**values, "value": float(condition.threshold)}
    values["percent"] = float(condition.threshold)
    if condition.fallback is not None:
        values["value"] = float(condition.fallback)
    return values


def _exact(number):
    return Decimal(str(number))
