from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.repair_customer_segmentation.desk.contract_terms import YEAR_MONTHS
from odoo.addons.repair_customer_segmentation.fields import Date
from odoo.addons.repair_customer_segmentation.models.contract.overlaps import TODO_OF_CONTRACT
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER

from ..vocabulary import GROUP_SALES


class SaleOrder(models.Model):
    """A confirmed quotation of a contract makes the contract."""

    _inherit = "sale.order"

    repair_has_contract = fields.Boolean(
        compute="_compute_repair_contract", compute_sudo=True, groups=GROUP_SALES
    )
    repair_contract_count = fields.Integer(
        "Contracts", compute="_compute_repair_contract", compute_sudo=True, groups=GROUP_USER
    )
    repair_contract_start = Date(
        "Contract Starts on",
        copy=False,
        groups=GROUP_SALES,
        help="First day of the service contract that the confirmation creates. Leave empty to "
        "start on the day of the confirmation.",
    )

    @api.depends("order_line.repair_contract_template_id", "state")
    def _compute_repair_contract(self):
        counts = dict(
            self.env["repair.service.contract"]._read_group(
                [("sale_line_id.order_id", "in", self.ids)], ["sale_line_id"], ["__count"]
            )
        )
        for order in self:
            order.repair_has_contract = bool(order.order_line.repair_contract_template_id)
            order.repair_contract_count = sum(counts.get(line, 0) for line in order.order_line)

    def _action_confirm(self):
        res = super()._action_confirm()
        for order in self:
            order._make_repair_contracts()
        return res

    def _make_repair_contracts(self):
        """Make the contracts that were sold, each line's once.

        Of people of ours, what is wrong stops the confirmation. A customer who signs or pays on
        the portal is not turned away: the salesperson is told what is to be put right.
        """
        # sudo: what was sold is made, whoever confirms it: a salesperson, or the customer.
        order = self.sudo().with_company(self.company_id)
        known = order.env["repair.service.contract"].search(
            [("sale_line_id", "in", order.order_line.ids)]
        )
        lines = order.order_line.filtered("repair_contract_template_id") - known.sale_line_id
        for line in lines:
            try:
                with self.env.cr.savepoint():
                    contract = line._make_repair_contract()
            except UserError as error:
                if self.env.user._is_internal():
                    raise
                order._tell_of_no_contract(error)
                continue
            order._message_log(
                body=self.env._(
                    "Service contract %(contract)s was created.", contract=contract.reference
                )
            )

    def _tell_of_no_contract(self, error):
        user = self.user_id or self.create_uid
        words = self.with_context(lang=user.lang).env._
        self.activity_schedule(
            TODO_OF_CONTRACT,
            summary=words("Make the service contract by hand"),
            note=words("The quotation was confirmed, but the contract is refused: %s", error),
            user_id=user.id,
        )

    def _action_cancel(self):
        res = super()._action_cancel()
        # sudo: said on the contract, whoever cancels the order.
        contracts = self.env["repair.service.contract"].sudo()
        for contract in contracts.search([("sale_line_id.order_id", "in", self.ids)]):
            if contract.state in ("planned", "running"):
                contract._message_log(
                    body=self.env._(
                        "Sales order %s was cancelled. Cancel this contract, too, if it is not "
                        "to go on.",
                        contract.sale_order_id.name,
                    )
                )
        return res

    def action_view_repair_contracts(self):
        """Show the contracts that were sold with this order.

        :raise AccessError: when the user may not see contracts
        """
        contracts = self.env["repair.service.contract"]
        contracts.check_access("read")
        self.check_access("read")
        # sudo: the lines of an order that the user reads; the contracts are read by their rules.
        sold = contracts.sudo().search([("sale_line_id", "in", self.order_line.ids)]).ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Contracts"),
            "res_model": contracts._name,
        }
        if len(sold) == 1:
            return {**action, "res_id": sold[0], "views": [(False, "form")]}
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", sold)],
        }


class SaleOrderLine(models.Model):
    """A contract that is sold: at the price of its template, whatever pricelist holds."""

    _inherit = "sale.order.line"

    repair_contract_template_id = fields.Many2one(
        "repair.contract.template",
        string="Service Contract",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=GROUP_SALES,
    )

    def _get_display_price(self):
        # sudo: what is quoted is told on the quotation, to whoever reads it.
        template = self.sudo().repair_contract_template_id
        if not template:
            return super()._get_display_price()
        return template._price_of_term(self.currency_id, self._get_order_date())

    def _make_repair_contract(self):
        """Make the contract of this line, at the price that was agreed."""
        order, template = self.order_id, self.repair_contract_template_id
        company = order.company_id
        first = order.repair_contract_start or company._repair_day()
        price = order.currency_id._convert(
            self.price_subtotal, company.currency_id, company, order.date_order
        )
        return self.env["repair.service.contract"].create(
            {
                **template._agreed(),
                "partner_id": order.partner_id.id,
                "company_id": company.id,
                "template_id": template.id,
                "date_start": first,
                "price_year": price * YEAR_MONTHS / template.months,
                "user_id": order.user_id.id,
                "sale_line_id": self.id,
            }
        )
