"""Days as the sentences of a screen write them: in words, as Odoo's own dates beside them are."""

from odoo.tools import format_date


def day_text(env, day):
    """Return a day in the language of ``env``, such as “June 8, 2026” or “2026年6月8日”.

    :param day: a date, or a naive moment, whose day is that of the user's time zone
    """
    return format_date(env, day, date_format="long")
