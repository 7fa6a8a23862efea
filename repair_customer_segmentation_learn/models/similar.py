from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .packages import HALF_SIZE, missing_package, np
from .texts import case_texts, encoded_now, examples_of

# The latest so many closed cases are compared; the closest of them are shown.
BY_MEANING_AMONG = 5000
ALIKE_SHOWN = 5
# Sentences that are less alike have a topic in common at most.
ALIKE_FROM = 0.5


class RepairCase(models.Model):
    """Finds similar cases by meaning, too, in whatever language they are told."""

    _inherit = "repair.case"

    def _rank_similar(self):
        ranked = super()._rank_similar()
        known = dict(ranked)
        for case_id, likeness in self._alike_in_meaning():
            reason = self.env._("Similar meaning (%s%%)", round(100 * likeness))
            if case_id in known:
                known[case_id].append(reason)
            else:
                ranked.append((case_id, [reason]))
        return ranked

    def _alike_in_meaning(self):
        """Return pairs of the id of a closed case that the user may read, and how alike it is."""
        if missing_package():
            return []
        domain = Domain("state", "=", "closed") & Domain("company_id", "=", self.company_id.id)
        query = self._search(
            domain & Domain("id", "!=", self.id),
            order="date_open desc, id desc",
            limit=BY_MEANING_AMONG,
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT case_id, substring(vector FROM 1 FOR %s) FROM repair_case_vector
                 WHERE starts_with(text_digest, %s) AND case_id IN (%s)
                """,
                2 * HALF_SIZE,
                encoded_now(),
                query.select(),
            )
        )
        if not rows:
            return []
        examples = examples_of(case_texts(self), [self.device_id])
        mine = examples.vectors[0, :HALF_SIZE].astype(np.float32)
        vectors = np.frombuffer(b"".join(bytes(row[1]) for row in rows), np.float16)
        alike = vectors.reshape(len(rows), HALF_SIZE).astype(np.float32) @ mine
        best = np.argsort(-alike, kind="stable")[:ALIKE_SHOWN]
        return [(rows[at][0], float(alike[at])) for at in best if alike[at] >= ALIKE_FROM]
