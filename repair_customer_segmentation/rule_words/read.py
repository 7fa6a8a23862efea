# ruff: noqa: RUF001 - Chinese has punctuation of its own
"""Rules of sentences, and what is not understood of them.

Nothing is guessed: a line that says something else than the grammar knows, or that leaves
something open, is a problem, told with its place and with what could stand there.
"""

from decimal import Decimal

from .grammar import A_CONDITION, CRITERIA, RFM, SAME_MARKS, THE_END, grammar_of
from .languages import LANGUAGES
from .values import Condition, Problem, Sentence

# More than these are not listed: what could stand there is any condition.
MOST_EXPECTED = 14
DECIMALS = 2


def read(text, language, months, labels, known=None):
    """Return the sentences of a text and the problems in it.

    :param str text: a heading for each dimension, a line for each tier
    :param str language: code of ``LANGUAGES``
    :param int months: the period of the policy; 0: the entire history
    :param dict labels: metric -> label
    :param dict known: (dimension, tier's name, metric, operator) -> the number that stands in
        for a share of too few customers, for sentences that do not say it
    :return: tuple of the :class:`.values.Sentence` that are understood, and of all
        :class:`.values.Problem`
    :raise ImportError: without lark
    """
    reader = _Reader(LANGUAGES[language], months, labels, known or {})
    for number, line in enumerate(text.splitlines()):
        reader.line(number, line)
    return tuple(reader.sentences), tuple(reader.problems)


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
            else:
                self.sentences.append(self._sentence(number, line))
        except _Refused as refused:
            self.problems.append(Problem(number, *refused.place, refused.reason, refused.expected))

    def _begin(self, dimension, line):
        self.dimension = dimension
        if (dimension, None) in self.seen:
            raise _Refused(*_whole(line), "heading_twice")
        self.seen.add((dimension, None))

    def _sentence(self, number, line):
        name, begin = self._name(line)
        if not self.dimension:
            headings = self.language.dimensions.values()
            raise _Refused(*_whole(line), "no_heading", headings)
        if (self.dimension, name) in self.seen:
            raise _Refused(*_whole(line), "name_twice")
        self.seen.add((self.dimension, name))
        rule = line[begin:].translate(SAME_MARKS)
        tree = self._parse(rule, begin, line)
        return self._meaning(tree, name, begin, number)

    def _name(self, line):
        """Return the name of the tier, and where its rule begins."""
        text = line.lstrip()
        begin = len(line) - len(text)
        opening, closing = self.language.quotes
        if text.startswith(opening):
            name, at = "", begin + 1
            while at < len(line):
                if line.startswith(closing * 2, at):
                    name, at = name + closing, at + 2
                elif line[at] == closing:
                    break
                else:
                    name, at = name + line[at], at + 1
            rest = line[at + 1 :].lstrip()
            if rest[:1] in (":", "："):
                return name, len(line) - len(rest) + 1
            raise _Refused(*_whole(line), "no_colon")
        places = [place for place in map(line.find, (":", "：")) if place >= 0]
        if not places or not line[: min(places)].strip():
            raise _Refused(*_whole(line), "no_colon")
        return line[: min(places)].strip(), min(places) + 1

    def _parse(self, rule, begin, line):
        from lark import UnexpectedInput

        start = RFM if self.dimension == "rfm" else CRITERIA
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
            elif child.data == "op":
                operator = _operator(child)
            elif child.data == "fallback":
                fallback = self._fallback(child, operator, begin)
            else:
                self._check_period(child, place)
        if kind != "value" and not 0 < value <= 100:
            raise _Refused(*place, "percent")
        if kind == "top_percent" and fallback is None:
            fallback = self.known.get((self.dimension, name, metric, operator))
            if fallback is None:
                instead = self.language.fallback.format(
                    op=self.language.operators[operator][0], n="…"
                )
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
        value = Decimal(str(token).replace(",", ""))
        if -value.as_tuple().exponent > DECIMALS:
            raise _Refused(begin + token.start_pos, begin + token.end_pos, "decimals")
        return value

    def _check_period(self, tree, place):
        if tree.data == "own_period":
            return
        months = Decimal(str(tree.children[0]).replace(",", "")) if tree.data == "months" else 0
        if months != self.months:
            raise _Refused(*place, "period", (self.language.period(self.months),))


def _operator(tree):
    return "at_least" if tree.children[0].type == "AT_LEAST" else "at_most"


def _whole(line):
    """Return where what a line says begins and ends."""
    return len(line) - len(line.lstrip()), len(line.rstrip())
