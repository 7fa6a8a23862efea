"""Repair orders as rows of the history.

A repair order counts as a repair from its scheduled date unless it is cancelled or a case
links to it: then the case is the repair, and the money of its orders is the money of the
case (see the history contract in ``repair_customer_segmentation/segmentation/history.py``). The
money of an order is what was sold for it, see ``sales.py``; its cost is that of its parts, see
``parts.py``.

**Rework.** A repair order under warranty for a lot or serial number that we repaired before.
"""

from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.quality.gaps import repair_bits
from odoo.addons.repair_customer_segmentation.segmentation.history import (
    partner_filter,
    period_filter,
)

from .sales import order_sales

# When the device was given back, with ``repair`` and the ``move`` of its product.
GIVEN_BACK = SQL("COALESCE(move.date, repair.schedule_date)")
# Without parts there is no row of ``parts``.
COST_OF_PARTS = SQL("CASE WHEN parts.repair_id IS NULL THEN 0 ELSE parts.cost END")


def order_source(company_id, as_of, partner_ids=None, period=None, parts=None):
    """Return the SELECT of the repair orders of a company that count as repairs.

    Nobody says of an order how long it took: where hours cost something, its cost is not known.

    :param int company_id: the company whose repair orders count
    :param datetime as_of: only orders scheduled before this moment (UTC) exist
    :param partner_ids: commercial partner ids to restrict to; ``None`` means everybody
    :param period: the moments between which rows are wanted; ``None``: all of them
    :param SQL parts: what their parts cost, see ``parts.py``; ``None`` where costs are not known
    """
    partners = partner_filter(SQL("partner.commercial_partner_id"), partner_ids)
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id,
               repair.schedule_date AS occurred_at,
               COALESCE(sold.amount, 0) AS amount,
               %(cost)s AS cost,
               %(rework)s AS is_rework,
               FALSE AS is_service,
               %(gaps)s AS gaps,
               'repair.order' AS source
          FROM repair_order AS repair
          JOIN res_partner AS partner ON partner.id = repair.partner_id
          LEFT JOIN (%(sales)s) AS sold ON sold.repair_id = repair.id
          %(parts)s
         WHERE repair.company_id = %(company)s
           AND repair.state <> 'cancel'
           AND repair.linked_case_id IS NULL
           AND repair.schedule_date < %(as_of)s
           %(period)s
           %(partners)s
        """,
        cost=SQL("NULL::numeric") if parts is None else COST_OF_PARTS,
        parts=SQL()
        if parts is None
        else SQL("LEFT JOIN (%s) AS parts ON parts.repair_id = repair.id", parts),
        rework=rework("repair"),
        gaps=repair_bits(SQL("FALSE"), SQL("repair.is_sale_rate_missing")),
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


def of_devices(devices=None, orders=None):
    """Return the SELECT of which repair order is of which device: ``device_id repair_id``.

    A repair order is of a device by its lot; by the serial number alone where it is of the same
    customer.

    :param SQL devices: condition of ``device``; ``None`` means all
    :param SQL orders: condition of ``repair``; likewise
    """
    return SQL(
        """
        SELECT device.id AS device_id, repair.id AS repair_id
          FROM repair_device AS device
          JOIN repair_order AS repair ON repair.lot_id = device.lot_id
         WHERE %(devices)s AND %(orders)s
         UNION
        SELECT device.id, repair.id
          FROM repair_device AS device
          JOIN res_partner AS partner
            ON partner.commercial_partner_id = device.commercial_partner_id
          JOIN repair_order AS repair ON repair.partner_id = partner.id
          JOIN stock_lot AS lot ON lot.id = repair.lot_id
         WHERE lower(lot.name) = lower(device.serial_number)
           AND %(devices)s AND %(orders)s
        """,
        devices=devices or SQL("TRUE"),
        orders=orders or SQL("TRUE"),
    )


def finished(company_ids, device_ids=None, since=None):
    """Return the SELECT of when devices were given back: ``device_id company_id given_back``.

    Repair orders of cases are left out, the case is the repair then, and so is rework.

    :param list company_ids: whose repair orders count
    :param list device_ids: ``repair.device``; ``None`` means all
    :param datetime since: only what was given back from this moment (UTC) on
    """
    devices = None if device_ids is None else SQL("device.id = ANY(%s)", list(device_ids))
    return SQL(
        """
        SELECT of_device.device_id, repair.company_id, %(given_back)s AS given_back
          FROM (%(of_devices)s) AS of_device
          JOIN repair_order AS repair ON repair.id = of_device.repair_id
          LEFT JOIN stock_move AS move ON move.id = repair.move_id
         WHERE repair.company_id = ANY(%(companies)s)
           AND repair.state = 'done'
           AND repair.linked_case_id IS NULL
           AND NOT %(rework)s
           %(since)s
        """,
        given_back=GIVEN_BACK,
        of_devices=of_devices(devices),
        companies=list(company_ids),
        since=SQL() if since is None else SQL("AND %s >= %s", GIVEN_BACK, since),
        rework=rework("repair"),
    )


def in_progress(company_id, device_ids=None):
    """Return the SELECT of the devices with a repair order that is confirmed and not done.

    Columns: ``device_id``. A draft is no promise yet, and may lie for years.

    :param int company_id: whose repair orders count
    :param list device_ids: ``repair.device``; ``None`` means all
    """
    return SQL(
        "SELECT device_id FROM (%s) AS of_device",
        of_devices(
            None if device_ids is None else SQL("device.id = ANY(%s)", list(device_ids)),
            SQL(
                "repair.company_id = %s AND repair.state IN ('confirmed', 'under_repair')",
                company_id,
            ),
        ),
    )


def closed_orders(company_id):
    """Return the SELECT of the repair orders of a company that are done and no case's.

    Columns: ``key partner_id date_closed``.
    """
    return SQL(
        """
        SELECT 'order-' || repair.id AS key, repair.partner_id, %(given_back)s AS date_closed
          FROM repair_order AS repair
          LEFT JOIN stock_move AS move ON move.id = repair.move_id
         WHERE repair.company_id = %(company)s
           AND repair.state = 'done'
           AND repair.linked_case_id IS NULL
        """,
        given_back=GIVEN_BACK,
        company=company_id,
    )


def counted_orders(company_id, partner_ids=None, period=None):
    """Return the SQL condition of ``repair`` for the orders without a case that may be repairs.

    See :func:`order_source` for the parameters.
    """
    return SQL(
        """(
            repair.company_id = %(company)s
            AND repair.state <> 'cancel'
            AND repair.linked_case_id IS NULL
            %(period)s
            %(partners)s
        )""",
        company=company_id,
        period=period_filter(SQL("repair.schedule_date"), period),
        partners=SQL()
        if partner_ids is None
        else SQL(
            "AND repair.partner_id IN"
            " (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))",
            list(partner_ids),
        ),
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
