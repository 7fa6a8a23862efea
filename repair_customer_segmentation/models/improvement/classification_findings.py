"""What should be mended in the classification of a company, found out of what is stored."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from ...vocabulary import DIMENSIONS
from ..access.enumerated import enumerated

# Classified at night, customers are a day old at most, and some hours where the night was long.
STALE_HOURS = 30
# An override that differs from the rule so long is a rule that is missing, or a forgotten one.
LONG_DAYS = 90
# The rule of thumb of ABC, and what is far from it. Of fewer customers, shares say nothing.
A_CUSTOMERS, A_AMOUNT, FAR = 20, 80, 10
FEWEST_CUSTOMERS = 20


def found_in(company):
    """Return what is found in the classification of a company, a dict for each kind.

    ``kind``: of ``REVIEWED``; ``count``: of what; ``detail``: function of an environment that
    returns a text in its language; ``tier_ids``: the tiers that it is about.

    :param company: record of ``res.company``, of an environment that may read everything
    """
    policy = company.repair_policy_id
    if not policy:
        return [{"kind": "stale", "count": 1, "detail": lambda env: _no_policy(env, company)}]
    looks = (_stale, _empty, _unreachable, _scores, _overrides, _class_a)
    return [finding for look in looks if (finding := look(policy))]


def _no_policy(env, company):
    return env._(
        "%(company)s has no active segmentation policy, so nobody is classified.",
        company=company.name,
    )


def _stale(policy):
    """Customers whose classes are older than a night."""
    run = policy.env["repair.segmentation.run"].search(
        [("company_id", "=", policy.company_id.id), ("scope", "=", "all"), ("state", "=", "done")],
        limit=1,
    )
    customers = policy.env["repair.customer.profile"].search_count(
        [("company_id", "=", policy.company_id.id)]
    )
    now = fields.Datetime.now()
    if run and run.as_of >= now - timedelta(hours=STALE_HOURS) and not policy.rules_changed:
        return None
    if not run and not _has_cases(policy):
        return None

    def detail(env):
        if not run:
            return env._("The customers have never been classified.")
        if policy.rules_changed:
            return env._("The rules have changed since the customers were last classified.")
        return env._(
            "The last classification of all customers is %(days)s days old.",
            days=max((now - run.as_of).days, 1),
        )

    return {"kind": "stale", "count": customers, "detail": detail}


def _has_cases(policy):
    cases = policy.env["repair.case"].with_context(active_test=False)
    return bool(cases.search([("company_id", "=", policy.company_id.id)], limit=1))


def _empty(policy):
    """Tiers that no customer is in."""
    env, company = policy.env, policy.company_id
    if not env["repair.customer.profile"].search([("company_id", "=", company.id)], limit=1):
        return None
    env.flush_all()
    rows = env.execute_query(
        SQL(
            "SELECT id FROM repair_segmentation_tier AS tier WHERE policy_id = %s AND NOT (%s)",
            policy.id,
            SQL(" OR ").join(
                SQL(
                    "(dimension = %(dimension)s AND EXISTS ("
                    "SELECT FROM repair_customer_profile AS profile"
                    " WHERE %(column)s = tier.id AND company_id = %(company)s AND active))",
                    dimension=dimension,
                    column=SQL.identifier(f"{dimension}_tier_id"),
                    company=company.id,
                )
                for dimension in DIMENSIONS
            ),
        )
    )
    tiers = (
        env["repair.segmentation.tier"]
        .browse(row[0] for row in rows)
        .sorted(lambda tier: (DIMENSIONS.index(tier.dimension), tier.sequence, tier.id))
    )
    if not tiers:
        return None

    def detail(env):
        labels = dict(tiers._fields["dimension"]._description_selection(env))
        names = (
            env._("%(dimension)s “%(tier)s”", dimension=labels[t.dimension], tier=t.name)
            for t in tiers.with_env(env)
        )
        return enumerated(env, names)

    return {"kind": "empty", "count": len(tiers), "tier_ids": tiers.ids, "detail": detail}


def _unreachable(policy):
    """Rules that nobody can meet."""
    return _warned("unreachable", policy, lambda p: p._tier_warnings(p._cuts_by_now()))


def _scores(policy):
    """Cut points that coincide, the scores that stay empty, and segments without a score."""
    return _warned("scores", policy, lambda p: p._segment_warnings(p._cuts_by_now()))


def _warned(kind, policy, warnings):
    count = len(warnings(policy))
    if not count:
        return None
    return {
        "kind": kind,
        "count": count,
        "detail": lambda env: "\n".join(warnings(policy.with_env(env))),
    }


def _overrides(policy):
    """Overrides that have differed from the rule for long."""
    count = policy.env["repair.segmentation.override"].search_count(long_differing(policy))
    if not count:
        return None
    return {
        "kind": "override",
        "count": count,
        "detail": lambda env: env._(
            "Set more than %(days)s days ago, without an end, and the calculated class is still a "
            "different one.",
            days=LONG_DAYS,
        ),
    }


def long_differing(policy):
    """Return the domain of the overrides that have differed from the rule for long."""
    return [
        ("company_id", "=", policy.company_id.id),
        ("disagrees", "=", True),
        ("date_end", "=", False),
        ("date_start", "<", fields.Datetime.subtract(fields.Datetime.now(), days=LONG_DAYS)),
    ]


def _class_a(policy):
    """Class A far from 20 percent of the customers and 80 percent of what they paid."""
    tier = policy.abc_tier_ids.sorted()[:1]
    policy.env.flush_all()
    [(customers, of_all, amount, of_amount)] = policy.env.execute_query(
        SQL(
            """
            SELECT count(*) FILTER (WHERE abc_tier_id = %(tier)s), count(*),
                   coalesce(sum(amount) FILTER (WHERE abc_tier_id = %(tier)s AND amount > 0), 0),
                   coalesce(sum(amount) FILTER (WHERE amount > 0), 0)
              FROM repair_customer_profile
             WHERE company_id = %(company)s AND active AND repair_count > 0
            """,
            tier=tier.id,
            company=policy.company_id.id,
        )
    )
    if of_all < FEWEST_CUSTOMERS or not of_amount:
        return None
    of_customers, of_money = 100 * customers / of_all, 100 * float(amount) / float(of_amount)
    if abs(of_customers - A_CUSTOMERS) <= FAR and abs(of_money - A_AMOUNT) <= FAR:
        return None
    return {
        "kind": "abc",
        "count": customers,
        "tier_ids": tier.ids,
        "detail": lambda env: env._(
            "“%(tier)s” has %(customers)s%% of the customers with a repair in the period, who paid "
            "%(amount)s%% of the amount.",
            tier=tier.with_env(env).name,
            customers=f"{of_customers:.0f}",
            amount=f"{of_money:.0f}",
        ),
    }
