"""What parts cost by the margin of the sale.

The line of a confirmed sale order says what a unit of it costs us (``purchase_price``), in the
currency of the order: people may have entered it, and a later price of the product leaves it alone.
A part that is sold costs that, for what was used of it or is still needed. Goods that count as the
order's without being parts of it cost that, too, for what was ordered. Where the line says no cost,
the inventory does, see ``segmentation/parts.py`` of the addon for Odoo's Repairs.
"""

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation_repair.segmentation.parts import OWN_COST
from odoo.addons.repair_customer_segmentation_repair.segmentation.sales import sale_rate

# The line that a ``move`` of a repair order is sold by, once the sale is confirmed.
SALE_OF_PART = SQL(
    """
    LEFT JOIN sale_order_line AS sold ON sold.id = move.sale_line_id
    LEFT JOIN sale_order AS sale ON sale.id = sold.order_id AND sale.state = 'sale'
    LEFT JOIN res_company AS company ON company.id = sale.company_id
    LEFT JOIN uom_uom AS sold_unit ON sold_unit.id = sold.product_uom_id
    LEFT JOIN uom_uom AS unit ON unit.id = move.product_uom
    """
)


def part_terms():
    """Return what :func:`order_parts` needs to count with the costs of sales."""
    return {
        "joins": SALE_OF_PART,
        "cost": SQL(
            """
            COALESCE(
                CASE WHEN sale.id IS NOT NULL
                     THEN NULLIF(sold.purchase_price, 0)::numeric / %s
                          * (CASE WHEN move.state = 'done'
                                  THEN move.quantity ELSE move.product_uom_qty END)::numeric
                          * unit.factor::numeric / sold_unit.factor::numeric
                END,
                %s)
            """,
            sale_rate(),
            OWN_COST,
        ),
        "loose_cost": SQL(
            """
            CASE WHEN line.purchase_price <> 0
                 THEN line.purchase_price::numeric / %s
                      * (CASE WHEN line.product_uom_qty <> 0
                              THEN line.product_uom_qty ELSE line.qty_delivered END)::numeric
                 WHEN template.is_storable IS NOT TRUE THEN 0
            END
            """,
            sale_rate(),
        ),
    }
