from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql

from ...desk.similarity import likeness, words_of
from ...vocabulary import GROUP_USER
from ..access.day_text import day_text
from ..access.enumerated import enumerated

SIMILAR_SHOWN = 10
# For each word, and for the device, the latest cases are looked at.
LOOKED_AT = 50
# A word in more than this part of all subjects says little.
COMMON = 0.02
MOST_WORDS = 8
MOST_DEVICES = 500


class RepairCase(models.Model):
    """Finds closed cases that were like this one, and what became of them.

    Those of the same device or model, or with words of the subject in common. Each user finds
    among the cases that he may see.
    """

    _inherit = "repair.case"

    solution = fields.Text(
        "How It Was Solved",
        help="What was wrong and what solved it, so that it can be found for similar cases.",
        groups=GROUP_USER,
    )

    _words_idx = models.Index(
        "USING gin (string_to_array(subject_words, ' ')) WHERE state = 'closed'"
    )

    @api.readonly
    def similar_cases(self):
        """Return the closed cases that are most like this one, the most similar first.

        Takes a handful of queries however many cases there are.

        :return: list of dicts for the client: ``id``, ``name``, ``customer``, ``solution``,
            ``is_rework``, ``came_back`` (a later case of the device is rework), ``why`` and
            ``outcome`` (lists of words)
        """
        self.ensure_one()
        ranked = self._rank_similar()
        cases = self.browse([case_id for case_id, _why in ranked])
        back = cases._came_back()
        return [
            {
                "id": case.id,
                # Read with the rights of the user, a confidential one may be named in full.
                "name": f"{case.reference} {case.name}",
                "customer": case.partner_id.display_name,
                "why": why,
                "solution": case.solution or "",
                "outcome": case._outcome_texts(),
                "is_rework": case.is_rework,
                "came_back": case in back,
            }
            for case, (_id, why) in zip(cases, ranked, strict=True)
        ]

    def _rank_similar(self):
        """Return pairs of a case's id and why it is similar, the best first, then the latest."""
        words = words_of(self.name)[:MOST_WORDS]
        device_ids = self._devices_of_same_model()
        ranked = []
        for case in self._similar_candidates(words, device_ids):
            facts = {
                "same_device": bool(self.device_id) and case.device_id == self.device_id,
                "same_model": case.device_id.id in device_ids,
                "same_type": bool(self.type_id) and case.type_id == self.type_id,
            }
            points, common = likeness(words, (case.subject_words or "").split(), **facts)
            if points:
                ranked.append((points, case.date_open, case.id, facts, common))
        ranked.sort(key=lambda row: row[:3], reverse=True)
        return [
            (case_id, self._likeness_texts(facts, common))
            for _points, _date, case_id, facts, common in ranked[:SIMILAR_SHOWN]
        ]

    def _likeness_texts(self, facts, common):
        """Return in words why two cases are alike, the strongest reason first."""
        why = []
        if facts["same_device"]:
            why.append(self.env._("The same device"))
        elif facts["same_model"]:
            why.append(self.env._("Same model"))
        if common:
            why.append(self.env._("Words: %s", enumerated(self.env, common)))
        if facts["same_type"]:
            why.append(self.env._("Same type"))
        return why

    def _outcome_texts(self):
        """Return in words when this closed case was solved, how soon, and by whom."""
        days = (self.date_closed - self.date_open).days
        outcome = [
            self.env._("Closed on %s", day_text(self.env, self.date_closed)),
            self.env._("after %s days", days) if days > 1 else self.env._("within two days"),
        ]
        if self.user_id:
            outcome.append(self.env._("by %s", self.user_id.name))
        return outcome

    def _devices_of_same_model(self):
        """Return the ids of devices of this case's product or, without one, of its name."""
        # sudo: that a device is of the same model, whoever owns it; cases alone are shown, and
        # of those the ones that the user may see.
        device = self.device_id.sudo()
        if not device:
            return set()
        if device.product_id:
            model = Domain("product_id", "=", device.product_id.id)
        else:
            model = Domain("name", "=ilike", escape_psql(device.name))
        devices = device.with_context(active_test=False)
        return {device.id, *devices.search(model, order="id desc", limit=MOST_DEVICES).ids}

    def _similar_candidates(self, words, device_ids):
        """Return the closed cases that may be similar: the latest for each word and the device."""
        done = Domain("state", "=", "closed") & Domain("company_id", "=", self.company_id.id)
        done &= Domain("id", "!=", self.id)
        conditions = [
            SQL("string_to_array(repair_case.subject_words, ' ') @> ARRAY[%s]", word)
            for word in self._telling_words(words)
        ]
        if device_ids:
            conditions.append(SQL("repair_case.device_id = ANY(%s)", list(device_ids)))
        if not conditions:
            return self.browse()
        self.flush_model(["subject_words", "device_id"])
        parts = []
        for condition in conditions:
            query = self._search(done)
            query.add_where(condition)
            # OFFSET 0: find first, then sort. Else PostgreSQL may walk through all cases by
            # their date until it has found enough, of a rare word through all there are.
            parts.append(
                SQL(
                    "(SELECT id FROM (%s OFFSET 0) AS found ORDER BY date_open DESC LIMIT %s)",
                    query.select(*(SQL.identifier(query.table, n) for n in ("id", "date_open"))),
                    LOOKED_AT,
                )
            )
        rows = self.env.execute_query(SQL(" UNION ").join(parts))
        cases = self.browse(case_id for (case_id,) in rows)
        cases.fetch(["subject_words", "device_id", "type_id", "date_open"])
        return cases

    @api.model
    def _telling_words(self, words):
        """Return those of the words that few subjects have, or else the rarest one.

        A word of every other subject would bring up half of the cases. How frequent a word is,
        PostgreSQL knows from its last ANALYZE; whatever it does not list is rare.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT word, frequency
                  FROM pg_stats,
                       unnest(most_common_elems::text::text[], most_common_elem_freqs)
                       AS element(word, frequency)
                 WHERE schemaname = current_schema
                   AND tablename = 'repair_case_words_idx'
                   AND word = ANY(%s)
                """,
                words,
            )
        )
        common = {word: frequency for word, frequency in rows if frequency > COMMON}
        telling = [word for word in words if word not in common]
        return telling or sorted(common, key=common.get)[:1]

    def _came_back(self):
        """Return those of these closed cases whose device came back soon, as rework."""
        reworks = self.search_fetch(
            [("device_id", "in", self.device_id.ids), ("is_rework", "=", True)],
            ["device_id", "date_open"],
        ).grouped("device_id")
        soon = timedelta(days=self.company_id[:1].repair_rework_days)
        return self.filtered(
            lambda case: any(
                case.date_closed <= rework.date_open <= case.date_closed + soon
                for rework in reworks.get(case.device_id, ())
            )
        )
