from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.team.absence import who_works
from ..bases.desk import DeskCase

# Of the Monday that a desk's clock stands at.
SATURDAY, SUNDAY = date(2025, 1, 18), date(2025, 1, 19)
FRIDAY_AFTERNOON = datetime(2025, 1, 17, 15)


@tagged("post_install", "-at_install")
class TestExtraDays(DeskCase):
    """Days that are worked although their weekday, or a holiday, says otherwise."""

    def extra(self, day=SATURDAY, entered=(), calendar=None, **values):
        """Enter an extra day: as a Monday, or from and to hours of its own."""
        return self.env["repair.calendar.extra.day"].create(
            {
                "calendar_id": (calendar or self.calendar).id,
                "date": day,
                "hours": "entered" if entered else "weekday",
                "hour_ids": [
                    Command.create({"hour_from": first, "hour_to": last}) for first, last in entered
                ],
                **values,
            }
        )

    def worked(self, start, end, calendar=None, tz=None):
        working = (calendar or self.calendar)._repair_working_time(self.company.id, tz)
        return [
            (first.strftime("%d %H:%M"), last.strftime("%d %H:%M"))
            for first, last in working.intervals_between(start, end)
        ]

    def weekend(self, calendar=None):
        return self.worked(datetime(2025, 1, 17, 20), datetime(2025, 1, 19, 22), calendar)

    def holiday(self, first, last, **values):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )

    def test_open_and_new_cases_follow_at_once(self):
        with freeze_time(FRIDAY_AFTERNOON):
            case = self.case()
            # 16 hours: one on Friday, eight on Monday, seven on Tuesday.
            tuesday, monday = datetime(2025, 1, 21, 15), datetime(2025, 1, 20, 15)
            self.assertEqual(case.resolution_deadline, tuesday)
            extra = self.extra()
            self.assertEqual(case.resolution_deadline, monday)
            self.assertEqual(self.case().resolution_deadline, monday)
            extra.write({"hours": "entered", "hour_ids": [Command.create({"hour_to": 1})]})
            self.assertEqual(case.resolution_deadline, datetime(2025, 1, 21, 14))
            extra.hour_ids.hour_to = 2
            self.assertEqual(case.resolution_deadline, datetime(2025, 1, 21, 13))
            extra.date = date(2026, 1, 17)
            self.assertEqual(case.resolution_deadline, tuesday)
            extra.write({"date": SUNDAY, "hours": "weekday"})
            self.assertEqual(case.resolution_deadline, monday)
            extra.unlink()
            self.assertEqual(case.resolution_deadline, tuesday)
            self.assertEqual(self.case().resolution_deadline, tuesday)

    def test_hours_are_those_of_the_weekday_or_entered(self):
        self.extra()
        self.assertEqual(self.weekend(), [("18 08:00", "18 16:00")])
        self.extra(SUNDAY, [(13, 14.5), (9, 12)])
        self.assertEqual(
            self.weekend(),
            [("18 08:00", "18 16:00"), ("19 08:00", "19 11:00"), ("19 12:00", "19 13:30")],
        )

    def test_a_break_is_left_out(self):
        lunch = {"name": "Lunch", "dayofweek": "0", "hour_from": 12, "hour_to": 13}
        monday = self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0")
        monday.hour_to = 12
        self.calendar.attendance_ids = [
            Command.create({**lunch, "day_period": "lunch"}),
            Command.create({**lunch, "day_period": "afternoon", "hour_from": 13, "hour_to": 18}),
        ]
        extra = self.extra()
        self.assertEqual(self.weekend(), [("18 08:00", "18 11:00"), ("18 12:00", "18 17:00")])
        self.assertEqual(extra.hours_text, "09:00\u201312:00, 13:00\u201318:00")

    def test_what_is_worked_anyway_stays_worked(self):
        """An evening more, on a Monday."""
        self.extra(date(2025, 1, 20), [(16, 20)])
        self.assertEqual(
            self.worked(datetime(2025, 1, 20), datetime(2025, 1, 21)), [("20 08:00", "20 19:00")]
        )

    def test_an_extra_day_wins_over_a_holiday(self):
        self.holiday("2025-01-16 23:00:00", "2025-01-21 22:59:59")
        self.assertEqual(self.weekend(), [])
        self.extra()
        self.assertEqual(self.weekend(), [("18 08:00", "18 16:00")])
        # On a weekday that is free, only the extra hours are worked.
        self.extra(date(2025, 1, 20), [(10, 12)])
        self.assertEqual(
            self.worked(datetime(2025, 1, 20), datetime(2025, 1, 22)), [("20 09:00", "20 11:00")]
        )
        # Nor does one of the whole company win, entered later.
        self.holiday("2025-01-17 23:00:00", "2025-01-18 22:59:59", calendar_id=False)
        self.assertEqual(self.weekend(), [("18 08:00", "18 16:00")])

    def test_two_weeks(self):
        """The week of the date counts, unless the other one is chosen."""
        self.calendar.switch_calendar_type()
        lines = self.calendar.attendance_ids
        week = str(lines.get_week_type(SATURDAY))
        for line in lines.filtered(lambda li: not li.display_type):
            line.hour_to = line.hour_from + (1 if line.week_type == week else 2)
        extra = self.extra()
        own = self.weekend()
        extra.week_type = str(1 - int(week))
        other = self.weekend()
        self.assertEqual(own, [("18 08:00", "18 09:00")])
        self.assertEqual(other, [("18 08:00", "18 10:00")])

    def test_flexible_hours(self):
        """Nothing is due in them, but somebody may work on the day."""
        flexible = self.env["resource.calendar"].create(
            {"name": "As You Like", "tz": "Europe/Berlin", "schedule_type": "flexible"}
        )
        self.holiday("2025-01-17 23:00:00", "2025-01-18 22:59:59", calendar_id=flexible.id)
        noon, evening = datetime(2025, 1, 18, 11), datetime(2025, 1, 18, 20)
        works = flexible._repair_works_at
        self.assertFalse(works(self.company.id, noon))
        extra = self.extra(calendar=flexible)
        self.assertTrue(works(self.company.id, noon) and works(self.company.id, evening))
        extra.write({"hours": "entered", "hour_ids": [Command.create({"hour_to": 13})]})
        self.assertTrue(works(self.company.id, noon))
        self.assertFalse(works(self.company.id, evening))
        self.assertEqual(self.weekend(flexible), [])

    def test_time_zones_and_the_turn_of_the_year(self):
        for tz, expected in (
            ("Asia/Shanghai", [("31 16:00", "01 16:00")]),
            ("America/Los_Angeles", [("01 08:00", "02 08:00")]),
        ):
            calendar = self.make_calendar(tz, tz=tz)
            self.holiday("2022-12-30 00:00:00", "2023-01-02 12:00:00", calendar_id=calendar.id)
            self.extra(date(2023, 1, 1), [(0, 24)], calendar)
            found = self.worked(datetime(2022, 12, 31), datetime(2023, 1, 2, 9), calendar)
            if tz == "Asia/Shanghai":
                # Cut where the year turns, in UTC, and nothing lost.
                expected = [("31 16:00", "01 00:00"), ("01 00:00", "01 16:00")]
            self.assertEqual(found, expected, tz)
        # Somebody who works these hours elsewhere works the day by the clock there.
        found = self.worked(
            datetime(2022, 12, 31, 9), datetime(2023, 1, 2, 9), calendar, "Europe/Berlin"
        )
        self.assertEqual(found, [("31 23:00", "01 00:00"), ("01 00:00", "01 23:00")])

    def test_a_leap_of_summer_time(self):
        self.extra(date(2025, 3, 30), [(0, 6)])
        working = self.calendar._repair_working_time(self.company.id)
        self.assertEqual(
            working.hours_between(datetime(2025, 3, 29, 12), datetime(2025, 3, 30, 12)), 5
        )

    def test_who_works_now(self):
        agent = self.user("rcs_agent", "user")
        with freeze_time("2025-01-18 10:00:00"):
            self.assertFalse(who_works(self.env, agent, self.company)(agent.id, self.company.id))
            self.extra()
            self.assertTrue(who_works(self.env, agent, self.company)(agent.id, self.company.id))

    def test_companies_that_share_hours_have_days_of_their_own(self):
        self.calendar.company_id = False
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        theirs = self.extra()
        self.assertEqual(theirs.company_id, self.company)
        working = self.calendar._repair_working_time
        days = (datetime(2025, 1, 18), datetime(2025, 1, 20))
        self.assertEqual(working(self.company.id).hours_between(*days), 8)
        self.assertEqual(working(other.id).hours_between(*days), 0)
        other_manager = self.user("rcs_other", "manager")
        other_manager.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        days = self.env["repair.calendar.extra.day"].with_user(other_manager)
        days = days.with_context(allowed_company_ids=other.ids)
        self.assertFalse(days.search([("calendar_id", "=", self.calendar.id)]))
        with self.assertRaises(AccessError):
            days.browse(theirs.id).write({"date": SUNDAY})

    def test_a_copy_of_the_hours_has_the_days(self):
        self.extra(SUNDAY, [(9, 10)])
        copied = self.calendar.copy()
        self.assertEqual(self.weekend(copied), [("19 08:00", "19 09:00")])
        self.assertEqual(len(self.calendar.repair_extra_day_ids), 1)

    def test_bad_input_is_refused(self):
        empty = self.make_calendar("Empty", days=[0])
        for words, make in (
            ("no hours on Friday", lambda: self.extra(calendar=empty, dayofweek="4")),
            ("choose a weekday", lambda: self.extra(dayofweek=False)),
            ("Enter when it is worked", lambda: self.extra(hours="entered")),
            ("17:00\u201309:00 end before they begin", lambda: self.extra(entered=[(17, 9)])),
            ("overlap", lambda: self.extra(entered=[(9, 12), (11, 14)])),
            ("from 0 to 24", lambda: self.extra(entered=[(9, 25)])),
            ("from 1900-01-01", lambda: self.extra(date(1066, 10, 14))),
        ):
            with (
                self.subTest(words),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                make()
        extra = self.extra(entered=[(9, 12), (13, 18)])
        early, late = extra.hour_ids
        for words, change in (
            ("overlap", lambda: late.write({"hour_from": 11})),
            ("end before they begin", lambda: late.write({"hour_to": 13})),
            ("Enter when it is worked", extra.hour_ids.unlink),
        ):
            with (
                self.subTest(words),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                change()
        # Both change at once, and never overlap.
        extra.hour_ids = [
            Command.update(early.id, {"hour_to": 14}),
            Command.update(late.id, {"hour_from": 14}),
        ]
        self.assertEqual(extra.hours_text, "09:00\u201314:00, 14:00\u201318:00")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.extra()

    def test_managers_alone_change_them(self):
        extra = self.extra()
        for role in ("user", "user_all"):
            user = self.user(f"rcs_{role}", role)
            self.assertEqual(extra.with_user(user).hours_text, "09:00\u201317:00")
            with self.assertRaises(AccessError):
                extra.with_user(user).write({"date": SUNDAY})
        manager = self.user("rcs_manager", "manager")
        extra.with_user(manager).write({"date": SUNDAY})
        self.assertEqual(extra.date, fields.Date.to_date("2025-01-19"))
