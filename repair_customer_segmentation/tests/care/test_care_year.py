"""A year of care, day by day, in two companies; the tables below were worked out by hand."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.care.run_care import CareTurn
from ..bases.care import CareCase


@tagged("post_install", "-at_install")
class TestCareYear(CareCase):
    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 600)
        self.events = {}
        # Whole weeks in which nothing but care happens: their preview must hold to the end.
        self.looked_ahead = {}

    def begin(self, tz, leaves):
        self.calendar.write({"tz": tz})
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": name,
                    "calendar_id": self.calendar.id,
                    "company_id": self.company.id,
                    "date_from": start,
                    "date_to": end,
                }
                for name, start, end in leaves
            ]
        )
        self.ann.active = False
        self.env["repair.case"].search([("partner_id", "=", self.ann.id)]).unlink()

    def repair(self, customer, opened, closed):
        """Have a repair opened and closed in time, and the customer classified."""

        def happen():
            self.history(
                [
                    (
                        customer,
                        opened,
                        100,
                        {"stage_id": self.stage_closed.id, "date_closed": closed},
                    )
                ]
            )
            self.classify()

        return happen

    def live(self, year, hours, previews=()):
        """Live through a year: each day's preview must be what the day does."""
        rules = self.env["repair.care.rule"].search(
            [("company_id", "=", self.company.id), ("is_on", "=", True)]
        )
        day, ahead = date(year, 1, 1), {}
        while day.year == year:
            for index, hour in enumerate(hours):
                with freeze_time(datetime(day.year, day.month, day.day, hour)):
                    if not index:
                        for happen in self.events.get(day.isoformat(), ()):
                            happen()
                        told = self.preview()
                        if day.isoformat() in previews:
                            ahead[day] = told
                    CareTurn(self.company, rules).take()
                    self.env.invalidate_all()
            expected = [row for row in told if row[0] == day.isoformat()]
            self.assertEqual(self.made(rules, day, day), sorted(expected), day)
            day += timedelta(days=1)
        for first, told in ahead.items():
            last = first + timedelta(days=29)
            self.assertEqual(self.made(rules, first, last), sorted(told), f"from {first} on")
        return self.made(rules, date(year, 1, 1), date(year, 12, 31))

    def made(self, rules, first, last):
        """Return the rows of contacts of some days, sorted, as those of :meth:`preview`."""
        found = self.env["repair.care.contact"].search(
            [("rule_id", "in", rules.ids), ("day", ">=", first), ("day", "<=", last)]
        )
        self.assertFalse(found.filtered(lambda c: c.state not in ("sent", "skipped")))
        return sorted((str(c.day), c.contact_id.name, c.rule_id.name, c.reason) for c in found)

    def test_china(self):
        self.begin(
            "Asia/Shanghai", [("Spring Festival", "2026-02-14 16:00:00", "2026-02-23 16:00:00")]
        )
        self.company.repair_care_limit = 1
        # The 15th of the 8th month, and 29 February.
        li = self.known("Li", repair_birthday="1990-10-03", repair_birthday_lunar=True)
        wang = self.known("Wang", repair_birthday="1992-02-29")
        self.known("Zhao", repair_care_opt_out=True)
        self.at("2025-12-30 02:00:00")
        self.classify()
        china = self.env.ref("base.cn").id
        self.rule("birthday", name="Birthday", sequence=1)
        self.rule(
            "holiday",
            name="New Year",
            sequence=2,
            holiday_country_id=china,
            holiday_name="Chinese New Year (Spring Festival)",
            working_days_only=False,
        )
        self.rule("date", name="Autumn", sequence=3, month="9", day_of_month=25)
        lena = self.user("rcs_lena", "user")
        call = {"action": "activity", "assign_to": "user", "user_id": lena.id}
        self.rule("repair", name="Call", days=14, **call)
        self.rule("silence", name="Silence", days=180, **call)
        self.events = {
            # Closed on Sunday, 1 February: due on the 15th, when the festival begins; nobody
            # works before the 24th, nine days later.
            "2026-02-01": [self.repair(wang, "2026-01-30 02:00:00", "2026-02-01 01:00:00")],
            # Due on the 19th, five days before the 24th.
            "2026-02-05": [self.repair(li, "2026-02-03 02:00:00", "2026-02-05 01:00:00")],
        }
        done = self.live(2026, (2, 8), previews=("2026-02-06", "2026-07-20", "2026-09-01"))
        self.assertEqual(
            done,
            [
                ("2026-02-17", "Li", "New Year", False),
                ("2026-02-17", "Wang", "New Year", False),
                ("2026-02-17", "Zhao", "New Year", "opted_out"),
                ("2026-02-23", "Wang", "Call", "late"),
                ("2026-02-24", "Li", "Call", False),
                # 28 February is a Saturday.
                ("2026-03-02", "Wang", "Birthday", False),
                # 180 days after 30 January, and after 3 February, which gives a Sunday.
                ("2026-07-29", "Wang", "Silence", False),
                ("2026-08-03", "Li", "Silence", False),
                # Mid-Autumn; one message a month, the birthday first.
                ("2026-09-25", "Li", "Autumn", "limit"),
                ("2026-09-25", "Li", "Birthday", False),
                ("2026-09-25", "Wang", "Autumn", False),
                ("2026-09-25", "Zhao", "Autumn", "opted_out"),
            ],
        )

    def test_germany(self):
        self.begin(
            "Europe/Berlin",
            [
                ("New Year", "2025-12-31 23:00:00", "2026-01-01 23:00:00"),
                ("Easter", "2026-04-02 22:00:00", "2026-04-06 22:00:00"),
                ("Christmas", "2026-12-23 23:00:00", "2026-12-27 23:00:00"),
            ],
        )
        self.known("Anna", repair_birthday="1990-05-20")
        bernd = self.known("Bernd", repair_birthday="1980-12-24", email=False)
        # At four in the morning nobody writes to New York; at eleven they do.
        carl = self.known("Carl", tz="America/New_York", repair_birthday="1970-07-06")
        self.at("2025-12-30 09:00:00")
        self.classify()
        self.rule("birthday", name="Birthday", sequence=1)
        self.rule("date", name="New Year", month="1", day_of_month=1)
        self.rule(
            "holiday",
            name="Easter",
            days=3,
            holiday_country_id=self.env.ref("base.de").id,
            holiday_name="Easter Monday",
            customer_kind="person",
            domain="[('name', '!=', 'Carl')]",
        )
        self.rule("repair", name="Call", days=14)
        self.rule("contract", name="Contract", days=30)
        self.env["repair.service.contract"].create(
            {
                "partner_id": carl.id,
                "company_id": self.company.id,
                "service_level_id": self.best.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        self.events = {
            # In Berlin it was the 29th, the night in which clocks were put forward.
            "2026-03-29": [self.repair(bernd, "2026-03-20 09:00:00", "2026-03-28 23:30:00")],
            # In New York it was still the 9th.
            "2026-06-10": [self.repair(carl, "2026-06-01 09:00:00", "2026-06-10 02:00:00")],
        }
        done = self.live(2026, (9, 15), previews=("2026-01-01", "2026-04-01", "2026-12-01"))
        self.assertEqual(
            done,
            [
                ("2026-01-02", "Anna", "New Year", False),
                ("2026-01-02", "Bernd", "New Year", "no_address"),
                ("2026-01-02", "Carl", "New Year", False),
                # Three days before Easter Monday is Good Friday: on Tuesday after it.
                ("2026-04-07", "Anna", "Easter", False),
                ("2026-04-07", "Bernd", "Easter", "no_address"),
                # 29 March + 14 is a Sunday.
                ("2026-04-13", "Bernd", "Call", "no_address"),
                ("2026-05-20", "Anna", "Birthday", False),
                ("2026-06-23", "Carl", "Call", False),
                ("2026-07-06", "Carl", "Birthday", False),
                ("2026-12-01", "Carl", "Contract", False),
                ("2026-12-28", "Bernd", "Birthday", "no_address"),
            ],
        )
