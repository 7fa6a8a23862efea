from odoo.tests import BaseCase, tagged

from ...workbook.colors import PALETTE, light, strong
from ...workbook.text import CUT, LONGEST_CELL, cell_text, sheet_name


@tagged("post_install", "-at_install")
class TestText(BaseCase):
    def test_a_text_stays_as_it_was_typed(self):
        for text in ("=1+1", "+86 138", "-5", "@sum", "\tx", "007", "😀", "مرحبا", "a\nb", " x "):
            self.assertEqual(cell_text(text), (text, False))

    def test_what_xml_does_not_know_is_shown_and_not_dropped(self):
        self.assertEqual(cell_text("a\x00b\x1fc\ufffe"), ("a\ufffdb\ufffdc\ufffd", False))
        self.assertEqual(cell_text("half \ud83d pair"), ("half \ufffd pair", False))

    def test_line_breaks_of_any_writing_are_one(self):
        self.assertEqual(cell_text("\ra\r\nb\rc\nd"), ("\na\nb\nc\nd", False))

    def test_a_long_text_is_cut_where_excel_counts(self):
        whole = "x" * LONGEST_CELL
        self.assertEqual(cell_text(whole), (whole, False))
        cut, is_cut = cell_text(whole + "y")
        self.assertTrue(is_cut)
        self.assertEqual((len(cut), cut[-1]), (LONGEST_CELL, CUT))

    def test_an_emoji_is_two_and_never_halved(self):
        cut, is_cut = cell_text("😀" * 20_000)
        self.assertTrue(is_cut)
        self.assertEqual(cut, "😀" * ((LONGEST_CELL - 1) // 2) + CUT)

    def test_names_of_sheets(self):
        self.assertEqual(sheet_name("客户", []), "客户")
        self.assertEqual(sheet_name("a[b]:c*d?e/f\\g", []), "a b c d e f g")
        self.assertEqual(sheet_name("'quoted'", []), "quoted")
        self.assertEqual(sheet_name("x" * 40, []), "x" * 31)
        self.assertEqual(sheet_name("History", []), "History (2)")
        self.assertEqual(sheet_name("ABC", ["abc"]), "ABC (2)")
        self.assertEqual(sheet_name("x" * 40, ["x" * 31]), "x" * 27 + " (2)")
        self.assertEqual(sheet_name("::", []), "1")

    def test_colors_are_odoos_and_their_grounds_are_light(self):
        self.assertEqual(strong(1), "#EE2D2D")
        self.assertEqual(strong(None), PALETTE[0])
        for color in range(len(PALETTE)):
            parts = [int(light(color)[at : at + 2], 16) for at in (1, 3, 5)]
            self.assertGreaterEqual(min(parts), 165)
