from odoo import api, fields, models
from odoo.tools import SQL

from ...care.candidates import candidates
from .care_day import PREVIEW_DAYS, care_of
from .choices import ACTIONS
from .repair_care_contact import REASONS

NOTHING = SQL(
    """
    SELECT NULL::int AS id, NULL::int AS company_id, NULL::int AS rule_id, NULL::int AS partner_id,
           NULL::int AS contact_id, NULL::date AS day, NULL::date AS due_date,
           NULL::text AS action, NULL::int AS user_id, NULL::text AS reason, NULL::text AS result
     WHERE FALSE
    """
)


class RepairCarePreview(models.Model):
    """Who gets what in the next 30 days, and who is skipped and why: read as it is now.

    What stands here for a day is what the run of that day does, if nothing changes in between:
    both take it from ``care/candidates.py``.
    """

    _name = "repair.care.preview"
    _description = "Care Preview"
    _inherit = ["repair.opens.customer"]
    _auto = False
    _log_access = False
    _order = "day, result desc, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    rule_id = fields.Many2one("repair.care.rule", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    contact_id = fields.Many2one("res.partner", string="Contacted", readonly=True)
    day = fields.Date("Date", readonly=True)
    due_date = fields.Date("Due", readonly=True)
    action = fields.Selection(ACTIONS, readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    result = fields.Selection([("sent", "Scheduled"), ("skipped", "Skipped")], readonly=True)
    reason = fields.Selection(REASONS, readonly=True)

    @property
    def _table_query(self):
        self.env.flush_all()
        tables = [
            self._table_of(company, rules)
            for company, rules in self._previewed().grouped("company_id").items()
        ]
        tables = [table for table in tables if table is not None]
        if not tables:
            return NOTHING
        return SQL(
            """
            SELECT (row_number() OVER (ORDER BY company_id, rule_id, partner_id, occasion))::int
                       AS id, *
              FROM (%s) AS found
            """,
            SQL(" UNION ALL ").join(tables),
        )

    @api.model
    def _previewed(self):
        """Return the rules that are switched on, and those that the user is asking about."""
        asked = self.env.context.get("repair_care_rules") or ()
        ids = [each for each in asked if isinstance(each, int)]
        # sudo: of rules of the user's companies; who may read this list may read them.
        return (
            self.env["repair.care.rule"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    "|",
                    ("is_on", "=", True),
                    ("id", "in", ids),
                ]
            )
        )

    @api.model
    def _table_of(self, company, rules):
        """Return the SELECT of the rows of a company."""
        now = fields.Datetime.now()
        env = company.env(context={**company.env.context, "allowed_company_ids": company.ids})
        run, told = care_of(company.with_env(env), rules.with_env(env), now, PREVIEW_DAYS)
        found = candidates(run, told)
        if found is None:
            return None
        return SQL(
            """
            (SELECT %(company)s AS company_id, rule_id, partner_id, contact_id, occasion, day,
                    due AS due_date, action, user_id, reason,
                    CASE WHEN reason IS NULL THEN 'sent' ELSE 'skipped' END AS result
               FROM (%(found)s) AS found
              WHERE day < today + %(ahead)s)
            """,
            company=company.id,
            found=found,
            ahead=PREVIEW_DAYS,
        )
