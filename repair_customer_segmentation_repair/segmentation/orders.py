"""Repair orders as rows of the history, and what was sold for them.

A repair order counts as a repair from its scheduled date unless it is cancelled or a case
links to it: then the case is the repair, and the money of its orders is the money of the
case (see the history contract in ``repair_customer_segmentation/segmentation/history.py``).

**Money.** What the lines of the confirmed sale order say, untaxed, at the rate of the day of
the order (nothing where that is not known, see :func:`missing_rate`). A line belongs to the
repair order that it was sold as or whose part it is. Of the other lines, services belong to the
first repair order of the sale order that is not cancelled; goods do so only where no line of
the sale order is linked to a repair: a machine sold along is no repair.

Posted credit notes are deducted by what they take back of what was invoiced, line by line and in
the order of the invoices, so that a line that was credited and invoiced again costs nothing.
What was invoiced beyond the order is set off first.

**Rework.** A repair order under warranty for a lot or serial number that we repaired before.
"""

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.segmentation.days import company_day_sql
from odoo.addons.repair_customer_segmentation.segmentation.history import (
    partner_filter,
    period_filter,
)
from odoo.addons.repair_customer_segmentation.segmentation.rates import rate_expression


def order_source(company_id, as_of, partner_ids=None, period=None):
    """Return the SELECT of the repair orders of a company that count as repairs.

    :param int company_id: the company whose repair orders count
    :param datetime as_of: only orders scheduled before this moment (UTC) exist
    :param partner_ids: commercial partner ids to restrict to; ``None`` means everybody
    :param period: the moments between which rows are wanted; ``None``: all of them
    """
    partners = partner_filter(SQL("partner.commercial_partner_id"), partner_ids)
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id,
               repair.schedule_date AS occurred_at,
               COALESCE(sold.amount, 0) AS amount,
               %(rework)s AS is_rework,
               FALSE AS is_service,
               'repair.order' AS source
          FROM repair_order AS repair
          JOIN res_partner AS partner ON partner.id = repair.partner_id
          LEFT JOIN (%(sales)s) AS sold ON sold.repair_id = repair.id
         WHERE repair.company_id = %(company)s
           AND repair.state <> 'cancel'
           AND repair.linked_case_id IS NULL
           AND repair.schedule_date < %(as_of)s
           %(period)s
           %(partners)s
        """,
        rework=rework("repair"),
        sales=order_sales(_sale_orders(company_id, partner_ids, period)),
        company=company_id,
        as_of=as_of,
        period=period_filter(SQL("repair.schedule_date"), period),
        partners=partners,
    )


def order_known(company_id, as_of, partner_ids=None):
    """Return the SELECT of customers whom an order makes known without being a repair.

    Cancelled orders and those of a day to come are no repairs, yet the desk knows who asked.
    """
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id
          FROM repair_order AS repair
          JOIN res_partner AS partner ON partner.id = repair.partner_id
         WHERE repair.company_id = %(company)s
           AND (repair.state = 'cancel' OR repair.schedule_date >= %(as_of)s)
           %(partners)s
        """,
        company=company_id,
        as_of=as_of,
        partners=partner_filter(SQL("partner.commercial_partner_id"), partner_ids),
    )


def rework(alias):
    """Return the SQL of whether a repair order repairs what we repaired before, for nothing.

    :param str alias: of ``repair_order`` in the query
    """
    column = {
        name: SQL.identifier(alias, name)
        for name in ("id", "lot_id", "company_id", "schedule_date", "under_warranty")
    }
    return SQL(
        """(
            %(under_warranty)s IS TRUE
            AND %(lot_id)s IS NOT NULL
            AND (
                EXISTS (
                    SELECT FROM repair_order AS earlier
                     WHERE earlier.lot_id = %(lot_id)s
                       AND earlier.company_id = %(company_id)s
                       AND earlier.state <> 'cancel'
                       AND (earlier.schedule_date, earlier.id) < (%(schedule_date)s, %(id)s))
                OR EXISTS (
                    SELECT FROM repair_device AS device
                      JOIN repair_case AS earlier ON earlier.device_id = device.id
                     WHERE device.lot_id = %(lot_id)s
                       AND earlier.company_id = %(company_id)s
                       AND earlier.state <> 'cancelled'
                       AND earlier.date_open < %(schedule_date)s)
            )
        )""",
        **column,
    )


def finished(device_ids, company_ids, since):
    """Return the SELECT of when devices were given back: device, company, moment (UTC).

    A repair order is of a device by its lot; by the serial number alone where it is of the same
    customer. Those of cases are left out, the case is the repair then, and so is rework.

    :param list device_ids: ``repair.device``
    :param list company_ids: whose repair orders count
    :param datetime since: only what was given back from this moment (UTC) on
    """
    return SQL(
        """
        WITH of_device AS (
            SELECT device.id AS device_id, repair.id AS repair_id
              FROM repair_device AS device
              JOIN repair_order AS repair ON repair.lot_id = device.lot_id
             WHERE device.id = ANY(%(devices)s)
             UNION
            SELECT device.id, repair.id
              FROM repair_device AS device
              JOIN res_partner AS partner
                ON partner.commercial_partner_id = device.commercial_partner_id
              JOIN repair_order AS repair ON repair.partner_id = partner.id
              JOIN stock_lot AS lot ON lot.id = repair.lot_id
             WHERE device.id = ANY(%(devices)s)
               AND lower(lot.name) = lower(device.serial_number)
        )
        SELECT of_device.device_id, repair.company_id, COALESCE(move.date, repair.schedule_date)
          FROM of_device
          JOIN repair_order AS repair ON repair.id = of_device.repair_id
          LEFT JOIN stock_move AS move ON move.id = repair.move_id
         WHERE repair.company_id = ANY(%(companies)s)
           AND repair.state = 'done'
           AND repair.linked_case_id IS NULL
           AND COALESCE(move.date, repair.schedule_date) >= %(since)s
           AND NOT %(rework)s
        """,
        devices=list(device_ids),
        companies=list(company_ids),
        since=since,
        rework=rework("repair"),
    )


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
        rate=_rate(),
    )


def _rate():
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
        rate=_rate(),
        repairs=repairs,
    )


def _sale_orders(company_id, partner_ids, period=None):
    """Return the SELECT of the sale orders of a company's, or of some customers', repairs."""
    return SQL(
        """
        SELECT repair.sale_order_id
          FROM repair_order AS repair
          %(partner)s
         WHERE repair.company_id = %(company)s
           AND repair.sale_order_id IS NOT NULL
           %(period)s
           %(partners)s
        """,
        partner=SQL()
        if partner_ids is None
        else SQL("JOIN res_partner AS partner ON partner.id = repair.partner_id"),
        company=company_id,
        period=period_filter(SQL("repair.schedule_date"), period),
        partners=partner_filter(SQL("partner.commercial_partner_id"), partner_ids),
    )
