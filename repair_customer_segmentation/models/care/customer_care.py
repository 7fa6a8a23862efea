from odoo import api, fields, models
from odoo.tools import SQL

from ...care.candidates import candidates
from ...vocabulary import GROUP_USER
from ..access.day_text import day_text
from .care_day import PREVIEW_DAYS, care_of

# So many contacts are shown on the page of a customer, of the next ones and of the last ones.
CARE_SHOWN = 5
GOT = ("sent", "uncertain")
WAITING = ("planned", "claimed")


class ResPartner(models.Model):
    """The care of a customer: what comes next, and what the customer got last."""

    _inherit = "res.partner"

    repair_care_next = fields.Text(
        "Care",
        compute="_compute_repair_care",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Contacts by care rules in the next 30 days, and why one is skipped.",
    )
    repair_last_care_ids = fields.Many2many(
        "repair.care.contact",
        string="Last Care Contacts",
        compute="_compute_repair_care",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_care(self):
        """Read what happened and what is to come in the current company, for all at once."""
        contacts = self.env["repair.care.contact"]
        customers = self.commercial_partner_id._origin
        texts = self._care_texts(customers)
        last = self._last_care(customers)
        for partner in self:
            customer = partner.commercial_partner_id._origin.id
            lines = texts.get(customer, [])
            partner.repair_care_next = "\n".join(lines[:CARE_SHOWN]) or False
            partner.repair_last_care_ids = contacts.browse(last.get(customer, ()))

    def _last_care(self, customers):
        """Return customer -> ids of the contacts that were made last."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, array_agg(id ORDER BY day DESC, id DESC)
                  FROM (
                    SELECT id, partner_id, day, row_number() OVER (
                               PARTITION BY partner_id ORDER BY day DESC, id DESC) AS place
                      FROM repair_care_contact
                     WHERE partner_id = ANY(%s) AND company_id = %s AND state = ANY(%s)
                  ) AS placed
                 WHERE place <= %s
                 GROUP BY 1
                """,
                customers.ids,
                self.env.company.id,
                list(GOT),
                CARE_SHOWN,
            )
        )
        return dict(rows)

    def _care_texts(self, customers):
        """Return customer -> lines of what is to come, the next first."""
        company = self.env.company
        # sudo: rules of the user's company, which the user may read; contacts of these customers.
        env = self.sudo().env
        found = [
            (contact.day, contact.partner_id.id, contact.rule_id, contact.action, None)
            for contact in env["repair.care.contact"].search(
                [
                    ("partner_id", "in", customers.ids),
                    ("company_id", "=", company.id),
                    ("state", "in", WAITING),
                ]
            )
        ]
        rules = env["repair.care.rule"].search(
            [("company_id", "=", company.id), ("is_on", "=", True)]
        )
        if rules and customers:
            self.env.flush_all()
            now = fields.Datetime.now()
            run, told = care_of(company.sudo(), rules, now, PREVIEW_DAYS, customers)
            asked = candidates(run, told)
            rows = (
                env.execute_query(
                    SQL(
                        "SELECT day, partner_id, rule_id, action, reason FROM (%s) AS asked"
                        " WHERE day < today + %s",
                        asked,
                        PREVIEW_DAYS,
                    )
                )
                if asked is not None
                else ()
            )
            by_id = {rule.id: rule for rule in rules}
            found += [(day, who, by_id[rule], what, why) for day, who, rule, what, why in rows]
        texts = {}
        for day, customer, rule, action, reason in sorted(
            found, key=lambda row: (row[0], row[2].sequence, row[2].id)
        ):
            texts.setdefault(customer, []).append(self._care_text(day, rule, action, reason))
        return texts

    def _care_text(self, day, rule, action, reason):
        contacts = self.env["repair.care.contact"]
        labels = {
            name: dict(contacts._fields[name]._description_selection(self.env))
            for name in ("action", "reason")
        }
        named = {"day": day_text(self.env, day), "rule": rule.name}
        if reason:
            return self.env._(
                "%(day)s: %(rule)s (skipped: %(reason)s)", **named, reason=labels["reason"][reason]
            )
        return self.env._(
            "%(day)s: %(rule)s (%(action)s)", **named, action=labels["action"][action]
        )
