# ruff: noqa: RUF001 - Chinese has punctuation of its own
"""Numbers as people write them."""

import re
from decimal import Decimal

# 1,234.5 or 1234.5: so in English and in Chinese.
PLAIN = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
# 2万, 1.5万, 二十, 两百, 一万两千: with units, or in characters alone.
CHINESE_NUMBER = rf"(?:{PLAIN})[十百千万亿]*|[零〇一二两三四五六七八九十百千万亿]+"
# Decimals by a comma, thousands by a point: another country's number, read as none of ours.
FOREIGN = re.compile(r"\d(?:\.\d{3})*,(?!\d{3}(?!\d))\d|\d(?:\.\d{3}){2}|\d\.\d{3},\d")
DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
SMALL_UNITS = {"十": 10, "百": 100, "千": 1_000}
LARGE_UNITS = {"亿": 10**8, "万": 10**4}
UNITS = SMALL_UNITS | LARGE_UNITS
# No number that anybody compares with is longer.
LONGEST_NUMERAL = 30


def number_of(text):
    """Return the number that a text writes; ``None`` where it does not say one exactly."""
    digits = text.rstrip("".join(UNITS))
    if not digits or digits[-1] in DIGITS:
        value = _of_characters(text)
        return None if value is None else Decimal(value)
    value = Decimal(digits.replace(",", ""))
    if digits == text:
        return value
    for unit in text[len(digits) :]:
        value *= UNITS[unit]
    # 1.555万 has no decimals.
    return value.normalize()


def _of_characters(text):
    """Return what characters alone write: 一百零五, 二〇; not 一百五, which is 150 to some."""
    if len(text) > LONGEST_NUMERAL:
        return None
    if len(text) > 1 and set(text) <= set(DIGITS) - {"两"}:
        return int("".join(str(DIGITS[character]) for character in text))
    for unit, size in LARGE_UNITS.items():
        before, found, after = text.partition(unit)
        if found:
            high, low = _of_characters(before), _of_characters(after) if after else 0
            # 一万二 is 12,000 to some: what follows begins at once only with thousands.
            fits = low is not None and (not after or after[0] in "零〇" or low >= size // 10)
            return high * size + low if high and fits and low < size else None
    return _below_ten_thousand(text)


def _below_ten_thousand(text):
    total, last, rest = 0, 10_000, text
    while rest:
        gap = rest[0] in "零〇" and len(text) > 1
        rest = rest[1:] if gap else rest
        if len(rest) > 1 and rest[1] in SMALL_UNITS:
            digit, unit, rest = DIGITS.get(rest[0]), SMALL_UNITS[rest[1]], rest[2:]
        elif rest[:1] == "十" and not total:
            digit, unit, rest = 1, 10, rest[1:]
        else:
            digit, unit, rest = DIGITS.get(rest[:1]), 1, rest[1:]
        skips = unit * 10 < last
        if digit is None or unit >= last or (digit == 0 and text not in "零〇"):
            return None
        if total and skips != gap:
            return None
        total, last = total + digit * unit, unit
    return total if text else None
