"""Which customers gain, lose or change a benefit, and making it so, a batch at a time."""

from collections import defaultdict

from odoo import fields
from odoo.tools import SQL

from ...desk.coverage import covered_wholly
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
        self._lose([row for row in given if not row["level_id"]])
        self._go_on([row for row in given if row["level_id"]])
        gained = {row["partner_id"]: row for row in rows if not row["id"]}
        return len(given) + (self._gain(gained) if gained else 0)

    def _gain(self, rows):
        chosen = self._benefit.choose(
            self._company, {partner_id: row["wanted"] for partner_id, row in rows.items()}
        )
        self._write(chosen)
        self._given.create(
            [
                {
                    "partner_id": partner_id,
                    "company_id": self._company.id,
                    "kind": self._benefit.kind,
                    "level_id": rows[partner_id]["level_id"],
                    "value": value,
                    "given_on": fields.Datetime.now(),
                }
                for partner_id, value in chosen.items()
            ]
        )
        self._tell({p: self._words(rows[p]["level_id"], value) for p, value in chosen.items()})
        return len(chosen)

    def _lose(self, rows):
        benefits = self._given.browse(row["id"] for row in rows)
        ours = benefits.browse(row["id"] for row in rows if row["current"] == row["value"])
        taken = ours - self._benefit.kept(ours)
        self._write(dict.fromkeys(taken.partner_id.ids, False))
        self._tell({b.partner_id.id: self._words_of_loss(b.level_id.id, b.value) for b in taken})
        benefits.unlink()

    def _go_on(self, rows):
        """Follow a level that gives something else, or another level that gives the benefit."""
        by_level = defaultdict(list)
        other = {}
        for row in rows:
            by_level[row["level_id"]].append(row["id"])
            if row["current"] == row["value"] and row["wanted"] not in (CHOSEN, row["value"]):
                other[row["partner_id"]] = row
        for level_id, ids in by_level.items():
            self._given.browse(ids).write({"level_id": level_id})
        by_value = defaultdict(list)
        for row in other.values():
            by_value[row["wanted"]].append(row["id"])
        for value, ids in by_value.items():
            self._given.browse(ids).write({"value": value, "given_on": fields.Datetime.now()})
        self._write({partner_id: row["wanted"] for partner_id, row in other.items()})
        self._tell({p: self._words(row["level_id"], row["wanted"]) for p, row in other.items()})

    def _write(self, values):
        """Write customer id -> value, all customers of one value at once."""
        by_value = defaultdict(list)
        for partner_id, value in values.items():
            by_value[value].append(partner_id)
        for value, ids in by_value.items():
            self._env["res.partner"].browse(ids).write({self._benefit.field: value})

    def _tell(self, bodies):
        if bodies:
            self._env["res.partner"].browse(bodies)._message_log_batch(bodies=bodies)

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
