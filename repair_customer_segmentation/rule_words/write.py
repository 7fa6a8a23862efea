# ruff: noqa: RUF001 - Chinese has punctuation of its own
"""Sentences of rules."""

from .values import Condition

# What a name in quotes begins and ends with.
QUOTES = {"“": "”", '"': '"', "「": "」"}


def write(sentences, language, months, labels):
    """Return the text of a policy: its period, a heading for each dimension, a line for each tier.

    :param sentences: :class:`.values.Sentence`, dimension by dimension, in their order
    :param Language language: whose words are used
    :param int months: the period of the policy; 0: the entire history
    :param dict labels: metric -> label, for metrics that the language has no phrase for
    """
    lines, dimension = [language.span(months)], None
    for sentence in sentences:
        if sentence.dimension != dimension:
            dimension = sentence.dimension
            lines += ["", language.dimensions[dimension]]
        lines.append(write_sentence(sentence, language, months, labels))
    return "\n".join(lines)


def write_sentence(sentence, language, months, labels):
    """Return the line of one tier, see :func:`write`."""
    if sentence.dimension == "rfm":
        rule = " ".join((language.cells, *sentence.cells)) if sentence.cells else language.no_cells
    elif sentence.conditions:
        glue = language.glue[sentence.match or "all"][0]
        rule = glue.join(
            _condition(condition, language, months, labels) for condition in sentence.conditions
        )
    else:
        rule = language.everyone[0]
    potential = language.potential[0] if sentence.for_potential else ""
    return f"{quoted(sentence.name, language)}{language.colon}{rule}{potential}"


def quoted(name, language):
    """Return the name of a tier as it stands in the text: in quotes where it would mislead."""
    begin, end = language.quotes
    misleading = name != name.strip() or name.startswith(tuple(QUOTES)) or "\n" in name
    if not misleading and not set(name) & {":", "："}:
        return name
    return f"{begin}{name.replace(end, end + end)}{end}".replace("\n", " ")


def number(value):
    """Return an exact number as people read it: thousands apart, no needless zeros."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _condition(condition: Condition, language, months, labels):
    metric, operator = condition.metric, condition.operator
    if condition.kind == "pareto":
        return language.pareto.format(n=number(condition.threshold))
    phrase = language.phrases.get(metric)
    if condition.kind == "top_percent":
        what = phrase.share if phrase else language.called(labels[metric])
        text = language.shares[operator].format(what=what, n=number(condition.threshold))
        if condition.fallback is None:
            return text
        instead = language.fallback.format(
            op=language.operators[operator][0], n=number(condition.fallback)
        )
        return f"{text} {instead}" if language.spaced else f"{text}{instead}"
    if flag := language.flags.get((metric, operator, condition.threshold)):
        return flag
    values = {"op": language.operators[operator][0], "n": number(condition.threshold)}
    if not phrase:
        return language.named.format(what=language.called(labels[metric]), **values)
    template = phrase.one if phrase.one and condition.threshold == 1 else phrase.number
    return template.format(period=language.period(months), **values)
