"""What stands in the cells of a ledger: days, amounts, phone numbers, yes and no."""

import re
import unicodedata
from collections import Counter
from datetime import datetime
from decimal import Decimal

from .written_days import WRITTEN_TIME, written_moment, zone_of

DAY_ORDERS = ("dmy", "mdy", "ymd")
PARTED_DAY = re.compile(r"(\d{1,4})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{1,4})(?:[T\s]+(.*))?")
NAMED_DAY = re.compile(
    r"(?:(\d{1,2})\.?[\s-]*([a-z]{3,9})\.?|([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?)[\s,-]+"
    r"(\d{4})(?:\s+(.*))?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HALF_DAY = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s*(am|pm|上午|下午)", re.IGNORECASE)

AMOUNT = re.compile(r"[-+]?[\d.,]*\d[\d.,]*")
MONEY_WORDS = re.compile(
    r"[\s'\u2019]|rmb|cny|usd|us|eur|chf|gbp|hkd|twd|nt|jpy|cad|aud|fr\.?|kr\.?|元|圆|块|整|[$€£¥₩₹]",
    re.IGNORECASE,
)
NO_MONEY = {"-", "--", "—", "/", "无", "免费", "free", "none", "n/a"}
MOST_AMOUNT = Decimal(10) ** 12

YES = {"1", "yes", "y", "true", "x", "✓", "✔", "√", "是", "有", "对", "ja", "返修"}
# A number that a spreadsheet has shortened; its last digits are lost.
SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)


def plain(text):
    """Return a text in half-width letters and digits, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def day_order(cells, default):
    """Return in which order days stand, and whether the cells say so.

    :param cells: texts of the columns with days
    :param str default: ``dmy`` or ``mdy``, where every day could be a month
    """
    seen = Counter()
    for cell in cells:
        found = PARTED_DAY.match(plain(cell))
        if not found or len(found[1]) > 2:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            seen["dmy"] += 1
        elif second > 12 >= first:
            seen["mdy"] += 1
        else:
            seen["pointed" if "." in cell else "either"] += 1
    if not seen:
        return "ymd", True
    if seen["dmy"] or seen["mdy"]:
        return ("dmy" if seen["dmy"] >= seen["mdy"] else "mdy"), True
    if seen["pointed"] and not seen["either"]:
        return "dmy", True
    return default, False


def moment_of(text, order, is_serial=False):
    """Return the moment that a cell says, and whether it says a time; ``None`` for no day.

    A moment is naive, unless its cell says the time zone.

    :param str order: one of :data:`DAY_ORDERS`, for days that do not begin with the year
    :param bool is_serial: whether a number is a day, as workbooks keep it
    """
    text, zone = zone_of(plain(text))
    found = _naive_moment(text, order, is_serial)
    if not zone:
        return found
    return (found[0].replace(tzinfo=zone), True) if found and found[1] else None


def _naive_moment(text, order, is_serial):
    written = written_moment(text, is_serial)
    if written:
        return written, bool(WRITTEN_TIME.search(text)) or bool(written.hour or written.minute)
    found = PARTED_DAY.fullmatch(text)
    if found:
        first, second, third, rest = found.groups()
        if len(first) > 2:
            parts = first, second, third
        elif order == "mdy":
            parts = third, first, second
        else:
            parts = third, second, first
        return _moment(*map(int, parts), rest)
    named = NAMED_DAY.fullmatch(text.lower())
    if named:
        day, month = named[1] or named[4], (named[2] or named[3])[:3]
        if month in MONTHS:
            return _moment(int(named[5]), MONTHS.index(month) + 1, int(day), named[6])
    return None


def _moment(year, month, day, rest):
    if year < 100:
        year += 2000
    clock = ()
    if rest:
        rest = rest.strip()
        half = HALF_DAY.fullmatch(rest)
        time = WRITTEN_TIME.fullmatch(half[1] if half else rest)
        if not time:
            return None
        clock = [int(part or 0) for part in time.groups()]
        if half:
            clock[0] = clock[0] % 12 + (12 if half[2].lower() in ("pm", "下午") else 0)
    try:
        return datetime(year, month, day, *clock), bool(clock)
    except ValueError:
        return None


def decimal_mark(cells, default):
    """Return the sign before the decimals, and whether the cells say so.

    :param cells: texts of the column with amounts
    :param str default: ``.`` or ``,``, where each number could mean two things
    """
    seen = Counter()
    for cell in cells:
        number = re.sub(r"[^\d.,]", "", plain(cell))
        marks = [char for char in number if char in ".,"]
        if not marks:
            continue
        last = marks[-1]
        other = "," if last == "." else "."
        if other in marks:
            seen[last] += 1
        elif len(marks) > 1:
            seen[other] += 1
        elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number):
            seen["either"] += 1
        else:
            seen[last] += 1
    if seen["."] or seen[","]:
        return ("." if seen["."] >= seen[","] else ","), True
    return default, not seen["either"]


def amount_of(text, mark):
    """Return the amount that a cell says, ``None`` where it is no number.

    :param str mark: the sign before the decimals, ``.`` or ``,``
    """
    text = plain(text)
    if text.lower() in NO_MONEY:
        return Decimal(0)
    in_brackets = text.startswith("(") and text.endswith(")")
    number = MONEY_WORDS.sub("", text.strip("()")).replace("\u2212", "-")
    number = number.rstrip("-") if not number.endswith("--") else number
    if not AMOUNT.fullmatch(number):
        return None
    whole, point, decimals = number.partition(mark)
    group = "," if mark == "." else "."
    if group in whole and not re.fullmatch(rf"[-+]?\d{{1,3}}(\{group}\d{{3}})+", whole):
        return None
    if point and not decimals.isdigit() and decimals:
        return None
    value = Decimal(f"{whole.replace(group, '') or 0}.{decimals or 0}")
    value = -value if in_brackets or text.endswith("-") else value
    return value if abs(value) < MOST_AMOUNT else None


def phone_of(text):
    """Return a phone number as it is kept; empty where a spreadsheet has shortened it."""
    text = plain(text)
    return "" if SHORTENED.fullmatch(text) or not re.search(r"\d{3}", text) else text


def is_yes(text):
    """Return whether a cell says yes."""
    return plain(text).casefold() in YES
