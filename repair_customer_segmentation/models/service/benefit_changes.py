"""Which customers gain, lose or change a benefit, and making it so, a batch at a time."""

from collections import defaultdict

from odoo import fields
from odoo.tools import SQL

from ...desk.coverage import covered_wholly
from .alike_notes import log_alike
from .benefits import CHOSEN


class BenefitChanges:
    """The differences between what levels give in a company and what customers were given.

    ``BenefitChanges(company, benefit).follow()`` makes the next of them good. It can be stopped
    between two of them, and repeated: what is good already is no difference.

    :param company: in an environment of the system
    """

    def __init__(self, company, benefit):
        lang = company.partner_id.lang or company.env.lang
        self._company = company.with_context(lang=lang).with_company(company)
        self._env = self._company.env
        self._benefit = benefit
        self._given = self._env["repair.customer.benefit"]

    def follow(self):
        """Make the next differences good.

        :return: how many were; 0: there is nothing left to do
        """
        self._env.flush_all()
        if not self._concerns_anybody():
            return 0
        rows = self._differences()
        given = [row for row in rows if row["id"]]
        if lost := [row for row in given if not row["level_id"]]:
            self._lose(lost)
        if going_on := [row for row in given if row["level_id"]]:
            self._go_on(going_on)
        gained = {row["partner_id"]: row for row in rows if not row["id"]}
        done = len(given) + (self._gain(gained) if gained else 0)
        self._given.invalidate_model()
        return done

    def _gain(self, rows):
        chosen = self._benefit.choose(
            self._company, {partner_id: row["wanted"] for partner_id, row in rows.items()}
        )
        self._benefit.put(self._company, chosen)
        levels = [rows[partner_id]["level_id"] for partner_id in chosen]
        self._env.cr.execute(
            SQL(
                """
                INSERT INTO repair_customer_benefit
                       (partner_id, company_id, kind, level_id, value, given_on,
                        create_uid, create_date, write_uid, write_date)
                SELECT given.partner_id, %(company)s, %(kind)s, given.level_id, given.value,
                       %(now)s, %(user)s, %(now)s, %(user)s, %(now)s
                  FROM unnest(%(partners)s::int[], %(levels)s::int[], %(values)s::int[])
                    AS given (partner_id, level_id, value)
                """,
                company=self._company.id,
                kind=self._benefit.kind,
                now=fields.Datetime.now(),
                user=self._env.uid,
                partners=list(chosen),
                levels=levels,
                values=list(chosen.values()),
            )
        )
        self._tell(self._words, zip(chosen, levels, chosen.values(), strict=True))
        return len(chosen)

    def _lose(self, rows):
        ours = [row for row in rows if row["current"] == row["value"]]
        kept = self._benefit.kept(self._given, ours)
        taken = [row for row in ours if row["partner_id"] not in kept]
        self._benefit.put(self._company, dict.fromkeys((row["partner_id"] for row in taken), None))
        self._tell(
            self._words_of_loss,
            ((row["partner_id"], row["former_id"], row["value"]) for row in taken),
        )
        self._env.cr.execute(
            SQL(
                "DELETE FROM repair_customer_benefit WHERE id = ANY(%s)",
                [row["id"] for row in rows],
            )
        )

    def _go_on(self, rows):
        """Follow a level that gives something else, or another level that gives the benefit."""
        other = {
            row["partner_id"]: row
            for row in rows
            if row["current"] == row["value"] and row["wanted"] not in (CHOSEN, row["value"])
        }
        self._env.cr.execute(
            SQL(
                """
                UPDATE repair_customer_benefit AS benefit
                   SET level_id = changed.level_id,
                       value = COALESCE(changed.value, benefit.value),
                       given_on = CASE WHEN changed.value IS NULL
                                       THEN benefit.given_on ELSE %(now)s END
                  FROM unnest(%(ids)s::int[], %(levels)s::int[], %(values)s::int[])
                    AS changed (id, level_id, value)
                 WHERE benefit.id = changed.id
                """,
                now=fields.Datetime.now(),
                ids=[row["id"] for row in rows],
                levels=[row["level_id"] for row in rows],
                values=[row["wanted"] if row["partner_id"] in other else None for row in rows],
            )
        )
        self._benefit.put(self._company, {id_: row["wanted"] for id_, row in other.items()})
        self._tell(
            self._words, ((id_, row["level_id"], row["wanted"]) for id_, row in other.items())
        )

    def _tell(self, words, changes):
        """Say the same on all customers of one level and value.

        :param words: gives the sentence of a level and a value
        :param changes: triples of a customer, a level and a value
        """
        alike = defaultdict(list)
        for partner_id, level_id, value in changes:
            alike[level_id, value].append(partner_id)
        for (level_id, value), ids in alike.items():
            log_alike(self._env["res.partner"].browse(ids), words(level_id, value))

    def _words(self, level_id, value):
        return self._env._(
            "Service level “%(level)s”: %(what)s set to %(value)s.",
            **self._names(level_id, value),
        )

    def _words_of_loss(self, level_id, value):
        return self._env._(
            "Service level “%(level)s” no longer applies: %(what)s %(value)s was taken back.",
            **self._names(level_id, value),
        )

    def _names(self, level_id, value):
        kinds = dict(self._given._fields["kind"]._description_selection(self._env))
        comodel = self._env["res.partner"]._fields[self._benefit.field].comodel_name
        return {
            "level": self._env["repair.service.level"].browse(level_id or ()).name or "",
            "what": kinds[self._benefit.kind].lower(),
            "value": self._env[comodel].browse(value).display_name,
        }

    def _concerns_anybody(self):
        (found,) = self._env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM repair_service_level AS level
                                WHERE level.active AND %(wanted)s IS NOT NULL)
                    OR EXISTS (SELECT FROM repair_customer_benefit
                                WHERE company_id = %(company)s AND kind = %(kind)s)
                """,
                wanted=self._benefit.wanted(),
                company=self._company.id,
                kind=self._benefit.kind,
            )
        )
        return found[0]

    def _differences(self):
        """Return dicts: ``id`` and ``value`` given, ``current``, ``level_id`` and ``wanted``."""
        levels = self._env["repair.service.level"]
        company, day = SQL("%s", self._company.id), self._company._repair_day()
        query = SQL(
            """
            WITH customer AS (
                SELECT partner_id FROM repair_customer_profile WHERE company_id = %(company)s
                 UNION %(covered)s),
            served AS MATERIALIZED (
                SELECT customer.partner_id, %(level)s AS level_id
                  FROM customer
                  LEFT JOIN repair_customer_profile AS profile
                    ON profile.partner_id = customer.partner_id
                   AND profile.company_id = %(company)s),
            wanted AS (
                SELECT served.partner_id, level.id AS level_id, %(wanted)s AS value
                  FROM served
                  JOIN repair_service_level AS level ON level.id = served.level_id
                 WHERE level.active AND %(wanted)s IS NOT NULL),
            given AS (
                SELECT * FROM repair_customer_benefit
                 WHERE company_id = %(company)s AND kind = %(kind)s)
            SELECT partner.id AS partner_id, given.id, given.value, given.level_id AS former_id,
                   wanted.level_id, wanted.value AS wanted, %(current)s AS current
              FROM wanted
              FULL JOIN given ON given.partner_id = wanted.partner_id
              JOIN res_partner AS partner
                ON partner.id = COALESCE(wanted.partner_id, given.partner_id)
             WHERE (given.id IS NULL AND %(current)s IS NULL AND partner.active)
                OR (given.id IS NOT NULL
                    AND (wanted.level_id IS NULL OR given.level_id <> wanted.level_id
                         OR given.level_id IS NULL))
                OR (given.value <> wanted.value AND wanted.value <> %(chosen)s
                    AND %(current)s = given.value)
             ORDER BY given.id IS NULL, partner.id
             LIMIT %(size)s
            """,
            company=company,
            covered=covered_wholly(company, SQL("%s::date", day)),
            level=levels._level_sql(
                self._company.id, "profile", SQL.identifier("customer", "partner_id")
            ),
            wanted=self._benefit.wanted(),
            kind=self._benefit.kind,
            current=self._benefit.current(self._company),
            chosen=CHOSEN,
            size=self._benefit.size,
        )
        self._env.cr.execute(query)
        return self._env.cr.dictfetchall()
