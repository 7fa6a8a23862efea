"""Reads text that is written in another character set than it says.

Mail programs name the set that was meant once, and write the larger one that took its place:
"gb2312" is GBK or GB 18030 today, "big5" the table of Windows or of Hong Kong. Python takes
them at their word, and refuses names that it does not know.
"""

import codecs
import re

# Name -> the sets that are in use under it, the likelier first.
_FAMILIES = {
    "gb gb2312 gb231280 gb23121980 csgb2312 csgb231280 csiso58gb231280 isoir58 gbk cp936 ms936": (
        "gb18030",
    ),
    "windows936 936 euccn gb18030 gb180302000 gb180302005 chinese simplifiedchinese": ("gb18030",),
    "big5 csbig5 big5eten big5tw cp950 ms950 windows950 950 cnbig5": ("cp950", "big5hkscs"),
    "big5hkscs big5hk hkscs cp951": ("big5hkscs", "cp950"),
    "euckr ksc5601 ksc56011987 ksc56011989 ksx1001 cp949 ms949 uhc windows949": ("cp949",),
    "shiftjis sjis csshiftjis mskanji cp932 ms932 windows31j": ("cp932", "shift_jis_2004"),
}
_CODECS = {label: names for labels, names in _FAMILIES.items() for label in labels.split()}
# What 8-bit text of an unknown set may be. All else is some table of one byte a letter.
_GUESSES = ("utf-8", "gb18030")
# Up to this part of the letters may be damaged in a text that is in the set it says.
_DAMAGED = 0.1
_ERRORS = "repair_customer_segmentation.euro"


def _euro(error):
    """Read the byte with which Windows writes the euro sign in GBK; the standard has none."""
    if error.object[error.start : error.start + 1] == b"\x80":
        return "€", error.start + 1
    raise error


codecs.register_error(_ERRORS, _euro)


def read(raw, label=None, hint=None):
    """Return the text of some bytes.

    :param bytes raw: the text as it came
    :param str label: the character set that it says; unknown ones and ``None`` are guessed
    :param str hint: the character set of what stands beside it, for text that says none
    """
    declared = _codecs_of(label)
    for name in declared or _guesses(raw, hint):
        text = _decoded(raw, name)
        if text is not None:
            return text
    if declared:
        text = raw.decode(declared[0], "replace")
        foreign = sum(not letter.isascii() for letter in text)
        if text.count("\ufffd") <= _DAMAGED * foreign:
            return text
        return next(filter(None, (_decoded(raw, name) for name in _GUESSES)), text)
    return raw.decode("latin-1")


def _guesses(raw, hint):
    """Return what text that says no character set may be written in, the likelier first.

    Two letters of GBK may be valid UTF-8 by chance, but then as letters of Europe alone.
    """
    text = _decoded(raw, "utf-8") or ""
    if any(letter > "\u07ff" for letter in text):
        return ("utf-8",)
    return (*_codecs_of(hint), *_GUESSES)


def is_read_right(raw, label):
    """Return whether Python reads these bytes right, and writes them back as they are."""
    if not raw.isascii() and _codecs_of(label) and _codecs_of(label)[0] != _python_name(label):
        return False
    try:
        return raw.decode(label).encode(label) == raw
    except (LookupError, ValueError):
        return False


def _codecs_of(label):
    """Return the names of the codecs that text with a label may be written in."""
    key = re.sub(r"[^a-z0-9]", "", (label or "").lower())
    names = _CODECS.get(key) or _CODECS.get(key.lstrip("x"))
    if names:
        return names
    for spelling in (label, key, key.lstrip("x"), re.sub(r"^(windows|ibm)", "cp", key)):
        name = spelling and _python_name(spelling)
        if name == "ascii":
            return ()
        if name:
            return (name,)
    return ()


def _python_name(label):
    try:
        name = codecs.lookup(label).name
        # What turns bytes into bytes is no character set.
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _decoded(raw, name):
    try:
        return raw.decode(name, _ERRORS)
    except ValueError:
        return None
