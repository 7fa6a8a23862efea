# ruff: noqa: RUF001 - Chinese has punctuation of its own
from odoo.tests import tagged

from ...rule_words.languages import LANGUAGES
from ...rule_words.read import read
from ...vocabulary import METRIC_LABELS
from ..bases.common import SegmentationCase

LABELS = dict(METRIC_LABELS)


@tagged("post_install", "-at_install")
class TestProblems(SegmentationCase):
    """What is not understood is underlined, with what could stand there; nothing is guessed."""

    def problem(self, line, language="en", dimension="value"):
        text = f"{LANGUAGES[language].dimensions[dimension]}\n{line}"
        sentences, problems = read(text, language, 12, LABELS)
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
            ("X: at least 6 repairs in 6 months", "at least 6 repairs in 6 months", "period",
             "in 12 months"),
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
            ("高价值：6个月内维修至少6次", "6个月内维修至少6次", "period", "12个月内"),
            ("高价值：金额前20%", "金额前20%", "no_fallback", "（客户不足时至少…）"),
        ):
            with self.subTest(line):
                found, why, words = self.problem(line, "zh")
                self.assertEqual((found, why), (marked, reason))
                self.assertIn(expected, words)

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
        sentences, problems = read("X: everyone else", "en", 12, LABELS)
        self.assertEqual((sentences, problems[0].reason), ((), "no_heading"))
        self.assertIn("Value", problems[0].expected)
        text = "Value\nX: everyone else\nX: is abroad\n\nvalue\nY: everyone else"
        sentences, problems = read(text, "en", 12, LABELS)
        self.assertEqual([sentence.name for sentence in sentences], ["X", "Y"])
        self.assertEqual(
            [(problem.line, problem.reason) for problem in problems],
            [(2, "name_twice"), (4, "heading_twice")],
        )

    def test_all_problems_of_a_long_text(self):
        text = "Value\n" + "\n".join(f"T{n}: nonsense" for n in range(500))
        sentences, problems = read(text, "en", 12, LABELS)
        self.assertEqual((sentences, len(problems)), ((), 500))
        self.assertEqual(read("", "en", 12, LABELS), ((), ()))
