from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ...models.team.absence import who_works
from ..bases.desk import DeskCase

# 16 working hours after Monday 9:00 (UTC): 7 on Monday, 8 on Tuesday, 1 on Wednesday.
DUE = datetime(2025, 1, 15, 9)


@tagged("post_install", "-at_install")
class TestCaseHours(DeskCase):
    """Whose working hours and holidays deadlines count in, and what they may become."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.admin = new_test_user(
            cls.env,
            "rcs_admin",
            groups="base.group_system,repair_customer_segmentation.group_manager",
            company_id=cls.company.id,
            company_ids=[Command.set([cls.company.id, cls.other.id])],
        )

    def holiday(self, company, **values):
        """Enter a holiday of the week of Monday 13 January, as an administrator of a company."""
        leaves = self.env["resource.calendar.leaves"].with_user(self.admin)
        return leaves.with_context(allowed_company_ids=company.ids).create(
            {
                "name": "Holiday",
                "date_from": "2025-01-13 00:00:00",
                "date_to": "2025-01-17 23:59:00",
                **values,
            }
        )

    def test_a_holiday_of_another_company_moves_nothing(self):
        self.company.repair_untouched_hours = 16
        case = self.case()
        self.holiday(self.other)
        for one in (case, self.case()):
            self.assertEqual(one.resolution_deadline, DUE)
            self.assertEqual(one.untouched_date, DUE)

    def test_a_holiday_of_the_company_moves_its_open_and_new_cases(self):
        case = self.case()
        holiday = self.holiday(self.company)
        later = datetime(2025, 1, 21, 16)
        self.assertEqual(case.resolution_deadline, later)
        self.assertEqual(self.case().resolution_deadline, later)
        holiday.unlink()
        self.assertEqual(case.resolution_deadline, DUE)

    def test_companies_that_share_hours_have_their_own_holidays(self):
        shared = self.make_calendar("Shared")
        shared.company_id = False
        self.basic.calendar_id = shared
        case = self.case()
        self.holiday(self.other, calendar_id=shared.id)
        self.assertEqual(case.resolution_deadline, DUE)
        self.holiday(self.company)
        self.assertEqual(case.resolution_deadline, datetime(2025, 1, 21, 16))

    def test_who_works_now_is_asked_of_the_company(self):
        agent = self.user("rcs_agent", "user")
        works = who_works(self.env, agent, self.company)
        self.assertTrue(works(agent.id, self.company.id))
        self.holiday(self.other)
        works = who_works(self.env, agent, self.company)
        self.assertTrue(works(agent.id, self.company.id))
        self.holiday(self.company)
        works = who_works(self.env, agent, self.company)
        self.assertFalse(works(agent.id, self.company.id))

    def test_whoever_has_flexible_hours_works_on_every_day(self):
        agent = self.user("rcs_agent", "user")
        flexible = self.flexible()
        self.env["resource.resource"].create(
            {
                "name": "Agent",
                "user_id": agent.id,
                "company_id": self.company.id,
                "calendar_id": flexible.id,
            }
        )
        # The year began on a Wednesday: its weeks have Monday and Tuesday last.
        self.assertTrue(who_works(self.env, agent, self.company)(agent.id, self.company.id))

    def flexible(self):
        return self.env["resource.calendar"].create(
            {
                "name": "As You Like",
                "company_id": self.company.id,
                "tz": "Europe/Berlin",
                "schedule_type": "flexible",
                "hours_per_day": 8,
                "full_time_required_hours": 40,
            }
        )

    def refused(self, words, change):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            change()
            self.env.flush_all()

    def test_flexible_hours_are_refused(self):
        self.case()
        own = self.make_calendar("Own")
        self.best.calendar_id = own
        for calendar in (self.calendar, own):
            for values in ({"schedule_type": "flexible"}, {"flexible_hours": True}):
                self.refused("flexible", lambda c=calendar, v=values: c.write(v))
        self.refused("flexible", lambda: self.best.write({"calendar_id": self.flexible().id}))
        self.refused(
            "flexible", lambda: self.company.write({"resource_calendar_id": self.flexible().id})
        )

    def test_hours_that_are_counted_in_are_not_emptied(self):
        case = self.case()
        own = self.make_calendar("Own")
        self.best.calendar_id = own
        elsewhere = self.make_calendar("Elsewhere")
        for calendar in (self.calendar, own):
            lines = calendar.attendance_ids
            for change in (
                lines.unlink,
                lambda c=calendar: c.write({"attendance_ids": [Command.clear()]}),
                lambda x=lines: x.write({"day_period": "lunch"}),
                lambda x=lines: x.write({"calendar_id": elsewhere.id}),
            ):
                self.refused("contain no hours", change)
        self.assertEqual(case.resolution_deadline, DUE)
        self.refused(
            "instead of leaving them empty",
            lambda: self.company.write({"resource_calendar_id": False}),
        )
        self.refused("Give “Best” other working hours", own.unlink)
        self.refused(
            "contain no hours",
            lambda: self.holiday(self.company, date_from="2025-01-01", date_to="2099-01-01"),
        )

    def test_hours_that_are_written_anew_are_not_emptied(self):
        case = self.case()
        line = {"name": "Late", "dayofweek": "0", "hour_from": 17, "hour_to": 21}
        self.calendar.attendance_ids = [
            Command.clear(),
            Command.create({**line, "day_period": "afternoon"}),
        ]
        self.assertEqual(case.response_deadline, datetime(2025, 1, 13, 20))
        self.calendar.switch_calendar_type()
        self.calendar.switch_calendar_type()
        self.assertTrue(self.calendar.attendance_ids)

    def test_hours_that_nobody_counts_in_may_become_anything(self):
        unused = self.make_calendar("Unused")
        unused.attendance_ids.unlink()
        unused.schedule_type = "flexible"
        self.assertTrue(unused.flexible_hours)
        self.other.resource_calendar_id.attendance_ids.unlink()
