"""Mends a mail before it is parsed: what mail programs write, and the standard library misreads.

The mail is changed in place, and only where reading it as it is would lose something.
"""

import base64
import hashlib
import mimetypes
import re
from urllib.parse import unquote

from odoo.tools.mail import email_split

from . import charsets
from .headers import UNREADABLE, mend_headers, set_parameters

# Kinds of content that the standard library knows how to read.
_KINDS = ("text", "multipart", "message", "image", "audio", "video", "application")
# What mail servers allow (RFC 5321 and 5322); longer ones are nonsense that no index holds.
_LONGEST_ADDRESS = 320
_LONGEST_ID = 998
_META = re.compile(rb"(?i)<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)")
_CID = re.compile(r"""(?i)(\bsrc\s*=\s*["']?)cid:([^"'\s>]+)""")


def mend(message):
    """Mend a mail, in place.

    :param EmailMessage message: as it came from the mail server
    """
    hint = _declared_charset(message)
    # Parts may become others on the way.
    for number, part in enumerate(list(message.walk())):
        mend_headers(part, hint)
        _mend_kind(part)
        _name_picture(part, number)
        if part.get_content_maintype() == "text":
            _mend_text(part, hint)
    _mend_sender(message)
    if not 0 < len(_text(message, "Message-Id").strip()) <= _LONGEST_ID:
        _name_mail(message)


def _declared_charset(message):
    """Return the first character set that a part of a mail says it is written in."""
    for part in message.walk():
        for name, value in part.raw_items():
            if name.lower() == "content-type":
                found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", str(value), re.IGNORECASE)
                if found and found[1].lower() not in ("us-ascii", "ascii"):
                    return found[1]
    return None


def _mend_kind(part):
    """Have parts of a kind that nobody reads, or that are no containers, kept as they are."""
    kind = part.get_content_maintype()
    if kind == "multipart" and not part.is_multipart():
        if part.get_content_type() == "multipart/report":
            # Without its parts, too, it is what a machine reports.
            part.set_raw("Auto-Submitted", "auto-generated")
        set_parameters(part, "text/plain")
    elif kind not in _KINDS:
        set_parameters(part, "application/octet-stream")


def _name_picture(part, number):
    """Give a picture that the text shows a name, by which it is kept as one of the text."""
    if part.get_content_maintype() in ("text", "multipart", "message"):
        return
    if part.get("Content-ID") and not part.get_filename():
        extension = mimetypes.guess_extension(part.get_content_type()) or ""
        disposition = (part.get("Content-Disposition") or "inline").split(";")[0]
        del part["Content-Disposition"]
        part.set_raw("Content-Disposition", f'{disposition}; filename="image{number}{extension}"')


def _mend_text(part, hint):
    """Rewrite a text in UTF-8 that would be misread; files stay the bytes that they are."""
    raw = part.get_payload(decode=True) or b""
    label = part.get_param("charset")
    label = label if isinstance(label, str) else None
    if part.get_filename() or part.get_content_disposition() == "attachment":
        if not charsets.is_read_right(raw, label or "utf-8"):
            set_parameters(part, "application/octet-stream")
        return
    is_html = part.get_content_type() == "text/html"
    if is_html and not label and (meta := _META.search(raw)):
        hint = meta[1].decode()
    text = charsets.read(raw, label, hint).replace("\0", "")
    if is_html:
        text = _CID.sub(lambda match: f"{match[1]}cid:{unquote(match[2])}", text)
    label = (label or "us-ascii").lower()
    if text.encode("utf-8", "replace") == raw and (
        label == "utf-8" or (raw.isascii() and charsets.is_read_right(raw, label))
    ):
        return
    set_parameters(part, "", charset="utf-8")
    del part["Content-Transfer-Encoding"]
    part.set_raw("Content-Transfer-Encoding", "base64")
    part.set_payload(base64.encodebytes(text.encode("utf-8", "replace")).decode())


def _mend_sender(message):
    """Take a mail without a legible sender for one of who sent it off or wants the answer."""
    for name in ("From", "Sender", "Reply-To", "Return-Path"):
        addresses = email_split(_text(message, name))
        if addresses and len(addresses[0]) <= _LONGEST_ADDRESS:
            if name != "From":
                del message["From"]
                message.set_raw("From", addresses[0])
            return
    del message["From"]


def _name_mail(message):
    """Give a mail without a legible id one by its content, so that it is taken in once."""
    content = repr((list(message.raw_items()), _payloads(message)))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    del message["Message-Id"]
    message.set_raw("Message-Id", f"<{digest}@no-id.invalid>")


def _payloads(message):
    return [part.get_payload() for part in message.walk() if not part.is_multipart()]


def _text(message, name):
    try:
        return ", ".join(str(value) for value in message.get_all(name, []))
    except UNREADABLE:
        return ""
