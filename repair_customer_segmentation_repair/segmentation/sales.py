"""What was sold for repair orders.

That is what the lines of the confirmed sale order say, untaxed, at the rate of the day of the order
(nothing where that rate is not known, see :func:`missing_rate`). A line belongs to the repair order
that it was sold as or whose part it is. Of the other lines, services belong to the
first repair order of the sale order that is not cancelled; goods do so only where no line of
the sale order is linked to a repair: a machine sold along is no repair.

Posted credit notes are deducted by what they take back of what was invoiced, line by line and in
the order of the invoices, so that a line that was credited and invoiced again costs nothing.
What was invoiced beyond the order is set off first.
"""

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.segmentation.days import company_day_sql
from odoo.addons.repair_customer_segmentation.segmentation.rates import rate_expression


def order_sales(sale_orders):
    """Return the SELECT of what was sold for repair orders: ``repair_id`` and ``amount``.

    Repair orders without a confirmed sale have no row. Amounts are numeric, in company
    currency, rounded as that is.

    :param SQL sale_orders: SELECT of the ids of the sale orders to look at
    """
    return SQL(
        """
        WITH sold AS (
            SELECT sale_order_id, min(id) AS first_id
              FROM repair_order
             WHERE sale_order_id IN (%(sale_orders)s)
               AND state <> 'cancel'
             GROUP BY sale_order_id
        ),
        links AS (
            SELECT DISTINCT ON (line_id) line_id, sale_order_id, repair_id
              FROM (
                SELECT own.sale_order_line_id AS line_id, own.sale_order_id, own.id AS repair_id,
                       1 AS rank
                  FROM sold
                  JOIN repair_order AS own USING (sale_order_id)
                 WHERE own.state <> 'cancel'
                   AND own.sale_order_line_id IS NOT NULL
                 UNION ALL
                SELECT part.sale_line_id, own.sale_order_id, own.id, 2
                  FROM sold
                  JOIN repair_order AS own USING (sale_order_id)
                  JOIN stock_move AS part ON part.repair_id = own.id
                 WHERE own.state <> 'cancel'
                   AND part.sale_line_id IS NOT NULL
              ) AS link
             ORDER BY line_id, rank, repair_id
        ),
        linked AS (
            SELECT DISTINCT sale_order_id FROM links
        ),
        lines AS (
            SELECT line.id,
                   line.price_subtotal,
                   sale.currency_id,
                   %(rate)s AS rate,
                   sale.company_id,
                   COALESCE(
                       links.repair_id,
                       CASE WHEN linked.sale_order_id IS NULL
                              OR line.is_downpayment
                              OR COALESCE(template.type, 'service') = 'service'
                            THEN sold.first_id
                       END
                   ) AS repair_id
              FROM sold
              JOIN sale_order AS sale ON sale.id = sold.sale_order_id AND sale.state = 'sale'
              JOIN res_company AS company ON company.id = sale.company_id
              JOIN sale_order_line AS line ON line.order_id = sale.id
              LEFT JOIN links ON links.line_id = line.id
              LEFT JOIN linked ON linked.sale_order_id = sale.id
              LEFT JOIN product_product AS product ON product.id = line.product_id
              LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
        ),
        items AS (
            SELECT rel.order_line_id AS line_id,
                   item.move_id,
                   COALESCE(move.invoice_date, move.date) AS day,
                   sum(
                       CASE WHEN item.currency_id = lines.currency_id
                            THEN CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                                 * item.price_subtotal / lines.rate
                            ELSE -item.balance
                       END
                   ) AS amount
              FROM lines
              JOIN sale_order_line_invoice_rel AS rel ON rel.order_line_id = lines.id
              JOIN account_move_line AS item ON item.id = rel.invoice_line_id
              JOIN account_move AS move ON move.id = item.move_id
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
             GROUP BY rel.order_line_id, item.move_id, COALESCE(move.invoice_date, move.date)
        ),
        -- How much of a line stood on invoices at most, and how much does so by now.
        invoiced AS (
            SELECT line_id, GREATEST(0, max(invoiced)) AS most, sum(amount) AS now
              FROM (
                SELECT line_id, amount,
                       sum(amount) OVER (PARTITION BY line_id ORDER BY day, move_id) AS invoiced
                  FROM items
              ) AS item
             GROUP BY line_id
        ),
        totals AS (
            SELECT lines.repair_id,
                   min(lines.company_id) AS company_id,
                   sum(lines.price_subtotal / lines.rate) AS ordered,
                   sum(
                       LEAST(invoiced.most, lines.price_subtotal / lines.rate) - invoiced.now
                   ) AS taken_back
              FROM lines
              LEFT JOIN invoiced ON invoiced.line_id = lines.id
             WHERE lines.repair_id IS NOT NULL
             GROUP BY lines.repair_id
        )
        SELECT totals.repair_id,
               -- An order is of one currency: without its rate nothing is known.
               COALESCE(
                   round(
                       ordered - GREATEST(0, COALESCE(taken_back, 0)), currency.decimal_places
                   ), 0
               ) AS amount
          FROM totals
          JOIN res_company AS company ON company.id = totals.company_id
          JOIN res_currency AS currency ON currency.id = company.currency_id
        """,
        sale_orders=sale_orders,
        rate=sale_rate(),
    )


def sale_rate():
    """Return the SQL of the rate of ``sale``, ``company`` being that of the order."""
    return rate_expression(
        SQL.identifier("sale", "currency_id"),
        "company",
        company_day_sql(SQL.identifier("sale", "date_order"), "company"),
    )


def missing_rate(repairs):
    """Return the SELECT of repair orders and whether their sale has no rate on its day.

    :param SQL repairs: condition of ``repair``, the repair orders to look at
    """
    return SQL(
        """
        SELECT repair.id,
               COALESCE(
                   sale.state = 'sale' AND sale.amount_untaxed <> 0 AND (%(rate)s) IS NULL, FALSE
               ) AS is_missing
          FROM repair_order AS repair
          LEFT JOIN sale_order AS sale ON sale.id = repair.sale_order_id
          LEFT JOIN res_company AS company ON company.id = sale.company_id
         WHERE %(repairs)s
        """,
        rate=sale_rate(),
        repairs=repairs,
    )
