"""How a ledger is read: what its columns are, and how its days and numbers are written."""

from dataclasses import dataclass

from .day_cells import DATED
from .values import day_order, decimal_mark

# Columns of numbers, in the order in which they say how numbers are written.
NUMBER_TARGETS = ("amount", "parts_cost", "work_hours")


@dataclass(frozen=True)
class Manner:
    """How a file is read: what the columns are, and what its days and numbers mean.

    :param tuple targets: of each column, see ``columns.TARGETS``; empty: left out
    :param str order: of days that do not begin with the year
    :param str mark: the sign before decimals
    """

    targets: tuple
    order: str = "dmy"
    mark: str = "."
    is_order_known: bool = True
    is_mark_known: bool = True

    def at(self, target):
        """Return the index of the column with a target; ``None`` without one."""
        return self.targets.index(target) if target in self.targets else None


def manner_of(sheet, targets, lang="en_US", mark="."):
    """Return how a sheet is read, as its cells say or as is usual where its reader is.

    :param str lang: of the reader: in American English, the month stands before the day
    :param str mark: before decimals, as the reader writes them
    """
    days = [i for i, target in enumerate(targets) if target in DATED]
    default = "mdy" if lang == "en_US" else "dmy"
    order, is_order_known = day_order((c for i in days for c in sheet.column(i)), default)
    numbers = [targets.index(target) for target in NUMBER_TARGETS if target in targets]
    columns = [sheet.column(index) for index in numbers]
    mark, is_mark_known = _mark_of(columns, "." if sheet.is_workbook else mark)
    is_mark_known = is_mark_known or sheet.is_workbook
    return Manner(tuple(targets), order, mark, is_order_known, is_mark_known)


def _mark_of(columns, default):
    """Return the sign before decimals, and whether it is known: the first column that says it."""
    for cells in columns:
        (mark, _is_known), (other, _is_known) = (decimal_mark(cells, each) for each in ".,")
        if mark == other:
            return mark, True
    return default, all(decimal_mark(cells, default)[1] for cells in columns)
