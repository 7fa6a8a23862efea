"""One training of one company: which cases, what is asked of them, and what came out."""

import time
from collections import Counter

from odoo.fields import Domain

from ..learning.text import normalized
from .packages import (
    FEWEST_LEARNED_FROM,
    Examples,
    Question,
    calibration_error,
    encoder,
    learn,
    np,
    threshold,
)
from .texts import case_texts, device_facts

# The latest so many cases are learned from: in five minutes and a gigabyte, on one core.
MOST_CASES = 50_000
ASKED_FIELDS = ("type_id", "impact", "urgency", "tag_ids")
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
        self.model = self._ids = self._types = self._questions = self._chances = None
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
        self._types = self._env["repair.case.type"].search(
            [("company_id", "in", (False, self.company.id))]
        )
        known = self._domain() & Domain("type_id", "in", self._types.ids)
        cases = self._env["repair.case"].search(
            known, order="date_open desc, id desc", limit=MOST_CASES
        )
        if len(cases) < FEWEST_LEARNED_FROM:
            return False
        texts, examples, given = self._read(cases)
        if len(set(given["type_id"])) < 2:
            return False
        self._ids, self._questions = cases.ids, self._asked(given)
        self.model, self._chances = learn(texts, examples, self._questions, self._described())
        self._seconds = time.monotonic() - begun
        return True

    def _read(self, cases):
        """Return texts, examples, and dict of what people gave: field -> list of values.

        Read in pieces, of which nothing stays in the cache. What is not encoded yet is encoded now.
        """
        vectors = self._env["repair.case.vector"]
        texts, parts, given = [], [], {name: [] for name in ASKED_FIELDS}
        for start in range(0, len(cases), READ_AT_ONCE):
            piece = cases[start : start + READ_AT_ONCE]
            said = case_texts(piece)
            kept = vectors._of(piece, said)
            missing = piece.browse(
                case.id for case, row in zip(piece, kept, strict=True) if not row.any()
            )
            if missing:
                vectors._encode(missing)
                kept = vectors._of(piece, said)
            texts += said
            devices = [case.device_id for case in piece]
            parts.append(Examples.of(said, kept, *device_facts(devices)))
            for case in piece:
                for name in ASKED_FIELDS:
                    value = case[name]
                    given[name].append(tuple(value.ids) if name == "tag_ids" else value)
            given["type_id"][start:] = [case_type.id for case_type in given["type_id"][start:]]
            piece.invalidate_recordset(flush=False)
        return texts, Examples.joined(parts), given

    def _asked(self, given):
        """Return the questions, the type first; those that all cases answer alike are left out."""
        places = {type_id: place for place, type_id in enumerate(self._types.ids)}
        questions = {
            "type_id": Question(
                [str(type_id) for type_id in self._types.ids],
                np.array([places[type_id] for type_id in given["type_id"]]),
            )
        }
        for name in ("impact", "urgency"):
            if len(set(given[name])) > 1:
                answers = ["1", "2", "3"]
                right = np.array([answers.index(value) for value in given[name]])
                questions[name] = Question(answers, right)
        counts = Counter(tag for tags in given["tag_ids"] for tag in tags)
        tags = [tag for tag, count in counts.most_common(MOST_TAGS) if count >= FEWEST_TAGGED]
        if tags:
            right = np.array([[tag in has for tag in tags] for has in given["tag_ids"]], np.float32)
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
            "case_count": len(self._ids),
            "type_count": len(self._types),
            "first_share": float(hits.mean()),
            "three_share": float((three == question.right[:, None]).any(axis=1).mean()),
            "calibration_error": calibration_error(sure, hits),
            "seconds": self._seconds,
            "thresholds": {name: self._thresholds(name) for name in self._questions},
            "mixed_up": self._mixed_up(),
        }

    def _thresholds(self, name):
        question, chances = self._questions[name], self._chances[name]
        _best, sure, hits = question.checked(chances)
        if not question.is_single:
            # Each tag that is likely is one that may be filled in.
            likely = chances >= WANTED[0] / 100
            sure, hits = chances[likely], question.right[likely] == 1
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
        return [(self._ids[at], ids[best[at]], float(sure[at])) for at in rows]
