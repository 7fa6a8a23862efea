from odoo import models
from odoo.tools import email_normalize


class RepairCase(models.Model):
    """Lets the access to a case go with its customer when the customer is corrected."""

    _inherit = "repair.case"

    def _customer_corrected(self, before):
        """Take the former customer off these cases, and let the new one in on what he had.

        Followings, links that were given out, copies by mail and rating requests go. Where the new
        customer is of the same company, its other people stay; people of ours always do.

        :param dict before: case -> the customer that it had
        """
        # sudo: whoever corrects the customer need not see the token, nor the ratings.
        for case in self.sudo():
            former, customer = before[case], case.partner_id
            if not former or former == customer:
                continue
            gone = case._people_of_former(former)
            followed = bool(gone & case.message_partner_ids)
            case.message_unsubscribe(gone.ids)
            if followed:
                case.message_subscribe(customer.ids)
            case._drop_copies(gone)
            case._revoke_links()
            case._move_rating_request(gone)

    def _people_of_former(self, former):
        """Return the people who had access by the former customer, and have none by the new one."""
        people = former
        if former.commercial_partner_id != self.partner_id.commercial_partner_id:
            company = former.commercial_partner_id
            people |= self.message_partner_ids.filtered(
                lambda p: p.commercial_partner_id == company
            )
            people |= company.search([("id", "child_of", company.id), ("email", "!=", False)])
        return people.filtered(
            lambda p: (
                p != self.partner_id
                and all(user.share for user in p.with_context(active_test=False).user_ids)
            )
        )

    def _drop_copies(self, people):
        """Take the addresses of people off those that get copies of the messages."""
        if not self.email_cc:
            return
        theirs = {email_normalize(email) for email in people.mapped("email") if email}
        copies = self._mail_cc_sanitized_raw_dict(self.email_cc)
        kept = [raw for email, raw in copies.items() if email not in theirs]
        if len(kept) < len(copies):
            self.write({"email_cc": ", ".join(kept)})

    def _move_rating_request(self, people):
        """Withdraw the question to the former customer, and ask the new one where it was asked."""
        asked = self.rating_ids.filtered(lambda r: r.partner_id in people and not r.consumed)
        asked.unlink()
        if self.rating_request_date and not self.rating_ids.filtered("consumed"):
            self.write({"rating_request_date": False})
            if self.state == "closed":
                self._request_rating()
