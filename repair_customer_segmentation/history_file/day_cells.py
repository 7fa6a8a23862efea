"""Reads the days of a file, and remembers those that do not say by themselves what they mean.

Moments of another time zone become those of the company. A number is a day, as spreadsheet
programs keep it, in a workbook, and in a text where all of its column are.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .values import moment_of
from .written_days import serial_moment

DATED = ("date_open", "date_closed")
ZONED, SERIAL = "zoned", "serial"


@dataclass
class Converted:
    """What cells of a column were taken for: how ``many``, and the first of them.

    :param str kind: ``zoned`` or ``serial``
    :param datetime moment: of the first cell, on the clock of the company
    """

    kind: str
    column: int
    cell: str
    moment: datetime
    is_timed: bool
    many: int = 0


class DayCells:
    """``DayCells(sheet, manner, zone, latest).moment(target, cell)`` reads a cell.

    :param str zone: of the company, such as Asia/Shanghai
    :param datetime latest: on its clock; no day of the file is later
    """

    def __init__(self, sheet, manner, zone, latest):
        self.order, self.clock = manner.order, ZoneInfo(zone)
        self.at = {target: manner.at(target) for target in DATED if target in manner.targets}
        self.serials = {
            target
            for target, index in self.at.items()
            if sheet.is_workbook or _are_serials(sheet.column(index), latest)
        }
        # Days repeat: each is read once.
        self._read = {}
        self._converted = {}

    def moment(self, target, text):
        """Return the moment that a cell says and whether it is timed; ``None`` for no day."""
        found, kind = self._known(target, text)
        if kind:
            column = self.at[target]
            if (kind, column) not in self._converted:
                self._converted[kind, column] = Converted(kind, column, text, *found)
            self._converted[kind, column].many += 1
        return found

    def converted(self):
        """Return the :class:`Converted`, one a kind and column."""
        return list(self._converted.values())

    def meaning(self, target, text):
        """Return what a cell means that does not say it by itself; ``None`` for another one."""
        if target not in self.at or not text:
            return None
        found, kind = self._known(target, text)
        return found if kind else None

    def _known(self, target, text):
        key = target in self.serials, text
        if key not in self._read:
            self._read[key] = self._moment(*key)
        return self._read[key]

    def _moment(self, is_serial, text):
        found = moment_of(text, self.order, is_serial)
        if not found:
            return None, ""
        moment, is_timed = found
        if moment.tzinfo:
            return (moment.astimezone(self.clock).replace(tzinfo=None), is_timed), ZONED
        return found, SERIAL if is_serial and serial_moment(text) else ""


def _are_serials(cells, latest):
    """Return whether the cells of a column of a text are numbers of days, all of them."""
    moments = {serial_moment(cell) for cell in set(cells)}
    return bool(moments) and None not in moments and max(moments) < latest
