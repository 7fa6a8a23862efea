"""Days as people and programs write them into ledgers, and as workbooks keep them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

# A day in words or without separators, maybe with a time.
WRITTEN_DAY = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?\s*|(\d{4})(\d\d)(\d\d)(?!\d)|"
    r"(\d{4})-(\d\d)-(\d\d)T"
)
WRITTEN_TIME = re.compile(r"(\d{1,2})[:时時](\d{1,2})(?:[:分](\d{1,2})?)?[秒.\d]*")
HALF = re.compile(r"\s*(上午|下午|am|pm)\s*", re.IGNORECASE)
# The number of a day in a workbook: of one from 1954 to 2119.
SERIAL = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
SERIAL_START = datetime(1899, 12, 30)
# What stands after a time: Z, +08:00, GMT+8.
ZONE = re.compile(
    r"\s*(?:Z|UTC|GMT|(?:UTC|GMT)\s*([+-]\d{1,2})|([+-]\d{2}):?([0-5]\d)?)$", re.IGNORECASE
)


def zone_of(text):
    """Return a text without the time zone at its end, and the zone; ``None`` without one."""
    text = text.replace("\u2212", "-")
    found = ZONE.search(text)
    if not found or ":" not in text[: found.start()]:
        return text, None
    hours = int(found[1] or found[2] or 0)
    minutes = int(found[3] or 0)
    offset = timedelta(hours=hours, minutes=-minutes if found[0].strip()[0] == "-" else minutes)
    if abs(offset) > timedelta(hours=14):
        return text, None
    return text[: found.start()], timezone(offset) if offset else UTC


def serial_moment(text):
    """Return the moment that a number of a workbook means; ``None`` for another text."""
    serial = SERIAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not serial:
        return None
    seconds = round(float(f"0.{serial[2] or 0}") * 86400)
    return SERIAL_START + timedelta(days=int(serial[1]), seconds=seconds)


def written_moment(text, is_workbook):
    """Return the moment of a day that is written in another way than by separators.

    :param str text: what stands in a cell
    :param bool is_workbook: whether a number is a day, as workbooks keep it
    :return: a naive moment; ``None`` for another text
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if is_workbook and (serial := serial_moment(text)):
        return serial
    day = WRITTEN_DAY.match(text)
    if not day:
        return None
    numbers = [int(number) for number in day.groups() if number]
    rest = text[day.end() :].strip()
    half = HALF.search(rest)
    time = WRITTEN_TIME.fullmatch(HALF.sub("", rest))
    if rest and not time:
        return None
    clock = [int(part or 0) for part in time.groups()] if time else []
    if half and clock[0] <= 12:
        clock[0] = clock[0] % 12 + (12 if half[1].lower() in ("pm", "下午") else 0)
    try:
        return datetime(*numbers, *clock)
    except ValueError:
        return None
