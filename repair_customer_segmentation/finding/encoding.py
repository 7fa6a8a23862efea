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

# So much of a text must be usual to be taken for a Chinese one, whoever reads it.
USUAL = 0.9
# As many letters of a text tell.
MOST_CHARACTERS = 20_000


def encoding_of(data, lang=""):
    """Return the encoding of a text, or ``None`` where it is none of these.

    A mark at the beginning says it; what is UTF-8 throughout is UTF-8; other texts are Chinese
    ones, as spreadsheet programs write them, or of the West: there one letter has an accent,
    and plain ones follow.

    :param bytes data: the whole file
    :param str lang: of the reader, such as zh_TW, for texts too short to tell
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    wide = _wide(data)
    if wide:
        return wide
    if _decoded(data, "utf-8") is not None:
        return "utf-8"
    chinese = lang.startswith("zh")
    simplified, traditional = (_decoded(data, name) for name in ("gb18030", "big5hkscs"))
    usual = {
        "gb18030": _usual(simplified, "gb2312", b"\xd8"),
        "big5hkscs": _usual(traditional, "big5", b"\xc9"),
    }
    more = usual["big5hkscs"] - usual["gb18030"]
    # Where the same bytes are usual in both, the reader says it.
    taiwan = more > 0 or (more == 0 < usual["big5hkscs"] and lang in ("zh_TW", "zh_HK"))
    if taiwan and (chinese or (usual["big5hkscs"] > USUAL and _is_chinese(data, 4))):
        return "big5hkscs"
    if simplified is not None and (chinese or _is_chinese(data)):
        return "gb18030"
    return None


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usual(text, encoding, rare):
    """Return the share of the characters that are usual in texts of an encoding.

    Both standards have the usual characters in front, the rare ones behind.
    """
    wide = [char for char in (text or "")[:MOST_CHARACTERS] if not char.isascii()]
    found = 0
    for char in wide:
        try:
            found += char.encode(encoding) < rare
        except UnicodeEncodeError:
            continue
    return found / len(wide) if wide else 0


def _wide(data):
    """Return which UTF-16 it is where plain characters are followed by zero bytes."""
    if len(data) % 2 or b"\0" not in data:
        return None
    first, second = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if second > first else "utf-16-be"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _is_chinese(data, most=2):
    """Return whether one of so many characters, at least, has a second byte that no letter has."""
    pairs = PAIR.findall(data)
    return most * sum(1 for high, _plain in pairs if high) >= len(pairs)
