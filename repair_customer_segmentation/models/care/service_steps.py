"""How far a company is with the service that follows the class, in four steps."""

from typing import NamedTuple

from odoo import fields
from odoo.tools import format_list

from ..access.day_text import day_text

DONE, TO_DO = "✓", "○"


class Step(NamedTuple):
    """One step: what it is called, whether it is done, and how far it is in words."""

    title: str
    is_done: bool
    text: str


def service_steps(company):
    """Return the :class:`Step` of each of the four steps, in their order.

    :param company: record of ``res.company``, read with the rights of a manager
    """
    return [_days(company), _levels(company), _plans(company), _rules(company)]


def steps_text(steps):
    """Return steps as lines of text, each with a mark."""
    return "\n".join(
        f"{DONE if step.is_done else TO_DO} {number}. {step.title}: {step.text}"
        for number, step in enumerate(steps, 1)
    )


def plans_of(company):
    """Return the maintenance plans of a company that are not archived."""
    return company.env["repair.maintenance.plan"].search([("company_id", "=", company.id)])


def rules_of(company):
    """Return the care rules of a company that are not archived."""
    return company.env["repair.care.rule"].search([("company_id", "=", company.id)])


def _days(company):
    env = company.env
    title = env._("Working days")
    if not company.resource_calendar_id:
        return Step(title, False, env._("The company has no working hours."))
    ahead = env["resource.calendar.leaves"].search(
        [
            ("resource_id", "=", False),
            ("calendar_id", "in", (False, company.resource_calendar_id.id)),
            ("company_id", "in", (False, company.id)),
            ("date_to", ">=", fields.Datetime.now()),
        ],
        order="date_from, id",
    )
    if not ahead:
        return Step(title, False, env._("No public holidays lie ahead. Bring them in."))
    text = env._(
        "%(count)s days off lie ahead, the next is %(name)s on %(day)s.",
        count=len(ahead),
        name=ahead[0].name or env._("a day off"),
        day=day_text(env, company._repair_day(ahead[0].date_from)),
    )
    if len(ahead) == 1:
        text = env._(
            "One day off lies ahead: %(name)s on %(day)s.",
            name=ahead.name or env._("a day off"),
            day=day_text(env, company._repair_day(ahead.date_from)),
        )
    return Step(title, True, text)


def _levels(company):
    env = company.env
    title = env._("Service levels")
    levels = env["repair.service.level"].search([("company_id", "in", (False, company.id))])
    names = format_list(env, levels.mapped("name")) or env._("No service level.")
    seen = company.repair_levels_seen_on
    if not seen:
        return Step(title, False, env._("%s: not looked at yet.", names))
    text = env._(
        "%(names)s: seen by %(user)s on %(day)s.",
        names=names,
        user=_name(company.repair_levels_seen_by_id),
        day=day_text(env, company._repair_day(seen)),
    )
    return Step(title, True, text)


def _plans(company):
    plans = plans_of(company)
    env = company.env
    running = plans.filtered("is_running")
    text = env._("%(count)s of %(all)s plans are on.", count=len(running), all=len(plans))
    return _switched(
        company, env._("Maintenance plans"), text, plans, bool(running), "date_previewed"
    )


def _rules(company):
    rules = rules_of(company)
    env = company.env
    running = rules.filtered("is_on")
    text = env._("%(count)s of %(all)s rules are on.", count=len(running), all=len(rules))
    return _switched(company, env._("Care rules"), text, rules, bool(running), "previewed_at")


def _switched(company, title, text, records, is_done, moment):
    """Return the step of records that are switched on once somebody has seen their preview."""
    env = company.env
    if not records:
        return Step(title, False, env._("There are none yet. Add one."))
    seen = records.filtered(moment).sorted(moment)[-1:]
    if not seen:
        return Step(title, is_done, env._("%s Nobody has seen the preview yet.", text))
    told = env._(
        "%(text)s Preview seen by %(user)s on %(day)s.",
        text=text,
        user=_name(seen.previewer_id),
        day=day_text(env, company._repair_day(seen[moment])),
    )
    return Step(title, is_done, told)


def _name(user):
    # sudo: the name of a colleague who may have left, nothing else of them.
    return user.sudo().name or user.env._("somebody")
