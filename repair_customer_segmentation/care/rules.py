"""What a run of care is told: rules and moment as frozen data, built once and passed on."""

from dataclasses import dataclass
from datetime import date, datetime

from odoo.tools import SQL

from ..segmentation.days import day_sql

# A late occasion is caught up for so many days.
CATCH_UP_DAYS = 7


@dataclass(frozen=True)
class CareRule:
    """One rule of a company.

    :param int sequence: the lower, the more important
    :param str occasion: see ``OCCASIONS`` in the room ``care``
    :param int days: after the occasion, or before it where it lies ahead
    :param str action: ``email``, ``sms`` or ``activity``
    :param date start: first day of occasions that count
    :param last_run: moment (naive, UTC) of the run before this one, ``None``: there was none
    :param pattern: what its days and hours are, see :class:`Slot`
    :param SQL audience: condition of ``profile`` and ``customer``
    :param tuple user_ids: who get the activities in turn
    :param bool by_manager: the customer's account manager gets it, where there is one
    :param yearly: pairs of a day and a key, of a rule with days of its own
    """

    id: int
    sequence: int
    occasion: str
    days: int
    action: str
    start: date
    last_run: datetime | None
    pattern: tuple
    audience: SQL
    user_ids: tuple = ()
    by_manager: bool = False
    yearly: tuple = ()


@dataclass(frozen=True)
class Slot:
    """When messages of a pattern leave in a time zone.

    :param str tz: name of the time zone
    :param tuple pattern: (on working days only, first hour, last hour)
    :param date today: the date there
    :param bool is_open: whether they leave at this very moment
    :param dict leaves: day -> the first day from it on that they leave on, or ``None``
    """

    tz: str
    pattern: tuple
    today: date
    is_open: bool
    leaves: dict


@dataclass(frozen=True)
class CareRun:
    """A company at a moment.

    :param datetime now: naive, UTC
    :param str tz: of customers who have none
    :param tuple zones: all time zones of customers
    :param tuple slots: a :class:`Slot` for each zone and pattern
    :param int limit: messages a customer and month; 0: no limit
    :param date first: first day of occasions to look at, with :attr:`last`
    :param SQL closed: SELECT of the work that was closed: ``key partner_id date_closed``
    :param bool has_phone_blacklist: whether there is a list of numbers that get no SMS
    :param partner_ids: customers to look at; ``None`` means all
    """

    company_id: int
    now: datetime
    tz: str
    zones: tuple
    slots: tuple
    limit: int
    first: date
    last: date
    closed: SQL
    has_phone_blacklist: bool = False
    partner_ids: tuple | None = None

    def missed(self, rule):
        """Return how many days nothing was decided for a rule: what fell into them is told as late.

        The day of the last run counts, which a customer in another time zone had not finished.
        """
        if not rule.last_run:
            return 0
        latest = max(slot.today for slot in self.slots)
        return max(0, (latest - rule.last_run.date()).days) + 1

    def zone(self):
        """Return the SQL of the time zone of a customer, with ``contact`` and ``customer``."""
        if self.zones == (self.tz,):
            return SQL("%s", self.tz)
        return SQL("COALESCE(contact.tz, customer.tz, %s)", self.tz)

    def day_of(self, moment):
        """Return the SQL of the customer's date of a moment (a column, naive UTC)."""
        if self.zones == (self.tz,):
            return day_sql(moment, self.tz)
        others = (
            SQL("WHEN %s THEN %s", tz, day_sql(moment, tz)) for tz in self.zones if tz != self.tz
        )
        return SQL(
            "CASE %s %s ELSE %s END",
            self.zone(),
            SQL(" ").join(others),
            day_sql(moment, self.tz),
        )
