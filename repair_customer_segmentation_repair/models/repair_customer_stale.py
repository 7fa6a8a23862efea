from odoo import api, models
from odoo.tools import SQL

PENDING_ORDERS = "repair_customer_segmentation_repair"


class RepairCustomerStale(models.Model):
    """Changed sales mark the customers of their repair orders, and reach the cases of these.

    Sale orders are looked at once, when the transaction ends: whoever sells something that is
    no repair pays one query for it, and none while he works.
    """

    _inherit = "repair.customer.stale"

    @api.model
    def _mark_sales(self, sale_orders):
        """Note sale orders whose money may have changed."""
        self._note_sales("sale_orders", sale_orders.ids)

    @api.model
    def _mark_invoices(self, moves):
        """Note invoices and credit notes that were posted, or are so no more."""
        self._note_sales("moves", moves.ids)

    @api.model
    def _mark_case_amounts(self, cases):
        """Note cases whose repair orders may have changed."""
        self._note_sales("cases", cases.ids)

    @api.model
    def _mark_sold_repairs(self, repairs):
        """Note repair orders that may belong to another sale than before."""
        self._note_sales("repairs", repairs.ids)

    @api.model
    def _mark_foreign_sales(self, condition):
        """Note sales in foreign currencies whose rate may have changed.

        :param SQL condition: of the tables ``sale`` (``sale_order``) and ``company``
        """
        self.env["sale.order"].flush_model()
        self.env["repair.order"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT sale.id
                  FROM repair_order AS repair
                  JOIN sale_order AS sale ON sale.id = repair.sale_order_id
                  JOIN res_company AS company ON company.id = sale.company_id
                 WHERE sale.currency_id <> company.currency_id
                   AND (%s)
                """,
                condition,
            )
        )
        self._note_sales("sale_orders", [sale_id for (sale_id,) in rows])

    @api.model
    def _note_sales(self, kind, ids):
        if not ids:
            return
        pending = self.env.cr.precommit.data.setdefault(PENDING_ORDERS, {})
        if not pending:
            self.env.cr.precommit.add(self._follow_pending_sales)
        pending.setdefault(kind, set()).update(ids)

    @api.model
    def _follow_pending_sales(self):
        """Mark the customers whose money changed, and bring it to the cases of their orders."""
        pending = self.env.cr.precommit.data.pop(PENDING_ORDERS, None)
        if not pending:
            return
        self.env.flush_all()
        case_ids = set(pending.get("cases", ()))
        customers = set()
        if pending.keys() & {"sale_orders", "repairs"}:
            # sudo: what is known of an order's rate is the engine's, whoever sells.
            self.env["repair.order"].sudo()._follow_rates(
                list(pending.get("sale_orders", ())), list(pending.get("repairs", ()))
            )
        if pending.keys() & {"sale_orders", "moves"}:
            for partner_id, company_id, case_id in self._orders_of_sales(pending):
                if case_id:
                    case_ids.add(case_id)
                else:
                    customers.add((partner_id, company_id))
        self._mark(customers)
        # sudo: the amount of a case follows its sales, whoever sells; nothing is returned.
        self.env["repair.case"].sudo().browse(sorted(case_ids)).exists()._follow_sales()

    @api.model
    def _orders_of_sales(self, pending):
        """Return (commercial partner id, company id, case id or None) of repair orders sold."""
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT partner.commercial_partner_id, repair.company_id,
                       repair.linked_case_id
                  FROM repair_order AS repair
                  LEFT JOIN res_partner AS partner ON partner.id = repair.partner_id
                 WHERE repair.sale_order_id = ANY(%(sale_orders)s)
                    OR repair.sale_order_id IN (
                        SELECT line.order_id
                          FROM account_move_line AS item
                          JOIN sale_order_line_invoice_rel AS rel
                            ON rel.invoice_line_id = item.id
                          JOIN sale_order_line AS line ON line.id = rel.order_line_id
                         WHERE item.move_id = ANY(%(moves)s))
                """,
                sale_orders=list(pending.get("sale_orders", ())),
                moves=list(pending.get("moves", ())),
            )
        )
