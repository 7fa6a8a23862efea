import re
import unicodedata

from odoo import api, models
from odoo.tools import SQL, email_normalize, email_split

from ...vocabulary import OPEN_STATES

# How mail programs begin the subject of an answer, in the languages of the mails that come.
ANSWER = re.compile(
    # A mail server may say before it that the mail came from outside.
    r"^(?:\s*(?:[\[【][^\[\]【】]{1,30}[\]】]\s*)?"
    r"(?:re|aw|antw|antwort|sv|vs|rif|ref|r|res|odp|ynt|回复|回覆|回復|答复|答覆|回信|返信|답장|회신)"
    r"\s*(?:\[\d+\]|\(\d+\)|\d{1,2}|\^\d+)?\s*:)+\s*",
    re.IGNORECASE,
)
# What separates the number from the address of a team: team+C00042@example.com
TAG = "+"


class RepairCase(models.Model):
    """Leads answers to their case that do not say what they answer.

    Mail programs of phones and QQ Mail send answers without a reference to the mail that is
    answered. Such a mail joins a case by its number, or by the subject of one of its mails, if
    the sender has to do with that case: belongs to the customer, follows it, or is one of ours.
    """

    _inherit = "repair.case"

    @api.model
    def _take_tags(self, msg_dict):
        """Return the tags of our addresses that a mail is to, and take them off, in place.

        Odoo knows its addresses without tags alone.
        """
        # sudo: addresses of ours, whoever runs the gateway.
        env = self.sudo().env
        tagged = {
            email: self._without_tag(email)
            for email in email_split(msg_dict.get("recipients"))
            if TAG in email.partition("@")[0]
        }
        plain = {email: email_normalize(name) for email, name in tagged.items()}
        aliases = env["mail.alias"].search(
            [
                ("alias_full_name", "in", list(plain.values())),
                ("alias_model_id.model", "=", "repair.case"),
            ]
        )
        known = {*aliases.mapped("alias_full_name"), *self._catchalls()}
        tags = []
        for email, name in tagged.items():
            if plain[email] in known:
                tags.append(email.partition("@")[0].partition(TAG)[2])
                for key in ("recipients", "to"):
                    msg_dict[key] = (msg_dict.get(key) or "").replace(email, name)
        return tags

    @api.model
    def _catchalls(self):
        # sudo: addresses of ours, whoever runs the gateway.
        domains = self.env["mail.alias.domain"].sudo()
        return domains.search([("name", "!=", False)]).mapped("catchall_email")

    @api.model
    def _route_of_catchall(self, message, msg_dict, custom_values, tags):
        """Return the route of an answer that came to the address for answers, and says no more.

        Without a case it is left to Odoo, which refuses it.
        """
        if msg_dict.get("is_bounce") or msg_dict.get("parent_id"):
            return None
        catchalls = self._catchalls()
        recipients = [email_normalize(e) or e for e in email_split(msg_dict.get("recipients"))]
        others = [email for email in recipients if email not in catchalls]
        if len(others) == len(recipients):
            return None
        # sudo: addresses of ours, whoever runs the gateway.
        aliases = self.env["mail.alias"].sudo()
        if others and aliases.search_count([("alias_full_name", "in", others)], limit=1):
            return None
        companies = self._addressed_companies(recipients)
        case = self._answered_case(msg_dict, tags, companies) or self._last_written_to(
            msg_dict, companies
        )
        if not case:
            return None
        self.env["mail.thread"]._routing_reset_bounce(message, msg_dict)
        return self._route_to(case, msg_dict, custom_values)

    @api.model
    def _routes_to_cases(self, msg_dict, routes, tags):
        """Return the routes with those that would open a case led to the one that is answered."""
        if all(route[0] != "repair.case" or route[1] for route in routes):
            return routes
        recipients = [email_normalize(e) or e for e in email_split(msg_dict.get("recipients"))]
        companies = self._addressed_companies(recipients)
        case = self._answered_case(msg_dict, tags, companies)
        if not case:
            return routes
        others = [route for route in routes if route[0] != "repair.case" or route[1]]
        _model, _thread, values, _uid, alias = next(r for r in routes if r not in others)
        return [self._route_to(case, msg_dict, values, alias), *others]

    @api.model
    def _route_to(self, case, msg_dict, custom_values, alias=None):
        users = self.env["mail.thread"]._mail_find_user_for_gateway(msg_dict.get("email_from"))
        return ("repair.case", case.id, custom_values, users.id or self.env.uid, alias)

    @api.model
    def _without_tag(self, email):
        local, at, domain = email.partition("@")
        return local.partition(TAG)[0] + at + domain

    @api.model
    def _answered_case(self, msg_dict, tags, companies):
        """Return the case that a mail without references answers, of those of its sender.

        A number is that of a company that the mail is to, before it is that of another one; the
        subject is theirs alone.

        :param tags: what stood behind our address, see :meth:`_take_tags`
        :param companies: see :meth:`_addressed_companies`
        """
        sender = email_normalize(msg_dict.get("email_from"))
        if not sender:
            return self.browse()
        subject = unicodedata.normalize("NFKC", msg_dict.get("subject") or "").strip()
        text = " ".join(filter(None, [subject, *tags]))
        plain = ANSWER.sub("", subject)
        is_answer = plain != subject
        candidates = self._cases_of_sender(sender, text, plain if is_answer else None)
        numbered = [
            (row["company_id"] not in companies._ids, place, -row["id"])
            for row in candidates
            if (place := self._place_of(row["reference"], text, is_answer)) is not None
            and (row["is_related"] or self._may_write_on(row["id"], sender))
        ]
        if numbered:
            return self.browse(-min(numbered)[-1])
        named = [
            row
            for row in candidates
            if row["is_named"] and row["is_related"] and row["company_id"] in companies._ids
        ]
        still_open = [row for row in named if row["state"] in OPEN_STATES]
        return self.browse([row["id"] for row in still_open or named][:1])

    @api.model
    def _may_write_on(self, case_id, sender):
        case = self.browse(case_id)
        return any(case.with_user(u).has_access("read") for u in self._gateway_user(sender))

    @api.model
    def _place_of(self, reference, text, is_answer):
        """Return where a text names the number of a case, ``None`` where it does not.

        A number of figures alone may be any number: it counts in an answer, or in brackets.
        """
        reference = unicodedata.normalize("NFKC", reference)
        before, after = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
        if reference.isdigit() and not is_answer:
            before, after = r"(?<=[\[(#])", r"(?=[\])\s]|$)"
        found = re.search(before + re.escape(reference) + after, text, re.IGNORECASE)
        return found.start() if found else None

    @api.model
    def _cases_of_sender(self, sender, text, subject):
        """Return the cases of a sender that a text names.

        :param str sender: normalized address
        :param str text: what may name a number
        :param str subject: those, too, that are called so or sent a mail of this subject
        :return: list of dicts, newest case first. ``is_related``: the sender is of the customer,
            or follows the case; ``is_named``: by the subject
        """
        self.flush_model(
            [
                "reference",
                "name",
                "commercial_partner_id",
                "company_id",
                "active",
                "state",
                "merged_into_id",
            ]
        )
        self.env["mail.message"].flush_model(["subject", "model", "res_id"])
        self.env["mail.followers"].flush_model()
        self.env["res.partner"].flush_model(["email_normalized", "commercial_partner_id"])
        words = re.findall(r"[^\s\[\](){}:,;#<>\"“”]+", text)
        words += re.findall(r"[A-Za-z0-9][A-Za-z0-9/_.-]*", text)
        self.env.cr.execute(
            SQL(
                """
                WITH sender AS (
                    SELECT id, commercial_partner_id FROM res_partner
                     WHERE email_normalized = %(sender)s
                ), mine AS (
                    SELECT c.id, TRUE AS is_related FROM repair_case c
                      JOIN sender s ON s.commercial_partner_id = c.commercial_partner_id
                     UNION ALL
                    SELECT f.res_id, TRUE FROM mail_followers f
                      JOIN sender s ON s.id = f.partner_id
                     WHERE f.res_model = 'repair.case'
                     UNION ALL
                    SELECT c.id, FALSE FROM repair_case c
                     WHERE c.reference = ANY(%(words)s) AND EXISTS (
                        SELECT FROM res_users u JOIN sender s ON s.id = u.partner_id
                         WHERE u.active AND NOT u.share)
                ), named AS (
                    SELECT c.id, c.reference, c.state, c.company_id,
                           bool_or(mine.is_related) AS is_related,
                           lower(normalize(c.name, NFKC)) = lower(%(subject)s)
                           OR %(subject)s IS NOT NULL AND EXISTS (
                              SELECT FROM mail_message m
                               WHERE m.model = 'repair.case' AND m.res_id = c.id
                                 AND lower(normalize(m.subject, NFKC)) = lower(%(subject)s)
                           ) AS is_named
                      FROM repair_case c JOIN mine ON mine.id = c.id
                     WHERE c.active OR c.merged_into_id IS NOT NULL
                     GROUP BY c.id
                )
                SELECT * FROM named
                 WHERE is_named OR length(reference) > 1
                   AND position(lower(normalize(reference, NFKC)) in lower(%(text)s)) > 0
                 ORDER BY id DESC
                """,
                sender=sender,
                words=[form for w in set(words) for form in (w, w.upper(), w.lower())],
                text=text,
                subject=subject or None,
            )
        )
        return self.env.cr.dictfetchall()
