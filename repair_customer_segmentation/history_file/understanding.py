"""What a ledger says, row by row, and what is wrong with it, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from .costs import MOST_WORKED, are_minutes, hours_of, is_cost_unknown
from .day_cells import DayCells
from .values import amount_of, is_yes, phone_of, plain

# What can be wrong with a row; the row is left out.
NO_CUSTOMER, NO_DAY, BAD_DAY = "no_customer", "no_day", "bad_day"
FUTURE_DAY, OLD_DAY, CLOSED_BEFORE = "future_day", "old_day", "closed_before"
BAD_AMOUNT, REFERENCE_TWICE, BAD_EMAIL = "bad_amount", "reference_twice", "bad_email"
BAD_PARTS, BAD_HOURS = "bad_parts", "bad_hours"
NEGATIVE_COST, MANY_HOURS = "negative_cost", "many_hours"
TOTAL = "total"
# What a row of totals has for a name. Somebody may be called so: the sum tells.
TOTALS = {
    *("total", "totals", "grand total", "subtotal", "sub-total", "sum", "summe", "gesamt"),
    *("合计", "总计", "小计", "共计", "累计", "合計", "總計", "小計", "共計", "累計"),
}
# What a workbook shows where a formula failed.
FAILED = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
OLDEST = datetime(1950, 1, 1)
# What is taken as it is typed.
TAKEN = ("name", "reference", "stage_id", "type_id", "device_id", "serial_number")
MOST_NAME = 250


class Repair(NamedTuple):
    """A row that can be brought in; moments are naive, on the clock of the company.

    ``parts`` and ``hours`` are ``None`` where nobody knows.
    """

    line: int
    customer: str
    phone: str
    email: str
    opened: datetime
    is_opened_timed: bool
    closed: datetime | None
    is_closed_timed: bool
    values: dict  # target -> text, of the columns that are taken as they are
    amount: Decimal
    parts: Decimal | None
    hours: Decimal | None
    is_rework: bool
    note: str

    @property
    def key(self):
        """Return what tells this customer from others in the file."""
        return customer_key(self.customer), phone_digits(self.phone), self.email.casefold()


class Problem(NamedTuple):
    """Why a row is left out: the line in the file, the cell, and one of the reasons above."""

    line: int
    reason: str
    column: int | None
    cell: str


@dataclass
class Understanding:
    """The repairs of a file and what is wrong with its other rows."""

    repairs: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    days: DayCells | None = None

    @property
    def first_day(self):
        return min((repair.opened for repair in self.repairs), default=None)

    @property
    def last_day(self):
        return max((repair.opened for repair in self.repairs), default=None)

    @property
    def amount(self):
        return sum((repair.amount for repair in self.repairs), Decimal(0))

    def reasons(self):
        """Return reason -> number of rows, the most frequent first."""
        return dict(Counter(problem.reason for problem in self.problems).most_common())


def understand(sheet, manner, now, zone="UTC"):
    """Return what the rows of a sheet say.

    :param Manner manner: how they are read
    :param datetime now: on the clock of the company: no repair is opened later
    :param str zone: of that clock, such as Asia/Shanghai
    """
    reader = _Reader(sheet, manner, now, zone)
    understood = Understanding(days=reader.days)
    for line, cells in sheet.rows:
        found = reader.row(line, cells)
        (understood.problems if isinstance(found, Problem) else understood.repairs).append(found)
    return understood


def customer_key(name):
    """Return a name as it is compared: blanks, widths and capitals make no difference."""
    return " ".join(plain(name).casefold().split())


def phone_digits(phone):
    """Return the digits by which numbers are compared: the last ten, country codes apart."""
    return "".join(char for char in plain(phone) if char.isdigit())[-10:].lstrip("0")


class _Wrong(Exception):
    """Ends the reading of a row."""

    def __init__(self, reason, target):
        super().__init__(reason)
        self.reason, self.target = reason, target


class _Reader:
    """Reads row after row, and remembers which references it has met."""

    def __init__(self, sheet, manner, now, zone):
        self.sheet, self.manner = sheet, manner
        self.latest = now + timedelta(days=1)
        self.days = DayCells(sheet, manner, zone, self.latest)
        self.at = {target: manner.at(target) for target in set(manner.targets) if target}
        self.is_in_minutes = "work_hours" in self.at and are_minutes(
            sheet.headings[self.at["work_hours"]]
        )
        self.notes = [i for i, target in enumerate(manner.targets) if target == "note"]
        self.references = set()
        # The amounts of all rows so far, and of those since the last row of totals.
        self.sum, self.sum_since = Decimal(0), Decimal(0)

    def row(self, line, cells):
        """Return the repair of a row, or the problem that it has."""
        told = {target: cells[index] for target, index in self.at.items()}
        try:
            return self._repair(line, cells, told)
        except _Wrong as wrong:
            at = self.at.get(wrong.target)
            return Problem(line, wrong.reason, at, told.get(wrong.target, ""))

    def _repair(self, line, cells, told):
        customer = " ".join(told.get("partner_id", "").split())[:MOST_NAME]
        if customer in FAILED:
            customer = ""
        self._refuse_total(customer, told.get("amount"))
        phone, email = phone_of(told.get("phone", "")), plain(told.get("email", ""))
        if not customer and not phone and not email:
            raise _Wrong(NO_CUSTOMER, "partner_id")
        if email and ("@" not in email or " " in email):
            raise _Wrong(BAD_EMAIL, "email")
        opened, closed = self._opened(told), self._closed(told)
        if closed[0] and (
            closed[0].date() < opened[0].date()
            or (closed[1] and opened[1] and closed[0] < opened[0])
        ):
            raise _Wrong(CLOSED_BEFORE, "date_closed")
        paid = told.get("amount")
        amount = amount_of(paid, self.manner.mark) if paid else Decimal(0)
        if amount is None:
            raise _Wrong(BAD_AMOUNT, "amount")
        parts, hours = self._cost("parts_cost", told), self._cost("work_hours", told)
        reference = told.get("reference")
        if reference in self.references:
            raise _Wrong(REFERENCE_TWICE, "reference")
        if reference:
            self.references.add(reference)
        self.sum, self.sum_since = self.sum + amount, self.sum_since + amount
        return Repair(
            line,
            customer,
            phone,
            email,
            *opened,
            *closed,
            {name: told[name][:MOST_NAME] for name in TAKEN if told.get(name)},
            amount,
            parts,
            hours,
            is_yes(told.get("is_rework", "")),
            "\n".join(f"{self.sheet.headings[i]}: {cells[i]}" for i in self.notes if cells[i]),
        )

    def _refuse_total(self, customer, paid):
        """Leave out a row that says what the rows above it come to."""
        if not paid or customer_key(customer).rstrip(": ") not in TOTALS:
            return
        if amount_of(paid, self.manner.mark) in (self.sum, self.sum_since):
            self.sum_since = Decimal(0)
            raise _Wrong(TOTAL, "partner_id")

    def _cost(self, target, told):
        """Return what a repair cost of one kind, ``None`` where its row does not say it."""
        text = told.get(target)
        if not text or is_cost_unknown(text):
            return None
        if target == "work_hours":
            value, reason = hours_of(text, self.manner.mark, self.is_in_minutes), BAD_HOURS
        else:
            value, reason = amount_of(text, self.manner.mark), BAD_PARTS
        if value is None:
            raise _Wrong(reason, target)
        if value < 0:
            raise _Wrong(NEGATIVE_COST, target)
        if target == "work_hours" and value > MOST_WORKED:
            raise _Wrong(MANY_HOURS, target)
        return value

    def _opened(self, told):
        if not told.get("date_open"):
            raise _Wrong(NO_DAY, "date_open")
        return self._checked(told, "date_open")

    def _closed(self, told):
        return self._checked(told, "date_closed") if told.get("date_closed") else (None, False)

    def _checked(self, told, target):
        moment = self.days.moment(target, told[target])
        if not moment:
            raise _Wrong(BAD_DAY, target)
        if moment[0] >= self.latest:
            raise _Wrong(FUTURE_DAY, target)
        if moment[0] < OLDEST:
            raise _Wrong(OLD_DAY, target)
        return moment
