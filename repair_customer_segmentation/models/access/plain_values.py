"""Reads numbers and days as integrations pass them, and says what is wrong with others."""

from odoo import fields
from odoo.exceptions import UserError

from ...fields import DAYS


def number_of(env, label, value):
    """Return a value of a filter as a number.

    :param str label: what is compared with it, for the message
    :raise UserError: when it is none
    """
    try:
        number = float(value)
        return int(number) if number == int(number) else number
    except (TypeError, ValueError, OverflowError):
        raise UserError(
            env._(
                "“%(field)s” is compared with a number, but “%(value)s” is not a number.",
                field=label,
                value=value,
            )
        ) from None


def moment_of(env, label, value):
    """Return a value as a moment that calendars can count with; nothing for nothing.

    :param str label: what the moment is for, for the message
    :raise UserError: when it is none, or out of all calendars
    """
    try:
        moment = fields.Datetime.to_datetime(value)
    except (TypeError, ValueError):
        moment = None
    day_of(env, label, moment.date() if moment else value)
    return moment


def day_of(env, label, value):
    """Return a value as a day that calendars can count with; nothing for nothing.

    :param str label: what the day is for, for the message
    :raise UserError: when it is none, or out of all calendars
    """
    try:
        day = fields.Date.to_date(value)
    except (TypeError, ValueError):
        day = False
    if value and not (day and DAYS[0] <= day <= DAYS[1]):
        raise UserError(
            env._(
                "“%(field)s”: “%(value)s” is not a date from %(lowest)s to %(highest)s. Enter "
                "it like 2026-12-31.",
                field=label,
                value=value,
                lowest=fields.Date.to_string(DAYS[0]),
                highest=fields.Date.to_string(DAYS[1]),
            )
        )
    return day
