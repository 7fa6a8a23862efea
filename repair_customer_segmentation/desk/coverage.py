"""The SQL of which contract covers what: rows of ``repair_service_coverage`` are what it reads."""

from odoo.tools import SQL


def covering(company, customer, device, day):
    """Return the SQL of the id of the contract that covers a device of a customer on a day.

    Where two do, since a merge, the one with the higher level does. A device that the customer
    no longer owns is not covered.

    :param SQL company: of ids, as are the customer (a commercial partner) and the device, which
        may be NULL
    :param SQL day: of a date
    """
    return SQL(
        """
        (SELECT coverage.contract_id
           FROM repair_service_coverage AS coverage
           JOIN repair_service_contract AS contract ON contract.id = coverage.contract_id
           JOIN repair_service_level AS level ON level.id = contract.service_level_id
          WHERE coverage.company_id = %(company)s
            AND coverage.commercial_partner_id = %(customer)s
            AND (coverage.device_id IS NULL OR coverage.device_id = %(device)s)
            AND coverage.date_start <= %(day)s
            AND (coverage.date_until IS NULL OR coverage.date_until >= %(day)s)
            AND (%(device)s IS NULL OR EXISTS (
                 SELECT FROM repair_device AS own
                  WHERE own.id = %(device)s
                    AND own.commercial_partner_id = %(customer)s))
          ORDER BY level.sequence, level.id, contract.date_start, contract.id
          LIMIT 1)
        """,
        company=company,
        customer=customer,
        device=device,
        day=day,
    )


def covered_wholly(company, day):
    """Return the SELECT of the customers who have a contract for all of their devices on a day.

    It does not depend on the row that it is asked for, so it is run once, for any number of rows.
    """
    return SQL(
        """
        SELECT whole.commercial_partner_id
          FROM repair_service_coverage AS whole
         WHERE whole.company_id = %(company)s
           AND whole.device_id IS NULL
           AND whole.date_start <= %(day)s
           AND (whole.date_until IS NULL OR whole.date_until >= %(day)s)
        """,
        company=company,
        day=day,
    )


def level_by_contract(company, customer, day, otherwise):
    """Return the SQL of the level of a customer: that of a contract for all of their devices.

    :param SQL customer: the column of a commercial partner
    :param SQL otherwise: the level of everybody else
    """
    return SQL(
        """
        (CASE WHEN %(customer)s IN (%(covered)s)
              THEN (SELECT contract.service_level_id
                      FROM repair_service_contract AS contract
                     WHERE contract.id = %(contract)s)
              ELSE %(otherwise)s
         END)
        """,
        customer=customer,
        covered=covered_wholly(company, day),
        contract=covering(company, customer, SQL("NULL::int"), day),
        otherwise=otherwise,
    )
