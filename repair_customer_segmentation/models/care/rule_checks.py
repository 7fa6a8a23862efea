"""What of a care rule cannot be meant, said with the field and what to do instead."""

from calendar import monthrange
from datetime import date

from odoo.exceptions import UserError, ValidationError

from ...desk.public_holidays import holiday_names, is_installed
from .care_day import domain_of

# A leap year: 29 February is a day, and kept on the 28th in others.
LEAP_YEAR = 2024
# Without what there is nobody to do an activity.
NEEDED_BY = {"user": "user_id", "leader": "team_id", "members": "team_id"}


def check_rule(rule, complete=False):
    """Refuse a rule that cannot work.

    :param bool complete: it is switched on, and needs all that it is to send
    :raise ValidationError: names the field and the mend
    """
    _check_hours(rule)
    if rule.occasion == "date":
        _check_date(rule)
    if rule.occasion == "holiday":
        _check_holiday(rule)
    _check_domain(rule)
    _check_template(rule)
    if complete or rule.is_on:
        _check_complete(rule)


def _check_hours(rule):
    if rule.hour_from >= rule.hour_to:
        raise ValidationError(
            rule.env._(
                "“From” is not before “To” in “%s”: no hour of the day would be left to contact "
                "anybody. Enter the hours like 09:00 to 18:00.",
                rule.name,
            )
        )


def _check_date(rule):
    if not rule.month or rule.day_of_month > monthrange(LEAP_YEAR, int(rule.month))[1]:
        raise ValidationError(
            rule.env._(
                "“Fixed date” of “%(rule)s”: %(month)s has no day %(day)s. Enter a day that the "
                "month has.",
                rule=rule.name,
                month=dict(rule._fields["month"]._description_selection(rule.env)).get(
                    rule.month, rule.env._("no month")
                ),
                day=rule.day_of_month,
            )
        )


def _check_holiday(rule):
    country = rule.holiday_country_id
    if not country or not rule.holiday_name:
        raise ValidationError(rule.env._("Choose the country and the holiday of “%s”.", rule.name))
    if not is_installed():
        # What is there is kept: it only finds no day.
        return
    try:
        names = holiday_names(country.code, date.today().year)
    except LookupError:
        raise ValidationError(
            rule.env._(
                "“Holiday of”: the holidays of %s are not known. Choose another country, or use "
                "the occasion “Fixed date”.",
                country.name,
            )
        ) from None
    if rule.holiday_name not in names:
        raise ValidationError(
            rule.env._(
                "“Holiday”: “%(name)s” is no holiday of %(country)s. Choose one of these: "
                "%(names)s.",
                name=rule.holiday_name,
                country=country.name,
                names=", ".join(names),
            )
        )


def _check_domain(rule):
    """Try the further conditions, with the rights of whoever wrote them."""
    try:
        domain = domain_of(rule)
        partners = rule.env["res.partner"].with_company(rule.company_id)
        with rule.env.cr.savepoint(flush=False):
            partners.search(domain, limit=1)
    except (UserError, ValueError, SyntaxError, TypeError, KeyError) as error:
        raise ValidationError(
            rule.env._(
                "“Further Conditions” of “%(rule)s” cannot be used: %(error)s. Build them anew "
                "with the editor.",
                rule=rule.name,
                error=str(error).rstrip("."),
            )
        ) from None


def _check_template(rule):
    if rule.template_id and rule.template_id.model != "res.partner":
        raise ValidationError(
            rule.env._(
                "“Email Template” of “%(rule)s”: “%(template)s” is written for another kind of "
                "record. Choose a template that applies to contacts.",
                rule=rule.name,
                template=rule.template_id.name,
            )
        )
    if rule.action == "sms" and "sms.sms" not in rule.env:
        raise ValidationError(
            rule.env._(
                "“Action” of “%s”: text messages need Odoo's app “SMS gateway”. Install it, or "
                "choose “Email” or “Activity”.",
                rule.name,
            )
        )


def _check_complete(rule):
    missing = {
        "email": (rule.template_id, "template_id"),
        "sms": (rule.sms_text, "sms_text"),
        "activity": (rule.activity_type_id, "activity_type_id"),
    }
    value, field = missing[rule.action]
    needed = NEEDED_BY.get(rule.assign_to)
    if rule.action == "activity" and value and needed and not rule[needed]:
        value, field = False, needed
    if not value:
        raise ValidationError(
            rule.env._(
                "“%(rule)s” has nothing to send. Fill in “%(field)s” first.",
                rule=rule.name,
                field=rule._fields[field]._description_string(rule.env),
            )
        )
    if rule.occasion == "holiday" and not is_installed():
        raise ValidationError(
            rule.env._(
                "“%s” needs the Python package “holidays”. Ask your administrator to install it: "
                "pip install holidays.",
                rule.name,
            )
        )
