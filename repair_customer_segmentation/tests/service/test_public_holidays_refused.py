from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...desk import public_holidays
from ..bases.holidays import HolidayCase


@tagged("post_install", "-at_install")
class TestPublicHolidaysRefused(HolidayCase):
    """What cannot be brought in is said, and nobody gets another right by it."""

    def test_make_up_days_that_are_not_announced_are_said(self):
        form = self.dialog((2026, 2098))
        self.assertIn("more than 10 years", form.notice)
        form.year_from = 2098
        self.assertIn("Make-up working days of China are not known for 2098", form.notice)
        form.save().action_add()
        self.assertFalse(self.extra_days())
        self.assertTrue(self.holidays())

    def test_bad_input_is_refused(self):
        empty = self.make_calendar("Empty", days=())
        for words, values in (
            ("contain no hours", {"calendar_id": empty}),
            ("before “From Year”", {"year_to": 2025}),
        ):
            wizard = self.dialog(**values).save()
            with self.assertRaisesRegex(UserError, words):
                wizard.action_add()
        wizard = self.dialog().save()
        with self.assertRaisesRegex(ValidationError, "China has no “BY”"):
            wizard.subdivision = "DE-BY"
            wizard.action_add()
        with self.assertRaisesRegex(ValidationError, "from 1,950 to 2,099|1950"):
            wizard.year_from = 20261

    def test_without_the_library_it_says_what_to_install(self):
        with (
            patch.object(public_holidays, "import_module", side_effect=ImportError),
            self.assertRaisesRegex(UserError, "pip install holidays"),
        ):
            self.dialog()

    def test_managers_bring_them_and_get_no_other_right(self):
        self.add()
        leaves = self.holidays().with_user(self.manager)
        with self.assertRaises(AccessError):
            leaves[0].write({"name": "Mine"})
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.manager).write({"name": "Mine"})
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        with self.assertRaises(UserError):
            self.env["repair.holiday.wizard"].with_user(self.manager).create(
                {"calendar_id": other.resource_calendar_id.id}
            )
        agent = self.user("rcs_agent", "user_all")
        with self.assertRaises(AccessError):
            self.env["repair.holiday.wizard"].with_user(agent).create({})

    def test_shared_hours_have_the_holidays_of_the_company_alone(self):
        self.calendar.company_id = False
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        self.add()
        self.assertEqual(self.holidays().company_id, self.company)
        self.assertEqual(self.extra_days().company_id, self.company)
        days = (datetime(2026, 2, 13, 16), datetime(2026, 2, 20, 16))
        working = self.calendar._repair_working_time
        self.assertEqual(working(self.company.id).hours_between(*days), 8)
        self.assertEqual(working(other.id).hours_between(*days), 40)
