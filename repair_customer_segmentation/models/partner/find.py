import re
import unicodedata
from collections import namedtuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ...finding import functions
from ...finding.functions import EXTENSION, PHONE_KEY, PHONE_LEAST

# What people write before a number.
LABEL = re.compile(
    r"^(?:tel|telephone|phone|mobile|mob|cell|call|callto|sms|fax|whatsapp|"
    r"手机号码|手机号|手机|手機|电话号码|电话|電話|联系电话|座机|热线|传真|傳真)[\s.:]*",
    re.IGNORECASE,
)
DIALLED_EXTENSION = re.compile(rf"(?<=\d)[\s(),;]*(?:{EXTENSION})[\s.:=#-]*\d", re.IGNORECASE)
CANDIDATES = 1000

# numbers: digits without zeros in front; name: in one writing, words apart by a blank.
Meant = namedtuple("Meant", "numbers email name is_phone")


class ResPartner(models.Model):
    """Finds who calls by what they say: a number, an address, a name."""

    _inherit = "res.partner"

    # Numbers are compared from their end, where national and international ones agree.
    _repair_phone_idx = models.Index("USING gin (repair_phone_keys(phone)) WHERE phone IS NOT NULL")
    _repair_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _repair_name_idx = models.Index("USING gin (repair_name_keys(complete_name))")

    def _auto_init(self):
        # The indexes are on these.
        functions.install(self.env.cr)
        return super()._auto_init()

    @api.model
    def _repair_find(self, text, limit=8):
        """Return the partners that somebody at the desk may mean, the likeliest first.

        :param str text: a phone number in any format, an e-mail address, or part of a name
        """
        meant = self._repair_meant(text)
        numbers = self._repair_by_phone(meant.numbers)
        found = self._repair_ranked(numbers, limit) if meant.is_phone else self.browse()
        if meant.email:
            found |= self.search([("email_normalized", "=", meant.email)], limit=limit)
        if not found:
            found = self._repair_ranked(self._repair_by_name(meant.name), limit)
        if not found and not meant.is_phone:
            # A number that a word stands beside.
            found = self._repair_ranked(numbers, limit)
        return found[:limit]

    @api.model
    def _repair_found(self, text):
        """Return the domain of all partners that a text may mean, as :meth:`_repair_find` does."""
        meant = self._repair_meant(text)
        domain = Domain.FALSE
        if meant.email:
            domain |= Domain("email_normalized", "=", meant.email)
        for sql in (self._repair_by_phone(meant.numbers), self._repair_by_name(meant.name)):
            if sql:
                domain |= Domain.custom(
                    to_sql=lambda model, alias, query, sql=sql: SQL(
                        "%s IN (SELECT id FROM (%s) AS found)", SQL.identifier(alias, "id"), sql
                    )
                )
        return domain

    @api.model
    def _repair_meant(self, text):
        """Return what a text may stand for, read as stored numbers and names are."""
        # What is copied from a page or a phone has marks of direction that nobody sees.
        text = unicodedata.normalize("NFKC", text or "")
        text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc")).strip()
        if not text:
            return Meant([], False, "", False)
        rest = DIALLED_EXTENSION.sub("", LABEL.sub("", text))
        email = email_normalize(text)
        is_phone = not email and not any(c.isalpha() for c in rest)
        [(numbers, name)] = self.env.execute_query(
            SQL("SELECT repair_phone(%s), repair_name(%s)", text, text)
        )
        least = PHONE_LEAST if is_phone else PHONE_KEY
        numbers = [number.lstrip("0") for number in numbers if not email]
        numbers = [number for number in numbers if len(number) >= least]
        return Meant(numbers, email, name, is_phone)

    @api.model
    def _repair_ranked(self, sql, limit):
        """Return the partners of a SELECT of id and rank that the user may see, best first."""
        if not sql:
            return self.browse()
        rows = self.env.execute_query(
            SQL("SELECT id FROM (%s) AS found ORDER BY rank, id LIMIT %s", sql, CANDIDATES)
        )
        found = [partner_id for (partner_id,) in rows]
        visible = set(self.search([("id", "in", found)]).ids)
        return self.browse([partner_id for partner_id in found if partner_id in visible][:limit])

    @api.model
    def _repair_by_phone(self, numbers):
        """Return the SELECT of the partners who have one of these numbers; ``None`` for none.

        Zeros in front are left out, so that 030 12345678 and +49 30 12345678 are the same.
        """
        if not numbers:
            return None
        self.flush_model(["phone"])
        return SQL(
            """
            SELECT partner.id, min(stored.rank) AS rank
              FROM (SELECT id, phone
                      FROM res_partner
                     WHERE phone IS NOT NULL
                       AND repair_phone_keys(phone) && %(keys)s
                     LIMIT %(most)s) AS partner
             CROSS JOIN LATERAL (
                    SELECT CASE WHEN ltrim(number, '0') = typed THEN 0 ELSE length(number) END
                           AS rank
                      FROM unnest(repair_phone(partner.phone)) AS number,
                           unnest(%(numbers)s) AS typed
                     WHERE number LIKE '%%' || typed
                        OR typed LIKE '%%' || ltrim(number, '0')) AS stored
             GROUP BY partner.id
            """,
            keys=[number[-PHONE_KEY:] for number in numbers],
            numbers=numbers,
            most=CANDIDATES,
        )

    @api.model
    def _repair_by_name(self, name):
        """Return the SELECT of the partners with a name, or part of one; ``None`` for none.

        Blanks count where names are found with them: Ann is not in Juan Novak.
        """
        compact = name.replace(" ", "")
        if len(compact) < 2:
            return None
        self.flush_model(["complete_name"])
        return SQL(
            """
            WITH alike AS MATERIALIZED (
                SELECT id, repair_name(complete_name) AS name
                  FROM res_partner
                 WHERE repair_name_keys(complete_name) @> repair_name_keys(%(compact)s)
                 LIMIT %(most)s
            ),
            part AS MATERIALIZED (
                SELECT id, CASE WHEN name = %(name)s THEN 0
                                WHEN starts_with(name, %(name)s) THEN 1
                                ELSE 2 END AS rank
                  FROM alike
                 WHERE strpos(name, %(name)s) > 0
            )
            SELECT id, rank FROM part
             UNION ALL
            SELECT id, 3 FROM alike
             WHERE NOT EXISTS (SELECT FROM part)
               AND strpos(replace(name, ' ', ''), %(compact)s) > 0
            """,
            name=name,
            compact=compact,
            most=10 * CANDIDATES,
        )
