"""Puts the headers of a mail into a form that Python reads as it was meant.

Words are read in the character set in which they are written (see ``charsets``), pieces of a
word that was cut between two letters are put together, and letters that came without any
encoding are read. What is written back is plain ASCII in UTF-8, so that the structure of
addresses stays: a comma in a name separates nobody.
"""

import base64
import binascii
import contextlib
import quopri
import re
from email.errors import MessageError
from email.message import Message
from urllib.parse import quote

from odoo.tools.mail import email_split

from . import charsets

# Headers of parts that have parameters, such as names of files.
WITH_PARAMETERS = ("content-type", "content-disposition")
ADDRESSES = ("from", "sender", "reply-to", "to", "cc", "bcc", "resent-to", "resent-cc")
# What reading a header of nonsense raises in the standard library.
UNREADABLE = (
    MessageError, AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError,
)  # fmt: skip

_WORD = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*", re.DOTALL)
_PHRASE = re.compile(r"[^\s<>\"(),:;@]+(?:[ \t]+[^\s<>\"(),:;@]+)*")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_ADDRESS = re.compile(r"[^\s<>\"(),:;\[\]@]+@[^\s<>\"(),:;\[\]@]+")


def mend_headers(part, hint=None):
    """Mend the headers of a part of a mail, in place.

    :param EmailMessage part: the mail or a part of it
    :param str hint: the character set of its text, for headers that say none
    """
    old = [(name, str(value)) for name, value in part.raw_items()]
    new = [(name, mended(name, value, hint)) for name, value in old]
    if new != old:
        for name in {name.lower() for name, _value in old}:
            del part[name]
        for name, value in new:
            part.set_raw(name, value)
    for name in {name.lower() for name, _value in new}:
        _make_readable(part, name)


def mended(name, value, hint=None):
    """Return the value of a header as it is to be read."""
    name = name.lower()
    value = _CONTROLS.sub(" ", re.sub(r"\r?\n(?=[ \t])", "", value)).strip()
    try:
        value.encode()
    except UnicodeEncodeError:
        # What came as it is, the parser kept as surrogates.
        raw = value.encode("ascii", "surrogateescape")
        value = charsets.read(raw, hint=hint)
    if value.isascii() and "=?" not in value and "*" not in value:
        return value
    if name in WITH_PARAMETERS:
        return _joined(*_parameters(value, hint))
    if name == "subject":
        text = words(value, hint)
        return value if text.isascii() and "=?" not in value else _encoded(text)
    value = _WORDS.sub(lambda match: _encoded(_read_words(match[0], hint)), value)
    return _PHRASE.sub(
        lambda match: match[0] if match[0].isascii() else _encoded(words(match[0], hint)), value
    )


def words(value, hint=None):
    """Return a header's value with its encoded words read."""
    return _WORDS.sub(lambda match: _read_words(match[0], hint), value)


def set_parameters(part, main, **parameters):
    """Replace the type of a part, and parameters of it, in place; others stay.

    :param str main: the type; an empty one stays
    """
    old_main, old = _parameters(part.get("Content-Type", "text/plain"))
    del part["Content-Type"]
    part.set_raw("Content-Type", _joined(main or old_main, {**old, **parameters}))


def _read_words(run, hint):
    """Return the text of encoded words that follow each other."""
    pieces = []
    for charset, encoding, payload in _WORD.findall(run):
        # A language may follow (RFC 2231).
        charset = charset.split("*")[0].lower()
        raw = _word_bytes(encoding, payload)
        if raw is None:
            return run
        if pieces and pieces[-1][0] == charset:
            pieces[-1][1] += raw
        else:
            pieces.append([charset, raw])
    text = "".join(charsets.read(raw, charset, hint) for charset, raw in pieces)
    return _CONTROLS.sub(" ", text)


def _word_bytes(encoding, payload):
    payload = payload.encode("ascii", "replace")
    if encoding in "qQ":
        return quopri.decodestring(payload, header=True)
    payload = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    try:
        # One letter too many tells nothing.
        return base64.b64decode(payload[: -1 if len(payload) % 4 == 1 else None] + b"==")
    except binascii.Error:
        return None


def _encoded(text):
    """Return text as one encoded word in UTF-8."""
    raw = text.encode("utf-8", "replace")
    return f"=?utf-8?B?{base64.b64encode(raw).decode()}?=" if raw else ""


def _parameters(value, hint=None):
    """Return the main value of a header and name -> value of its parameters, all read."""
    probe = Message()
    probe["X"] = str(value)
    try:
        (main, _nothing), *pairs = probe.get_params([("", "")], header="X")
    except UNREADABLE:
        return str(value).split(";")[0].strip(), {}
    found = {}
    for name, text in pairs:
        if isinstance(text, tuple):
            charset, _language, text = text
            # What came without any encoding is read already.
            with contextlib.suppress(UnicodeEncodeError):
                text = charsets.read(text.encode("latin-1"), charset, hint)
        found.setdefault(name.lower(), _CONTROLS.sub(" ", words(text, hint)))
    return main, found


def _joined(main, parameters):
    pieces = [main]
    for name, text in parameters.items():
        if text.isascii():
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            pieces.append(f'{name}="{escaped}"')
        else:
            pieces.append(f"{name}*=utf-8''{quote(text, safe='', errors='replace')}")
    return "; ".join(pieces)


def _make_readable(part, name):
    """Keep of a header that cannot be read what can; one bad header shall lose no mail."""
    try:
        text = ", ".join(str(value) for value in part.get_all(name, []))
    except UNREADABLE:
        text = ""
    if text and (name not in ADDRESSES or email_split(text)):
        return
    raw = " ".join(str(value) for key, value in part.raw_items() if key.lower() == name)
    addresses = _ADDRESS.findall(raw) if name in ADDRESSES else ()
    if addresses or (raw and not text):
        del part[name]
    if addresses:
        part.set_raw(name, ", ".join(addresses))
