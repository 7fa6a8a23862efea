"""What goals, findings and measures say: numbers with their unit, and sentences."""

from math import floor

from odoo.tools import formatLang

from ...improvement import distributions as chance
from ...improvement.judging import (
    MEAN,
    MEAN_SCORE,
    RATE,
    WORSE_IF_HIGHER,
    n_to_decide,
)
from ..access.day_text import day_text

# A figure so much worse than the target is what goals that are met are asked about.
NOTICED, NOTICED_SCORE = 0.10, 0.5


def unit_of(figure):
    """Return what a stored number of a figure is multiplied by: shares are typed in percent."""
    return 1 if figure == MEAN_SCORE else 100


def number(env, figure, value):
    """Return a figure in words, such as “78.5%” or “4.2”.

    :param float value: a share or rate where 1 is all, or a mean
    """
    if value is None or value is False:
        return ""
    if figure == MEAN_SCORE:
        return formatLang(env, value, digits=2)
    digits = 0 if abs(value * 100 - round(value * 100)) < 0.05 else 1
    return env._("%(number)s%%", number=formatLang(env, value * 100, digits=digits))


def is_higher_better(figure):
    return figure not in WORSE_IF_HIGHER


def asked_text(goal):
    """Return what a goal asks for, a sentence."""
    env = goal.env
    words = {
        "figure": goal._figure_label(),
        "scope": goal.scope_name,
        "target": number(env, goal.figure, goal._target()),
        "days": goal.window_days,
    }
    if is_higher_better(goal.figure):
        return env._(
            "%(figure)s, %(scope)s: at least %(target)s in the last %(days)s days.", **words
        )
    return env._("%(figure)s, %(scope)s: at most %(target)s in the last %(days)s days.", **words)


def today_text(goal, sample, judged):
    """Return how a goal stands today: figure, n, interval, and at which n it can decide.

    :param sample: :class:`...improvement.judging.Sample`
    :param judged: its :class:`...improvement.judging.Judgement`
    """
    env, figure = goal.env, goal.figure
    if judged.value is None:
        return env._("Today: nothing to count yet.")
    words = {"value": number(env, figure, judged.value), "n": f"{judged.n:,}"}
    if judged.low is None:
        text = env._("Today: %(value)s of %(n)s.", **words)
    else:
        text = env._(
            "Today: %(value)s of %(n)s; with 99%% confidence between %(low)s and %(high)s.",
            low=number(env, figure, judged.low),
            high=number(env, figure, judged.high),
            **words,
        )
    return " ".join(filter(None, (text, _verdict_text(goal, sample, judged))))


def _verdict_text(goal, sample, judged):
    env = goal.env
    if judged.verdict == "few":
        return env._("Too few to say anything: at least %(n)s are needed.", n=goal.least_n)
    if judged.verdict == "missed":
        return env._("The goal is missed, and chance does not explain it.")
    if judged.verdict == "met":
        return env._("The goal is met, and not by chance.")
    target, better = goal._target(), is_higher_better(goal.figure)
    needed = n_to_decide(sample.kind, sample.value, target, better, sample.deviation)
    if needed:
        return env._(
            "Chance may explain the difference from the target. If it stays so, about %(n)s would "
            "decide.",
            n=f"{needed:,}",
        )
    step = NOTICED_SCORE if sample.kind == MEAN else NOTICED
    worse = target - step if better else target + step
    needed = n_to_decide(sample.kind, max(worse, 0), target, better, sample.deviation)
    if not needed:
        return ""
    return env._(
        "%(worse)s instead of %(target)s would be noticed from about %(n)s on.",
        worse=number(env, goal.figure, max(worse, 0)),
        target=number(env, goal.figure, target),
        n=f"{needed:,}",
    )


def promise_text(env):
    """Return how often a goal cries wolf, a sentence."""
    return env._(
        "Judged on the first of each month, with 99% confidence. With the true figure exactly at "
        "the target, fewer than one goal in twelve opens a finding in a year."
    )


def chance_text(finding):
    """Return what chance says of the evidence of a finding, a sentence."""
    env, figure, target = finding.env, finding.figure, finding.target
    sample = finding._sample()
    better = is_higher_better(figure)
    if sample.kind == MEAN:
        tail = None
    elif sample.kind == RATE:
        tails = (chance.poisson_at_most, chance.poisson_at_least)
        tail = tails[not better](sample.count, target * sample.n)
    else:
        tails = (chance.binomial_at_most, chance.binomial_at_least)
        tail = tails[not better](sample.count, sample.n, target)
    words = {"target": number(env, figure, target)}
    # Of means there is only the chance of the interval; of shares, none below a millionth.
    one_in = 200 if tail is None else floor(1 / max(tail, 1e-6))
    return env._(
        "If the true figure were exactly %(target)s, chance alone would bring a figure this far on "
        "the wrong side in fewer than one of %(times)s such periods.",
        times=f"{one_in:,}",
        **words,
    )


def opened_text(finding):
    """Return why a finding was opened, a sentence."""
    env, figure = finding.env, finding.figure
    return env._(
        "%(goal)s: %(value)s of %(n)s from %(first)s to %(last)s; with 99%% confidence between "
        "%(low)s and %(high)s. The target is %(target)s.",
        goal=finding.goal_id.name,
        value=number(env, figure, finding.value),
        n=f"{finding.n:,}",
        first=day_text(env, finding.first),
        last=day_text(env, finding.last),
        low=number(env, figure, finding.low),
        high=number(env, figure, finding.high),
        target=number(env, figure, finding.target),
    )
