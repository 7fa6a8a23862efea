from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged, users

from ..bases import office_files
from ..bases.ledgers import LedgerCase

ONE_DAY = timedelta(days=1)
SHANGHAI, LOS_ANGELES = "Asia/Shanghai", "America/Los_Angeles"
# 08:30 in Shanghai is 16:30 of the day before in Los Angeles.
MOMENTS = (
    "2025-03-07T08:30:00+08:00",
    "2025-03-07T00:30:00Z",
    "2025-03-07 00:30:00.123Z",
    "2025-03-06T16:30:00-0800",
    "2025/3/7 06:00 +0530",
    "2025-03-07 08:30 GMT+8",
    "2025-03-07 00:30 UTC",
)


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistoryDays(LedgerCase):
    """Moments of other zones and days in numbers are shown before they are taken."""

    def opened(self):
        return self.cases().mapped(lambda case: fields.Datetime.to_string(case.date_open))

    @users("rcs_manager")
    def test_moments_of_other_zones_become_the_companys(self):
        rows = "".join(f"Ann {number},{text}\n" for number, text in enumerate(MOMENTS))
        for zone, shown in (
            (SHANGHAI, "March 7, 2025 08:30"),
            (LOS_ANGELES, "March 6, 2025 16:30"),
        ):
            with self.subTest(zone):
                self.company.sudo().resource_calendar_id.tz = zone
                history = self.looked_at(f"Customer,Opened on\n{rows}")
                self.assertIn(
                    "Times with a time zone in “Opened on” become those of your company "
                    f"({zone}): “{MOMENTS[0]}” is {shown}. Rows: {len(MOMENTS)}.",
                    history.understood,
                )
                self.assertIn(f">{MOMENTS[0]} → {shown}</td>", history.preview)
                day = shown[:13]
                self.assertIn(f"Opened from {day} to {day}.", history.understood)
        history.action_start()
        self.assertEqual(set(self.opened()), {"2025-03-07 00:30:00"})
        self.assertEqual(len(self.opened()), len(MOMENTS))

    @users("rcs_manager")
    def test_the_day_of_a_moment_is_that_of_the_company(self):
        """What is in the future, or before its opening, is told by the clock of the company."""
        self.company.sudo().resource_calendar_id.tz = SHANGHAI
        history = self.looked_at(
            "Customer,Opened on,Closed on\n"
            "Ann,2025-03-06T23:00:00Z,2025-03-07\n"
            "Bob,2025-03-06T15:00:00Z,2025-03-05T23:00:00-08:00\n"
            "Carl,2025-06-02T15:59:00Z,\n"
            "Dora,2025-06-03T17:00:00Z,\n"
        )
        self.assertEqual(
            [problem[:2] for problem in history.facts["problems"]],
            [[3, "closed_before"], [5, "future_day"]],
        )

    @users("rcs_manager")
    def test_times_without_a_zone_stay_as_they_are(self):
        history = self.looked_at("Customer,Opened on\nAnn,2025-03-07 08:30\nBob,2025-03-07-08\n")
        self.assertNotIn("time zone", history.understood)
        self.assertEqual(history.facts["problems"][0][:2], [3, "bad_day"])

    @users("rcs_manager")
    def test_numbers_are_days_where_all_of_a_column_are(self):
        self.company.sudo().resource_calendar_id.tz = SHANGHAI
        history = self.looked_at(
            "Customer;Opened on;Closed on\nAnn;45723;45724\nBob;45724,354166667;\n"
        )
        self.assertIn(
            "The days in “Opened on” are numbers, as spreadsheet programs keep days: “45723” is "
            "March 7, 2025. Rows: 2. Check that this is right.",
            history.understood,
        )
        self.assertIn(">45724,354166667 → March 8, 2025 08:30</td>", history.preview)
        self.assertFalse(self.cases())
        history.action_start()
        self.assertEqual(self.opened(), ["2025-03-06 16:00:00", "2025-03-08 00:30:00"])
        self.assertEqual(self.cases()[0].state, "closed")

    @users("rcs_manager")
    def test_numbers_among_days_are_none(self):
        for cells in (("45723", "2025-03-08"), ("45723", "13800138000"), ("45723", "72000")):
            history = self.looked_at("Customer,Opened on\nAnn,{}\nBob,{}\n".format(*cells))
            self.assertNotIn("numbers", history.understood)
            self.assertIn([2, "bad_day", "Opened on", "45723"], history.facts["problems"])

    @users("rcs_manager")
    def test_numbers_of_a_workbook_are_shown_too(self):
        rows = [["Customer", "Opened on"], ["Ann", 45723], ["Bob", "2025-03-08"]]
        history = self.looked_at(office_files.workbook(("Repairs", rows)))
        self.assertIn("“45723” is March 7, 2025. Rows: 1.", history.understood)
        self.assertIn("2 of 2 rows will be imported", history.understood)

    @users("rcs_manager")
    def test_midnights_in_utc_are_days(self):
        rows = (
            "Ann,2025-03-07T00:00:00Z,2025-03-08 00:00:00+00:00\n"
            "Bob,2025-03-08,\nCarl,2025-03-09T00:00:00.000Z,2025-03-09T00:00Z\nDora,soon,\n"
        )
        for zone, opened in (
            (LOS_ANGELES, ["2025-03-07 08:00:00", "2025-03-08 08:00:00", "2025-03-09 08:00:00"]),
            (SHANGHAI, ["2025-03-06 16:00:00", "2025-03-07 16:00:00", "2025-03-08 16:00:00"]),
        ):
            with self.subTest(zone):
                self.cases().with_user(1).unlink()
                self.company.sudo().resource_calendar_id.tz = zone
                history = self.looked_at(f"Customer,Opened on,Closed on\n{rows}")
                self.assertIn(
                    "All times in “Opened on” are midnight UTC, so they are taken as days: "
                    "“2025-03-07T00:00:00Z” is March 7, 2025. Rows: 2.",
                    history.understood,
                )
                self.assertNotIn("Times with a time zone", history.understood)
                self.assertIn(">2025-03-07T00:00:00Z → March 7, 2025</td>", history.preview)
                self.assertIn("Opened from March 7, 2025 to March 9, 2025.", history.understood)
                self.assertEqual(history.facts["problems"][0][:2], [5, "bad_day"])
                history.action_start()
                self.assertEqual(self.opened(), opened)
                closed = self.cases()[0].date_closed
                self.assertEqual(closed.date() - self.cases()[0].date_open.date(), ONE_DAY)

    @users("rcs_manager")
    def test_midnights_among_moments_are_moments(self):
        self.company.sudo().resource_calendar_id.tz = LOS_ANGELES
        for other in ("2025-03-08T10:00:00Z", "2025-03-08 10:00", "2025-03-08T00:00:00+08:00"):
            history = self.looked_at(f"Customer,Opened on\nAnn,2025-03-07T00:00:00Z\nBob,{other}\n")
            self.assertNotIn("midnight", history.understood, other)
            self.assertIn("“2025-03-07T00:00:00Z” is March 6, 2025 16:00", history.understood)

    @users("rcs_manager")
    def test_days_that_programs_write_for_none(self):
        for zone in (LOS_ANGELES, SHANGHAI):
            self.company.sudo().resource_calendar_id.tz = zone
            history = self.looked_at(
                "Customer,Opened on\nAnn,0001-01-01T00:00:00Z\nBob,9999-12-31T23:59:59Z\n"
                "Carl,2025-03-07T08:00:00Z\n"
            )
            self.assertIn("1 of 3 rows will be imported", history.understood)

    @users("rcs_manager")
    def test_headings_of_other_programs(self):
        history = self.looked_at(
            "customer_name,created_at,date_opened,closed_at\n"
            "Ann,2025-03-01T00:00:00Z,2025-03-07,2025-03-08T10:00:00Z\n"
        )
        self.assertEqual(
            history.column_ids.mapped("target"),
            ["partner_id", False, "date_open", "date_closed"],
        )
        alone = self.looked_at("customer,created_at\nAnn,2025-03-01T00:00:00Z\n")
        self.assertEqual(alone.column_ids.mapped("target"), ["partner_id", "date_open"])
