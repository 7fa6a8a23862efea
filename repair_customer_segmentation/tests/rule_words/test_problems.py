# ruff: noqa: RUF001 - Chinese has punctuation of its own
from dataclasses import astuple
from decimal import Decimal
from time import perf_counter

from odoo.tests import tagged

from ...rule_words.languages import LANGUAGES
from ...rule_words.numbers import number_of
from ...rule_words.read import read
from ...vocabulary import METRIC_LABELS
from ..bases.common import SegmentationCase

LABELS = dict(METRIC_LABELS)


@tagged("post_install", "-at_install")
class TestProblems(SegmentationCase):
    """What is not understood is underlined, with what could stand there; nothing is guessed."""

    def problem(self, line, language="en", dimension="value"):
        text = f"{LANGUAGES[language].dimensions[dimension]}\n{line}"
        sentences, problems, _months = read(text, language, 12, LABELS)
        self.assertEqual(sentences, ())
        self.assertEqual(len(problems), 1)
        problem = problems[0]
        self.assertEqual(problem.line, 1)
        return line[problem.start : problem.end], problem.reason, problem.expected

    def test_where_it_is_and_what_was_expected(self):
        top = "X: amount in the top 20% (with too few customers: at least 5)"
        for line, marked, reason, expected in (
            ("X: amont in the top 20%", "amont", "not_understood", "<condition>"),
            ("X: amount in the top", "p", "not_understood", "<number>"),
            ("X: at least 6 widgets", "widgets", "not_understood", "repairs"),
            ("X: at least 6 repairs", "s", "not_understood", "in 12 months"),
            ("X: at least six repairs", "six", "not_understood", "<number>"),
            ("X: is a companyx", "is", "not_understood", "<condition>"),
            ("X: everyone else or is abroad", "or", "not_understood", "<end>"),
            (f"{top} or is a company and is abroad", "and", "not_understood", "or"),
            ("X: at least 6 repairs in 6 months", "in 6 months", "period", "in 12 months"),
            ("X: at least 6 repairs in the entire history", "in the entire history", "period",
             "in 12 months"),
            ("X: at least 6 repairs in 2.5 months", "2.5", "months", None),
            ("X: at least 6 repairs in 1,201 months", "1,201", "months", None),
            ("X: amount in the top 20,5%", "20,5", "foreign", None),
            ("X: amount at least 2.000,50 in 12 months", "2.000,50", "foreign", None),
            ("X: amount at least 1.234.567 in 12 months", "1.234.567", "foreign", None),
            ("X: amount at least 2.000 in 12 months", "2.000", "decimals", None),
            ("X: satisfaction at least 4.555", "4.555", "decimals", None),
            ("X: among the customers who bring 0% of the amount",
             "among the customers who bring 0% of the amount", "percent", None),
            ("X: among the customers who bring 101% of the amount",
             "among the customers who bring 101% of the amount", "percent", None),
            ("X: amount in the top 20%", "amount in the top 20%", "no_fallback",
             "(with too few customers: at least …)"),
            ("X: amount in the top 20% (with too few customers: at most 5)",
             "(with too few customers: at most 5)", "fallback_turned", "at least"),
            ("everyone else", "everyone else", "no_colon", None),
            (": everyone else", ": everyone else", "no_colon", None),
            ("“X: everyone else", "“X: everyone else", "no_colon", None),
            ("X: cells 55", "cells", "not_understood", "<condition>"),
            ("X: 1e9", "1e9", "not_understood", "<condition>"),
            ("X: 🔧", "🔧", "not_understood", "<condition>"),
        ):  # fmt: skip
            with self.subTest(line):
                found, why, words = self.problem(line)
                self.assertEqual((found, why), (marked, reason))
                if expected:
                    self.assertIn(expected, words)
                else:
                    self.assertEqual(words, ())

    def test_in_chinese(self):
        for line, marked, reason, expected in (
            ("高价值：员工至少50", "0", "not_understood", "人"),
            ("高价值：维修至少6次", "维修至少6次", "not_understood", "<condition>"),
            ("高价值：6个月内维修至少6次", "6个月内", "period", "12个月内"),
            ("高价值：金额前0成", "金额前0成", "percent", None),
            ("高价值：12个月内维修至少一百五次", "一百五", "numeral", None),
            ("高价值：12个月内维修至少两三次", "两三", "numeral", None),
            ("高价值：金额前20%", "金额前20%", "no_fallback", "（客户不足时至少…）"),
        ):
            with self.subTest(line):
                found, why, words = self.problem(line, "zh")
                self.assertEqual((found, why), (marked, reason))
                if expected:
                    self.assertIn(expected, words)
                else:
                    self.assertEqual(words, ())

    def test_period(self):
        """It stands at the top, once, and sentences that say another one contradict it."""
        rule = "Value\nX: at least 6 repairs in 24 months"
        for line, problem in (
            ("Period: 24 months", None),
            ("period : 24 MONTHS.", None),
            ("Period: 12 months", (3, 22, 34, "period", ("in 12 months",))),
            ("Period: the entire history", (3, 22, 34, "period", ("in the entire history",))),
            ("Period: 24 months\nPeriod: 24 months", (1, 0, 17, "heading_twice", ())),
            ("Period: 24 weeks", (0, 11, 16, "not_understood", ("month", "months"))),
            ("Period: 0 months", (0, 8, 9, "months", ())),
        ):
            with self.subTest(line):
                lines = f"{line}\n\n{rule}".replace("24 weeks\n", "24 weeks\n", 1)
                found = read(lines, "en", 24, LABELS)
                self.assertEqual(
                    [astuple(p) for p in found.problems][:1], [problem][: bool(problem)]
                )
        # Below a heading, it is a tier of that name.
        [tier] = read("Value\nPeriod: everyone else", "en", 12, LABELS).sentences
        self.assertEqual(tier.name, "Period")

    def test_numerals(self):
        for text, value in (
            ("零", 0), ("两", 2), ("十", 10), ("二十五", 25), ("一百零五", 105), ("一百一十", 110),
            ("一千零五十", 1_050), ("一万零二十", 10_020), ("一亿两千万", 120_000_000),
            ("二〇二六", 2_026), ("2万", 20_000), ("1.555万", 15_550),
            ("1,234.5", Decimal("1234.5")),
            ("一百五", None), ("一万二", None), ("一千五十", None), ("百", None), ("十十", None),
            ("两三", None), ("一百零", None), ("亿" * 40_000, None),
        ):  # fmt: skip
            with self.subTest(text[:9]):
                self.assertEqual(number_of(text), value)

    def test_hostile(self):
        """Whatever is sent, it is answered in well under a second."""
        for text in (
            "x" * 10_000_000,
            "Value\n" + "a: b\n" * 999,
            "Value\nX: " + "(" * 49_000,
            "Value\n“" + "””" * 24_000,
            "Value\nX: " + "amount " * 7_000,
            "Value\nX: " + "9" * 49_000,
            "Value\nX: " + ",9" * 24_000,
            "Value\nX: " + " and ".join(["is abroad"] * 3_000),
            "\n" * 100_000,
        ):
            with self.subTest(text[:20]):
                began = perf_counter()
                found = read(text, "en", 12, LABELS)
                self.assertLess(perf_counter() - began, 3)
                self.assertEqual(found.sentences, ())
                self.assertTrue(found.problems)
        reasons = [read(text, "en", 12, LABELS).problems[0].reason for text in (
            "x" * 50_001, "\n" * 1_000, "Value\nX: " + " and ".join(["is abroad"] * 101)
        )]  # fmt: skip
        self.assertEqual(reasons, ["too_long", "too_long", "too_many"])

    def test_cells(self):
        for line, marked, reason in (
            ("X: cells 55 56", "56", "not_understood"),
            ("X: cells", "s", "not_understood"),
            ("X: cells 55 54 55", "cells 55 54 55", "cell_twice"),
            ("X: everyone else", "everyone", "not_understood"),
        ):
            with self.subTest(line):
                self.assertEqual(self.problem(line, dimension="rfm")[:2], (marked, reason))

    def test_headings(self):
        sentences, problems, _months = read("X: everyone else", "en", 12, LABELS)
        self.assertEqual((sentences, problems[0].reason), ((), "no_heading"))
        self.assertIn("Value", problems[0].expected)
        text = "Value\nX: everyone else\nX: is abroad\n\nvalue\nY: everyone else"
        sentences, problems, _months = read(text, "en", 12, LABELS)
        self.assertEqual([sentence.name for sentence in sentences], ["X", "Y"])
        self.assertEqual(
            [(problem.line, problem.reason) for problem in problems],
            [(2, "name_twice"), (4, "heading_twice")],
        )

    def test_all_problems_of_a_long_text(self):
        text = "Value\n" + "\n".join(f"T{n}: nonsense" for n in range(500))
        sentences, problems, _months = read(text, "en", 12, LABELS)
        self.assertEqual((sentences, len(problems)), ((), 500))
        self.assertEqual(read("", "en", 12, LABELS), ((), (), 12))
