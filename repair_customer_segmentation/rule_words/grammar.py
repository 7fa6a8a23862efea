"""The grammar of a language, made of its templates.

Every phrase that :mod:`.write` uses becomes an alternative here, so that nothing can be written
that is not read. Needs the Python package lark, which the addon does not ask for: see
:func:`is_there`.
"""

import re
from functools import cache
from importlib.util import find_spec

from .languages import LANGUAGES

# What stands for the same in a sentence, one character for one, so that places stay places.
SAME_MARKS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "“”„「」。\u3000\u00a0\u2009\u202f\r", '""""".     '
)
RFM, CRITERIA, SPAN = "rfm", "criteria", "span"
# What may stand at a place, where it is no word of the language.
A_NUMBER, A_CELL, A_CONDITION, THE_END = "<number>", "<cell>", "<condition>", "<end>"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def is_there():
    """Return whether sentences can be read here: lark is installed."""
    return find_spec("lark") is not None


@cache
def grammar_of(code, labels):
    """Return the :class:`Grammar` of a language.

    :param str code: of ``LANGUAGES``
    :param tuple labels: pairs (metric, label) of all metrics
    :raise ImportError: without lark
    """
    return Grammar(LANGUAGES[code], dict(labels))


class Grammar:
    """A parser, and what its alternatives mean.

    :ivar dict meanings: alternative -> (kind, metric, operator, number); what is not known
        before the sentence is read is ``None``
    :ivar dict words: terminal -> how it is written
    """

    def __init__(self, language, labels):
        self.language, self.labels = language, labels
        self.meanings, self.words, self._terminals = {}, {}, {}
        rules = self._rules()
        terminals = "\n".join(f"{name}: {pattern}" for name, pattern in self._terminals.items())
        self.parser = _lark(f"{rules}\n{terminals}\n%ignore /[ \\t]+/\n")

    def _rules(self):
        language = self.language
        both = {how: self._literal(*words) for how, words in language.glue.items()}
        potential = self._literal(*language.potential)
        for name, operator in (("AT_LEAST", "at_least"), ("AT_MOST", "at_most")):
            self._terminal(name, language.operators[operator])
        # What else begins with a number is no number: 两次维修间隔.
        self._terminals["NUMBER.-1"] = f"/{language.number}/"
        self._terminals["CELL"] = "/[1-5][1-5](?!\\d)/"
        self.words |= {"NUMBER": A_NUMBER, "CELL": A_CELL, "$END": THE_END}
        conditions = "\n    | ".join(self._conditions())
        fallback = self._template(language.fallback)
        return f"""
{CRITERIA}: criteria_rule potential?
?criteria_rule: {self._literal(*language.everyone)} -> everyone
    | condition ({both["any"]} condition)* -> any
    | condition ({both["all"]} condition)+ -> all
{RFM}: rfm_rule potential?
?rfm_rule: {self._literal(language.cells)} CELL+ -> cells
    | {self._literal(language.no_cells)} -> no_cells
{SPAN}: {self._span()}
potential: {potential}
?condition: {conditions}
fallback: {fallback}
period: {self._period()}
share: {self._share()}
op: AT_LEAST | AT_MOST
"""

    def _span(self):
        spans = self.language.spans
        counted = sorted({self._template(spans[name]) for name in ("months", "month")})
        return "\n    | ".join(
            [
                *(f"{template} -> months" for template in counted),
                f"{self._template(spans['all'])} -> all_time",
            ]
        )

    def _period(self):
        periods = self.language.periods
        counted = {
            self._template(template)
            for template in (periods["months"], periods["month"], *periods["more"])
        }
        return "\n    | ".join(
            [
                *(f"{template} -> months" for template in sorted(counted)),
                f"{self._template(periods['all'])} -> all_time",
                f"{self._template(periods['own'])} -> own_period",
            ]
        )

    def _share(self):
        language = self.language
        more = (
            f"{self._template(template)} -> {name}"
            for name, template in language.shares_more.items()
        )
        return "\n    | ".join([f"NUMBER {self._literal(*language.percent)} -> percent", *more])

    def _conditions(self):
        language = self.language
        for metric, label in self.labels.items():
            phrase = language.phrases.get(metric)
            called = language.called(label)
            numbers = dict.fromkeys(filter(None, (phrase.number, phrase.one)) if phrase else ())
            rules = [self._template(template) for template in numbers]
            rules.append(self._template(language.named, called))
            for rule in dict.fromkeys(rules):
                yield self._meant(rule, "value", metric)
            for operator, share in language.shares.items():
                for what in (called, *([phrase.share] if phrase else ())):
                    rule = self._template(share, what)
                    yield self._meant(f"{rule} fallback?", "top_percent", metric, operator)
        for (metric, operator, value), words in language.flags.items():
            yield self._meant(self._literal(words), "value", metric, operator, value)
        yield self._meant(self._template(language.pareto), "pareto", "amount", "at_least")

    def _meant(self, template, *meaning):
        name = f"c{len(self.meanings)}"
        self.meanings[name] = (*meaning, None, None, None, None)[:4]
        return f"{template} -> {name}"

    def _template(self, template, what=None):
        """Return the right side of a rule that reads what a template writes.

        :param str what: the words at ``{what}``, whatever is in them
        """
        known = {"op": "op", "n": "NUMBER", "period": "period", "share": "share"}
        if what is not None:
            known["what"] = self._literal(what)
        parts = PLACEHOLDER.split(template.replace("{n}%", "{share}"))
        return " ".join(
            known[part] if place % 2 else self._literal(part)
            for place, part in enumerate(parts)
            if part.strip()
        )

    def _literal(self, *words):
        """Return the terminal of words, of which the first are written."""
        words = [word.strip() for word in words]
        name = f"_W{len(self.words)}"
        for known, word in self.words.items():
            if known.startswith("_") and word == words[0]:
                return known
        self._terminal(name, words)
        return name

    def _terminal(self, name, words):
        patterns = sorted({self._pattern(word) for word in words}, key=len, reverse=True)
        self._terminals[name] = f"/{'|'.join(patterns)}/i"
        self.words[name] = words[0].strip()

    def _pattern(self, word):
        word = word.strip().translate(SAME_MARKS)
        pattern = r"[ \t]+".join(re.escape(part) for part in word.split())
        pattern = pattern.replace("/", r"\/")
        # "in 12 month": no word ends in the middle of another one.
        return pattern + (r"(?!\w)" if self.language.spaced and word[-1].isalnum() else "")


def _lark(text):
    from lark import Lark

    return Lark(text, parser="lalr", start=[CRITERIA, RFM, SPAN], propagate_positions=True)
