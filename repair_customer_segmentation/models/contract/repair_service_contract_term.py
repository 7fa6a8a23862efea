from odoo import api, fields, models

from ...desk.contract_terms import share_of_year
from ...vocabulary import GROUP_AMOUNT


class RepairServiceContractTerm(models.Model):
    """One term of a contract, with what was agreed for it.

    Terms follow each other without a gap. The last one is changed with the contract; what
    came before stays as it was. Rows are made by the system alone.
    """

    _name = "repair.service.contract.term"
    _description = "Term of a Service Contract"
    _inherit = ["repair.engine.owned"]
    _order = "date_start desc, id desc"
    _rec_name = "date_start"

    contract_id = fields.Many2one(
        "repair.service.contract", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date("First Day", required=True, readonly=True)
    date_end = fields.Date("Last Day", required=True, readonly=True)
    service_level_id = fields.Many2one(
        "repair.service.level", readonly=True, ondelete="set null", index="btree_not_null"
    )
    price = fields.Monetary(
        readonly=True,
        groups=GROUP_AMOUNT,
        help="For the whole term, at the price per year that held for it.",
    )
    reminded_end = fields.Date(
        "Reminded of", readonly=True, help="The last day of which somebody was reminded."
    )

    _once = models.UniqueIndex(
        "(contract_id, date_start)", "This term of the contract is there already."
    )

    @api.model
    def _follow(self, contracts):
        """Have the terms of contracts begin and end with them, and cost what they do.

        The first and the last day of a contract are those of its first and its last term.
        """
        # sudo: terms are made by the system alone; whoever may write the contract changes them.
        terms = self.sudo()
        of_contract = terms.search([("contract_id", "in", contracts.ids)]).grouped("contract_id")
        new = []
        for contract in contracts.sudo():
            own = of_contract.get(contract, terms.browse()).sorted("date_start")
            values = {
                "date_start": contract.date_start,
                "date_end": contract.date_end,
                "service_level_id": contract.service_level_id.id,
                "price": terms._price(contract),
            }
            if not own:
                new.append({**values, "contract_id": contract.id})
            else:
                own[:1].date_start = contract.date_start
                own[-1:].write({**values, "date_start": own[-1:].date_start})
        terms.create(new)

    @api.model
    def _price(self, contract):
        """Return what the last term of a contract costs."""
        share = share_of_year(contract._first_of_term(), contract.date_end)
        return contract.currency_id.round(contract.price_year * share)
