from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.models.access.enumerated import enumerated
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_AMOUNT

from ..segmentation.orders import closed_orders, finished
from ..segmentation.sales import order_sales


class RepairCase(models.Model):
    """The repair orders of a case, and its amount, which is what is sold for them."""

    _inherit = "repair.case"

    # Nobody reads this field: ``repair_order_ids`` shows the orders to users of Inventory.
    linked_order_ids = fields.One2many(
        "repair.order", "linked_case_id", "Linked Repair Orders", groups=fields.NO_ACCESS
    )
    is_amount_sold = fields.Boolean(
        "Amount from Sales",
        readonly=True,
        copy=False,
        groups=GROUP_AMOUNT,
        help="The amount is what was sold for the repair orders of the case.",
    )

    @api.depends("linked_order_ids.is_sale_rate_missing")
    def _compute_amount_company(self):
        """An amount that is what was sold is known when that is."""
        res = super()._compute_amount_company()
        # sudo: only whether a rate is missing is taken from the orders.
        for case in self.sudo():
            if any(case.linked_order_ids.mapped("is_sale_rate_missing")):
                case.is_rate_missing = True
        return res

    def _earlier_closings(self):
        """Add the finished repair orders of the same lot or serial number."""
        closings = super()._earlier_closings()
        if not self:
            return closings
        longest = max(self.company_id.mapped("repair_rework_days"))
        opened = min(case.date_open or fields.Datetime.now() for case in self)
        # sudo: that we repaired it counts, whoever may open the orders; only the day is shown.
        devices = self.sudo().device_id
        devices.flush_recordset(["lot_id", "serial_number", "commercial_partner_id"])
        self.env["repair.order"].flush_model()
        self.env["stock.move"].flush_model(["date"])
        for device_id, company_id, given_back in self.env.execute_query(
            finished(self.company_id.ids, devices.ids, opened - timedelta(days=longest))
        ):
            closings.setdefault((device_id, company_id), []).append((None, given_back))
        return closings

    @api.model
    def _closed_work(self, company):
        """Follow up repair orders, too."""
        self.env["repair.order"].flush_model()
        self.env["stock.move"].flush_model(["date"])
        return [*super()._closed_work(company), closed_orders(company.id)]

    def _is_amount_unknown(self):
        """What is sold says itself what was paid."""
        return super()._is_amount_unknown() and not self.is_amount_sold

    def _changed(self, vals, before):
        res = super()._changed(vals, before)
        if {"partner_id", "company_id"} & set(vals):
            self._check_order_customers()
        return res

    def _take_records(self, others):
        """Take over the repair orders, too: the work goes on with the case that is kept."""
        res = super()._take_records(others)
        others.linked_order_ids.linked_case_id = self
        return res

    def _check_order_customers(self):
        """Refuse cases whose repair orders are those of another customer or company."""
        # sudo: whose order it is holds whether or not the user may see it.
        for case in self.sudo():
            orders = case.linked_order_ids
            strange = orders.filtered(
                lambda order, case=case: (
                    order.partner_id and order.commercial_partner_id != case.commercial_partner_id
                )
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: its repair orders (%(orders)s) belong to "
                        "%(customer)s. Change the customer of the orders first, or remove them "
                        "from the case.",
                        case=case.name,
                        orders=enumerated(self.env, strange.mapped("name")),
                        customer=strange[0].commercial_partner_id.display_name,
                    )
                )
            if any(order.company_id != case.company_id for order in orders):
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: its repair orders belong to %(company)s. Remove them "
                        "from the case before it moves to another company.",
                        case=case.name,
                        company=orders[0].company_id.name,
                    )
                )

    def _follow_sales(self):
        """Take over what was sold for the repair orders, in company currency.

        An amount typed in stays until the first sale is confirmed. From then on the amount is
        what is sold, also when that becomes nothing.
        """
        if not self:
            return
        self.env.flush_all()
        sold = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT repair.linked_case_id, sum(sold.amount)
                      FROM repair_order AS repair
                      JOIN (%(sales)s) AS sold ON sold.repair_id = repair.id
                     WHERE repair.linked_case_id = ANY(%(cases)s)
                     GROUP BY repair.linked_case_id
                    """,
                    sales=order_sales(
                        SQL(
                            "SELECT sale_order_id FROM repair_order"
                            " WHERE linked_case_id = ANY(%s) AND sale_order_id IS NOT NULL",
                            self.ids,
                        )
                    ),
                    cases=self.ids,
                )
            )
        )
        for case in self:
            if case.id not in sold and not case.is_amount_sold:
                continue
            values = {
                "amount": float(sold.get(case.id, 0)),
                "currency_id": case.company_id.currency_id.id,
                # Without any order that is sold, people may type it in again.
                "is_amount_sold": bool(case.linked_order_ids.sale_order_id),
            }
            changes = {
                name: value
                for name, value in values.items()
                if case._fields[name].convert_to_write(case[name], case) != value
            }
            if changes:
                case.write(changes)

    def _action_open(self):
        """Return the action that shows this case."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": self.id,
        }
