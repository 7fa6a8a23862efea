"""From the records of a policy to what the engine is told: :mod:`.segmentation.rules`."""

from ...segmentation import days
from ...segmentation.rules import Rules, Run


def rules_of(policy):
    """Return the :class:`Rules` of a policy. Build them once, and pass them on."""
    policy.ensure_one()
    return Rules(
        policy.window_months,
        policy.cut_method,
        policy.min_population,
        policy._fixed_cuts(),
        tuple(tier._rule() for tier in policy.tier_ids.sorted()),
    )


def living_ids(policy):
    """Return tier id -> id of the tier that stands for it in the active version.

    An unchanged tier of a draft has the id that customers have in their profiles.
    """
    return {tier.id: tier._identity().id for tier in policy.tier_ids}


def run_of(policy, as_of, **others):
    """Return the :class:`Run` of a policy's company as of a moment (UTC).

    :param others: further values of the run, by name
    """
    company = policy.company_id
    tz = company._repair_tz()
    today = days.day_of(as_of, tz)
    return Run(
        company_id=company.id,
        as_of=as_of,
        today=today,
        tz=tz,
        country_id=company.country_id.id or None,
        window_start=days.window_start(today, policy.window_months, tz),
        policy_id=policy.id,
        **others,
    )
