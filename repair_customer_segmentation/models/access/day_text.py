"""Days as the sentences of a screen write them: in words, as Odoo's own dates beside them are."""

import pytz
from babel.dates import format_skeleton

from odoo.tools import babel_locale_parse, format_date, format_time, get_lang


def day_text(env, day):
    """Return a day in the language of ``env``, such as “June 8, 2026” or “2026年6月8日”.

    :param day: a date, or a naive moment, whose day is that of the user's time zone
    """
    return format_date(env, day, date_format="long")


def short_day_text(env, day):
    """Return a day for a narrow column, such as “Jun 8, 2026”; see :func:`day_text`."""
    return format_date(env, day, date_format="medium")


def time_text(env, moment):
    """Return the time of a naive moment in the user's time zone, such as “2:30 PM”."""
    return format_time(env, moment, tz=env.context.get("tz") or False, time_format="short")


def month_text(env, day):
    """Return the month of a day in the language of ``env``, such as “Jun 2026” or “2026年6月”."""
    locale = babel_locale_parse(get_lang(env).code)
    return format_skeleton("yMMM", day, locale=locale)


def moment_text(env, moment, tz):
    """Return a naive moment in the zone ``tz``, such as “Jun 8, 2:30 PM” or “6月8日 14:30”."""
    local = pytz.utc.localize(moment).astimezone(pytz.timezone(tz))
    locale = babel_locale_parse(get_lang(env).code)
    day = format_skeleton("MMMd", local, locale=locale)
    time = format_time(env, moment, tz=tz, time_format="short")
    return str(locale.datetime_formats["medium"]).format(time, day)
