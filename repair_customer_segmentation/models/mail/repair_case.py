import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize, formataddr, parse_contact_from_email

from ...vocabulary import OPEN_STATES, WRITTEN_BY_PEOPLE
from ..access.marks import is_marked, marked
from ..case.told import COMES_IN

# Set from the opening of a case by a mail until that mail is posted.
OPENING = "repair_case_opening_mail"
# A longer subject or name fills lists and mails; the message keeps all of it.
TEXT_LENGTH = 200


class RepairCase(models.Model):
    """Opens cases by mail, acts on each message of a case, and says who sends our own mails."""

    _inherit = "repair.case"
    _primary_email = "partner_email"

    opening_email = fields.Char(
        "Opened by Email from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Email address that opened the case. Empty: it was not opened by email.",
    )

    @api.private
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case for a mail to a team, of the customer who has its address.

        A mail of somebody unknown is filed with the team where the team wants it so, and
        always when it names no sender.

        :return: the case, or the team
        """
        values = dict(custom_values or {})
        team = self.env["repair.case.team"].browse(values.get("team_id")).exists()
        company = team.company_id or self.env.company
        # Nobody of ours knows of it yet: see told.py.
        cases = marked(self, COMES_IN).with_company(company)
        partner = cases._sender(msg_dict, company)
        sender = email_normalize(msg_dict.get("email_from"))
        if not partner and team and (team.mail_unknown == "desk" or not sender):
            named = msg_dict.get("email_from") or self.env._("no sender")
            team._ask_about_mail({**msg_dict, "email_from": named})
            return team
        partner = partner or cases._new_sender(msg_dict)
        values = {
            "name": self._subject(msg_dict) or self.env._("Email without a subject"),
            "partner_id": partner.id,
            "company_id": company.id,
            "type_id": team.mail_type_id.id,
            "channel_id": self.env["repair.case.channel"]._shipped("email").id,
            "description": msg_dict.get("body"),
            "opening_email": sender,
            **values,
        }
        # The message is of whom the case is of, where nobody else is known.
        msg_dict["author_id"] = msg_dict.get("author_id") or partner.id
        case = super(RepairCase, cases).message_new(msg_dict, values)
        return marked(case, OPENING)

    @api.model
    def _subject(self, msg_dict):
        return self._shortened(msg_dict.get("subject") or "")

    @api.model
    def _shortened(self, text):
        text = re.sub(r"\s+", " ", text).strip()
        return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"

    @api.model
    def _sender(self, msg_dict, company):
        """Return the contact that wrote a mail, by its address.

        A contact of the company comes before one of all, a company before its contacts.
        """
        email = email_normalize(msg_dict.get("email_from"))
        partners = self.env["res.partner"]
        if not email:
            return partners.browse(msg_dict.get("author_id"))
        return partners.search(
            [("email_normalized", "=", email), ("company_id", "in", (False, company.id))],
            order="company_id, is_company desc, id",
            limit=1,
        )

    @api.model
    def _new_sender(self, msg_dict):
        name, email = parse_contact_from_email(msg_dict.get("email_from") or "")
        name = self._shortened(name)
        return self.env["res.partner"].create(
            {"name": name or email or self.env._("Unknown sender"), "email": email}
        )

    def _message_post_after_hook(self, message, msg_vals):
        """Do what follows from a message on a case."""
        res = super()._message_post_after_hook(message, msg_vals)
        self._touched_by_message(message)
        self._show_opening_pictures(message)
        self._note_first_answer(message)
        self._portal_message_posted(message, msg_vals)
        return res

    def _show_opening_pictures(self, message):
        """Show the pictures of the mail that opened a case in its description, too."""
        opening = is_marked(self.env, OPENING) and message.message_type == "email"
        if opening and "<img" in (message.body or ""):
            self.write({"description": message.body})

    def _note_first_answer(self, message):
        """Stop the clock of the answer at the first message of ours to the customer."""
        waits = self.state in OPEN_STATES and not self["first_response_date"]
        if waits and self._is_answer(message):
            # sudo: whoever may post on the case answers it, a follower without the right
            # to write, too.
            self.sudo().write({"first_response_date": fields.Datetime.now()})

    def _is_answer(self, message):
        """Return whether a message is one of ours that the customer can read.

        Notes stay inside, automatic messages answer nobody, and what is filed from a mail box
        is ours only when its sender is a user of ours. Who is the customer answers nobody either,
        even as an employee.
        """
        self.ensure_one()
        comment = self.env.ref("mail.mt_comment")
        # sudo: whether the author is one of ours, nothing of the user is shown.
        ours = any(not user.share for user in message.author_id.sudo().user_ids)
        return (
            ours
            and not self._is_customer(message.author_id)
            and message.message_type in WRITTEN_BY_PEOPLE
            and message.subtype_id == comment
            and not message.is_internal
        )

    def _is_customer(self, author):
        """Return whether a contact is the customer of the case, or one of the customer's people.

        Repairs of our own company are asked for by one of ours; the others answer.
        """
        # sudo: whose message it is, nothing of the people is shown.
        case, author = self.sudo(), author.sudo()
        customer = case.commercial_partner_id
        if author == case.partner_id:
            return True
        own = case.company_id.partner_id.commercial_partner_id
        return customer != own and author.commercial_partner_id == customer

    def _desk_sender(self, template):
        """Return the author of a mail that no person writes: the company, by its team's address.

        Neither the system nor whoever happened to set the mail off, who may be the customer. A
        template that names a sender keeps it.

        :return: dict of ``author_id`` and ``email_from`` for ``message_post``
        """
        self.ensure_one()
        if template.email_from:
            return {}
        # sudo: addresses of ours, for customers to read, whoever sets the mail off.
        case = self.sudo()
        company = case.company_id
        people = case.user_id | case.team_id.leader_id | self.env.ref("base.user_root")
        address = (
            case.team_id.alias_email
            or email_normalize(company.email)
            or company.catchall_email
            or company.default_from_email
            # No address of the company anywhere: one that at least reaches somebody.
            or next(filter(None, people.sudo().mapped("email_normalized")), "")
        )
        return {
            "author_id": company.partner_id.id,
            "email_from": formataddr((company.name, address)),
        }

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Count the cases that mails of this very address opened, and no others."""
        return [("opening_email", "=", email_from_normalized)]

    def _is_receipt_sent(self):
        """Return whether the sender got a receipt for another case within the hour."""
        self.ensure_one()
        if not self.opening_email:
            return False
        others = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [("opening_email", "=", self.opening_email), ("id", "!=", self.id)],
                order="id desc",
                limit=100,
            )
        )
        # sudo: what was sent is counted, whoever opens the case.
        return bool(
            self.env["mail.message"]
            .sudo()
            .search_count(
                [
                    ("model", "=", "repair.case"),
                    ("res_id", "in", others.ids),
                    ("message_type", "=", "auto_comment"),
                    ("date", ">", fields.Datetime.now() - timedelta(hours=1)),
                    "!",
                    ("author_id.email_normalized", "=", self.opening_email),
                ],
                limit=1,
            )
        )
