"""Contacts written down, claimed and confirmed, so that none is made twice.

A contact is planned; then claimed, which is committed before anything leaves; then sent. Who
finds one claimed that nobody works on cannot know whether it left: it is uncertain, and a person
decides.
"""

from odoo.tools import SQL

from .candidates import candidates, hindrance
from .rules import CATCH_UP_DAYS


def plan(cr, run, rules):
    """Write down what rules ask for now, in one statement; return how many rows that were."""
    found = candidates(run, rules)
    if found is None:
        return 0
    cr.execute(
        SQL(
            """
            INSERT INTO repair_care_contact
                   (company_id, rule_id, partner_id, contact_id, occasion, due_date, day, action,
                    user_id, state, reason, create_date, write_date)
            SELECT %(company)s, rule_id, partner_id, contact_id, occasion, due, day, action,
                   user_id, CASE WHEN reason IS NULL THEN 'planned' ELSE 'skipped' END, reason,
                   %(now)s, %(now)s
              FROM (%(found)s) AS found
             WHERE is_now
             ORDER BY day, rule_id, partner_id, occasion
            ON CONFLICT (rule_id, partner_id, occasion) DO NOTHING
            """,
            company=run.company_id,
            now=run.now,
            found=found,
        )
    )
    return cr.rowcount


def claim(cr, run, rule, number):
    """Claim some of the planned contacts of a rule, those that nobody else works on.

    What stands in the way of one by now, or its lateness, is written down instead.

    :param int number: at most so many
    :return: tuple of the ids that were claimed, and how many rows were decided
    """
    slots = [slot for slot in run.slots if slot.pattern == rule.pattern]
    cr.execute(
        SQL(
            """
            WITH slot (tz, today, is_open) AS (VALUES %(slots)s),
            mine AS (
                SELECT care.id, slot.today,
                       CASE WHEN care.due_date < slot.today - %(catch_up)s THEN 'late'
                            ELSE %(hindrance)s END AS reason
                  FROM repair_care_contact AS care
                  JOIN res_partner AS customer ON customer.id = care.partner_id
                  JOIN res_partner AS contact ON contact.id = care.contact_id
                  JOIN slot ON slot.tz = %(zone)s
                 WHERE care.rule_id = %(rule)s
                   AND care.state = 'planned'
                   AND (slot.is_open OR care.due_date < slot.today - %(catch_up)s)
                 ORDER BY care.id
                 LIMIT %(number)s
                   FOR UPDATE OF care SKIP LOCKED
            )
            UPDATE repair_care_contact AS care
               SET state = CASE WHEN mine.reason IS NULL THEN 'claimed' ELSE 'skipped' END,
                   reason = mine.reason, claimed_at = %(now)s, day = mine.today,
                   write_date = %(now)s
              FROM mine
             WHERE care.id = mine.id
            RETURNING care.id, care.state
            """,
            slots=SQL(", ").join(
                SQL("(%s, %s::date, %s)", s.tz, s.today, s.is_open) for s in slots
            ),
            catch_up=CATCH_UP_DAYS,
            hindrance=hindrance(run, rule),
            zone=run.zone(),
            rule=rule.id,
            number=number,
            now=run.now,
        )
    )
    rows = cr.fetchall()
    return sorted(row[0] for row in rows if row[1] == "claimed"), len(rows)


def hold(cr, ids):
    """Lock claimed contacts for this transaction; return the ids of those still claimed."""
    cr.execute(
        SQL(
            """
            SELECT id FROM repair_care_contact
             WHERE id = ANY(%s) AND state = 'claimed'
             ORDER BY id
               FOR UPDATE SKIP LOCKED
            """,
            list(ids),
        )
    )
    return [row[0] for row in cr.fetchall()]


def doubt(cr, company_id, before, now):
    """Mark as uncertain what was claimed before a moment and nobody works on.

    :return: the ids of these contacts
    """
    cr.execute(
        SQL(
            """
            UPDATE repair_care_contact
               SET state = 'uncertain', reason = 'interrupted', write_date = %(now)s
             WHERE id IN (
                SELECT id FROM repair_care_contact
                 WHERE company_id = %(company)s AND state = 'claimed' AND claimed_at <= %(before)s
                   FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            company=company_id,
            before=before,
            now=now,
        )
    )
    return [row[0] for row in cr.fetchall()]
