import re
import unicodedata
from functools import cached_property

from odoo.tools import SQL, email_normalize, email_split

from ...vocabulary import CASE, OPEN_STATES
from .company_of_mail import addressed_companies, last_written_to

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


class AnsweredCase:
    """Finds the case that a mail without references answers, and routes the mail to it.

    Mail programs of phones and QQ Mail send answers without a reference to the mail that is
    answered. Such a mail joins a case by its number, or by the subject of one of its mails, if
    the sender has to do with that case: belongs to the customer, follows it, or is one of ours.

    :param env: the environment of the mail gateway
    :param dict msg_dict: the parsed mail; tags are taken off the addresses in it, as Odoo knows
        its addresses without them alone
    """

    def __init__(self, env, msg_dict):
        self._env = env
        self._mail = msg_dict
        self._tags = self._take_tags()

    def route_of_catchall(self, message, custom_values):
        """Return the route of a mail without references to the catchall address.

        :return: ``None`` without a case: it is left to Odoo, which refuses it
        """
        if self._mail.get("is_bounce") or self._mail.get("parent_id"):
            return None
        catchalls = self._catchalls
        others = [email for email in self._recipients if email not in catchalls]
        if len(others) == len(self._recipients):
            return None
        # sudo: addresses of ours, whoever runs the gateway.
        aliases = self._env["mail.alias"].sudo()
        if others and aliases.search_count([("alias_full_name", "in", others)], limit=1):
            return None
        case = self.case or last_written_to(self._env, self._mail, self._companies)
        if not case:
            return None
        self._env["mail.thread"]._routing_reset_bounce(message, self._mail)
        return self._route_to(case, custom_values)

    def lead(self, routes):
        """Return the routes of a mail with those that would open a case led to the one answered."""
        others = [route for route in routes if route[0] != CASE or route[1]]
        if len(others) == len(routes) or not self.case:
            return routes
        _model, _thread, values, _uid, alias = next(r for r in routes if r not in others)
        return [self._route_to(self.case, values, alias), *others]

    @cached_property
    def case(self):
        """The case that a mail without references answers, of those of its sender; or an empty one.

        A number is that of a company that the mail is to, before it is that of another one; the
        subject is theirs alone.
        """
        cases = self._env[CASE]
        sender = email_normalize(self._mail.get("email_from"))
        if not sender:
            return cases
        subject = unicodedata.normalize("NFKC", self._mail.get("subject") or "").strip()
        text = " ".join(filter(None, [subject, *self._tags]))
        plain = ANSWER.sub("", subject)
        is_answer = plain != subject
        candidates = self._cases_of_sender(sender, text, plain if is_answer else None)
        numbered = [
            (row["company_id"] not in self._companies._ids, place, -row["id"])
            for row in candidates
            if (place := _place_of(row["reference"], text, is_answer)) is not None
            and (row["is_related"] or self._may_write_on(row["id"], sender))
        ]
        if numbered:
            return cases.browse(-min(numbered)[-1])
        named = [
            row
            for row in candidates
            if row["is_named"] and row["is_related"] and row["company_id"] in self._companies._ids
        ]
        still_open = [row for row in named if row["state"] in OPEN_STATES]
        return cases.browse([row["id"] for row in still_open or named][:1])

    @cached_property
    def _recipients(self):
        emails = email_split(self._mail.get("recipients"))
        return [email_normalize(email) or email for email in emails]

    @cached_property
    def _companies(self):
        return addressed_companies(self._env, self._recipients)

    @cached_property
    def _catchalls(self):
        # sudo: addresses of ours, whoever runs the gateway.
        domains = self._env["mail.alias.domain"].sudo()
        return domains.search([("name", "!=", False)]).mapped("catchall_email")

    def _take_tags(self):
        """Return the tags of our addresses that the mail is to, and take them off there."""
        tagged = {
            email: _without_tag(email)
            for email in email_split(self._mail.get("recipients"))
            if TAG in email.partition("@")[0]
        }
        plain = {email: email_normalize(name) for email, name in tagged.items()}
        # sudo: addresses of ours, whoever runs the gateway.
        aliases = (
            self._env["mail.alias"]
            .sudo()
            .search(
                [
                    ("alias_full_name", "in", list(plain.values())),
                    ("alias_model_id.model", "=", CASE),
                ]
            )
        )
        known = {*aliases.mapped("alias_full_name"), *self._catchalls}
        tags = []
        for email, name in tagged.items():
            if plain[email] in known:
                tags.append(email.partition("@")[0].partition(TAG)[2])
                for key in ("recipients", "to"):
                    self._mail[key] = (self._mail.get(key) or "").replace(email, name)
        return tags

    def _route_to(self, case, custom_values, alias=None):
        sender = self._mail.get("email_from")
        user = self._env["mail.thread"]._mail_find_user_for_gateway(sender)
        return (CASE, case.id, custom_values, user.id or self._env.uid, alias)

    def _may_write_on(self, case_id, sender):
        case = self._env[CASE].browse(case_id)
        return any(case.with_user(u).has_access("read") for u in case._gateway_user(sender))

    def _cases_of_sender(self, sender, text, subject):
        """Return the cases of a sender that a text names.

        :param str sender: normalized address
        :param str text: what may name a number
        :param str subject: those, too, that are called so or sent a mail of this subject
        :return: list of dicts, newest case first. ``is_related``: the sender is of the customer,
            or follows the case; ``is_named``: by the subject
        """
        env = self._env
        env[CASE].flush_model(
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
        env["mail.message"].flush_model(["subject", "model", "res_id"])
        env["mail.followers"].flush_model()
        env["res.partner"].flush_model(["email_normalized", "commercial_partner_id"])
        words = re.findall(r"[^\s\[\](){}:,;#<>\"“”]+", text)
        words += re.findall(r"[A-Za-z0-9][A-Za-z0-9/_.-]*", text)
        env.cr.execute(
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
        return env.cr.dictfetchall()


def _without_tag(email):
    local, at, domain = email.partition("@")
    return local.partition(TAG)[0] + at + domain


def _place_of(reference, text, is_answer):
    """Return where a text names the number of a case, ``None`` where it does not.

    A number of figures alone may be any number: it counts in an answer, or in brackets.
    """
    reference = unicodedata.normalize("NFKC", reference)
    before, after = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
    if reference.isdigit() and not is_answer:
        before, after = r"(?<=[\[(#])", r"(?=[\])\s]|$)"
    found = re.search(before + re.escape(reference) + after, text, re.IGNORECASE)
    return found.start() if found else None
