"""The goals that every company starts with, and what the report of figures compares with."""

from .goal_words import is_higher_better

# Of every value tier, in percent.
SHIPPED_TARGETS = (
    ("satisfied_share", 85),
    ("response_attainment", 90),
    ("resolution_attainment", 90),
)


def give_tiers(tiers):
    """Give value tiers of companies the shipped goals, where they have no goal at all.

    Archived goals count, so what somebody archived is not brought back.

    :param tiers: records of ``repair.segmentation.tier``
    """
    # sudo: whoever makes a company or activates a policy need not be a manager of it; the goals
    # hold only what the addon ships.
    tiers = tiers.sudo().filtered(lambda t: t.dimension == "value" and t.company_id)
    goals = tiers.env["repair.improvement.goal"].with_context(active_test=False)
    known = goals.search([("tier_id", "in", tiers.ids)]).tier_id
    goals.create(
        [
            {
                "company_id": tier.company_id.id,
                "figure": figure,
                "scope": "tier",
                "tier_id": tier.id,
                "target": target,
                "start_date": tier.company_id._repair_day(),
            }
            for tier in tiers - known
            for figure, target in SHIPPED_TARGETS
        ]
    )


def targets(env, company):
    """Return figure -> {(column, id): target} of the goals of a company that hold.

    ``(None, None)`` is for all customers. Targets are shares where 1 is all, or means. Of two goals
    for the same figure and scope, the stricter one counts.

    :param company: record of ``res.company``
    """
    # sudo: goals of the user's own company, which every agent may read.
    goals = env["repair.improvement.goal"].sudo().search([("company_id", "=", company.id)])
    found = {}
    for goal in goals:
        by_scope = found.setdefault(goal.figure, {})
        key, target = goal._column(), goal._target()
        stricter = max if is_higher_better(goal.figure) else min
        by_scope[key] = stricter(by_scope[key], target) if key in by_scope else target
    return found


def report_targets(env, company, column, tier):
    """Return figure -> target, of those whose goals all rows of a report have in common.

    :param str column: what rows are: a column of ``figures/tally.py``, or ``month``
    :param tier: the tier that the report is about, or an empty record
    """
    chosen = (f"{tier.dimension}_tier_id", tier.id) if tier else (None, None)
    found = {}
    for figure, by_scope in targets(env, company).items():
        of_rows = {target for key, target in by_scope.items() if key[0] == column}
        if len(of_rows) == 1 and not tier:
            found[figure] = of_rows.pop()
        elif chosen in by_scope:
            found[figure] = by_scope[chosen]
    return found
