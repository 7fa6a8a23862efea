"""What needs a manager today: each a number that opens its records."""

from dataclasses import dataclass, field
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

from ...vocabulary import CASE, OPEN_STATES

# Nobody reads on where so many wait, and counting them all would take long.
COUNTED_AT_MOST = 10_000
# A classification is made each night; so old it is, it failed or was not begun.
STALE = timedelta(hours=36)
DANGER, WARNING, INFO = "danger", "warning", "info"


@dataclass(frozen=True)
class Item:
    """One thing to do: ``domain`` finds its records, ``views`` shows them."""

    key: str
    label: str
    model: str
    domain: Domain
    level: str
    hint: str = ""
    views: tuple = ("list", "form")
    context: dict = field(default_factory=dict)

    def counted(self, env):
        """Return this as the page shows it, ``None`` when there is nothing to do."""
        count = env[self.model].search_count(self.domain, limit=COUNTED_AT_MOST + 1)
        return count and {
            "key": self.key,
            "label": self.label,
            "count": min(count, COUNTED_AT_MOST),
            "is_capped": count > COUNTED_AT_MOST,
            "hint": self.hint,
            "level": self.level,
        }


def items(env):
    """Return all that may need somebody today, in the order in which it is told."""
    return [*_cases(env), *_customers(env), *_planned(env), *_upkeep(env)]


def _cases(env):
    now = fields.Datetime.now()
    views = ("kanban", "list", "form")
    mine = Domain("company_id", "=", env.company.id) & Domain("state", "in", OPEN_STATES)
    late = mine & Domain("next_deadline", "<=", now)
    at_risk = (
        mine & Domain("next_deadline", ">", now)
        & (
            _at_risk("response", Domain("first_response_date", "=", False), now)
            | _at_risk("resolution", Domain.TRUE, now)
        )
    )  # fmt: skip
    yield Item(
        "late_cases", env._("Cases past their deadline"), CASE, late, DANGER,
        env._("Not replied to or not resolved in time."), views,
    )  # fmt: skip
    yield Item(
        "at_risk_cases", env._("Cases due soon"), CASE, at_risk, WARNING,
        env._("Most of their time is used up."), views,
    )  # fmt: skip
    yield Item(
        "unassigned", env._("Cases without an assignee"), CASE,
        mine & Domain("user_id", "=", False), WARNING, "", views,
    )  # fmt: skip


def _at_risk(clock, undone, now):
    return (
        undone
        & Domain(f"{clock}_risk_date", "<=", now)
        & Domain(f"{clock}_deadline", ">", now)
    )  # fmt: skip


def _customers(env):
    company = Domain("company_id", "=", env.company.id)
    falling = company & Domain("kind", "in", ("fall", "leave"))
    yield Item(
        "falling_customers", env._("Downgrades to come"), "repair.customer.outlook", falling,
        WARNING, env._("Customers who lose a tier unless they come back."),
        views=("list", "kanban"),
    )  # fmt: skip
    yield Item(
        "findings", env._("Findings to work on"), "repair.improvement.finding",
        company & Domain("state", "!=", "closed"), WARNING,
        env._("Goals missed by more than chance."),
    )  # fmt: skip


def _planned(env):
    company = Domain("company_id", "=", env.company.id)
    today = env.company._repair_day()
    overdue = Domain("state", "in", ("planned", "opened")) & Domain("date_due", "<", today)
    due = Domain("state", "in", ("planned", "preparing")) & Domain("date_due", "<=", today)
    yield Item(
        "overdue_visits", env._("Overdue inspections"), "repair.maintenance.visit",
        company & overdue, WARNING,
    )  # fmt: skip
    yield Item(
        "reviews_due", env._("Reviews due"), "repair.relationship.review", company & due, INFO,
    )  # fmt: skip


def _upkeep(env):
    company = Domain("company_id", "=", env.company.id)
    yield Item(
        "duplicates", env._("Possible duplicates"), "repair.customer.duplicate",
        company & Domain("is_dismissed", "=", False), INFO,
        env._("Customers with the same phone number, email or tax ID."), views=("list", "kanban"),
    )  # fmt: skip
    runs = company & Domain("scope", "=", "all")
    [last] = [env["repair.segmentation.run"].search(runs & Domain("state", "=", "done"), limit=1)]
    if not last:
        return
    old = Domain("id", "=", last.id) & Domain("as_of", "<", fields.Datetime.now() - STALE)
    yield Item(
        "stale_classification", env._("Tiers not updated lately"), "repair.segmentation.run", old,
        DANGER, env._("The last classification of all customers is more than a day old."),
    )  # fmt: skip
