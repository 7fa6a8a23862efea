"""The link by which customers say that they want no more messages, signed for each of them."""

from odoo.tools import consteq, hmac

SCOPE = "repair_care_opt_out"


def opt_out_token(partner):
    """Return the signature of the link of a contact."""
    return _signature(partner.env, partner.id)


def _signature(env, partner_id):
    return hmac(env(su=True), SCOPE, partner_id)


def opt_out_url(partner):
    """Return the address of the page on which a contact opts out."""
    return f"{partner.get_base_url()}/repair/care/{partner.id}/{opt_out_token(partner)}"


def partner_of_link(env, partner_id, token):
    """Return the contact whose link it is: of one who was merged, the one who was kept.

    :return: no record where the signature is not that of the number
    """
    # sudo: the signature of the link says whose it is; its owner need not log in.
    partners = env["res.partner"].sudo().with_context(active_test=False)
    if "\0" in token or not consteq(_signature(env, partner_id), token):
        return partners
    partner = partners.browse(partner_id).exists()
    return partner or partners.search([("repair_former_ids", "like", f",{partner_id},")], limit=1)


def former_ids(kept, merged):
    """Return the numbers of all who are and were merged into a contact, as it keeps them."""
    numbers = {str(partner.id) for partner in merged}
    for partner in kept | merged:
        numbers.update((partner.repair_former_ids or "").split(","))
    return f",{','.join(sorted(numbers - {''}, key=int))},"


def opt_out_headers(url):
    """Return the headers by which mail programs offer to opt out with one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{url}/now>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
