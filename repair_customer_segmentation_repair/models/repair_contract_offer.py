from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..vocabulary import GROUP_SALES


class RepairContractOffer(models.Model):
    """An offer becomes a quotation, with the product and the price of its template."""

    _inherit = "repair.contract.offer"

    quotation_id = fields.Many2one(
        "sale.order",
        string="Open Quotation",
        compute="_compute_quotation_id",
        groups=GROUP_SALES,
        help="Made from this offer, and neither confirmed nor cancelled.",
    )

    @api.depends("partner_id", "template_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_quotation_id(self):
        """Find the open quotations of these offers, in one query."""
        lines = self.env["sale.order.line"].search(
            [
                ("company_id", "in", self.company_id.ids),
                ("order_partner_id.commercial_partner_id", "in", self.partner_id.ids),
                ("repair_contract_template_id", "in", self.template_id.ids),
                ("state", "in", ("draft", "sent")),
            ],
            order="id",
        )
        found = {
            (line.order_partner_id.commercial_partner_id, line.repair_contract_template_id): line
            for line in lines
        }
        for offer in self:
            line = found.get((offer.partner_id, offer.template_id), lines.browse())
            offer.quotation_id = line.order_id

    def action_create_quotation(self):
        """Make a quotation for each customer, of the first of their offers; open what is there.

        :return: dict: the action that shows the quotations
        :raise AccessError: when the user may not create quotations
        :raise UserError: when a template has no product
        """
        orders = self.env["sale.order"]
        orders.check_access("create")
        self.check_access("read")
        for offers in self.grouped("partner_id").values():
            offer = offers[:1]
            orders |= offer.quotation_id or offer._make_quotation()
        self.invalidate_recordset(["quotation_id"])
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
        }
        if len(orders) == 1:
            return {**action, "res_id": orders.id, "views": [(False, "form")]}
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", orders.ids)],
        }

    def _make_quotation(self):
        template = self.template_id
        if not template.product_id:
            raise UserError(
                self.env._(
                    "The contract template “%s” has no “Product”. Choose one under "
                    "Configuration > Contract Templates.",
                    template.name,
                )
            )
        orders = self.env["sale.order"].with_company(self.company_id)
        return orders.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": template.product_id.id,
                            "name": self._line_text(),
                            "repair_contract_template_id": template.id,
                        }
                    )
                ],
            }
        )

    def _line_text(self):
        """Return what the customer reads on the quotation, in the customer's language."""
        template = self.with_context(lang=self.partner_id.lang or self.env.lang).template_id
        words = template.env._
        lines = [
            words("Service contract “%s”", template.name),
            words("Length in months: %s", template.months),
        ]
        if template.visits_year:
            lines.append(words("Included visits per year: %s", template.visits_year))
        return "\n".join(lines)
