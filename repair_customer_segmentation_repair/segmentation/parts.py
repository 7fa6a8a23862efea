"""What the parts of repair orders cost us.

Parts are the stock moves that a repair order adds. One that is done costs what Odoo's valuation
says of it (``stock.move.value``), which later prices leave alone. One that is not done yet costs
its quantity at the product's cost in the company of the order, as that is now. What belongs to
somebody else, such as the customer's own part, costs us nothing.

**What is not known** is not nothing. A part that the inventory tracks has a cost: where none is
filled in, the cost of the order is not known, and neither is it where a part was used within the
stock, which has no value then. Consumables without a cost, such as screws, cost nothing. Where
goods of the sale count as the order's although nothing links them to it (see ``sales.py``),
nobody knows their cost.
"""

from odoo.tools import SQL

from .orders import COST_OF_PARTS

# Whether a ``move`` of a repair order is a part of it.
IS_PART = SQL(
    """(
        move.repair_line_type = 'add'
        AND move.state <> 'cancel'
        AND (move.state = 'done' OR move.product_qty <> 0)
    )"""
)
# Cost of a ``move`` of ``repair``: ``NULL`` where it is not known.
OWN_COST = SQL(
    """
    CASE WHEN move.state <> 'done'
         THEN move.product_qty * CASE WHEN template.is_storable
              THEN NULLIF((product.standard_price ->> repair.company_id::text)::numeric, 0)
              ELSE COALESCE((product.standard_price ->> repair.company_id::text)::numeric, 0)
              END
         WHEN move.is_out
         THEN CASE WHEN template.is_storable
              THEN NULLIF(move.value, 0) ELSE COALESCE(move.value, 0)
              END
         WHEN EXISTS (
             SELECT FROM stock_move_line AS used
               JOIN res_company AS user_company ON user_company.id = used.company_id
              WHERE used.move_id = move.id
                AND used.owner_id <> user_company.partner_id)
         THEN 0
    END
    """
)


def order_parts(repairs, joins=None, cost=OWN_COST, loose_cost=None):
    """Return the SELECT of what the parts of repair orders cost: ``repair_id`` and ``cost``.

    Costs are numeric, in company currency, rounded as that is; ``NULL`` where they are not known.
    Orders without parts have no row.

    :param SQL repairs: condition of ``repair``, the repair orders to look at
    :param SQL joins: what ``cost`` needs besides ``repair``, ``move``, ``product`` and ``template``
    :param SQL cost: of a move; ``NULL`` where it is not known
    :param SQL loose_cost: of a ``line`` of ``sale`` that counts as the order's; likewise
    """
    return SQL(
        """
        SELECT part.repair_id,
               CASE WHEN bool_and(part.cost IS NOT NULL)
                    THEN round(sum(part.cost), max(currency.decimal_places))
               END AS cost
          FROM (
            SELECT repair.id AS repair_id, repair.company_id, %(cost)s AS cost
              FROM repair_order AS repair
              JOIN stock_move AS move ON move.repair_id = repair.id
              JOIN product_product AS product ON product.id = move.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              %(joins)s
             WHERE %(repairs)s
               AND %(is_part)s
             UNION ALL
            SELECT repair.id, repair.company_id, %(loose_cost)s
              FROM repair_order AS repair
              JOIN sale_order AS sale ON sale.id = repair.sale_order_id AND sale.state = 'sale'
              JOIN res_company AS company ON company.id = sale.company_id
              JOIN sale_order_line AS line ON line.order_id = sale.id
              JOIN product_product AS product ON product.id = line.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
             WHERE %(repairs)s
               AND template.type <> 'service'
               AND line.is_downpayment IS NOT TRUE
               AND (line.product_uom_qty <> 0 OR line.qty_delivered <> 0)
               AND %(is_first)s
               AND NOT %(is_linked)s
          ) AS part
          JOIN res_company AS company ON company.id = part.company_id
          JOIN res_currency AS currency ON currency.id = company.currency_id
         GROUP BY part.repair_id
        """,
        is_part=IS_PART,
        cost=cost,
        joins=joins or SQL(),
        loose_cost=loose_cost or SQL("NULL::numeric"),
        repairs=repairs,
        is_first=SQL(
            """NOT EXISTS (
                SELECT FROM repair_order AS earlier
                 WHERE earlier.sale_order_id = sale.id
                   AND earlier.state <> 'cancel'
                   AND earlier.id < repair.id)"""
        ),
        is_linked=SQL(
            """EXISTS (
                SELECT FROM repair_order AS own
                 WHERE own.sale_order_id = sale.id
                   AND own.state <> 'cancel'
                   AND (own.sale_order_line_id IS NOT NULL
                        OR EXISTS (
                            SELECT FROM stock_move AS own_part
                             WHERE own_part.repair_id = own.id
                               AND own_part.sale_line_id IS NOT NULL)))"""
        ),
    )


def order_costs(repairs, parts):
    """Return the SELECT of repair orders that are not cancelled: ``repair_id`` and ``cost``.

    :param SQL repairs: condition of ``repair``
    :param SQL parts: see :func:`order_parts`
    """
    return SQL(
        """
        SELECT repair.id AS repair_id, repair.linked_case_id AS case_id,
               %s AS cost
          FROM repair_order AS repair
          LEFT JOIN (%s) AS parts ON parts.repair_id = repair.id
         WHERE repair.state <> 'cancel'
           AND %s
        """,
        COST_OF_PARTS,
        parts,
        repairs,
    )


def unknown_parts(repairs, joins=None, cost=OWN_COST, **_loose):
    """Return the SELECT of the moves of repair orders whose cost is not known: ``id``.

    See :func:`order_parts` for the parameters.
    """
    return SQL(
        """
        SELECT move.id
          FROM repair_order AS repair
          JOIN stock_move AS move ON move.repair_id = repair.id
          JOIN product_product AS product ON product.id = move.product_id
          JOIN product_template AS template ON template.id = product.product_tmpl_id
          %s
         WHERE %s
           AND %s
           AND (%s) IS NULL
         ORDER BY move.id
        """,
        joins or SQL(),
        repairs,
        IS_PART,
        cost,
    )
