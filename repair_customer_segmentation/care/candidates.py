"""Who is to be contacted, when, and why not: one definition for the run and for the preview.

Occasions of all rules go through the same steps: the audience; the first day on which the rule's
messages leave in the customer's time zone; what stands in the way; and the limit of the month,
which the most important rule uses up first. A run takes the rows of today, the preview all.

Five repairs of one person that were closed on one day are five occasions and one call: a rule
contacts nobody twice for one day.
"""

from odoo.tools import SQL

from .occasions import occasion_relation
from .rules import CATCH_UP_DAYS

MESSAGES = ("email", "sms")
# Contacts that count against the limit of the month: sent, or to be.
COUNTING = ("planned", "claimed", "sent", "uncertain")


def candidates(run, rules):
    """Return the SELECT of all contacts that rules ask for and that are not there yet.

    Columns: ``rule_id``, ``partner_id``, ``contact_id``, ``occasion`` (the key), ``due`` (the day
    of the occasion), ``day`` (on which it is decided), ``action``, ``user_id``, ``reason``
    (``NULL``: it is sent), ``today`` (the customer's), ``is_now`` (it is decided at this moment).

    :param CareRun run: see :mod:`.rules`
    :param rules: list of :class:`.rules.CareRule`
    :return: ``None`` where no rule has an occasion
    """
    asked = [each for each in (_asked(run, rule) for rule in rules) if each is not None]
    if not asked:
        return None
    return SQL(
        """
        WITH slot (tz, pattern, today, is_open) AS (VALUES %(slots)s),
        leaving (tz, pattern, due, day) AS (VALUES %(leaving)s),
        asked AS (%(asked)s),
        dated AS (
            SELECT DISTINCT ON (rule_id, partner_id, contact_id, asked.due)
                   asked.*, slot.is_open,
                   CASE WHEN leaving.day <= asked.due + %(catch_up)s THEN leaving.day
                        ELSE greatest(asked.due + %(too_late)s, slot.today) END AS day,
                   leaving.day IS NULL OR leaving.day > asked.due + %(catch_up)s AS is_late,
                   slot.today
              FROM asked
              JOIN slot USING (tz, pattern)
              LEFT JOIN leaving ON leaving.tz = asked.tz AND leaving.pattern = asked.pattern
                               AND leaving.due = greatest(asked.due, slot.today)
             WHERE asked.due >= slot.today - %(catch_up)s - asked.missed
               AND NOT EXISTS (
                    SELECT FROM repair_care_contact AS had
                     WHERE had.rule_id = asked.rule_id
                       AND had.partner_id = asked.partner_id
                       AND (had.occasion = asked.occasion
                            OR (had.contact_id = asked.contact_id AND had.due_date = asked.due)))
             ORDER BY rule_id, partner_id, contact_id, asked.due, length(occasion), occasion
        ),
        reasoned AS (
            SELECT *, CASE WHEN is_late THEN 'late' ELSE hindrance END AS reason,
                   action IN ('email', 'sms') AND NOT is_late AND hindrance IS NULL AS counts
              FROM dated
        ),
        ranked AS (
            SELECT *, CASE WHEN counts THEN count(*) FILTER (WHERE counts) OVER (
                        PARTITION BY partner_id, date_trunc('month', day)
                        ORDER BY day, sequence, rule_id, due, occasion) END AS place
              FROM reasoned
        )
        SELECT rule_id, partner_id, contact_id, occasion, due, day, action, user_id,
               CASE WHEN place + %(had)s > %(limit)s THEN 'limit' ELSE reason END AS reason,
               today, day <= today AND (is_open OR is_late) AS is_now
          FROM ranked
        """,
        slots=SQL(", ").join(
            SQL("(%s, %s, %s::date, %s)", s.tz, _word(s.pattern), s.today, s.is_open)
            for s in run.slots
        ),
        leaving=SQL(", ").join(
            SQL("(%s, %s, %s::date, %s::date)", s.tz, _word(s.pattern), due, day)
            for s in run.slots
            for due, day in s.leaves.items()
        ),
        asked=SQL(" UNION ALL ").join(SQL("(%s)", each) for each in asked),
        catch_up=CATCH_UP_DAYS,
        too_late=CATCH_UP_DAYS + 1,
        had=_had(run) if run.limit else SQL("0"),
        limit=run.limit or SQL("NULL"),
    )


def _word(pattern):
    """Return a pattern as one word, so that it can be joined on."""
    return "-".join(map(str, pattern))


def _asked(run, rule):
    """Return the SELECT of the occasions of one rule, for its audience."""
    occasions = occasion_relation(run, rule)
    if occasions is None:
        return None
    return SQL(
        """
        SELECT DISTINCT ON (profile.partner_id, occasion.key)
               %(rule)s AS rule_id, %(sequence)s AS sequence, profile.partner_id,
               contact.id AS contact_id, occasion.key AS occasion, occasion.day AS due,
               %(action)s AS action, %(user)s AS user_id, %(hindrance)s AS hindrance,
               %(zone)s AS tz, %(pattern)s AS pattern, %(missed)s AS missed
          FROM (%(occasions)s) AS occasion
          JOIN repair_customer_profile AS profile
            ON profile.partner_id = occasion.partner_id AND profile.company_id = %(company)s
          JOIN res_partner AS customer ON customer.id = profile.partner_id
          JOIN res_partner AS contact ON contact.id = occasion.contact_id
         WHERE occasion.day BETWEEN %(first)s AND %(last)s
           AND %(audience)s
           AND %(asked_for)s
         ORDER BY profile.partner_id, occasion.key, occasion.day
        """,
        rule=rule.id,
        sequence=rule.sequence,
        action=rule.action,
        user=user_of(rule),
        hindrance=hindrance(run, rule),
        zone=run.zone(),
        pattern=_word(rule.pattern),
        missed=run.missed(rule),
        occasions=occasions,
        company=run.company_id,
        first=max(run.first, rule.start),
        last=run.last,
        audience=rule.audience,
        asked_for=SQL("TRUE")
        if run.partner_ids is None
        else SQL(
            "profile.partner_id = ANY(%s) AND occasion.partner_id = ANY(%s)",
            list(run.partner_ids),
            list(run.partner_ids),
        ),
    )


def user_of(rule):
    """Return the SQL of the user who gets the activity of a rule."""
    if rule.action != "activity":
        return SQL("NULL::int")
    # By the customer's number, so that the preview names the same one as the run.
    turn = SQL("NULL::int")
    if rule.user_ids:
        turn = SQL("(%s::int[])[1 + customer.id %% %s]", list(rule.user_ids), len(rule.user_ids))
    if not rule.by_manager:
        return turn
    return SQL(
        """
        COALESCE((
            SELECT manager.id FROM res_users AS manager
             WHERE manager.id = COALESCE(contact.user_id, customer.user_id)
               AND manager.active AND NOT manager.share), %s)
        """,
        turn,
    )


def hindrance(run, rule):
    """Return the SQL of why a contact is not made, with ``contact`` and ``customer``."""
    whens = [
        SQL("WHEN NOT (contact.active AND customer.active) THEN 'archived'"),
        SQL("WHEN contact.repair_care_opt_out OR customer.repair_care_opt_out THEN 'opted_out'"),
    ]
    if rule.action == "email":
        whens += [
            SQL("WHEN COALESCE(contact.email_normalized, '') = '' THEN 'no_address'"),
            SQL(
                """
                WHEN EXISTS (SELECT FROM mail_blacklist AS black
                              WHERE black.email = contact.email_normalized AND black.active)
                THEN 'blacklisted'
                """
            ),
        ]
    if rule.action == "sms":
        whens.append(SQL("WHEN COALESCE(contact.phone, '') = '' THEN 'no_address'"))
        if run.has_phone_blacklist:
            whens.append(
                SQL(
                    """
                    WHEN EXISTS (SELECT FROM phone_blacklist AS black
                                  WHERE black.number = contact.phone_sanitized AND black.active)
                    THEN 'blacklisted'
                    """
                )
            )
    if rule.action == "activity":
        whens.append(SQL("WHEN %s IS NULL THEN 'no_user'", user_of(rule)))
    return SQL("CASE %s END", SQL(" ").join(whens))


def _had(run):
    """Return the SQL of the messages that a customer has in the month already."""
    return SQL(
        """
        (SELECT count(*) FROM repair_care_contact AS had
          WHERE had.partner_id = ranked.partner_id AND had.company_id = %s
            AND had.state = ANY(%s) AND had.action = ANY(%s)
            AND date_trunc('month', had.day) = date_trunc('month', ranked.day))
        """,
        run.company_id,
        list(COUNTING),
        list(MESSAGES),
    )
