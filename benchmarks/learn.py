"""How good is what is suggested, on public cases that people have labelled?

Run by ``./dev bench learn [--json]``, with the quests of the Open Repair Alliance (files
``ora_quests*.csv``, and ``*_fault_types.csv`` or ``*_step_barrier.csv`` for the descriptions of
their types) in the folder ``openrepair`` of ``RCS_REFERENCE_DATA``. Each quest is a company: its
text, category and brand are known, and its label is the type. It is cut in five parts in which
equal texts stay together; each part is asked of a model that has learned from the other four, and
has calibrated itself and chosen its threshold on those alone.

top1_mean     share of cases whose type was suggested first, the mean of the quests
top1_min      that of the worst quest
top3_mean     share of cases whose type was among the first three
day0_top3     likewise, with nothing learned: by names and descriptions of the types
ece           expected calibration error of the first suggestion: ten classes of equal width
              by probability, weighted by cases; the mean of the quests
filled_share  share of cases that were filled in, by thresholds for 90 right of 100
filled_right  share of those that were right
filled_below  cases filled in below their threshold
suggest_ms    milliseconds a suggestion, text to answer, one at a time, with a model of most cases
fit_50k_s     seconds to learn from 50,000 cases whose vectors are kept
fit_50k_cpu_s of those, seconds that a processor worked on it: where others work, too, it is less
peak_mb       memory of the process at its peak
"""

import csv
import json
import os
import random
import resource
import sys
import time
from types import SimpleNamespace

import numpy as np

from odoo.addons.repair_customer_segmentation.tests.bases.reference import DATA
from odoo.addons.repair_customer_segmentation_learn.learning.calibration import (
    calibration_error,
    threshold,
)
from odoo.addons.repair_customer_segmentation_learn.learning.day_one import DayOne
from odoo.addons.repair_customer_segmentation_learn.learning.encoder import encoder
from odoo.addons.repair_customer_segmentation_learn.learning.examples import Examples
from odoo.addons.repair_customer_segmentation_learn.learning.folds import FOLDS, grouped_folds
from odoo.addons.repair_customer_segmentation_learn.learning.learn import Question, learn
from odoo.addons.repair_customer_segmentation_learn.learning.text import normalized

FOLDER = DATA / "openrepair"
MANY = 50_000
PIECE = 1000
WANTED = 0.9
ASKED = 200


def main():
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    quests = read_quests()
    if not quests:
        sys.exit(f"There are no ora_quests*.csv in {FOLDER}.")
    rows = []
    for name, cases in sorted(quests.items()):
        quest = Quest(name, cases)
        rows.append(quest.measure())
        print(name, len(cases), rows[-1], file=sys.stderr, flush=True)
    mean = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    filled = sum(row["filled"] for row in rows)
    seconds, busy, milliseconds = fit_many(quests)
    results = {
        "top1_mean": mean["top1"],
        "top1_min": min(row["top1"] for row in rows),
        "top3_mean": mean["top3"],
        "day0_top3": mean["day0"],
        "ece": mean["ece"],
        "filled_share": filled / sum(map(len, quests.values())),
        "filled_right": sum(row["right"] for row in rows) / max(1, filled),
        "filled_below": sum(row["below"] for row in rows),
        "suggest_ms": milliseconds,
        "fit_50k_s": seconds,
        "fit_50k_cpu_s": busy,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if options.json:
        print(json.dumps({name: round(figure, 4) for name, figure in results.items()}))
    else:
        for name, figure in results.items():
            print(f"{name:14}{figure:10.3f}")


def read_quests():
    """Return quest -> its rows."""
    quests = {}
    for path in sorted(FOLDER.glob("ora_quests*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                quests.setdefault(row["quest"], []).append(row)
    return quests


class Quest:
    """The cases of one quest, its types and their descriptions."""

    def __init__(self, name, cases):
        described = {}
        for path in FOLDER.glob(f"{name.split('_')[0]}_*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    described.setdefault(row["Title"], row.get("Description") or "")
        self.types = sorted(set(described) | {case["label"] for case in cases})
        self.described = [(name, described.get(name, "")) for name in self.types]
        self.right = np.array([self.types.index(case["label"]) for case in cases])
        self.texts = [normalized(case["problem"]) for case in cases]
        self.vectors = encoder().encode(self.texts)
        self.categories = [case["product_category"] for case in cases]
        self.brands = [case["brand"] for case in cases]

    def descriptions(self):
        texts = [normalized(f"{name}. {said}") for name, said in self.described]
        return Examples.of(texts, encoder().encode(texts))

    def measure(self):
        """Return the figures of this quest."""
        examples = Examples.of(self.texts, self.vectors, self.categories, self.brands)
        folds = grouped_folds(self.texts, self.right.tolist())
        chances = np.zeros((len(folds), len(self.types)))
        least = np.full(len(folds), np.inf)
        for fold in range(FOLDS):
            seen, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            question = Question(self.types, self.right[seen])
            model, held_out = learn(
                [self.texts[at] for at in seen],
                examples[seen],
                {"type": question},
                self.descriptions(),
            )
            chances[asked] = model.answer(examples[asked])["type"]
            _best, sure, hits = question.checked(held_out["type"])
            least[asked] = threshold(sure, hits, WANTED).probability
        _best, sure, hits = Question(self.types, self.right).checked(chances)
        filled = sure >= least
        return {
            "top1": float(hits.mean()),
            "top3": self.among_three(chances),
            "day0": self.among_three(DayOne(self.described).scores(self.texts, self.vectors)),
            "ece": calibration_error(sure, hits),
            "filled": int(filled.sum()),
            "right": int(hits[filled].sum()),
            "below": int((sure[filled] < least[filled]).sum()),
        }

    def among_three(self, scores):
        three = np.argsort(-scores, axis=1, kind="stable")[:, :3]
        return float((three == self.right[:, None]).any(axis=1).mean())


def fit_many(quests):
    """Return the seconds of a fit over many cases, and the milliseconds of a suggestion.

    The cases are those of all quests, over and over, each time with a word of another one. They
    are read in pieces, as a training does it.

    :return: seconds by the clock, seconds of work, milliseconds
    """
    draw = random.Random(1)
    rows = [row for cases in quests.values() for row in cases]
    types = sorted({row["label"] for row in rows})
    quest = Quest("none", rows)
    words = [word for text in quest.texts for word in text.split()]
    places = [place % len(rows) for place in range(MANY)]
    texts = [f"{quest.texts[at]} {draw.choice(words)}" for at in places]
    chance = np.random.default_rng(1)
    described = quest.descriptions()
    begun, worked, parts = time.monotonic(), time.process_time(), []
    for start in range(0, MANY, PIECE):
        rows = places[start : start + PIECE]
        vectors = quest.vectors[rows]
        vectors += chance.integers(-1, 2, vectors.shape, np.int8) * np.float16(0.005)
        parts.append(
            Examples.of(
                texts[start : start + PIECE],
                vectors,
                [quest.categories[at] for at in rows],
                [quest.brands[at] for at in rows],
            )
        )
    examples = Examples.joined(parts)
    question = Question(types, quest.right[places])
    model, _held_out = learn(texts, examples, {"type": question}, described)
    seconds, busy = time.monotonic() - begun, time.process_time() - worked
    begun = time.monotonic()
    for text in texts[:ASKED]:
        model.answer(Examples.of([text], encoder().encode([text]), ["Laptop"], ["Acer"]))
    return seconds, busy, 1000 * (time.monotonic() - begun) / ASKED


main()
