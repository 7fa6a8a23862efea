"""Sheets of labels: the size of a label, and its place on the sheet. Lengths in millimetres."""

from typing import NamedTuple

# Characters: with more of them, the bars of a small label are too fine to be read.
MOST_IN_BARS = 20


class Sheet(NamedTuple):
    """A format of labels; the edges are those that Odoo leaves on its sheets of product labels."""

    columns: int
    rows: int
    width: float  # of the sheet
    height: float
    edges: tuple  # left and right, top and bottom
    label: tuple  # width and height
    bars: tuple  # width and height
    points: tuple  # size of the reference, and of the other lines

    @property
    def capacity(self):
        """Return how many labels a sheet has."""
        return self.columns * self.rows

    def count(self, labels):
        """Return how many sheets a number of labels fills."""
        return -(-labels // self.capacity)

    def place(self, number):
        """Return left and top of a label; labels are counted row by row, from 0."""
        row, column = divmod(number, self.columns)
        pitches = (
            (self.width - 2 * self.edges[0]) / self.columns,
            (self.height - 2 * self.edges[1]) / self.rows,
        )
        return tuple(
            round(edge + pitch * index + (pitch - size) / 2, 2)
            for edge, pitch, index, size in zip(
                self.edges, pitches, (column, row), self.label, strict=True
            )
        )


SHEETS = {
    "dymo": Sheet(1, 1, 57, 32, (0, 0), (55, 31), (43, 9), (11, 9)),
    "2x7": Sheet(2, 7, 210, 297, (3, 14), (97, 37), (60, 11), (14, 10)),
    "4x7": Sheet(4, 7, 210, 297, (3, 14), (47, 37), (41, 10), (11, 8)),
    "4x12": Sheet(4, 12, 210, 297, (8, 20), (43, 19), (36, 5), (7, 6)),
}


def drawn(code):
    """Return how a code is drawn, and the code; Odoo draws none with other letters than English.

    :return: tuple: bars where they stay wide enough, else QR; and the text, empty where there is no
        way to draw it
    """
    symbology = "Code128" if len(code) <= MOST_IN_BARS else "QR"
    return symbology, code if code.isascii() else ""
