import random
from datetime import UTC, datetime, timedelta

from odoo.tests import tagged

from ...desk.clock import moment
from ...desk.working_time import WorkingTime, WorkingYear
from ..bases.desk import DeskCase


@tagged("post_install", "-at_install")
class TestWorkingTime(DeskCase):
    def working(self, calendar=None):
        return (calendar or self.calendar)._repair_working_time(self.company.id)

    def test_over_night_and_weekend(self):
        friday = datetime(2025, 1, 17, 15, 0)
        self.assertEqual(self.working().after(friday, 1), datetime(2025, 1, 17, 16, 0))
        self.assertEqual(self.working().after(friday, 1.5), datetime(2025, 1, 20, 8, 30))
        self.assertEqual(self.working().hours_between(friday, datetime(2025, 1, 20, 10, 0)), 1 + 2)

    def test_begins_outside_the_hours(self):
        saturday = datetime(2025, 1, 18, 12, 0)
        self.assertEqual(self.working().after(saturday, 2), datetime(2025, 1, 20, 10, 0))
        self.assertEqual(self.working().after(saturday, 0), saturday)

    def test_over_new_year(self):
        eve = datetime(2024, 12, 31, 15, 0)
        self.assertEqual(self.working().after(eve, 3), datetime(2025, 1, 1, 10, 0))
        self.assertEqual(self.working().hours_between(eve, datetime(2025, 1, 1, 10, 0)), 3)

    def test_holidays_are_left_out_at_once(self):
        start = datetime(2025, 1, 14, 15, 0)
        self.assertEqual(self.working().after(start, 2), datetime(2025, 1, 15, 9, 0))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2025-01-14 23:00:00",
                "date_to": "2025-01-15 22:59:59",
            }
        )
        self.assertEqual(self.working().after(start, 2), datetime(2025, 1, 16, 9, 0))

    def test_a_leap_of_summer_time_counts_as_it_passes(self):
        """In Berlin, 2025-03-30 has 23 hours: a service at night works one hour less."""
        nights = self.make_calendar("Nights", days=range(7), hours=(0, 6))
        saturday = datetime(2025, 3, 28, 23, 0)
        self.assertEqual(
            self.working(nights).hours_between(saturday, datetime(2025, 3, 30, 22, 0)), 6 + 5
        )
        # The sixth hour of Sunday is Monday's first.
        self.assertEqual(
            self.working(nights).after(datetime(2025, 3, 29, 23, 0), 6),
            datetime(2025, 3, 30, 23, 0),
        )

    def test_without_working_hours_nothing_is_ever_due(self):
        empty = self.make_calendar("Empty", days=())
        self.assertIsNone(self.working(empty).after(datetime(2025, 1, 13), 1))
        self.assertEqual(
            self.working(empty).hours_between(datetime(2025, 1, 13), datetime(2026, 1, 13)), 0
        )

    def test_agrees_with_odoo(self):
        """Odoo's own calendar is the reference, at any moment of a year and its turn."""
        chance = random.Random(1)
        for _ in range(60):
            start = datetime(2024, 6, 1) + timedelta(minutes=chance.randrange(60 * 24 * 400))
            hours = round(chance.uniform(0.1, 60), 2)
            end = start + timedelta(hours=chance.uniform(0, 400))
            planned = self.calendar.plan_hours(
                hours, start.replace(tzinfo=UTC), compute_leaves=True
            )
            self.assertAlmostEqual(
                self.working().after(start, hours),
                planned.astimezone(UTC).replace(tzinfo=None),
                delta=timedelta(milliseconds=1),
            )
            self.assertAlmostEqual(
                self.working().hours_between(start, end),
                self.calendar.get_work_hours_count(
                    start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
                ),
                places=6,
            )


class TestClock(DeskCase):
    """The clock by itself, working round the clock so that hours are plain hours."""

    START = datetime(2025, 1, 1)

    def at(self, hours, *pauses):
        always = WorkingTime(
            lambda year: WorkingYear([(datetime(year, 1, 1), datetime(year + 1, 1, 1))])
        )
        pauses = [
            (self.hour(start), None if end is None else self.hour(end)) for start, end in pauses
        ]
        found = moment(always, self.START, hours, pauses)
        return found and (found - self.START) / timedelta(hours=1)

    def hour(self, hours):
        return self.START + timedelta(hours=hours)

    def test_pauses(self):
        for pauses, due in (
            ([], 10),
            ([(2, 5)], 13),
            ([(2, 5), (6, 7)], 14),
            ([(10, 20)], 10),
            ([(11, 20)], 10),
            ([(9, 20)], 21),
            ([(2, None)], None),
            ([(12, None)], 10),
            ([(0, 4)], 14),
        ):
            with self.subTest(pauses=pauses):
                self.assertEqual(self.at(10, *pauses), due)
