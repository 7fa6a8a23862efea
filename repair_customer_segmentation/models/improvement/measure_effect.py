"""Whether a measure helped: the figure of the weeks after it, against that of the finding."""

from ...figures.measure import Measured, Scope, difference, measure
from ..access.day_text import day_text
from .goal_words import is_higher_better, number, unit_of

EFFECTS = [
    ("few", "Too few yet"),
    ("helped", "Helped"),
    ("none", "No change shown"),
    ("worse", "Worse"),
]


def look_back(measures):
    """Write down what came of measures whose weeks are over.

    :param measures: records of ``repair.improvement.measure``
    """
    env = measures.env
    env.flush_all()
    groups = {}
    for record in measures:
        column = record.goal_id._column()[0]
        groups.setdefault((record.company_id, *record._after(), column), []).append(record)
    for (company, first, last, column), same in groups.items():
        figures = sorted({record.finding_id.figure for record in same})
        scope = Scope(company.id, first, last)
        found = measure(env.cr, scope, figures, [column] if column else [])
        for record in same:
            key = (record.goal_id._column()[1],) if column else ()
            figure = record.finding_id.figure
            after = found.get(key, {}).get(figure, Measured(0, successes=0))
            # sudo: what came of it is recorded, and nobody's to write.
            record.sudo().write({"measured_on": company._repair_day(), **_effect(record, after)})


def _effect(record, after):
    finding = record.finding_id
    before = before_of(finding)
    values = {"after_n": after.n, "after_value": after.value}
    if min(after.n, before.n) < record.goal_id.least_n:
        return {**values, "effect": "few"}
    change = after.value - before.value
    interval = difference(after, before)
    if not interval:
        return {**values, "difference": change, "effect": "none"}
    low, high = interval
    effect = "none"
    if low > 0 or high < 0:
        effect = "helped" if (low > 0) == is_higher_better(finding.figure) else "worse"
    return {
        **values,
        "difference": change,
        "difference_low": low,
        "difference_high": high,
        "effect": effect,
    }


def before_of(finding):
    """Return the figure of a finding as :class:`...figures.measure.Measured`."""
    is_mean = finding.kind == "mean"
    return Measured(
        finding.n,
        finding.value,
        successes=None if is_mean else finding.count,
        deviation=finding.deviation if is_mean else None,
    )


def effect_text(record):
    """Return what came of a measure, or when that is measured, a sentence."""
    env, finding = record.env, record.finding_id
    if record.state != "done" or not record.done_on:
        return False
    figure = finding.figure
    if not record.effect:
        return env._("Measured again after %(day)s.", day=day_text(env, record._after()[1]))
    words = {
        "before": number(env, figure, finding.value),
        "before_n": f"{finding.n:,}",
        "after": number(env, figure, record.after_value),
        "after_n": f"{record.after_n:,}",
    }
    if not record.after_n:
        return env._("Nothing was counted in these weeks: too few to say anything.")
    text = env._("Before: %(before)s of %(before_n)s. After: %(after)s of %(after_n)s.", **words)
    parts = [text]
    if record.expected:
        expected = number(env, figure, record.expected / unit_of(figure))
        parts.append(env._("Expected: %(expected)s.", expected=expected))
    if record.effect == "few":
        parts.append(env._("Too few to say whether it helped."))
        return " ".join(parts)
    if record.difference_low or record.difference_high:
        parts.append(
            env._(
                "The difference is between %(low)s and %(high)s (95%% confidence).",
                low=_points(env, figure, record.difference_low),
                high=_points(env, figure, record.difference_high),
            )
        )
    said = {
        "helped": env._("It got better, and chance does not explain it."),
        "worse": env._("It got worse, and chance does not explain it."),
        "none": env._("No change is shown: chance may explain the difference."),
    }
    return " ".join([*parts, said[record.effect]])


def _points(env, figure, value):
    """Return a difference with its sign, in points where the figure is in percent."""
    sign = "+" if value > 0 else "-" if value < 0 else ""
    if unit_of(figure) == 1:
        return f"{sign}{abs(value):.2f}"
    return env._("%(sign)s%(points)s points", sign=sign, points=f"{abs(value) * 100:.1f}")
