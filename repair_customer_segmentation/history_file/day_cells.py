"""Reads the days of a file, and remembers those that do not say by themselves what they mean.

Moments of another time zone become those of the company. Where all of a column are midnight UTC,
they are days, as programs export them that keep nothing but moments. A number is a day, as
spreadsheet programs keep it, in a workbook, and in a text where all of its column are.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from .values import moment_of
from .written_days import serial_moment

DATED = ("date_open", "date_closed")
ZONED, MIDNIGHT, SERIAL = "zoned", "midnight", "serial"


@dataclass
class Converted:
    """What cells of a column were taken for: how ``many``, and the first of them.

    :param str kind: ``zoned``, ``midnight`` or ``serial``
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
        self.midnights = {
            target
            for target, index in self.at.items()
            if _are_midnights(sheet.column(index), self.order, target in self.serials)
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
        key = target in self.serials, target in self.midnights, text
        if key not in self._read:
            self._read[key] = self._moment(*key)
        return self._read[key]

    def _moment(self, is_serial, is_day, text):
        found = moment_of(text, self.order, is_serial)
        if not found:
            return None, ""
        moment, is_timed = found
        if moment.tzinfo and is_day:
            return (moment.replace(tzinfo=None), False), MIDNIGHT
        if moment.tzinfo:
            try:
                return (moment.astimezone(self.clock).replace(tzinfo=None), is_timed), ZONED
            except OverflowError:
                # Such as the first day of year 1, by which some programs mean none.
                return None, ""
        return found, SERIAL if is_serial and serial_moment(text) else ""


def _are_serials(cells, latest):
    """Return whether the cells of a column of a text are numbers of days, all of them."""
    moments = {serial_moment(cell) for cell in set(cells)}
    return bool(moments) and None not in moments and max(moments) < latest


def _are_midnights(cells, order, is_serial):
    """Return whether all moments of a column are midnight UTC; there may be days besides."""
    is_any = False
    for cell in dict.fromkeys(cells):
        moment, is_timed = moment_of(cell, order, is_serial) or (None, False)
        if not is_timed:
            continue
        if not moment.tzinfo or moment.utcoffset() or moment.time() != time.min:
            return False
        is_any = True
    return is_any
