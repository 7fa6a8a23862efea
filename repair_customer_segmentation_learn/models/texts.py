"""The words of cases and types, as plain text and as examples for the learner."""

import hashlib
from functools import lru_cache

from odoo.tools import html2plaintext

from ..learning.text import MOST_READ, normalized
from .packages import VERSION, Examples, encoder, np

# A page of HTML has more marks than words; what stands behind is not looked at.
MOST_HTML = 10 * MOST_READ


def plain(html):
    """Return the text of the beginning of a description, a line a paragraph."""
    return html2plaintext(html[:MOST_HTML], include_references=False) if html else ""


def text_of(name, description, template=""):
    """Return what a case says, normalized.

    :param description: HTML or a false value
    :param template: HTML that the description began with: lines of it say nothing of the case
    """
    asked = {line.strip() for line in plain(template).splitlines()}
    said = [line for line in plain(description).splitlines() if line.strip() not in asked]
    return normalized("\n".join([name or "", *said]))


def case_texts(cases):
    """Return the normalized text of each case, as superuser: whoever may see it."""
    return [
        text_of(case.name, case.description, case.type_id.description_template)
        for case in cases.sudo()
    ]


def digest_of(text):
    """Return by what is seen whether a text is still the one that was encoded, and how."""
    return f"{encoded_now()}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def encoded_now():
    """Return what begins the digest of each text that was encoded as it is now."""
    return f"{VERSION}:"


def device_facts(devices):
    """Return the product category and the name of each device, or empty strings."""
    # sudo: numbers are made of them; nothing is shown.
    devices = [device.sudo() for device in devices]
    return [d.product_id.categ_id.name or "" for d in devices], [d.name or "" for d in devices]


def examples_of(texts, devices):
    """Return the examples of normalized texts and the devices that they are about.

    :raise ImportError, OSError: when a package is gone since the server began
    """
    vectors = np.vstack([_vector(text) for text in texts])
    return Examples.of(texts, vectors, *device_facts(devices))


@lru_cache(maxsize=64)
def _vector(text):
    """Return the vector of one text: a form asks for it several times while it is typed."""
    return encoder().encode([text])
