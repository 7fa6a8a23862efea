"""Days as people write them into ledgers, and as workbooks keep them."""

import re
import unicodedata
from datetime import datetime, timedelta

# A day in words or without separators, maybe with a time.
WRITTEN_DAY = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?\s*|(\d{4})(\d\d)(\d\d)(?!\d)|"
    r"(\d{4})-(\d\d)-(\d\d)T"
)
WRITTEN_TIME = re.compile(r"(\d{1,2})[:时時](\d{1,2})(?:[:分](\d{1,2})?)?[秒.\d]*")
HALF = re.compile(r"\s*(上午|下午|am|pm)\s*", re.IGNORECASE)
# The number of a day in a workbook: of one from 1954 to 2119.
SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
SERIAL_START = datetime(1899, 12, 30)


def written_moment(text, is_workbook):
    """Return the moment of a day that is written in another way than by separators.

    :param str text: what stands in a cell
    :param bool is_workbook: whether a number may be the day of a workbook
    :return: a naive moment; ``None`` for another text
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if is_workbook and (serial := SERIAL.fullmatch(text)):
        seconds = round(float(serial[2] or 0) * 86400)
        return SERIAL_START + timedelta(days=int(serial[1]), seconds=seconds)
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
