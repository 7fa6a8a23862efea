# ruff: noqa: RUF001 - Chinese has punctuation of its own
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ...rule_words.languages import LANGUAGES
from ...rule_words.read import read
from ...rule_words.values import Condition, Sentence
from ...rule_words.write import number, write
from ...vocabulary import DIMENSIONS, METRIC_LABELS
from ..bases.common import SegmentationCase

# One that no language has a phrase for, as an addon may bring it.
LABELS = {
    **dict(METRIC_LABELS),
    "no_shows": "Missed appointments",
    "late": "Late or “sorry”: {n}% 或 {what}, at least",
}
# What sentences may leave open, as somebody knows it.
KNOWN = {("value", "高价值", "amount", "at_least"), ("value", "High Value", "amount", "at_least")}
HUNDREDTHS = Decimal("0.01")

numbers = st.integers(-(10**9), 10**12).map(lambda n: n * HUNDREDTHS)
percents = st.integers(1, 10_000).map(lambda n: n * HUNDREDTHS)
operators = st.sampled_from(["at_least", "at_most"])
conditions = st.one_of(
    st.builds(Condition, st.sampled_from(sorted(LABELS)), operators, st.just("value"), numbers),
    st.builds(
        Condition,
        st.sampled_from(sorted(LABELS)),
        operators,
        st.just("top_percent"),
        percents,
        numbers,
    ),
    st.builds(Condition, st.just("amount"), st.just("at_least"), st.just("pareto"), percents),
)
names = st.text(
    st.sampled_from("AZaz 09:：“”「」\"'高价值,;，；()（）%-—…é🔧或"), min_size=1, max_size=12
).filter(lambda name: name.strip())
names |= st.sampled_from(["Period", "Value", "统计周期", "A or B", "A: or B", "甲或乙", "甲：或乙"])
cells = st.lists(
    st.sampled_from([f"{r}{fm}" for r in range(1, 6) for fm in range(1, 6)]), unique=True
).map(tuple)


@st.composite
def texts(draw):
    """Return the sentences of a policy, dimension by dimension."""
    sentences = []
    for dimension in DIMENSIONS:
        for name in draw(st.lists(names, max_size=3, unique_by=lambda name: name)):
            potential = draw(st.booleans())
            if dimension == "rfm":
                rule = {"cells": draw(cells)}
            else:
                tests = tuple(draw(st.lists(conditions, max_size=3)))
                match = draw(st.sampled_from(["all", "any"])) if len(tests) > 1 else None
                rule = {"conditions": tests, "match": match}
            sentences.append(Sentence(dimension, name, for_potential=potential, **rule))
    return tuple(sentences)


@tagged("post_install", "-at_install")
class TestBothWays(SegmentationCase):
    """What is written is read, and says the same; in each language."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts(), st.sampled_from(sorted(LANGUAGES)), st.sampled_from([0, 1, 12, 1200]))
    def test_any_rules(self, sentences, language, months):
        text = write(sentences, LANGUAGES[language], months, LABELS)
        found, problems, counted = read(text, language, months, LABELS)
        self.assertEqual((problems, counted), ((), months), text)
        # The period is in the text.
        self.assertEqual(read(text, language, 7, LABELS).months, months)
        self.assertEqual(tuple(replace(sentence, line=0) for sentence in found), sentences)
        self.assertEqual(write(found, LANGUAGES[language], months, LABELS), text)

    def test_one_language_and_the_other(self):
        said = (
            Sentence(
                "value",
                "High Value",
                "any",
                (
                    Condition("amount", "at_least", "top_percent", Decimal(20), Decimal(2000)),
                    Condition("repair_count", "at_least", "value", Decimal(6)),
                ),
            ),
        )
        english = write(said, LANGUAGES["en"], 12, LABELS)
        chinese = write(said, LANGUAGES["zh"], 12, LABELS)
        self.assertEqual(
            english,
            "Period: 12 months\n\nValue\n"
            "High Value: amount in the top 20% (with too few customers: at least 2,000) "
            "or at least 6 repairs in 12 months",
        )
        self.assertEqual(
            chinese,
            "统计周期：12个月\n\n价值\n"
            "High Value：金额前20%（客户不足时至少2,000），或12个月内维修至少6次",
        )
        self.assertEqual(read(english, "en", 12, LABELS), read(chinese, "zh", 12, LABELS))

    def test_as_people_type_it(self):
        """Spaces, letters, signs and words of the same meaning make no difference."""
        for language, months, one, other in (
            ("en", 12, "Amount in the TOP 20 % (with too few customers: at least 2000)",
             "amount in the top 20% (with too few customers: at least 2,000)"),
            ("en", 12, "at least 6  repairs in the period, and is a company",
             "at least 6 repairs in 12 months and is a company"),
            ("en", 12, "at least 1 repairs in 12 months", "at least 1 repair in 12 months"),
            ("zh", 12, "金额前２０％(客户不足时不低于2000),或者 统计周期内维修不少于６次",
             "金额前20%（客户不足时至少2,000），或12个月内维修至少6次"),
            ("en", 12, "at least 6 repairs within 12 months and is abroad.",
             "at least 6 repairs in 12 months and is abroad"),
            ("en", 12, "amount at least 2,000 in the last 12 months",
             "amount at least 2000 in 12 months"),
            ("en", 12, "at least 6 repairs in total or is abroad",
             "AT LEAST 6 repairs\u00a0in total OR is abroad"),
            ("en", 12, "chance of still being a customer at least 50 per cent",
             "chance of still being a customer at least 50%"),
            ("zh", 12, "近十二个月维修至少二十次。", "12个月内维修至少20次"),
            ("zh", 12, "最近一二个月内金额至少两万五千", "12个月内金额至少25,000"),
            ("zh", 12, "累计金额至少1.5万或累计金额至少两百万",
             "累计金额至少15,000，或累计金额至少2,000,000"),
            ("zh", 12, "属于贡献八成金额的客户，或仍为客户的概率至少百分之六十",
             "属于贡献80%金额的客户，或仍为客户的概率至少60%"),
            ("zh", 12, "两次维修间隔至多三十天", "两次维修间隔至多30天"),
            ("zh", 12, "其余客户；也包括从未维修的客户", "其他所有客户；也包括从未维修的客户"),
        ):  # fmt: skip
            with self.subTest(one):
                heading = LANGUAGES[language].dimensions["value"]
                found = [
                    read(f"{heading}\nX: {rule}", language, months, LABELS) for rule in (one, other)
                ]
                self.assertEqual(found[0], found[1])
                self.assertEqual(found[0].problems, ())

    def test_sentences_of_the_manual(self):
        """What is said is said again to the letter, though a space does not count."""
        for language, line in (
            ("en", "High Value: amount in the top 20% or at least 6 repairs in 12 months"),
            ("zh", "高价值：金额前20%，或12个月内维修至少6次"),
        ):
            with self.subTest(line):
                words = LANGUAGES[language]
                text = f"{words.span(12)}\n\n{words.dimensions['value']}\n{line}"
                for typed in (text, text.replace("20%", "20 %")):
                    found, problems, months = read(typed, language, 24, LABELS, KNOWN)
                    self.assertEqual((problems, months), ((), 12))
                    self.assertEqual(
                        [(c.metric, c.kind, c.threshold) for c in found[0].conditions],
                        [("amount", "top_percent", 20), ("repair_count", "value", 6)],
                    )
                    self.assertEqual(found[0].match, "any")
                    self.assertEqual(write(found, words, months, LABELS), text)

    def test_names_in_quotes(self):
        for typed, name in (
            ("“A: “””B”””", "A: “”B”"), ('"A: B"', "A: B"), ("「甲：乙」", "甲：乙"),
            ("A or B", "A or B"), ("甲或乙", "甲或乙"), ("It's “so”", "It's “so”"),
        ):  # fmt: skip
            with self.subTest(typed):
                [sentence] = read(f"Value\n{typed}: everyone else", "en", 12, LABELS).sentences
                self.assertEqual(sentence.name, name)

    def test_numbers_as_people_read_them(self):
        for value, text in (
            ("0", "0"), ("1234567.5", "1,234,567.5"), ("-12.05", "-12.05"), ("100", "100")
        ):  # fmt: skip
            self.assertEqual(number(Decimal(value)), text)
