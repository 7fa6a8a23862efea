from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..bases.holidays import BAVARIA_2026, CHINA, HolidayCase, dates


@tagged("post_install", "-at_install")
class TestPublicHolidays(HolidayCase):
    """The dialog that brings the public holidays of a country into working hours."""

    def test_a_case_of_friday_is_due_on_the_saturday_that_is_worked(self):
        self.basic.target_ids = [
            Command.clear(),
            *(Command.create({"priority": str(p), "resolution_hours": 8}) for p in range(4)),
        ]
        # Friday 13 February, 17:00 in Shanghai: one hour, and seven of Saturday's eight.
        with freeze_time("2026-02-13 09:00:00"):
            case = self.case()
            self.assertEqual(case.resolution_deadline, datetime(2026, 2, 16, 9))
            self.add()
            self.assertEqual(case.resolution_deadline, datetime(2026, 2, 14, 9))
            self.assertEqual(self.case().resolution_deadline, datetime(2026, 2, 14, 9))
        working = self.calendar._repair_working_time(self.company.id)
        after = working.first_from(datetime(2026, 2, 14, 12))
        self.assertEqual(after, datetime(2026, 2, 24, 1))

    def test_a_year_of_china(self):
        wizard = self.add()
        self.assertEqual(len(wizard.line_ids), 33 + 6)
        self.assertEqual(
            [(day.date.strftime("%m%d"), day.dayofweek, day.name) for day in self.extra_days()],
            [
                ("0104", "4", "Make-up day for January 2, 2026"),
                ("0214", "4", "Make-up day for February 20, 2026"),
                ("0228", "0", "Make-up day for February 23, 2026"),
                ("0509", "1", "Make-up day for May 5, 2026"),
                ("0920", "1", "Make-up day for October 6, 2026"),
                ("1010", "2", "Make-up day for October 7, 2026"),
            ],
        )
        free = self.holidays()
        self.assertEqual(len(free), 33)
        first = free[0]
        self.assertEqual(first.name, "New Year's Day")
        self.assertEqual(first.date_from, datetime(2025, 12, 31, 16))
        self.assertEqual(first.date_to, datetime(2026, 1, 1, 15, 59, 59))
        self.assertEqual(free.company_id, self.company)
        self.assertFalse(free.resource_id)
        # 365 days; 261 of them Monday to Friday, and what the announcement takes and gives.
        working = self.calendar._repair_working_time(self.company.id)
        hours = working.hours_between(datetime(2025, 12, 31, 16), datetime(2026, 12, 31, 16))
        off = [day for day in dates(2026, *CHINA[2026][0].split()) if day.weekday() < 5]
        self.assertEqual(hours, 8 * (261 - len(off) + 6))

    def test_it_doubles_nothing(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.add()
        free, extra = self.holidays(), self.extra_days()
        free[0].name = "Our New Year"
        for lang in ("en_US", "zh_CN"):
            wizard = self.dialog(lang=lang).save()
            self.assertEqual(set(wizard.line_ids.mapped("state")), {"there"})
            with self.assertRaisesRegex(UserError, "." if lang == "zh_CN" else "no day to add"):
                wizard.action_add()
        self.assertEqual((self.holidays(), self.extra_days()), (free, extra))
        self.assertEqual(free[0].name, "Our New Year")
        # The next year is new.
        self.add((2025, 2026), lang="zh_CN")
        self.assertEqual(len(self.holidays()), 33 + 28)
        self.assertEqual(self.holidays()[0].name, "元旦")

    def test_what_was_set_by_hand_stays(self):
        leaves = self.env["resource.calendar.leaves"]
        hand = {"name": "By hand", "calendar_id": self.calendar.id}
        # The whole week of the Spring Festival in one, a morning of Labor Day, a Saturday off,
        # and a holiday of the whole company.
        week, morning, saturday, company_wide = leaves.create(
            [
                {**hand, "date_from": "2026-02-14 16:00:00", "date_to": "2026-02-23 15:59:00"},
                {**hand, "date_from": "2026-05-01 00:00:00", "date_to": "2026-05-01 04:00:00"},
                {**hand, "date_from": "2026-02-27 16:00:00", "date_to": "2026-02-28 15:59:59"},
                {
                    "name": "All",
                    "calendar_id": False,
                    "date_from": "2025-12-31 16:00:00",
                    "date_to": "2026-01-01 15:59:59",
                },
            ]
        )
        # The shop works on a day of the National Day.
        self.env["repair.calendar.extra.day"].create(
            {"calendar_id": self.calendar.id, "date": "2026-10-02", "dayofweek": "0"}
        )
        before = [each.read(["name", "date_from", "date_to"]) for each in (week, morning, saturday)]
        wizard = self.add()
        states = {line.date: line.state for line in wizard.line_ids}
        for day, state in (
            (date(2026, 2, 15), "there"),
            (date(2026, 2, 23), "there"),
            (date(2026, 5, 1), "by_hand"),
            (date(2026, 5, 2), "new"),
            (date(2026, 2, 28), "by_hand"),
            (date(2026, 1, 1), "there"),
            (date(2026, 10, 2), "by_hand"),
            (date(2026, 2, 14), "new"),
        ):
            self.assertEqual(states[day], state, day)
        after = [each.read(["name", "date_from", "date_to"]) for each in (week, morning, saturday)]
        self.assertEqual(after, before)
        added = set(self.holidays().mapped("name")) - {"By hand"}
        self.assertNotIn("Chinese New Year (Spring Festival)", added)
        self.assertNotIn(date(2026, 2, 28), self.extra_days().mapped("date"))
        self.assertTrue(company_wide.exists())

    def test_what_was_taken_away_by_hand_is_not_brought_again(self):
        self.add()
        free, extra = self.holidays(), self.extra_days()
        free[0].unlink()
        extra[0].unlink()
        with self.assertRaisesRegex(UserError, "no day to add"):
            self.add()
        form = self.dialog()
        wizard = form.save()
        gone = wizard.line_ids.filtered(lambda line: line.state == "removed")
        self.assertEqual(gone.mapped("date"), [date(2026, 1, 1), date(2026, 1, 4)])
        # Unless somebody says so.
        gone[0].is_chosen = True
        wizard.action_add()
        self.assertEqual(len(self.holidays()), 33)
        self.assertEqual(len(self.extra_days()), 5)

    def test_only_what_is_chosen(self):
        wizard = self.dialog().save()
        wizard.line_ids.is_chosen = False
        wizard.line_ids[0].is_chosen = True
        wizard.action_add()
        self.assertEqual(self.holidays().mapped("name"), ["New Year's Day"])
        self.assertFalse(self.extra_days())

    def test_a_forged_line_adds_nothing(self):
        wizard = self.dialog().save()
        wizard.line_ids.is_chosen = False
        wizard.line_ids[0].write({"is_chosen": True, "date": "2026-07-15", "name": "Mine"})
        with self.assertRaisesRegex(UserError, "no day to add"):
            wizard.action_add()

    def test_a_country_with_subdivisions_and_kinds_of_days(self):
        berlin = self.make_calendar("Berlin")
        form = self.dialog(calendar_id=berlin, country_id=self.env.ref("base.de"))
        self.assertEqual(form.category_ids._records[0]["code"], "public")
        form.subdivision = "DE-BY"
        wizard = form.save()
        wizard.action_add()
        begins = {(leave.date_from + timedelta(hours=2)).date() for leave in self.holidays(berlin)}
        self.assertEqual(begins, dates(2026, *BAVARIA_2026.split()))
        self.assertFalse(berlin.repair_extra_day_ids)
        summer = self.holidays(berlin).filtered(lambda leave: leave.date_from.month == 5)[0]
        self.assertEqual(summer.date_from, datetime(2026, 5, 13, 22))
        catholic = wizard.category_ids.filtered(lambda each: each.code == "catholic")
        catholic.is_chosen = True
        # The Assumption, 15 August.
        new = wizard.line_ids.filtered(lambda line: line.state == "new")
        self.assertIn(date(2026, 8, 15), new.mapped("date"))

    def test_los_angeles_and_shanghai_have_whole_days_of_their_own(self):
        pacific = self.make_calendar("Pacific", tz="America/Los_Angeles")
        self.add(calendar_id=pacific, country_id=self.env.ref("base.us"))
        fourth = self.holidays(pacific).filtered(lambda leave: leave.name == "Independence Day")
        self.assertEqual(fourth.date_from, datetime(2026, 7, 4, 7))
        self.assertEqual(fourth.date_to, datetime(2026, 7, 5, 6, 59, 59))

    def test_two_weeks_have_the_hours_of_the_week_that_is_made_up_for(self):
        self.calendar.switch_calendar_type()
        lines = self.calendar.attendance_ids
        self.add()
        for extra in self.extra_days():
            off = datetime.strptime(extra.name, "Make-up day for %B %d, %Y").date()
            self.assertEqual(extra.week_type, str(lines.get_week_type(off)), extra.name)

    def test_a_weekday_without_hours_is_not_made_up_for(self):
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4").unlink()
        wizard = self.add()
        idle = wizard.line_ids.filtered(lambda line: line.state == "idle")
        self.assertEqual(idle.mapped("date"), [date(2026, 1, 4), date(2026, 2, 14)])
        self.assertEqual(len(self.extra_days()), 4)

    def works_by(self, calendar):
        """Have somebody of the company work by these hours."""
        self.env["resource.resource"].create(
            {"name": "Somebody", "company_id": self.company.id, "calendar_id": calendar.id}
        )

    def test_other_working_hours_without_the_days_are_named(self):
        """Those in use: new ones begin with none, a copy has those of the original."""
        late = self.make_calendar("Late Shift", tz="Asia/Shanghai")
        self.make_calendar("Nobody's", tz="Asia/Shanghai")
        self.env["repair.service.level"].create(
            {"name": "Night", "calendar_id": late.id, "company_id": self.company.id}
        )
        self.make_calendar("Elsewhere").company_id = self.env["res.company"].create(
            {"name": "Elsewhere Ltd"}
        )
        before = self.calendar.copy()
        self.works_by(before)
        form = self.dialog()
        for calendar in (late, before):
            self.assertIn(calendar.name, form.notice)
        self.assertNotIn("Elsewhere", form.notice)
        self.assertNotIn("Nobody's", form.notice)
        form.save().action_add()
        before.name = "Copied before"
        after = self.calendar.copy()
        after.name = "Copied after"
        self.works_by(after)
        notice = self.dialog().notice
        self.assertIn("Copied before", notice)
        self.assertNotIn("Copied after", notice)
        for calendar in (late, before):
            self.add(calendar_id=calendar)
        notice = self.dialog().notice
        self.assertNotIn("Late Shift", notice)
        self.assertNotIn("Copied", notice)
