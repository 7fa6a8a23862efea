"""From the records of a company's care to what the engine is told: :mod:`...care.rules`."""

from ast import literal_eval
from datetime import timedelta

from odoo.tools import SQL

from ...care.rules import CATCH_UP_DAYS, CareRule, CareRun, Slot
from ...care.yearly import returns
from ...desk.public_holidays import first_days
from ...desk.working_time import WorkingTime
from ...segmentation.days import clock_of, day_of, day_start

# Working days are looked for so far behind the last day that an occasion can be caught up on.
BEYOND = CATCH_UP_DAYS + 1
PREVIEW_DAYS = 30
# A run decides about the day that it is, wherever the customer is.
TODAY = 1


def care_of(company, rules, now, ahead=TODAY, customers=None):
    """Return the :class:`CareRun` of a company at a moment, and the :class:`CareRule` of records.

    :param rules: records of ``repair.care.rule`` of the company, in any order
    :param datetime now: naive, UTC
    :param int ahead: days to decide on, today included
    :param customers: records of ``res.partner`` to look at alone; ``None`` means all
    """
    tz = company._repair_tz()
    zones = _zones(company, tz, customers)
    todays = {zone: day_of(now, zone) for zone in zones}
    earliest, latest = min(todays.values()), max(todays.values())
    runs = [rule.last_run.date() for rule in rules if rule.last_run]
    first = min([earliest, *runs]) - timedelta(days=CATCH_UP_DAYS + 2)
    last = latest + timedelta(days=ahead)
    patterns = dict.fromkeys(map(pattern_of, rules))
    run = CareRun(
        company_id=company.id,
        now=now,
        tz=tz,
        zones=zones,
        slots=tuple(
            _slot(company, zone, pattern, now, last) for zone in zones for pattern in patterns
        ),
        limit=company.repair_care_limit,
        first=first,
        last=last,
        closed=SQL(" UNION ALL ").join(company.env["repair.case"]._closed_work(company)),
        has_phone_blacklist="phone.blacklist" in company.env,
        partner_ids=None if customers is None else tuple(customers.ids),
    )
    return run, [_rule(rule, run) for rule in rules]


def pattern_of(rule):
    """Return when messages of a rule may leave, as plain values."""
    return (rule.working_days_only, rule.hour_from, rule.hour_to)


def _zones(company, tz, customers):
    """Return the time zones of customers and their contacts, that of the company first."""
    whose = SQL("TRUE")
    if customers is not None:
        whose = SQL("commercial_partner_id = ANY(%s)", customers.ids)
    rows = company.env.execute_query(
        SQL(
            "SELECT DISTINCT tz FROM res_partner WHERE tz IS NOT NULL AND tz != %s AND %s",
            tz,
            whose,
        )
    )
    return (tz, *sorted(row[0] for row in rows))


def _slot(company, tz, pattern, now, last):
    """Return the :class:`Slot` of a pattern in a time zone, up to a day and what follows it."""
    only_working, hour_from, hour_to = pattern
    today = day_of(now, tz)
    worked = _worked(company, tz) if only_working else lambda _day: True
    hour = clock_of(now, tz)
    is_over = hour >= hour_to
    allowed = {}
    leaves, following = {}, None
    day = last + timedelta(days=BEYOND)
    while day >= today:
        allowed[day] = worked(day) and not (day == today and is_over)
        following = day if allowed[day] else following
        if day <= last:
            leaves[day] = following
        day -= timedelta(days=1)
    is_open = allowed[today] and hour >= hour_from
    return Slot(tz, pattern, today, is_open, leaves)


def _worked(company, tz):
    """Return a function that tells whether the company works on a date of a time zone."""
    calendar = company.resource_calendar_id
    if not calendar:
        return lambda _day: True
    hours = WorkingTime(lambda year: calendar._repair_working_year(company.id, year, tz))

    def worked(day):
        start, end = day_start(day, tz), day_start(day + timedelta(days=1), tz)
        return hours.hours_between(start, end) > 0

    return worked


def _rule(rule, run):
    """Return the :class:`CareRule` of a record."""
    return CareRule(
        id=rule.id,
        sequence=rule.sequence,
        occasion=rule.occasion,
        days=rule.days,
        action=rule.action,
        start=rule.start_date or min(slot.today for slot in run.slots),
        last_run=rule.last_run or None,
        pattern=pattern_of(rule),
        audience=_audience(rule),
        user_ids=tuple(_responsibles(rule)),
        by_manager=rule.assign_to == "manager",
        yearly=tuple(_yearly(rule, run)),
    )


def _responsibles(rule):
    """Return the ids of those who get a rule's activities in turn, where no manager does."""
    users = {
        "leader": rule.team_id.leader_id,
        "members": rule.team_id.member_ids,
    }.get(rule.assign_to, rule.user_id)
    return sorted(users.filtered(lambda user: user.active and not user.share).ids)


def _yearly(rule, run):
    """Yield (day, key) of the days that are the rule's own, in the window of a run."""
    if rule.occasion == "date":
        code = int(rule.month) * 100 + rule.day_of_month
        for day, found, year in returns(run.first, run.last):
            if found == code:
                yield day, f"date-{year}"
    if rule.occasion == "holiday":
        years = range(run.first.year, run.last.year + 1)
        before = timedelta(days=rule.days)
        for day in first_days(rule.holiday_country_id.code, rule.holiday_name, years):
            if run.first <= day - before <= run.last:
                yield day - before, f"holiday-{day.isoformat()}"


def _audience(rule):
    """Return the condition of ``profile`` and ``customer`` of a rule, as SQL."""
    company = rule.company_id
    parts = [SQL("TRUE")]
    for dimension, tiers in rule.tier_ids.grouped("dimension").items():
        column = SQL.identifier("profile", f"{dimension}_tier_id")
        parts.append(SQL("%s = ANY(%s)", column, tiers.ids))
    if rule.level_ids:
        level = rule.env["repair.service.level"]._level_sql(company.id, "profile")
        parts.append(SQL("(%s) = ANY(%s)", level, rule.level_ids.ids))
    if rule.customer_kind != "all":
        is_company = SQL("COALESCE(customer.is_company, FALSE)")
        parts.append(is_company if rule.customer_kind == "company" else SQL("NOT %s", is_company))
    if domain := domain_of(rule):
        # sudo: a rule means all its customers, whoever runs it; its domain was tried with the
        # rights of the manager who wrote it.
        partners = rule.env["res.partner"].sudo().with_context(active_test=False)
        found = partners.with_company(company)._search(domain)
        parts.append(SQL("customer.id IN %s", found.subselect()))
    return SQL("(%s)", SQL(" AND ").join(parts))


def domain_of(rule):
    """Return the further condition of a rule as a domain.

    :raise ValueError: when it is none (or ``SyntaxError``)
    """
    return literal_eval((rule.domain or "[]").strip())
