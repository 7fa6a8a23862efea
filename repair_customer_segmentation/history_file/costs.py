"""What a repair cost, as a ledger says it: money for its parts, and the hours worked on it.

Nothing is an answer: a repair without parts cost 0 for parts. A dash is none: nobody knows.
"""

import re
from decimal import Decimal

from .values import amount_of, plain

# The most that a case can have been worked on: a year.
MOST_WORKED = Decimal(8760)
MINUTES = Decimal(60)
UNKNOWN_COST = {"-", "--", "—", "/", "?", "n/a", "未知", "不详", "unknown"}
NO_WORK = {"无", "没有", "none"}
NUMBER = re.compile(r"[\d.,]*\d[\d.,]*")
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?")
HALF_HOUR = re.compile(r"(\d*)\s*个?(?:半\s*个?\s*(?:小时|小時|钟头)|(?:小时|小時|钟头)半)")
HOURS_UNIT = r"(?:个?(?:小时|小時|钟头|工时)|时|時|hours?|hrs?\.?|h|std\.?)"
MINUTES_UNIT = r"(?:分钟|分鐘|分|minutes?|mins?\.?|m|')"
WITH_UNITS = re.compile(
    rf"(?:([\d.,]+)\s*{HOURS_UNIT})?\s*(?:(\d+)\s*{MINUTES_UNIT}?)?", re.IGNORECASE
)
MINUTES_ALONE = re.compile(rf"([\d.,]+)\s*{MINUTES_UNIT}", re.IGNORECASE)
# In a heading such as “工时(分钟)”, and in one such as “工时(元)”.
HEADING_MINUTES = re.compile(r"分钟|分鐘|[(\[【]\s*分\s*[)\]】]|\bmin(?:ute)?s?\b", re.IGNORECASE)
HEADING_MONEY = re.compile(r"[元圆¥$€£]|\b(?:rmb|cny|usd|eur|gbp|chf)\b", re.IGNORECASE)


def is_cost_unknown(text):
    """Return whether a cell says that nobody knows what a repair cost."""
    return plain(text).casefold() in UNKNOWN_COST


def are_minutes(heading):
    """Return whether a heading says that the numbers below it are minutes."""
    return bool(HEADING_MINUTES.search(plain(heading)))


def are_money(heading):
    """Return whether a heading says that the numbers below it are money."""
    return bool(HEADING_MONEY.search(plain(heading)))


def hours_of(text, mark, is_in_minutes=False):
    """Return the hours that a cell says; ``None`` where it is no number of hours.

    :param str mark: the sign before the decimals, ``.`` or ``,``
    :param bool is_in_minutes: whether a number without a unit is one of minutes
    """
    text = plain(text).replace("\u2212", "-")
    if text.casefold() in NO_WORK:
        return Decimal(0)
    if text.startswith("-"):
        hours = hours_of(text[1:], mark, is_in_minutes) if text[1:2].isdigit() else None
        return None if hours is None else -hours
    text = HALF_HOUR.sub(lambda found: f"{found[1] or 0}小时30分", text)
    if clock := CLOCK.fullmatch(text):
        return Decimal(clock[1]) + Decimal(clock[2]) / MINUTES
    if minutes := MINUTES_ALONE.fullmatch(text):
        return _in_hours(_number(minutes[1], mark))
    parted = WITH_UNITS.fullmatch(text)
    if parted and parted[1]:
        hours = _number(parted[1], mark)
        return None if hours is None else hours + Decimal(parted[2] or 0) / MINUTES
    number = _number(text, mark)
    return _in_hours(number) if is_in_minutes else number


def _number(text, mark):
    return amount_of(text, mark) if NUMBER.fullmatch(text) else None


def _in_hours(minutes):
    return None if minutes is None else minutes / MINUTES
