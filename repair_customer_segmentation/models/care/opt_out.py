"""The link by which customers say that they want no more messages, signed for each of them."""

from odoo.tools import consteq, hmac

SCOPE = "repair_care_opt_out"


def opt_out_token(partner):
    """Return the signature of the link of a contact."""
    return hmac(partner.env(su=True), SCOPE, partner.id)


def opt_out_url(partner):
    """Return the address of the page on which a contact opts out."""
    return f"{partner.get_base_url()}/repair/care/{partner.id}/{opt_out_token(partner)}"


def is_opt_out_token(partner, token):
    """Return whether a signature is that of a contact's link."""
    return consteq(opt_out_token(partner), token or "")


def opt_out_headers(url):
    """Return the headers by which mail programs offer to opt out with one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{url}/now>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
