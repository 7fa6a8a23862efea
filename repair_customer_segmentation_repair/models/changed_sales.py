"""Changed sales have the customers of their repair orders classified again, and reach the cases.

So do changed repair orders, and changed parts and costs of parts; the planned visits of their
devices follow these.

Sale orders are looked at once, when the transaction ends: whoever sells something that is no
repair pays one query for it, and none while he works.
"""

from functools import partial

from odoo.tools import SQL

from ..segmentation.orders import of_devices

PENDING_SALES = "repair_customer_segmentation_repair"


def note_sales(sale_orders):
    """Note sale orders whose money may have changed."""
    _note(sale_orders.env, "sale_orders", sale_orders.ids)


def note_invoices(moves):
    """Note invoices and credit notes that were posted, or are so no more."""
    _note(moves.env, "moves", moves.ids)


def note_cases(cases):
    """Note cases whose repair orders may have changed: their money may follow."""
    _note(cases.env, "cases", cases.ids)


def note_lots(lots):
    """Note lots whose repair orders may have changed: the visits of their devices may follow."""
    _note(lots.env, "lots", lots.ids)


def note_sold_repairs(repairs):
    """Note repair orders that may belong to another sale than before."""
    _note(repairs.env, "repairs", repairs.ids)


def note_parts(repairs):
    """Note repair orders whose parts may have changed: their costs follow."""
    _note(repairs.env, "costed", repairs.ids)


def note_prices(products):
    """Note products that cost something else now: the orders that still need them follow."""
    _note(products.env, "products", products.ids)


def note_foreign_sales(env, condition):
    """Note sales in foreign currencies whose rate may have changed.

    :param SQL condition: of the tables ``sale`` (``sale_order``) and ``company``
    """
    env["sale.order"].flush_model()
    env["repair.order"].flush_model()
    rows = env.execute_query(
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
    _note(env, "sale_orders", [sale_id for (sale_id,) in rows])


def _note(env, kind, ids):
    if not ids:
        return
    pending = env.cr.precommit.data.setdefault(PENDING_SALES, {})
    if not pending:
        env.cr.precommit.add(partial(_follow, env))
    pending.setdefault(kind, set()).update(ids)


def _follow(env):
    """Mark the customers whose money changed, and bring it to the cases of their orders."""
    pending = env.cr.precommit.data.pop(PENDING_SALES, None)
    if not pending:
        return
    env.flush_all()
    case_ids = set(pending.get("cases", ()))
    customers = set()
    if pending.keys() & {"sale_orders", "repairs"}:
        # sudo: what is known of an order's rate is the engine's, whoever sells.
        env["repair.order"].sudo()._follow_rates(
            list(pending.get("sale_orders", ())), list(pending.get("repairs", ()))
        )
    if pending.keys() & {"sale_orders", "moves", "costed", "products"}:
        for partner_id, company_id, case_id in _orders_concerned(env, pending):
            if case_id:
                case_ids.add(case_id)
            else:
                customers.add((partner_id, company_id))
    env["repair.customer.stale"]._mark(customers)
    # sudo: amount and cost of a case follow its sales and parts, whoever sells or repairs;
    # nothing is returned.
    cases = env["repair.case"].sudo().browse(sorted(case_ids)).exists()
    cases._follow_sales()
    cases._follow_parts()
    if "lots" in pending:
        _devices_of_lots(env, pending["lots"])._plan_visits_anew()


def _devices_of_lots(env, lot_ids):
    """Return the devices that repair orders of lots are of."""
    rows = env.execute_query(
        SQL(
            "SELECT DISTINCT device_id FROM (%s) AS of_device",
            of_devices(orders=SQL("repair.lot_id = ANY(%s)", sorted(lot_ids))),
        )
    )
    return env["repair.device"].browse(device_id for (device_id,) in rows)


def _orders_concerned(env, pending):
    """Return (commercial partner id, company id, case id or None) of the repair orders noted."""
    return env.execute_query(
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
                OR repair.id = ANY(%(costed)s)
                OR repair.id IN (
                    SELECT part.repair_id
                      FROM stock_move AS part
                     WHERE part.product_id = ANY(%(products)s)
                       AND part.repair_id IS NOT NULL
                       AND part.state NOT IN ('done', 'cancel'))
            """,
            sale_orders=list(pending.get("sale_orders", ())),
            moves=list(pending.get("moves", ())),
            costed=list(pending.get("costed", ())),
            products=list(pending.get("products", ())),
        )
    )
