"""Moves the access to a case from the former customer to the new one when that is corrected."""

from odoo.tools import email_normalize


def customer_corrected(cases, before):
    """Take the access of the former customer to these cases, and give it to the new one.

    Followings, links that were given out, copies by mail and rating requests go. Where the new
    customer is of the same company, its other people stay; people of ours always do.

    :param dict before: case -> the customer that it had
    """
    # sudo: whoever corrects the customer need not see the token, nor the ratings.
    for case in cases.sudo():
        former, customer = before[case], case.partner_id
        if not former or former == customer:
            continue
        gone = _people_of_former(case, former)
        followed = bool(gone & case.message_partner_ids)
        case.message_unsubscribe(gone.ids)
        if followed:
            case.message_subscribe(customer.ids)
        _drop_copies(case, gone)
        case._revoke_links()
        _move_rating_request(case, gone)


def _people_of_former(case, former):
    """Return the people who had access by the former customer, and have none by the new one."""
    people = former
    if former.commercial_partner_id != case.partner_id.commercial_partner_id:
        company = former.commercial_partner_id
        people |= case.message_partner_ids.filtered(lambda p: p.commercial_partner_id == company)
        people |= company.search([("id", "child_of", company.id), ("email", "!=", False)])
    return people.filtered(
        lambda p: (
            p != case.partner_id
            and all(user.share for user in p.with_context(active_test=False).user_ids)
        )
    )


def _drop_copies(case, people):
    """Take the addresses of people off those that get copies of the messages."""
    if not case.email_cc:
        return
    theirs = {email_normalize(email) for email in people.mapped("email") if email}
    copies = case._mail_cc_sanitized_raw_dict(case.email_cc)
    kept = [raw for email, raw in copies.items() if email not in theirs]
    if len(kept) < len(copies):
        case.write({"email_cc": ", ".join(kept)})


def _move_rating_request(case, people):
    """Withdraw the rating request of the former customer, and send the new one theirs."""
    asked = case.rating_ids.filtered(lambda r: r.partner_id in people and not r.consumed)
    asked.unlink()
    if case.rating_request_date and not case.rating_ids.filtered("consumed"):
        case.write({"rating_request_date": False})
        if case.state == "closed":
            case._request_rating()
