from odoo import api, fields, models
from odoo.tools import SQL

from ...segmentation.days import day_sql
from ...vocabulary import GROUP_AMOUNT


class RepairServiceContract(models.Model):
    """What the last term of a contract brought, and what was repaired in it."""

    _inherit = "repair.service.contract"

    term_price = fields.Monetary(
        "Price of the Last Term",
        compute="_compute_term_worth",
        compute_sudo=True,
        groups=GROUP_AMOUNT,
        help="What the customer paid for the last term.",
    )
    term_repair_count = fields.Integer(
        "Repairs in the Last Term",
        compute="_compute_term_worth",
        compute_sudo=True,
        help="Cases of the covered devices, opened in the last term; cancelled ones left out.",
    )
    term_repair_amount = fields.Monetary(
        "Paid for Repairs in the Last Term",
        compute="_compute_term_worth",
        compute_sudo=True,
        groups=GROUP_AMOUNT,
        help="What the customer paid for these cases besides the contract.",
    )

    @api.depends("term_ids.price", "device_ids", "date_start", "date_end")
    def _compute_term_worth(self):
        figures = self._repairs_of_last_terms()
        for contract in self:
            contract.term_price = contract.term_ids.sorted("date_start")[-1:].price
            count, amount = figures.get(contract.id, (0, 0))
            contract.term_repair_count, contract.term_repair_amount = count, amount

    def _repairs_of_last_terms(self):
        """Return contract id -> (number of repairs, what was paid for them)."""
        if not self.ids:
            return {}
        self.env.flush_all()
        company = SQL("c.company_id")
        zone = self.env["res.company"]._repair_tz_sql(company)
        return {
            contract_id: (count, float(amount))
            for contract_id, count, amount in self.env.execute_query(
                SQL(
                    """
                    SELECT c.id, count(*), coalesce(sum(r.amount_company), 0)
                      FROM repair_service_contract AS c
                      JOIN (SELECT contract_id, max(date_start) AS first
                              FROM repair_service_contract_term
                             GROUP BY contract_id) AS term ON term.contract_id = c.id
                      JOIN repair_case AS r
                        ON r.commercial_partner_id = c.commercial_partner_id
                       AND r.company_id = c.company_id
                     WHERE c.id = ANY(%(ids)s)
                       AND r.state <> 'cancelled'
                       AND %(day)s BETWEEN term.first
                           AND LEAST(c.date_end, c.cancel_date - 1)
                       AND (r.device_id IN (
                                SELECT device_id FROM repair_service_contract_device_rel
                                 WHERE contract_id = c.id)
                            OR NOT EXISTS (
                                SELECT FROM repair_service_contract_device_rel
                                 WHERE contract_id = c.id))
                     GROUP BY c.id
                    """,
                    ids=self.ids,
                    day=day_sql(SQL("r.date_open"), zone),
                )
            )
        }
