from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...desk.coverage import covering
from ...vocabulary import OPEN_STATES


class RepairCase(models.Model):
    """The contract that covers a case: of its customer, for its device, today.

    While the case is open it follows the contract, from day to day; closed, it keeps the one by
    which it was served.
    """

    _inherit = "repair.case"

    contract_id = fields.Many2one(
        "repair.service.contract",
        compute="_compute_contract_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        help="The contract that covers this case, or covered it when it was closed.",
    )
    contract_days = fields.Char(compute="_compute_contract_days")

    @api.depends("commercial_partner_id", "company_id", "device_id")
    def _compute_contract_id(self):
        served = self.filtered(lambda case: case.state in OPEN_STATES)
        for case in self - served:
            case.contract_id = case._origin.contract_id
        found = served._covering_contracts()
        for case in served:
            case.contract_id = found.get(case._covered_key())

    def _covered_key(self):
        """Return what a contract is looked up by: company, customer and device, as ids."""
        return self.company_id.id, self.commercial_partner_id.id, self.device_id.id or 0

    def _covering_contracts(self):
        """Return key -> id of the contract that covers it today, in one query."""
        keys = {case._covered_key() for case in self if case.commercial_partner_id}
        if not keys:
            return {}
        self.env["repair.device"].flush_model(["commercial_partner_id", "partner_id"])
        # sudo: the day it is, whoever opens a case.
        companies = self.sudo().company_id
        days = {company.id: company.resource_calendar_id._repair_day() for company in companies}
        rows = [(*key, days[key[0]]) for key in keys]
        found = self.env.execute_query(
            SQL(
                """
                SELECT company_id, partner_id, device_id, %(contract)s
                  FROM unnest(%(companies)s, %(partners)s, %(devices)s, %(days)s::date[])
                    AS given (company_id, partner_id, device_id, day)
                """,
                contract=covering(
                    SQL("given.company_id"),
                    SQL("given.partner_id"),
                    SQL("NULLIF(given.device_id, 0)"),
                    SQL("given.day"),
                ),
                **dict(
                    zip(
                        ("companies", "partners", "devices", "days"),
                        map(list, zip(*rows, strict=True)),
                        strict=True,
                    )
                ),
            )
        )
        return {tuple(key): contract_id for *key, contract_id in found}

    @api.depends("contract_id.date_until")
    @api.depends_context("lang")
    def _compute_contract_days(self):
        """Say until when the contract holds, beside its reference."""
        for case in self:
            # sudo: the last day alone, whoever may see the case.
            until = case.sudo().contract_id.date_until
            if until:
                day = format_date(self.env, until, date_format="long")
                case.contract_days = self.env._("until %s", day)
            else:
                case.contract_days = bool(case.contract_id) and self.env._("renewed automatically")
