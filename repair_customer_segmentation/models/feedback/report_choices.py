"""What the report on service and satisfaction can be asked for, in words."""

from odoo.tools import format_date

from ...figures.records import OUTCOME_MODEL
from ...figures.tally import MONTH
from ...vocabulary import GROUP_NAMES
from .report_question import AGENT, PERIODS, ROWS


def choices(env):
    """Return the rows, periods and tiers that whoever asks can choose from."""
    with_names = env.user.has_group(GROUP_NAMES)
    period_labels = [
        env._("Last 3 months"),
        env._("Last 6 months"),
        env._("Last 12 months"),
        env._("This year"),
        env._("Custom period"),
    ]
    return {
        "by": [(by, _row_label(env, by)) for by in ROWS if by != AGENT or with_names],
        "period": list(zip(PERIODS, period_labels, strict=True)),
        "tier": _tiers(env),
    }


def period_text(asked):
    """Return the period that is asked for, and what it is compared with, in words."""
    env, now = asked.env, _days_text(asked.env, asked.first, asked.last)
    if asked.by == MONTH:
        return env._("%s. Each month is compared with the month before.", now)
    before = _days_text(env, *asked.before)
    return env._("%(period)s, compared with %(before)s.", period=now, before=before)


def _days_text(env, first, last):
    first, last = (format_date(env, day, date_format="long") for day in (first, last))
    return env._("%(first)s to %(last)s", first=first, last=last)


def _row_label(env, by):
    if by == MONTH:
        return env._("Month")
    return env[OUTCOME_MODEL]._fields[by]._description_string(env)


def _tiers(env):
    """Return the tiers of today's policy, by dimension."""
    tiers = (
        env["repair.segmentation.policy"]
        .search([("company_id", "=", env.company.id), ("state", "=", "active")])
        .tier_ids
    )
    by_dimension = tiers.sorted().grouped("dimension")
    labels = env["repair.segmentation.tier"]._fields["dimension"]._description_selection(env)
    return [
        {"dimension": label, "tiers": [(tier.id, tier.name) for tier in by_dimension[dimension]]}
        for dimension, label in labels
        if dimension in by_dimension
    ]
