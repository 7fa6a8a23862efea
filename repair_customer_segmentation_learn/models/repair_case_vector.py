from odoo import api, fields, models
from odoo.tools import SQL

from .packages import VECTOR_SIZE, encoder, missing_package, np
from .texts import case_texts, digest_of, encoded_now

ENCODED_AT_ONCE = 100
# By what PostgreSQL tells that another worker encodes already.
ENCODING = 7_214_309


class RepairCaseVector(models.Model):
    """The words of a case as numbers, encoded once, in the background.

    Nobody reads them: of a confidential case they tell what it is about.
    """

    _name = "repair.case.vector"
    _description = "Words of a Case as Numbers"
    _log_access = False

    case_id = fields.Many2one("repair.case", required=True, ondelete="cascade")
    text_digest = fields.Char(required=True)
    vector = fields.Binary(attachment=False, required=True)

    _case_unique = models.UniqueIndex("(case_id)", "A case has one vector.")

    @api.model
    def _of(self, cases, texts):
        """Return the kept vectors of cases, an array of (cases, 1024).

        Zeros where none is kept, or one of words that were others.
        """
        found = np.zeros((len(cases), VECTOR_SIZE), np.float16)
        places = {case_id: place for place, case_id in enumerate(cases.ids)}
        rows = self.env.execute_query(
            SQL(
                "SELECT case_id, text_digest, vector FROM repair_case_vector"
                " WHERE case_id = ANY(%s)",
                cases.ids,
            )
        )
        for case_id, text_digest, content in rows:
            place = places[case_id]
            if text_digest == digest_of(texts[place]):
                found[place] = np.frombuffer(content, np.float16)
        return found

    @api.model
    def _forget(self, cases):
        """Have cases encoded anew whose words have changed."""
        self.env.execute_query(
            SQL("DELETE FROM repair_case_vector WHERE case_id = ANY(%s) RETURNING id", cases.ids)
        )

    @api.model
    def _missing(self, limit):
        """Return cases without a vector, the latest first, as superuser."""
        self.env["repair.case"].flush_model(["name"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM repair_case AS c
                 WHERE NOT EXISTS (
                       SELECT FROM repair_case_vector AS v
                        WHERE v.case_id = c.id AND starts_with(v.text_digest, %s))
                 ORDER BY c.id DESC LIMIT %s
                """,
                encoded_now(),
                limit,
            )
        )
        return self.env["repair.case"].sudo().browse(row[0] for row in rows)

    @api.model
    def _encode(self, cases):
        """Encode cases and keep their vectors."""
        if not cases:
            return
        texts = case_texts(cases)
        vectors = encoder().encode(texts)
        rows = [
            SQL("(%s, %s, %s)", case.id, digest_of(text), vector.tobytes())
            for case, text, vector in zip(cases, texts, vectors, strict=True)
        ]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO repair_case_vector (case_id, text_digest, vector) VALUES %s
                ON CONFLICT (case_id) DO UPDATE
                SET text_digest = EXCLUDED.text_digest, vector = EXCLUDED.vector RETURNING id
                """,
                SQL(", ").join(rows),
            )
        )

    @api.model
    def _cron_encode(self):
        """Encode what is not encoded yet, a batch a transaction: whatever ends it, it goes on."""
        self._encode_all()

    @api.model
    def _encode_all(self):
        """Encode what is not encoded yet, and return whether all is.

        No row of anybody is locked meanwhile. Where another worker is at it, it is left to that.
        """
        cron = self.env["ir.cron"]
        while (
            not missing_package()
            and self._is_my_turn()
            and (cases := self._missing(ENCODED_AT_ONCE))
        ):
            self._encode(cases)
            # Descriptions of a batch are long enough.
            cases.invalidate_recordset(flush=False)
            if not cron._commit_progress(len(cases), remaining=len(self._missing(1))):
                return False
        return not self._missing(1)

    @api.model
    def _is_my_turn(self):
        """Return whether no other worker encodes now; it is so until the transaction ends."""
        [(is_mine,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", ENCODING))
        return is_mine
