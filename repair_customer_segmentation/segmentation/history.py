"""Which rows count as a repair.

A *source* is one SELECT with the columns of the contract:

=============  ==========================================================================
partner_id     commercial partner of the customer
occurred_at    timestamp without time zone, UTC
amount         numeric, company currency, at the rate of its day; credits are negative
cost           numeric, company currency: what it cost us; ``NULL`` where that is not known
is_rework      a repair of a repair: counted apart, makes nobody frequent or valuable
is_service     the need was a service (advice, installation), not something broken
gaps           bits of what should be known of it and is not (see ``quality/gaps.py``)
source         technical name of the model that the row comes from
=============  ==========================================================================

A source gives the rows of one company with ``occurred_at < as_of``. Asked for a period, a pair
of moments (UTC), it gives those from the first on and before the second alone, so that what
few rows are wanted for costs no more than they do. Other addons add theirs by extending
``repair.segmentation.policy._history_sources()``; nothing else of the engine knows where a row
came from.
"""

from odoo.tools import SQL

from ..quality.gaps import repair_bits

# Nobody is known by anything but a repair: of a past day, the rest is not known.
NOBODY = SQL("SELECT NULL::int AS partner_id WHERE FALSE")


def case_source(company_id, as_of, partner_ids=None, period=None):
    """Return the SELECT of the repair cases of a company that are not cancelled.

    Inspections that we plan ourselves are no repairs: else they would keep customers frequent.

    :param int company_id: the company whose cases count
    :param datetime as_of: only cases opened before this moment (UTC) exist
    :param partner_ids: commercial partner ids to restrict to; ``None`` means everybody
    :param period: the moments between which rows are wanted; ``None``: all of them
    """
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id,
               date_open AS occurred_at,
               amount_company AS amount,
               cost_company AS cost,
               COALESCE(is_rework, FALSE) AS is_rework,
               COALESCE(type_id IN (SELECT id FROM repair_case_type WHERE need = 'service'), FALSE)
                   AS is_service,
               %(gaps)s AS gaps,
               'repair.case' AS source
          FROM repair_case
         WHERE %(counted)s
           %(period)s
           %(partners)s
        """,
        gaps=repair_bits(SQL("type_id IS NULL"), SQL("is_rate_missing")),
        counted=_counted(company_id, as_of),
        period=period_filter(SQL("date_open"), period),
        partners=partner_filter(SQL("commercial_partner_id"), partner_ids),
    )


def case_devices(company_id, as_of):
    """Return the SELECT of the repairs, but no rework, of devices that customers still have."""
    return SQL(
        """
        SELECT repair.partner_id, repair.device_id, repair.occurred_at
          FROM (SELECT commercial_partner_id AS partner_id, device_id, date_open AS occurred_at
                  FROM repair_case
                 WHERE %s AND device_id IS NOT NULL AND is_rework IS NOT TRUE) AS repair
          JOIN repair_device AS device
            ON device.id = repair.device_id
           AND device.commercial_partner_id = repair.partner_id
           AND device.active
        """,
        _counted(company_id, as_of),
    )


def _counted(company_id, as_of):
    """Return the condition that a case of a company, opened before a moment, is a repair."""
    return SQL(
        """company_id = %s AND state <> 'cancelled' AND date_open < %s
           AND COALESCE(type_id NOT IN (SELECT id FROM repair_case_type WHERE is_inspection), TRUE)
        """,
        company_id,
        as_of,
    )


def case_known(company_id, as_of, partner_ids=None):
    """Return the SELECT of customers whom a case makes known without being a repair.

    Cancelled cases, inspections and cases dated in the future are no repairs, yet the desk knows
    who asked. Cases that are repairs need no second look: the history names their customers.
    """
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id
          FROM repair_case
         WHERE company_id = %(company)s
           AND state = 'cancelled'
           %(partners)s
        UNION
        SELECT commercial_partner_id
          FROM repair_case
         WHERE company_id = %(company)s
           AND date_open >= %(as_of)s
           %(partners)s
        UNION
        SELECT commercial_partner_id
          FROM repair_case
         WHERE company_id = %(company)s
           AND type_id IN (SELECT id FROM repair_case_type WHERE is_inspection)
           %(partners)s
        """,
        company=company_id,
        as_of=as_of,
        partners=partner_filter(SQL("commercial_partner_id"), partner_ids),
    )


def override_known(company_id, as_of, partner_ids=None):
    """Return the SELECT of customers whom an override makes known."""
    return SQL(
        """
        SELECT partner_id
          FROM repair_segmentation_override
         WHERE company_id = %(company)s
           AND date_start <= %(as_of)s
           AND (date_end IS NULL OR date_end > %(as_of)s)
           AND active
           %(partners)s
        """,
        company=company_id,
        as_of=as_of,
        partners=partner_filter(SQL("partner_id"), partner_ids),
    )


def device_known(company_id, as_of, partner_ids=None):
    """Return the SELECT of customers whom a device of theirs makes known."""
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id
          FROM repair_device
         WHERE (company_id = %(company)s OR company_id IS NULL)
           AND active
           AND create_date < %(as_of)s
           %(partners)s
        """,
        company=company_id,
        as_of=as_of,
        partners=partner_filter(SQL("commercial_partner_id"), partner_ids),
    )


def partner_filter(column, partner_ids):
    """Return ``AND column = ANY(ids)``, or nothing when ``partner_ids`` is ``None``."""
    if partner_ids is None:
        return SQL()
    return SQL("AND %s = ANY(%s)", column, list(partner_ids))


def period_filter(column, period):
    """Return the condition that a moment lies in a period, or nothing when that is ``None``."""
    if period is None:
        return SQL()
    return SQL("AND %s >= %s AND %s < %s", column, period[0], column, period[1])


def union_all(selects):
    """Return the selects as one relation; an empty list is a programming error."""
    return SQL(" UNION ALL ").join(SQL("(%s)", select) for select in selects)
