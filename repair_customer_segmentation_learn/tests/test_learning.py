import time

import numpy as np

from odoo.tests import BaseCase, tagged

from ..learning.calibration import calibration_error, curve, probabilities, threshold
from ..learning.day_one import DayOne
from ..learning.encoder import HALF_SIZE, VECTOR_SIZE, encoder, load_ahead
from ..learning.examples import Examples
from ..learning.folds import grouped_folds
from ..learning.learn import Question, learn
from ..learning.model_file import ForeignModel, digest, dump, load
from ..learning.text import MOST_READ, normalized, sentences, words
from .common import BATTERY, SCREEN, sayings


def examples(texts):
    return Examples.of(texts, encoder().encode(texts))


@tagged("post_install", "-at_install")
class TestTexts(BaseCase):
    """Any text becomes numbers, bounded and always the same."""

    def test_texts_are_written_one_way(self):
        self.assertEqual(normalized("  The\tSCREEN\n is ﬁne "), "the screen is fine")
        self.assertEqual(normalized(None), "")
        self.assertEqual(words("the 2 屏幕碎了 fans"), ["the", "2", "屏幕", "碎了", "fans"])

    def test_sentences(self):
        for text, wanted in (
            ("", [""]),
            ("no power", ["no power"]),
            ("the jack of 3.5 mm is loose. it has no sound! why?",
             ["the jack of 3.5 mm is loose.", "it has no sound! why?"]),
            ("屏幕全碎了。电池不能充电!请处理一下",
             ["屏幕全碎了。", "电池不能充电!", "请处理一下"]),
            ("one more sentence. " * 29 + "one more sentence.", ["one more sentence."] * 11
             + [" ".join(["one more sentence."] * 19)]),
        ):  # fmt: skip
            self.assertEqual(sentences(text), wanted)
        whole = encoder().encode(["the battery is dead. the screen is fine now"])
        swapped = encoder().encode(["the screen is fine now. the battery is dead"])
        self.assertGreater(whole[0, :HALF_SIZE].astype(float) @ swapped[0, :HALF_SIZE], 0.8)

    def test_a_megabyte_takes_no_longer_than_a_page(self):
        encoder().encode(["is loaded"])
        for text in ("x" * 10**6, "screen " * 150_000, "屏" * 10**6, "🔥" * 10**6):
            begun = time.process_time()
            short = normalized(text)
            vector = encoder().encode([short])
            self.assertLess(time.process_time() - begun, 2)
            self.assertLessEqual(len(short), MOST_READ)
            self.assertEqual(vector.shape, (1, VECTOR_SIZE))
            self.assertTrue(np.isfinite(vector).all())

    def test_the_same_text_has_the_same_vector(self):
        one = encoder().encode(["the screen is broken"])
        many = encoder().encode(["a", "", "🔥", "ქართული", "the screen is broken"])
        np.testing.assert_allclose(one[0], many[4], atol=2e-3)
        np.testing.assert_allclose(np.linalg.norm(one[0, :HALF_SIZE].astype(float)), 1, atol=1e-2)

    def test_loaded_ahead_once_beside_other_work(self):
        thread = load_ahead()
        self.assertTrue(thread.daemon, "it keeps no server from stopping")
        thread.join(120)
        self.assertFalse(thread.is_alive())
        self.assertIn("loaded", encoder()._words)
        self.assertIs(load_ahead(), thread)

    def test_meaning_passes_languages(self):
        english, chinese, other = (
            encoder()
            .encode(["the battery does not charge", "电池充不进电", "please install it"])[
                :, :HALF_SIZE
            ]
            .astype(float)
        )
        self.assertGreater(english @ chinese, 0.5)
        self.assertGreater(english @ chinese, english @ other + 0.3)


@tagged("post_install", "-at_install")
class TestLearner(BaseCase):
    """What is learned is checked on texts that were not seen, and kept without a way to run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = [normalized(text) for part in (SCREEN, BATTERY) for text in sayings(part)]
        half = len(cls.texts) // 2
        cls.right = np.array([0] * half + [1] * half)
        cls.model, cls.chances = learn(
            cls.texts,
            examples(cls.texts),
            {"type": Question(["screen", "battery"], cls.right)},
            examples(["screen", "battery"]),
        )

    def test_parts_make_the_whole_and_are_given_up_for_it(self):
        vectors = encoder().encode(self.texts)
        devices = ["Acer" if place % 3 else None for place in range(len(self.texts))]
        whole = Examples.of(self.texts, vectors, devices, devices)
        starts = range(0, len(self.texts), 7)
        parts = [
            Examples.of(
                self.texts[start : start + 7],
                vectors[start : start + 7],
                devices[start : start + 7],
                devices[start : start + 7],
            )
            for start in starts
        ]
        made = Examples.joined([Examples.of([], np.zeros((0, VECTOR_SIZE))), *parts])
        for name in ("vectors", "categories", "devices"):
            np.testing.assert_array_equal(getattr(made, name), getattr(whole, name), name)
        np.testing.assert_array_equal(made.grams.toarray(), whole.grams.toarray())
        self.assertEqual(made.grams.dtype, np.uint8)
        Examples.joined(parts)
        self.assertEqual(parts, [])

    def test_a_piece_that_comes_a_thousand_times(self):
        grams = Examples.of(["a" * 1000, "ab"], np.zeros((2, VECTOR_SIZE))).grams
        self.assertEqual(grams.max(), 255)
        # A blank on either side.
        self.assertEqual(grams[1].max(), 2)

    def test_learned_and_held_out(self):
        asked = examples(["the display has a crack", "cannot be charged any more"])
        self.assertEqual(self.model.answer(asked)["type"].argmax(axis=1).tolist(), [0, 1])
        _best, _sure, hits = Question(["screen", "battery"], self.right).checked(
            self.chances["type"]
        )
        self.assertGreater(hits.mean(), 0.9)

    def test_a_file_is_read_as_written_and_no_other(self):
        content = dump(self.model)
        again = load(content, digest(content))
        asked = examples(["the display has a crack"])
        np.testing.assert_allclose(
            again.answer(asked)["type"], self.model.answer(asked)["type"], atol=1e-3
        )
        for other in (content[:-1] + b"x", b"", b"\x80\x04N."):
            with self.assertRaises(ForeignModel):
                load(other, digest(content))
        with self.assertRaises(ForeignModel):
            load(b"no archive", digest(b"no archive"))

    def test_repeats_are_in_one_fold(self):
        folds = grouped_folds(["a", "b", "a", "c", "d", "e", "b"], [0, 0, 0, 0, 1, 1, 0])
        self.assertEqual(folds[0], folds[2])
        self.assertEqual(folds[1], folds[6])
        self.assertEqual(len(set(folds.tolist())), 5)

    def test_a_threshold_keeps_its_promise(self):
        chance = np.random.default_rng(5)
        kept = []
        for _turn in range(40):
            sure = chance.uniform(0.3, 1, 3000)
            hits = chance.random(3000) < sure
            found = threshold(sure[:1500], hits[:1500], 0.9)
            decided = sure[1500:] >= found.probability
            kept.append(hits[1500:][decided].mean() if decided.any() else 1)
        self.assertGreater(np.mean(np.array(kept) >= 0.88), 0.9)
        few = threshold(np.full(20, 0.99), np.full(20, True), 0.95)
        self.assertGreater(few.probability, 1, "twenty cases prove nothing about 95%")

    def test_percentages_are_what_comes(self):
        chance = np.random.default_rng(7)
        right = chance.integers(0, 3, 2000)
        scores = np.eye(3)[right] * 0.4 + chance.normal(0.2, 0.2, (2000, 3))
        made = probabilities(scores[1000:], curve(scores[:1000], right[:1000]))
        hits = made.argmax(axis=1) == right[1000:]
        self.assertLess(calibration_error(made.max(axis=1), hits), 0.06)
        self.assertAlmostEqual(calibration_error([0.8] * 10, [1] * 6 + [0] * 4), 0.2)
        self.assertEqual(calibration_error([], []), 0)

    def test_day_one_in_english_and_chinese(self):
        types = [
            ("Screen", "Glass or display is broken"),
            ("Battery", "Does not charge"),
            ("Installation", "Set up at the customer's"),
            ("Unknown", ""),
        ]
        said = ["手机屏幕碎了", "my phone does not charge", "请上门安装打印机", "broken"]
        texts = [normalized(text) for text in said]
        scores = DayOne(types).scores(texts, encoder().encode(texts))
        self.assertEqual(scores[:3].argmax(axis=1).tolist(), [0, 1, 2])
        self.assertIn(3, np.argsort(-scores[3])[:2])
