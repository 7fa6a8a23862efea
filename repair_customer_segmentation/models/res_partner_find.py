import re

from odoo import api, models
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL, email_normalize

# So many digits, from the end, are looked up; with fewer, nobody is.
PHONE_KEY = 7
PHONE_LEAST = 5


def _name_index(registry):
    """Index names the way Odoo searches them, where the database can."""
    if not registry.has_trigram:
        return ""
    unaccent = registry.has_unaccent == FunctionStatus.INDEXABLE
    column = "unaccent(complete_name)" if unaccent else "complete_name"
    return f"USING gin ({column} gin_trgm_ops)"


class ResPartner(models.Model):
    """Finds who calls by what they say: a number, an address, a name."""

    _inherit = "res.partner"

    # Numbers are compared from their end, where national and international ones agree; the
    # (0) that some write between the two belongs to neither.
    _repair_phone_idx = models.Index(
        r"(reverse(regexp_replace(phone, '\(0\)|\D', '', 'g')) text_pattern_ops)"
        " WHERE phone IS NOT NULL"
    )
    _repair_email_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _repair_name_idx = models.Index(_name_index)

    @api.model
    def _repair_find(self, text, limit=8):
        """Return the partners that somebody at the desk may mean, the likeliest first.

        :param str text: a phone number in any format, an e-mail address, or part of a name
        """
        text = (text or "").strip()
        if not text:
            return self.browse()
        found = self._repair_find_by_phone(text, limit)
        email = email_normalize(text)
        if email:
            found |= self.search([("email_normalized", "=", email)], limit=limit)
        if len(found) < limit and len(text) >= 2 and not found:
            found |= self.search([("complete_name", "ilike", text)], limit=limit)
        return found[:limit]

    @api.model
    def _repair_find_by_phone(self, text, limit):
        """Return partners with a phone number: its digits count, with or without the country.

        Zeros in front are left out, so that 030 12345678 and +49 30 12345678 are the same.
        """
        digits = re.sub(r"\(0\)|\D", "", text).lstrip("0")
        if len(digits) < PHONE_LEAST or re.search(r"[^\d\s()+./-]", text):
            return self.browse()
        self.flush_model(["phone"])
        rows = self.env.execute_query(
            SQL(
                r"""
                SELECT id
                  FROM (SELECT id, regexp_replace(phone, '\(0\)|\D', '', 'g') AS digits
                          FROM res_partner
                         WHERE phone IS NOT NULL
                           AND reverse(regexp_replace(phone, '\(0\)|\D', '', 'g')) LIKE %(key)s
                           AND active
                         LIMIT 1000) AS alike
                 WHERE digits LIKE %(ends)s OR %(digits)s LIKE '%%' || ltrim(digits, '0')
                 ORDER BY ltrim(digits, '0') = %(digits)s DESC, length(digits), id
                 LIMIT %(limit)s
                """,
                key=digits[: -PHONE_KEY - 1 : -1] + "%",
                ends="%" + digits,
                digits=digits,
                limit=limit,
            )
        )
        found = [partner_id for (partner_id,) in rows]
        # Who may not be seen is left out; the order is that of likeness.
        visible = set(self.search([("id", "in", found)]).ids)
        return self.browse([partner_id for partner_id in found if partner_id in visible])
