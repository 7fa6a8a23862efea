# ruff: noqa: RUF001 - Chinese has punctuation of its own
"""Rules of sentences, and what is not understood of them.

Nothing is guessed: a line that says something else than the grammar knows, or that leaves
something open, is a problem, told with its place and with what could stand there.
"""

import re
from decimal import Decimal

from .grammar import A_CONDITION, CRITERIA, RFM, SAME_MARKS, SPAN, THE_END, grammar_of
from .languages import LANGUAGES
from .numbers import FOREIGN, number_of
from .values import Condition, Problem, Reading, Sentence
from .write import QUOTES

# More than these are not listed: what could stand there is any condition.
MOST_EXPECTED = 14
DECIMALS = 2
# Of a century, as the policy has it.
MOST_MONTHS = 1_200
# No policy says more; longer texts are not read, so that none keeps the server busy.
MOST_RULE_CHARACTERS, MOST_RULE_LINES, MOST_CONDITIONS = 50_000, 1_000, 100
FULL_STOP = re.compile(r"[ .]+$")


def read(text, language, months, labels, known=()):
    """Return the sentences of a text and the problems in it.

    :param str text: a heading for each dimension, a line for each tier
    :param str language: code of ``LANGUAGES``
    :param int months: the period of the policy; 0: the entire history
    :param dict labels: metric -> label
    :param known: collection of (dimension, tier's name, metric, operator): shares of which it is
        known what applies with too few customers. Sentences may leave that out, and give ``None``
    :return: :class:`.values.Reading`
    :raise ImportError: without lark
    """
    lines = text[: MOST_RULE_CHARACTERS + 1].split("\n")
    if len(text) > MOST_RULE_CHARACTERS or len(lines) > MOST_RULE_LINES:
        return Reading((), (Problem(0, 0, len(lines[0]), "too_long"),), months)
    reader = _Reader(LANGUAGES[language], months, labels, known)
    for number, line in enumerate(lines):
        reader.line(number, line)
    return Reading(tuple(reader.sentences), tuple(reader.problems), reader.months)


class _Refused(Exception):
    def __init__(self, start, end, reason, expected=()):
        super().__init__(reason)
        self.place, self.reason, self.expected = (start, end), reason, tuple(expected)


class _Reader:
    def __init__(self, language, months, labels, known):
        self.language, self.months, self.known = language, months, known
        self.grammar = grammar_of(language.code, tuple(labels.items()))
        self.headings = {
            heading.casefold(): dimension for dimension, heading in language.dimensions.items()
        }
        self.sentences, self.problems = [], []
        self.dimension, self.seen = None, set()

    def line(self, number, line):
        """Read one line: a heading, a tier, or nothing."""
        if not line.strip():
            return
        try:
            if heading := self.headings.get(line.strip().casefold()):
                self._begin(heading, line)
            elif not self.dimension and self._is_span(line):
                self._count(line)
            else:
                self.sentences.append(self._sentence(number, line))
        except _Refused as refused:
            self.problems.append(Problem(number, *refused.place, refused.reason, refused.expected))

    def _begin(self, dimension, line):
        self.dimension = dimension
        if (dimension, None) in self.seen:
            raise _Refused(*_whole(line), "heading_twice")
        self.seen.add((dimension, None))

    def _is_span(self, line):
        """Return whether a line says the period of all rules."""
        heading = re.split("[:：]", line)[0].strip()
        return heading.casefold() == self.language.spans["heading"].casefold()

    def _count(self, line):
        if SPAN in self.seen:
            raise _Refused(*_whole(line), "heading_twice")
        self.seen.add(SPAN)
        _name, begin = self._name(line)
        tree = self._parse(_rule(line, begin), begin, SPAN)
        self.months = self._months(tree, begin)

    def _months(self, tree, begin):
        """Return how many months a period has; 0: the entire history."""
        if tree.data != "months":
            return 0
        token = tree.children[0]
        months = self._number(token, begin)
        if not 1 <= months <= MOST_MONTHS or months % 1:
            raise _Refused(begin + token.start_pos, begin + token.end_pos, "months")
        return int(months)

    def _sentence(self, number, line):
        name, begin = self._name(line)
        if not self.dimension:
            headings = self.language.dimensions.values()
            raise _Refused(*_whole(line), "no_heading", headings)
        if (self.dimension, name) in self.seen:
            raise _Refused(*_whole(line), "name_twice")
        self.seen.add((self.dimension, name))
        start = RFM if self.dimension == "rfm" else CRITERIA
        tree = self._parse(_rule(line, begin), begin, start)
        return self._meaning(tree, name, begin, number)

    def _name(self, line):
        """Return the name of the tier, and where its rule begins."""
        text = line.lstrip()
        begin = len(line) - len(text)
        if closing := QUOTES.get(text[:1]):
            found = re.match(f"((?:[^{closing}]|{closing}{closing})*){closing}\\s*[:：]", text[1:])
            if not found:
                raise _Refused(*_whole(line), "no_colon")
            return found[1].replace(closing * 2, closing), begin + 1 + found.end()
        places = [place for place in map(line.find, (":", "：")) if place >= 0]
        if not places or not line[: min(places)].strip():
            raise _Refused(*_whole(line), "no_colon")
        return line[: min(places)].strip(), min(places) + 1

    def _parse(self, rule, begin, start):
        from lark import UnexpectedInput

        try:
            return self.grammar.parser.parse(rule, start=start)
        except UnexpectedInput as error:
            at = getattr(error, "pos_in_stream", None)
            token = getattr(error, "token", None)
            if at is None or (token is not None and token.type == "$END"):
                at = len(rule.rstrip())
            expected = set(getattr(error, "allowed", None) or getattr(error, "expected", ()))
            if at and self._is_whole(rule[:at], start):
                expected.add("$END")
            begun, ended = self._misunderstood(rule, at)
            for foreign in FOREIGN.finditer(rule):
                # The number is read as far as it goes: what follows cannot be understood.
                if foreign.start() <= at <= foreign.end():
                    raise _Refused(*self._written(rule, begin, at), "foreign") from None
            raise _Refused(
                begin + begun, begin + ended, "not_understood", self._words(expected)
            ) from None

    def _is_whole(self, rule, start):
        """Return whether a rule could end there: what follows is too much."""
        from lark import UnexpectedInput

        try:
            self.grammar.parser.parse(rule, start=start)
        except UnexpectedInput:
            return False
        return True

    @staticmethod
    def _misunderstood(rule, at):
        """Return where what is not understood begins and ends: to the next mark, or a word."""
        end = at
        while end < len(rule) and not (end > at and (rule[end].isspace() or rule[end] in ",;()")):
            end += 1
        # At the end of a line nothing is there to underline but what stands before.
        return (at, end) if end > at else (max(at - 1, 0), max(at, 1))

    @staticmethod
    def _written(rule, begin, at):
        """Return where the number begins and ends that a place is in."""
        number = next(n for n in re.finditer(r"[-\d.,]*\d", rule) if n.end() >= at)
        return begin + number.start(), begin + number.end()

    def _words(self, terminals):
        """Return what could stand there, as it is written, each once."""
        words = {self.grammar.words[name] for name in terminals if name in self.grammar.words}
        begun = self.language.periods["months"].partition("{")[0].strip()
        if begun in words:
            words = words - {begun} | {self.language.period(self.months)}
        if len(words) > MOST_EXPECTED:
            return (A_CONDITION, *sorted(words & {self.language.everyone[0]}))
        return tuple(sorted(words - {THE_END})) + ((THE_END,) if THE_END in words else ())

    def _meaning(self, tree, name, begin, number):
        rule, *more = tree.children
        values = {"for_potential": bool(more), "line": number}
        if rule.data == "cells":
            cells = tuple(map(str, rule.children))
            if len(set(cells)) < len(cells):
                raise _Refused(begin + rule.meta.start_pos, begin + rule.meta.end_pos, "cell_twice")
            values["cells"] = cells
        elif rule.data in ("all", "any"):
            if len(rule.children) > MOST_CONDITIONS:
                place = (begin + rule.meta.start_pos, begin + rule.meta.end_pos)
                raise _Refused(*place, "too_many")
            values["conditions"] = tuple(
                self._condition(child, name, begin) for child in rule.children
            )
            values["match"] = str(rule.data) if len(rule.children) > 1 else None
        return Sentence(self.dimension, name, **values)

    def _condition(self, tree, name, begin):
        kind, metric, operator, value = self.grammar.meanings[tree.data]
        place = (begin + tree.meta.start_pos, begin + tree.meta.end_pos)
        fallback = None
        for child in tree.children:
            if child is None:
                continue
            if getattr(child, "type", None) == "NUMBER":
                value = self._number(child, begin)
            elif child.data in ("percent", "tenths"):
                value = self._number(child.children[0], begin)
                value *= 10 if child.data == "tenths" else 1
            elif child.data == "op":
                operator = _operator(child)
            elif child.data == "fallback":
                fallback = self._fallback(child, operator, begin)
            else:
                self._check_period(child, begin)
        if kind != "value" and not 0 < value <= 100:
            raise _Refused(*place, "percent")
        unsaid = kind == "top_percent" and fallback is None
        # What it is stays with whoever knows: the sentence does not say it.
        if unsaid and (self.dimension, name, metric, operator) not in self.known:
            at = self.language.operators[operator][0]
            instead = self.language.fallback.format(op=at, n="…")
            raise _Refused(*place, "no_fallback", (instead,))
        return Condition(metric, operator, kind, Decimal(value), fallback)

    def _fallback(self, tree, operator, begin):
        found, number = tree.children
        if _operator(found) != operator:
            place = (begin + tree.meta.start_pos, begin + tree.meta.end_pos)
            raise _Refused(*place, "fallback_turned", (self.language.operators[operator][0],))
        return self._number(number, begin)

    @staticmethod
    def _number(token, begin):
        value = number_of(str(token))
        place = (begin + token.start_pos, begin + token.end_pos)
        if value is None:
            raise _Refused(*place, "numeral")
        if -value.as_tuple().exponent > DECIMALS:
            raise _Refused(*place, "decimals")
        return value

    def _check_period(self, tree, begin):
        if tree.data == "own_period" or self._months(tree, begin) == self.months:
            return
        place = (begin + tree.meta.start_pos, begin + tree.meta.end_pos)
        raise _Refused(*place, "period", (self.language.period(self.months),))


def _rule(line, begin):
    """Return what a line says from a place on, with marks that mean the same made the same."""
    rule = line[begin:].translate(SAME_MARKS)
    return FULL_STOP.sub(lambda found: " " * len(found[0]), rule)


def _operator(tree):
    return "at_least" if tree.children[0].type == "AT_LEAST" else "at_most"


def _whole(line):
    """Return where what a line says begins and ends."""
    return len(line) - len(line.lstrip()), len(line.rstrip())
