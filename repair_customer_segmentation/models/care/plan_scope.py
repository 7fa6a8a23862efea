"""What a maintenance plan covers and counts, as SQL: its rhythm, its devices, their repairs."""

from odoo.tools import SQL

from ...desk.rhythm import REPAIRS, Rhythm
from ...segmentation.days import day_sql

# What a plan covers -> the field that says which.
SCOPES = {
    "level": "service_level_id",
    "tier": "tier_id",
    "contract": "contract_id",
    "device": "device_id",
}
# Why the planned visit of a device is not held: the device has left the plan.
LEFT = ("device", "customer", "scope")


def rhythm_of(plan):
    """Return what a plan says of dates, as of today in its company."""
    company = plan.company_id
    today = company._repair_day()
    return Rhythm(
        plan_id=plan.id,
        company_id=company.id,
        kind=plan.rhythm,
        months=plan.interval_months,
        repairs=plan.repair_interval,
        from_completion=plan.counts_from == "completion",
        start=max(filter(None, (plan.date_start or today, plan.contract_id.date_start))),
        from_purchase=plan.start_from == "purchase",
        once=plan.is_once,
        # What is counted in repairs is not known ahead.
        lead=0 if plan.rhythm == REPAIRS else plan.lead_days,
        type_id=plan.type_id.id,
        today=today,
        tz=company._repair_tz(),
    )


def plan_subject(plan, device_ids=None):
    """Return the SELECT of the devices of a plan, see :mod:`.desk.maintenance`.

    A device that has left the plan is one of them for as long as it has a planned visit.

    :param device_ids: devices to restrict to; ``None`` means all
    """
    company = plan.company_id
    covered, until = _covered(plan), plan.contract_id.date_until
    return SQL(
        """
        SELECT d.id AS device_id, COALESCE(d.purchase_date, %(entered)s) AS since,
               CASE WHEN NOT d.active THEN 'device'
                    WHEN NOT partner.active THEN 'customer'
                    WHEN NOT COALESCE(%(covered)s, FALSE) THEN 'scope' END AS reason,
               %(ends_on)s::date AS ends_on
          FROM repair_device AS d
          JOIN res_partner AS partner ON partner.id = d.commercial_partner_id
          LEFT JOIN repair_customer_profile AS profile
                 ON profile.partner_id = d.commercial_partner_id
                AND profile.company_id = %(company)s
          LEFT JOIN repair_maintenance_visit AS planned
                 ON planned.plan_id = %(plan)s AND planned.device_id = d.id
                AND planned.state = 'planned'
         WHERE (d.company_id = %(company)s OR d.company_id IS NULL)
           AND (planned.id IS NOT NULL OR (d.active AND partner.active AND %(covered)s
                                            AND %(holds)s))
           %(devices)s
        """,
        entered=day_sql(SQL("d.create_date"), company._repair_tz()),
        covered=covered,
        # Once a contract is over, only the visit that was planned still has to be skipped.
        ends_on=plan.contract_id.date_until or None,
        holds=bool(not until or until >= company._repair_day()),
        company=company.id,
        plan=plan.id,
        devices=SQL() if device_ids is None else SQL("AND d.id = ANY(%s)", list(device_ids)),
    )


def _covered(plan):
    """Return the SQL of whether a plan covers the device ``d`` of a customer with ``profile``."""
    if plan.scope == "device":
        return SQL("d.id = %s", plan.device_id.id or None)
    if plan.scope == "tier":
        tier = plan.tier_id
        if not tier:
            return SQL("FALSE")
        return SQL("%s = %s", SQL.identifier("profile", f"{tier.dimension}_tier_id"), tier.id)
    if plan.scope == "contract":
        return SQL(
            """
            EXISTS (SELECT FROM repair_service_coverage AS coverage
                     WHERE coverage.contract_id = %s
                       AND (coverage.device_id = d.id
                            OR (coverage.device_id IS NULL
                                AND coverage.commercial_partner_id = d.commercial_partner_id)))
            """,
            plan.contract_id.id or None,
        )
    return SQL("%s = %s", _level(plan), plan.service_level_id.id or None)


def _level(plan):
    """Return the SQL of the service level of a device: by its contract, or its owner's tiers."""
    company = plan.company_id
    return SQL(
        """
        COALESCE((SELECT contract.service_level_id
                    FROM repair_service_coverage AS coverage
                    JOIN repair_service_contract AS contract ON contract.id = coverage.contract_id
                   WHERE coverage.company_id = %(company)s
                     AND coverage.commercial_partner_id = d.commercial_partner_id
                     AND (coverage.device_id = d.id OR coverage.device_id IS NULL)
                     AND coverage.date_start <= %(today)s
                     AND (coverage.date_until IS NULL OR coverage.date_until >= %(today)s)
                   ORDER BY coverage.device_id NULLS LAST, contract.id
                   LIMIT 1), %(level)s)
        """,
        company=company.id,
        today=company._repair_day(),
        level=plan.env["repair.service.level"]._tier_level_sql(company.id, "profile"),
    )
