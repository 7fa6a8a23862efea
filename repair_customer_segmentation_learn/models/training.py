"""One training of one company: which cases, what is asked of them, and what came out."""

import time
from collections import Counter

import numpy as np

from odoo.fields import Domain

from ..learning.calibration import calibration_error, threshold
from ..learning.encoder import encoder
from ..learning.examples import Examples
from ..learning.learn import FEWEST_LEARNED_FROM, Question, learn
from ..learning.text import normalized
from .texts import case_texts, device_facts

# The latest so many cases are learned from: in five minutes and a gigabyte, on one core.
MOST_CASES = 50_000
MOST_TAGS = 50
FEWEST_TAGGED = 10
READ_AT_ONCE = 1000
WANTED = range(50, 100)
# A pair of types is named where of so many cases of both this part is taken for the other.
MIXED_UP, FEWEST_MIXED_UP, MOST_PAIRS = 0.2, 20, 10
# From which probability on another type is worth a look at a closed case, and how many at most.
DOUBTFUL_FROM, MOST_DOUBTS = 0.9, 500


class Training:
    """``Training(company).run()``, then ``model``, ``figures()`` and ``doubts()``.

    Confidential cases are left out: what a model says of others shall not tell of them.

    :param company: a ``res.company``
    """

    def __init__(self, company):
        self.company = company
        # sudo: what is learned is for whoever opens cases; of a case nothing can be read in it.
        self._env = company.sudo().with_context(lang=company.partner_id.lang or "en_US").env
        self.model = self._cases = self._types = self._questions = self._chances = None
        self._seconds = 0.0

    def _domain(self):
        types = Domain("type_id", "!=", False) & Domain("is_confidential", "=", False)
        return Domain("company_id", "=", self.company.id) & Domain("state", "=", "closed") & types

    def count(self):
        """Return how many cases there are to learn from."""
        return self._env["repair.case"].search_count(self._domain(), limit=MOST_CASES)

    def run(self):
        """Learn.

        :return: whether there was enough, of at least two types
        """
        begun = time.monotonic()
        cases = self._env["repair.case"].search(
            self._domain(), order="date_open desc, id desc", limit=MOST_CASES
        )
        self._types = self._env["repair.case.type"].search(
            [("company_id", "in", (False, self.company.id))]
        )
        known = set(self._types.ids)
        cases = cases.filtered(lambda case: case.type_id.id in known)
        if len(cases) < FEWEST_LEARNED_FROM or len(cases.type_id) < 2:
            return False
        texts, examples = self._examples(cases)
        self._cases, self._questions = cases, self._asked(cases)
        self.model, self._chances = learn(texts, examples, self._questions, self._described())
        self._seconds = time.monotonic() - begun
        return True

    def _examples(self, cases):
        """Return texts and examples, read in pieces; what is not encoded yet is encoded now."""
        vectors = self._env["repair.case.vector"]
        texts, parts = [], []
        for start in range(0, len(cases), READ_AT_ONCE):
            piece = cases[start : start + READ_AT_ONCE]
            kept = vectors._of(piece)
            missing = piece.browse(
                case.id for case, row in zip(piece, kept, strict=True) if not row.any()
            )
            if missing:
                vectors._encode(missing)
                kept = vectors._of(piece)
            said = case_texts(piece)
            texts += said
            devices = [case.device_id for case in piece]
            parts.append(Examples.of(said, kept, *device_facts(devices)))
            piece.invalidate_recordset(["description"], flush=False)
        whole = parts[0]
        for part in parts[1:]:
            whole += part
        return texts, whole

    def _asked(self, cases):
        """Return the questions, the type first; those that all cases answer alike are left out."""
        places = {type_id: place for place, type_id in enumerate(self._types.ids)}
        questions = {
            "type_id": Question(
                [str(type_id) for type_id in self._types.ids],
                np.array([places[case.type_id.id] for case in cases]),
            )
        }
        for name in ("impact", "urgency"):
            given = [case[name] for case in cases]
            if len(set(given)) > 1:
                answers = ["1", "2", "3"]
                right = np.array([answers.index(value) for value in given])
                questions[name] = Question(answers, right)
        counts = Counter(tag.id for case in cases for tag in case.tag_ids)
        tags = [tag for tag, count in counts.most_common(MOST_TAGS) if count >= FEWEST_TAGGED]
        if tags:
            right = np.array([[float(tag in case.tag_ids.ids) for tag in tags] for case in cases])
            questions["tag_ids"] = Question([str(tag) for tag in tags], right)
        return questions

    def _described(self):
        texts = [normalized(f"{each.name}. {each.description or ''}") for each in self._types]
        return Examples.of(texts, encoder().encode(texts))

    def figures(self):
        """Return the values of a ``repair.learned.model``."""
        question, chances = self._questions["type_id"], self._chances["type_id"]
        _best, sure, hits = question.checked(chances)
        three = np.argsort(-chances, axis=1)[:, :3]
        return {
            "case_count": len(self._cases),
            "type_count": len(self._types),
            "first_share": float(hits.mean()),
            "three_share": float((three == question.right[:, None]).any(axis=1).mean()),
            "calibration_error": calibration_error(sure, hits),
            "seconds": self._seconds,
            "thresholds": {name: self._thresholds(name) for name in self._questions},
            "mixed_up": self._mixed_up(),
        }

    def _thresholds(self, name):
        _best, sure, hits = self._questions[name].checked(self._chances[name])
        found = {wanted: threshold(sure, hits, wanted / 100) for wanted in WANTED}
        return {
            str(wanted): [each.probability, each.share, each.accuracy]
            for wanted, each in found.items()
        }

    def _mixed_up(self):
        """Return rows of two type ids, cases taken for the other, and cases of both."""
        question = self._questions["type_id"]
        best, _sure, _hits = question.checked(self._chances["type_id"])
        size = len(question.answers)
        table = np.zeros((size, size), int)
        np.add.at(table, (question.right, best), 1)
        counts, ids, rows = table.sum(axis=1), self._types.ids, []
        for one in range(size):
            for other in range(one):
                taken, total = table[one, other] + table[other, one], counts[one] + counts[other]
                if total >= FEWEST_MIXED_UP and taken >= MIXED_UP * total:
                    rows.append((ids[other], ids[one], int(taken), int(total)))
        return sorted(rows, key=lambda row: -row[2] / row[3])[:MOST_PAIRS]

    def doubts(self):
        """Return rows of case id, suggested type id and probability, the surest first."""
        best, sure, hits = self._questions["type_id"].checked(self._chances["type_id"])
        rows = np.flatnonzero(~hits & (sure >= DOUBTFUL_FROM))
        rows = rows[np.argsort(-sure[rows], kind="stable")][:MOST_DOUBTS]
        ids = self._types.ids
        return [(self._cases[int(at)].id, ids[best[at]], float(sure[at])) for at in rows]
