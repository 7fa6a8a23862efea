from odoo import api, fields, models

from ..vocabulary import GROUP_SALES, GROUP_STOCK


class ResPartner(models.Model):
    _inherit = "res.partner"

    repair_order_count = fields.Integer(
        "Repair Orders",
        compute="_compute_repair_order_count",
        compute_sudo=False,
        groups=GROUP_STOCK,
    )
    repair_offered_pricelist_id = fields.Many2one(
        "product.pricelist",
        "Suggested Pricelist",
        compute="_compute_repair_offer",
        compute_sudo=True,
        groups=GROUP_SALES,
    )
    repair_offered_payment_term_id = fields.Many2one(
        "account.payment.term",
        "Suggested Payment Terms",
        compute="_compute_repair_offer",
        compute_sudo=True,
        groups=GROUP_SALES,
    )

    def _repair_orders_domain(self):
        return [("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids)]

    def _compute_repair_order_count(self):
        counts = {}
        for partner, count in self.env["repair.order"]._read_group(
            self._repair_orders_domain(), ["partner_id"], ["__count"]
        ):
            customer = partner.commercial_partner_id
            counts[customer] = counts.get(customer, 0) + count
        for partner in self:
            partner.repair_order_count = counts.get(partner.commercial_partner_id, 0)

    @api.depends_context("company")
    @api.depends("commercial_partner_id", "property_product_pricelist", "property_payment_term_id")
    def _compute_repair_offer(self):
        """Offer what the customer does not have yet, by its service level."""
        company = self.env.company
        customers = self.commercial_partner_id
        offers = self.env["repair.service.level"]._offers(company, customers)
        for partner in self:
            level = offers.get(partner.commercial_partner_id.id)
            pricelist = level and level.pricelist_id
            term = level and level.payment_term_id
            partner.repair_offered_pricelist_id = (
                pricelist if pricelist != partner.property_product_pricelist else False
            )
            partner.repair_offered_payment_term_id = (
                term if term != partner.property_payment_term_id else False
            )

    def action_apply_repair_offer(self):
        """Give these customers the prices and terms of their service level."""
        for partner in self:
            values = {}
            if partner.repair_offered_pricelist_id:
                values["property_product_pricelist"] = partner.repair_offered_pricelist_id.id
            if partner.repair_offered_payment_term_id:
                values["property_payment_term_id"] = partner.repair_offered_payment_term_id.id
            partner.write(values)

    def action_view_repair_orders(self):
        """List the repair orders of the customer, those of its contacts included."""
        self.env["repair.order"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("repair.action_repair_order_tree")
        action["domain"] = self._repair_orders_domain()
        action["context"] = {"default_partner_id": self.id}
        return action

    def _mark_repair_customers_stale(self, merged=False):
        """Have customers classified again also where only repair orders make them known."""
        # sudo: moving a contact moves its repairs in every company; nothing is returned.
        rows = (
            self.env["repair.order"]
            .sudo()
            ._read_group(
                [("partner_id.commercial_partner_id", "in", self.ids)],
                ["partner_id", "company_id"],
            )
        )
        self.env["repair.customer.stale"]._mark(
            {(partner.commercial_partner_id.id, company.id) for partner, company in rows},
            merged=merged,
        )
        return super()._mark_repair_customers_stale(merged=merged)

    def unlink(self):
        """A deleted contact takes its customer off its repair orders: count those of the rest."""
        heirs = self.commercial_partner_id - self
        heirs._mark_repair_customers_stale()
        return super().unlink()
