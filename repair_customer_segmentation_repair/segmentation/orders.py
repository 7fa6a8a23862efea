"""Repair orders as rows of the history, and what was sold for them.

A repair order counts as a repair from its scheduled date unless it is cancelled or a case
links to it: then the case is the repair, and the money of its orders is the money of the
case (see the history contract in ``repair_customer_segmentation/segmentation/history.py``).

**Money.** What the lines of the confirmed sale order say, untaxed, at the rate of the order.
Of a sale order with several repair orders, a line belongs to the repair order that it was
sold as or whose part it is, and any other line to the first repair order that is not
cancelled: the repair orders of a sale order together have its money, once. Posted credit
notes are deducted. What was invoiced beyond the order is set off first, so that an invoice
that was credited and made again costs nothing.

**Rework.** A repair order under warranty for a lot or serial number that we repaired before.
"""

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.segmentation.history import partner_filter


def order_source(company_id, as_of, partner_ids=None):
    """Return the SELECT of the repair orders of a company that count as repairs.

    :param int company_id: the company whose repair orders count
    :param datetime as_of: only orders scheduled before this moment (UTC) exist
    :param partner_ids: commercial partner ids to restrict to; ``None`` means everybody
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
           %(partners)s
        """,
        rework=rework("repair"),
        sales=order_sales(_sale_orders(company_id, partner_ids)),
        company=company_id,
        as_of=as_of,
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
            SELECT sale_order_id, count(*) AS repairs, min(id) AS first_id
              FROM repair_order
             WHERE sale_order_id IN (%(sale_orders)s)
               AND state <> 'cancel'
             GROUP BY sale_order_id
        ),
        lines AS (
            SELECT line.id,
                   line.price_subtotal,
                   sale.currency_id,
                   COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric AS rate,
                   sale.company_id,
                   CASE WHEN sold.repairs = 1 THEN sold.first_id
                        ELSE COALESCE(
                            (SELECT min(own.id)
                               FROM repair_order AS own
                              WHERE own.sale_order_id = sale.id
                                AND own.sale_order_line_id = line.id
                                AND own.state <> 'cancel'),
                            (SELECT min(own.id)
                               FROM stock_move AS part
                               JOIN repair_order AS own ON own.id = part.repair_id
                              WHERE part.sale_line_id = line.id
                                AND own.sale_order_id = sale.id
                                AND own.state <> 'cancel'),
                            sold.first_id)
                   END AS repair_id
              FROM sold
              JOIN sale_order AS sale ON sale.id = sold.sale_order_id AND sale.state = 'sale'
              JOIN sale_order_line AS line ON line.order_id = sale.id
        ),
        items AS (
            SELECT lines.id AS line_id,
                   move.move_type = 'out_refund' AS is_refund,
                   CASE WHEN item.currency_id = lines.currency_id
                        THEN item.price_subtotal / lines.rate
                        WHEN move.move_type = 'out_refund' THEN item.balance
                        ELSE -item.balance
                   END AS amount
              FROM lines
              JOIN sale_order_line_invoice_rel AS rel ON rel.order_line_id = lines.id
              JOIN account_move_line AS item ON item.id = rel.invoice_line_id
              JOIN account_move AS move ON move.id = item.move_id
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
        ),
        invoiced AS (
            SELECT line_id,
                   COALESCE(sum(amount) FILTER (WHERE NOT is_refund), 0) AS invoiced,
                   COALESCE(sum(amount) FILTER (WHERE is_refund), 0) AS refunded
              FROM items
             GROUP BY line_id
        ),
        totals AS (
            SELECT lines.repair_id,
                   min(lines.company_id) AS company_id,
                   COALESCE(sum(lines.price_subtotal / lines.rate), 0) AS ordered,
                   COALESCE(sum(invoiced.invoiced), 0) AS invoiced,
                   COALESCE(sum(invoiced.refunded), 0) AS refunded
              FROM lines
              LEFT JOIN invoiced ON invoiced.line_id = lines.id
             GROUP BY lines.repair_id
        )
        SELECT totals.repair_id,
               round(
                   ordered - GREATEST(0, refunded - GREATEST(0, invoiced - ordered)),
                   currency.decimal_places
               ) AS amount
          FROM totals
          JOIN res_company AS company ON company.id = totals.company_id
          JOIN res_currency AS currency ON currency.id = company.currency_id
        """,
        sale_orders=sale_orders,
    )


def _sale_orders(company_id, partner_ids):
    """Return the SELECT of the sale orders of a company's, or of some customers', repairs."""
    if partner_ids is None:
        return SQL(
            "SELECT sale_order_id FROM repair_order"
            " WHERE company_id = %s AND sale_order_id IS NOT NULL",
            company_id,
        )
    return SQL(
        """
        SELECT repair.sale_order_id
          FROM repair_order AS repair
          JOIN res_partner AS partner ON partner.id = repair.partner_id
         WHERE repair.company_id = %s
           AND repair.sale_order_id IS NOT NULL
           %s
        """,
        company_id,
        partner_filter(SQL("partner.commercial_partner_id"), partner_ids),
    )
