"""Tells in which encoding the bytes of a text file are."""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Character of two bytes in GB18030, by its second one.
PAIR = re.compile(rb"[\x81-\xfe](?:([\x80-\xfe])|([\x40-\x7e]))")
# What these name, GB18030 reads as well, and the rarer characters besides.
SUBSETS = {"gb2312", "gbk", "cp936", "x-gbk", "gb_2312-80", "euc_cn", "euc-cn", "hz"}


def encoding_of(data, chinese=False):
    """Return the encoding of a text, or ``None`` where it is none of these.

    A mark at the beginning says it; what is UTF-8 throughout is UTF-8; other texts are Chinese
    ones, as spreadsheet programs write them, or of the West: there one letter has an accent,
    and plain ones follow.

    :param bytes data: the whole file
    :param bool chinese: whether the reader is, for texts too short to tell
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    wide = _wide(data)
    if wide:
        return wide
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or chinese or _is_chinese(data):
            return encoding
    return None


def _wide(data):
    """Return UTF-16 where zeros stand beside what is plain, such as separators and digits."""
    if len(data) % 2 or b"\0" not in data:
        return None
    first, second = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if second > first else "utf-16-be"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _is_chinese(data):
    pairs = PAIR.findall(data)
    return 2 * sum(1 for high, _plain in pairs if high) >= len(pairs)
