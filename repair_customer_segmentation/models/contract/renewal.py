import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ...desk.contract_terms import next_term
from .days import terms_to_remind
from .overlaps import TODO_OF_CONTRACT
from .people import person_to_tell

_logger = logging.getLogger(__name__)

# So many contracts are renewed, or told of, before what was done is kept.
CONTRACTS_AT_ONCE = 200


class RepairServiceContract(models.Model):
    """The terms of a contract follow each other: by hand, or by themselves.

    Each term is made once, and somebody is reminded of its end once, whoever else is at it:
    the database keeps a term apart from another one with the same first day, and a reminder is
    on record before anybody gets it.
    """

    _inherit = "repair.service.contract"

    can_renew = fields.Boolean(compute="_compute_can_renew")

    @api.depends("date_start", "date_end", "cancel_date", "renewal")
    def _compute_can_renew(self):
        for contract in self:
            begun = contract.state in ("running", "ended") and contract.renewal != "auto"
            day = contract.company_id._repair_day()
            contract.can_renew = begun and contract._first_of_term() <= day

    def action_renew(self):
        """Add a term of the same length after the last day of these contracts.

        :raise UserError: when a contract is cancelled, renews itself, or was renewed already
        :raise ValidationError: when another contract of the customer covers the same by then
        """
        self.check_access("write")
        for contract in self:
            if not contract.can_renew:
                raise UserError(
                    self.env._(
                        "Contract %(contract)s cannot be renewed: it is cancelled, renewed "
                        "automatically, or its next term is there already (until %(day)s).",
                        contract=contract.reference,
                        day=format_date(self.env, contract.date_end, date_format="medium"),
                    )
                )
            contract._add_term()
        return True

    def _add_term(self):
        """Append the next term, as long as the last one."""
        first, last = next_term(self._first_of_term(), self.date_end)
        # sudo: terms are made by the system alone; whoever renews may write the contract.
        self.sudo().term_ids.create(
            {
                "contract_id": self.id,
                "date_start": first,
                "date_end": last,
                "service_level_id": self.service_level_id.id,
            }
        )
        self.write({"date_end": last})
        self._message_log(
            body=self.env._(
                "Renewed: next term from %(first)s to %(last)s.",
                first=format_date(self.env, first, date_format="medium"),
                last=format_date(self.env, last, date_format="medium"),
            )
        )

    @api.model
    def _cron_follow_days(self):
        """Do what the day brings in each company: next terms, reminders, levels of open cases.

        What was missed while the action did not run is made up for.
        """
        companies = self.env["res.company"].browse(
            row[0]
            for row in self.env.execute_query(
                SQL("SELECT DISTINCT company_id FROM repair_service_contract ORDER BY 1")
            )
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            day = company._repair_day()
            self._renew_due(company, day)
            self._remind_due(company, day)
            if company.repair_contract_day != day:
                self.env["repair.case"]._refresh_service_levels(company)
                company.repair_contract_day = day
            if not cron._commit_progress(1):
                break

    @api.model
    def _renew_due(self, company, day):
        """Add the terms that have begun by themselves, all that were missed."""
        due = self.search(
            [
                ("company_id", "=", company.id),
                ("renewal", "=", "auto"),
                ("date_end", "<", day),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", day),
            ]
        )
        for start in range(0, len(due), CONTRACTS_AT_ONCE):
            for contract in due[start : start + CONTRACTS_AT_ONCE]:
                while contract.date_end < day:
                    contract._add_term()
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _remind_due(self, company, day):
        """Give one person an activity for each term that ends soon, once ever a term."""
        while claimed := terms_to_remind(self.env, company, day, CONTRACTS_AT_ONCE):
            for contract in self.browse(claimed):
                contract._remind(day)
            self.env["ir.cron"]._commit_progress()

    def _remind(self, day):
        user = person_to_tell(self)
        if not user:
            _logger.info("Nobody to remind of the end of contract %s", self.reference)
            return
        told = self.with_context(lang=user.lang)
        values = {
            "contract": self.reference,
            "customer": self.commercial_partner_id.display_name,
            "day": format_date(told.env, self.date_end, date_format="long"),
        }
        if self.renewal == "auto":
            summary = told.env._("%(contract)s of %(customer)s is renewed after %(day)s", **values)
            note = told.env._("Talk to the customer if something is to change, or cancel it.")
        else:
            summary = told.env._("%(contract)s of %(customer)s ends on %(day)s", **values)
            note = told.env._("Talk to the customer, and renew the contract if they want to go on.")
        told.activity_schedule(
            TODO_OF_CONTRACT, date_deadline=day, summary=summary, note=note, user_id=user.id
        )
