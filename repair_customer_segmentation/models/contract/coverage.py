"""Which contract covers what, and that no two of a customer cover the same thing on one day.

The rows of ``repair.service.coverage`` say what each contract covers, a device a row; cases and
customers are looked up there. Two people who save at the same time do not see each other's row,
but the database does, and refuses the second (an exclusion constraint).
"""

from psycopg2 import errors

from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.tools import SQL, format_date

# What says of a contract what it covers, and when.
COVERING = {
    "partner_id",
    "company_id",
    "device_ids",
    "date_start",
    "date_end",
    "months",
    "renewal",
    "cancel_date",
}
COVERAGE_TABLE = "repair_service_coverage"


def cover(contracts, keep=False):
    """Put on record what these contracts cover.

    :param bool keep: two customers became one; what overlaps is kept, for people to put right
    :raise ValidationError: when two contracts of a customer cover the same on one day
    """
    if not contracts:
        return
    env = contracts.env
    env.flush_all()
    env.cr.execute(
        SQL(
            "DELETE FROM %(table)s WHERE contract_id = ANY(%(ids)s) RETURNING contract_id, is_kept",
            table=SQL.identifier(COVERAGE_TABLE),
            ids=contracts.ids,
        )
    )
    kept = {contract_id for contract_id, is_kept in env.cr.fetchall() if is_kept}
    pairs = overlaps(contracts)
    if not keep:
        _refuse_new(contracts, pairs, kept)
    exempt = {contract_id for pair in pairs for contract_id in pair[:2]}
    if exempt:
        env.cr.execute(
            SQL(
                "UPDATE %s SET is_kept = TRUE WHERE contract_id = ANY(%s) AND NOT is_kept",
                SQL.identifier(COVERAGE_TABLE),
                list(exempt),
            )
        )
    try:
        env.cr.execute(_insertion(contracts.ids, list(exempt)))
    except errors.ExclusionViolation as overlap:
        # Of a contract that somebody saved since this transaction began: in a new one, the
        # overlap is seen and named.
        raise ConcurrencyError("contracts of one customer were saved at once") from overlap
    env["repair.service.coverage"].invalidate_model()


def _insertion(ids, exempt):
    """Return the INSERT of what contracts cover, by their devices."""
    return SQL(
        """
        INSERT INTO %(table)s (contract_id, company_id, commercial_partner_id, device_id,
                               date_start, date_until, is_kept)
        SELECT c.id, c.company_id, c.commercial_partner_id, covered.device_id,
               c.date_start, c.date_until, c.id = ANY(%(exempt)s)
          FROM repair_service_contract AS c
          LEFT JOIN repair_service_contract_device_rel AS covered ON covered.contract_id = c.id
         WHERE c.id = ANY(%(ids)s)
           AND (c.date_until IS NULL OR c.date_until >= c.date_start)
        """,
        table=SQL.identifier(COVERAGE_TABLE),
        ids=ids,
        exempt=exempt,
    )


def overlaps(contracts):
    """Return rows of contracts that cover the same thing as others of the customer on one day.

    :return: list of (id, other id, id of a device that both cover, or ``None``), each pair twice
    """
    return contracts.env.execute_query(
        SQL(
            """
            SELECT a.id, b.id, max(of_a.device_id)
              FROM repair_service_contract AS a
              JOIN repair_service_contract AS b
                ON b.commercial_partner_id = a.commercial_partner_id
               AND b.company_id = a.company_id
               AND b.id <> a.id
              LEFT JOIN repair_service_contract_device_rel AS of_a ON of_a.contract_id = a.id
              LEFT JOIN repair_service_contract_device_rel AS of_b ON of_b.contract_id = b.id
             WHERE (a.id = ANY(%(ids)s) OR b.id = ANY(%(ids)s))
               AND a.commercial_partner_id IN (
                    SELECT commercial_partner_id FROM repair_service_contract
                     WHERE id = ANY(%(ids)s))
               AND (of_a.device_id IS NULL OR of_b.device_id IS NULL
                    OR of_a.device_id = of_b.device_id)
               AND a.date_start <= COALESCE(a.date_until, 'infinity')
               AND b.date_start <= COALESCE(b.date_until, 'infinity')
               AND a.date_start <= COALESCE(b.date_until, 'infinity')
               AND b.date_start <= COALESCE(a.date_until, 'infinity')
             GROUP BY a.id, b.id
             ORDER BY a.id, b.id
            """,
            ids=contracts.ids,
        )
    )


def _refuse_new(contracts, pairs, kept):
    """Refuse overlaps, but for those of contracts that a merge brought together.

    :raise ValidationError: names both contracts, what both cover, and the mend
    """
    ids = set(contracts.ids)
    kept |= {
        contract_id
        for (contract_id,) in contracts.env.execute_query(
            SQL(
                "SELECT contract_id FROM %s WHERE is_kept AND contract_id = ANY(%s)",
                SQL.identifier(COVERAGE_TABLE),
                [other for pair in pairs for other in pair[:2]],
            )
        )
    }
    for contract_id, other_id, device_id in pairs:
        if contract_id not in ids or {contract_id, other_id} <= kept:
            continue
        # sudo: of one's own company and customer; the reference and the days are named.
        contract, other = contracts.browse((contract_id, other_id)).sudo()
        env = contracts.env
        device = env["repair.device"].sudo().browse(device_id)
        raise ValidationError(
            env._(
                "Contracts %(contract)s (%(days)s) and %(other)s (%(other_days)s) of %(customer)s "
                "both cover %(what)s. Change the dates of one of them, its devices, or its "
                "renewal.",
                contract=contract.reference,
                days=days_text(contract),
                other=other.reference,
                other_days=days_text(other),
                customer=contract.commercial_partner_id.display_name,
                what=env._("“%s”", device.display_name)
                if device
                else env._("the same devices, one of them all"),
            )
        )


def days_text(contract):
    """Return from when to when a contract holds, in words."""
    env = contract.env
    first = format_date(env, contract.date_start, date_format="medium")
    if not contract.date_until:
        return env._("from %s, renewed automatically", first)
    last = format_date(env, contract.date_until, date_format="medium")
    return env._("%(first)s to %(last)s", first=first, last=last)
