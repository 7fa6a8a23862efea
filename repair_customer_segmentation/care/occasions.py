"""Each occasion once, as a relation: who is meant, by which key, on which day.

A relation reads ``profile`` (the customer in the company), ``customer`` and ``contact`` (whom it
is about) and yields the columns ``contact_id``, ``key`` and ``day``: the customer's own date.
The key tells one occasion of a customer from the next, for ever; a day that moves keeps it.
"""

from datetime import timedelta

from odoo.tools import SQL

from ..vocabulary import RANKED
from .yearly import lunar_returns, returns

# A moment is on one of three dates somewhere on earth.
MARGIN = timedelta(days=2)
# What a tier is worth thanks for: not new rules, merged customers, or a past that was rebuilt.
EARNED_CAUSES = ("rule", "override", "expiry")


def occasion_relation(run, rule):
    """Return the SELECT of a rule's occasions in the window of a run; ``None``: there are none.

    :param CareRun run: see :mod:`.rules`
    :param CareRule rule: likewise
    """
    return OCCASION_RELATIONS[rule.occasion](run, rule)


def _customers(run, contact="customer.id"):
    """Return the FROM clause of customers and whom an occasion is about."""
    return SQL(
        """
        repair_customer_profile AS profile
          JOIN res_partner AS customer ON customer.id = profile.partner_id
          JOIN res_partner AS contact ON contact.id = %s
        """,
        SQL(contact),
    )


def _on_days(_run, rule):
    """A fixed date or a holiday: everybody's."""
    if not rule.yearly:
        return None
    return SQL(
        """
        SELECT profile.partner_id, customer.id AS contact_id, kept.key, kept.day
          FROM repair_customer_profile AS profile
          JOIN res_partner AS customer ON customer.id = profile.partner_id
         CROSS JOIN (VALUES %s) AS kept (day, key)
        """,
        SQL(", ").join(SQL("(%s::date, %s)", day, key) for day, key in rule.yearly),
    )


def _birthday(run, _rule):
    """The birthdays of customers and of their contacts, in the calendar that each follows."""
    kept = [
        SQL("(%s::date, %s::int, %s::int, %s)", *each, is_lunar)
        for is_lunar, days in ((False, returns), (True, lunar_returns))
        for each in days(run.first, run.last)
    ]
    return SQL(
        """
        SELECT profile.partner_id, contact.id AS contact_id,
               'birthday-' || contact.id || '-' || kept.year AS key, kept.day
          FROM (VALUES %s) AS kept (day, code, year, is_lunar)
          JOIN res_partner AS contact
            ON contact.repair_birthday_code = kept.code
           AND COALESCE(contact.repair_birthday_lunar, FALSE) = kept.is_lunar
           AND contact.repair_birthday < kept.day
          JOIN repair_customer_profile AS profile
            ON profile.partner_id = contact.commercial_partner_id
        """,
        SQL(", ").join(kept),
    )


def _anniversary(run, _rule):
    """The day of a customer's first repair, a year and more later."""
    first = run.day_of(SQL("profile.first_repair_date"))
    return SQL(
        """
        SELECT partner_id, partner_id AS contact_id, 'year-' || kept.year AS key, kept.day
          FROM (
            SELECT profile.partner_id, %(first)s AS first
              FROM %(customers)s
             WHERE profile.company_id = %(company)s
               AND profile.first_repair_date IS NOT NULL
          ) AS known
          JOIN (VALUES %(kept)s) AS kept (day, code, year)
            ON kept.code = extract(month FROM first) * 100 + extract(day FROM first)
           AND kept.year > extract(year FROM first)
        """,
        first=first,
        customers=_customers(run),
        company=run.company_id,
        kept=SQL(", ").join(
            SQL("(%s::date, %s::int, %s::int)", *each) for each in returns(run.first, run.last)
        ),
    )


def _after_moment(run, rule, *, table, moment, contact, key, condition):
    """Days after a moment that a table keeps: the moment is near the window, then exact."""
    first, last = (day - timedelta(days=rule.days) for day in (run.first, run.last))
    return SQL(
        """
        SELECT profile.partner_id, contact.id AS contact_id, %(key)s AS key,
               %(day)s + %(days)s AS day
          FROM %(table)s
          JOIN res_partner AS contact ON contact.id = %(contact)s
          JOIN repair_customer_profile AS profile
            ON profile.partner_id = contact.commercial_partner_id
           AND profile.company_id = %(company)s
          JOIN res_partner AS customer ON customer.id = profile.partner_id
         WHERE %(moment)s >= %(first)s
           AND %(moment)s < %(last)s
           AND %(condition)s
        """,
        key=key,
        day=run.day_of(moment),
        days=rule.days,
        table=table,
        contact=contact,
        company=run.company_id,
        moment=moment,
        first=first - MARGIN,
        last=last + MARGIN,
        condition=condition,
    )


def _repair(run, rule):
    return _after_moment(
        run,
        rule,
        table=SQL("(%s) AS done", run.closed),
        moment=SQL("done.date_closed"),
        contact=SQL("done.partner_id"),
        key=SQL("done.key"),
        condition=SQL("TRUE"),
    )


def _silence(run, rule):
    """Days since the last repair, unless the customer is here with something already."""
    last = SQL("profile.last_repair_date")
    return _after_moment(
        run,
        rule,
        table=SQL("repair_customer_profile AS quiet"),
        moment=SQL("quiet.last_repair_date"),
        contact=SQL("quiet.partner_id"),
        key=SQL("'silent-since-' || (%s)", run.day_of(last)),
        condition=SQL(
            """
            quiet.company_id = %s
            AND NOT EXISTS (
                SELECT FROM repair_case AS here
                 WHERE here.company_id = quiet.company_id
                   AND here.commercial_partner_id = quiet.partner_id
                   AND here.state IN ('open', 'waiting') AND here.active)
            """,
            run.company_id,
        ),
    )


def _rise(run, rule):
    """Days after a customer rose: by what it did, or by a person's word."""
    return _after_moment(
        run,
        rule,
        table=SQL(
            """
            repair_segmentation_transition AS rise
              JOIN repair_segmentation_tier AS before ON before.id = rise.from_tier_id
              JOIN repair_segmentation_tier AS now ON now.id = rise.to_tier_id
            """
        ),
        moment=SQL("rise.date"),
        contact=SQL("rise.partner_id"),
        key=SQL("'rise-' || rise.id"),
        condition=SQL(
            """
            rise.company_id = %s AND rise.dimension = ANY(%s) AND rise.cause = ANY(%s)
            AND (now.sequence, now.id) < (before.sequence, before.id)
            """,
            run.company_id,
            list(RANKED),
            list(EARNED_CAUSES),
        ),
    )


def _fall(run, rule):
    """Days before a customer falls; the same fall is one occasion until the next repair."""
    last = run.day_of(SQL("profile.last_repair_date"))
    return SQL(
        """
        SELECT profile.partner_id, profile.partner_id AS contact_id,
               'fall-' || outlook.dimension || '-' || outlook.tier_id || '-'
                   || COALESCE((%(last)s)::text, '') AS key,
               min(outlook.day) - %(days)s AS day
          FROM repair_customer_outlook AS outlook
          JOIN repair_customer_profile AS profile ON profile.id = outlook.profile_id
          JOIN res_partner AS customer ON customer.id = profile.partner_id
          JOIN res_partner AS contact ON contact.id = profile.partner_id
         WHERE outlook.company_id = %(company)s
           AND outlook.kind IN ('fall', 'leave')
           AND outlook.day BETWEEN %(first)s AND %(until)s
         GROUP BY 1, 2, 3
        """,
        last=last,
        days=rule.days,
        company=run.company_id,
        first=run.first + timedelta(days=rule.days),
        until=run.last + timedelta(days=rule.days),
    )


def _device(run, rule):
    return SQL(
        """
        SELECT owner.commercial_partner_id AS partner_id, owner.id AS contact_id,
               'device-' || device.id AS key, device.purchase_date + %(days)s AS day
          FROM repair_device AS device
          JOIN res_partner AS owner ON owner.id = device.partner_id
         WHERE device.active
           AND (device.company_id = %(company)s OR device.company_id IS NULL)
           AND device.purchase_date BETWEEN %(first)s AND %(until)s
        """,
        days=rule.days,
        company=run.company_id,
        first=run.first - timedelta(days=rule.days),
        until=run.last - timedelta(days=rule.days),
    )


def _contract(run, rule):
    """Days before a contract ends; one that renews itself or was cancelled is no occasion."""
    return SQL(
        """
        SELECT contract.commercial_partner_id AS partner_id, contract.partner_id AS contact_id,
               'contract-' || contract.id || '-' || contract.date_until AS key,
               contract.date_until - %(days)s AS day
          FROM repair_service_contract AS contract
         WHERE contract.company_id = %(company)s
           AND contract.cancel_date IS NULL
           AND contract.date_until BETWEEN %(first)s AND %(until)s
        """,
        days=rule.days,
        company=run.company_id,
        first=run.first + timedelta(days=rule.days),
        until=run.last + timedelta(days=rule.days),
    )


def _declined(run, rule):
    """Days after work was declined that nobody has asked for since."""
    return SQL(
        """
        SELECT work.commercial_partner_id AS partner_id, work.partner_id AS contact_id,
               'declined-' || work.id AS key, work.date_declined + %(days)s AS day
          FROM repair_declined_work AS work
         WHERE work.company_id = %(company)s
           AND work.state = 'open'
           AND work.followup_case_id IS NULL
           AND work.date_declined BETWEEN %(first)s AND %(until)s
        """,
        days=rule.days,
        company=run.company_id,
        first=run.first - timedelta(days=rule.days),
        until=run.last - timedelta(days=rule.days),
    )


OCCASION_RELATIONS = {
    "birthday": _birthday,
    "anniversary": _anniversary,
    "date": _on_days,
    "holiday": _on_days,
    "repair": _repair,
    "device": _device,
    "silence": _silence,
    "fall": _fall,
    "rise": _rise,
    "contract": _contract,
    "declined": _declined,
}
