"""A year of everything that follows from the class of customers, in China and in Germany.

Contracts, maintenance plans, care rules, free days and made-up days go together; the tables below
were worked out by hand.
"""

from odoo.tests import tagged

from ..bases.holidays import CHINA, GERMANY_2026, dates
from ..bases.service_year import YEAR, ServiceYearCase

MOVED_AWAY = {"cancel_date": "2026-06-15", "cancel_reason": "Moved away"}


@tagged("post_install", "-at_install")
class TestServiceYear(ServiceYearCase):
    def test_china(self):
        li, zhao = self.known("Li"), self.known("Zhao", repair_care_opt_out=True)
        wang = self.known("Wang", repair_birthday="1992-02-29")
        self.begin("Asia/Shanghai", dates(YEAR, *CHINA[YEAR][0].split()), limit=2)
        self.env["repair.calendar.extra.day"].create(
            [
                {"calendar_id": self.calendar.id, "date": f"{YEAR}-{day}", "dayofweek": "0"}
                for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
            ]
        )
        contract = self.contract(li, "2026-01-01", "2026-06-30")
        self.device(li, "Press", "2025-08-31")
        mill = self.device(wang, "Mill", "2025-07-15")
        first = {"date_start": "2026-01-01", "device_id": False}
        basic = {**first, "scope": "level", "service_level_id": self.basic.id}
        quarterly = self.plan(
            **{**first, "name": "Quarterly", "scope": "contract", "contract_id": contract.id},
            interval_months=3,
            counts_from="calendar",
        )
        half = self.plan(**{**first, "name": "Half-Yearly", "device_id": mill.id})
        yearly = self.plan(**basic, name="Yearly", interval_months=12, counts_from="calendar")
        new = self.plan(**basic, name="New", interval_months=3, is_once=True)
        self.rule("birthday", name="Birthday", sequence=1)
        self.rule("repair", name="Thanks", sequence=2, days=14)
        self.rule(
            "holiday",
            name="Festival",
            sequence=3,
            holiday_country_id=self.env.ref("base.cn").id,
            holiday_name="Chinese New Year (Spring Festival)",
        )
        self.rule("contract", name="Ending", sequence=4, days=30)
        self.rule("declined", name="Belt", sequence=5, days=30)
        call = {"action": "activity", "assign_to": "user", "user_id": self.lena.id}
        self.rule("silence", name="Call", sequence=6, days=180, **call)
        self.on_day("01-20", self.close(half))
        self.on_day("02-28", self.close(quarterly))
        self.on_day("03-02", self.decline(wang))
        self.on_day("03-04", self.decline(li, done_later="03-25"))
        self.on_day("03-10", lambda: self.device(zhao, "Oven", "2026-03-10"))
        # Not wanted this time.
        self.on_day(
            "05-20", lambda: self.open_case(quarterly).write({"stage_id": self.stage_cancelled.id})
        )
        self.on_day("06-10", self.close(new))
        self.repair(mill, "07-01", "07-08")
        self.on_day("09-02", self.close(yearly))
        self.assertEqual(
            self.live((2,)),
            [
                # Half a year after the purchase; done five days late.
                ("2026-01-01", "Mill", "Half-Yearly", "2026-01-15"),
                ("2026-02-03", "Wang", "Thanks", False),
                # The end of each third month from 31 August on.
                ("2026-02-14", "Press", "Quarterly", "2026-02-28"),
                # 17 February; everybody is free until the 23rd.
                ("2026-02-24", "Li", "Festival", False),
                ("2026-02-24", "Wang", "Festival", False),
                ("2026-02-24", "Zhao", "Festival", "opted_out"),
                # A Saturday that is worked. It would be the third message of the month.
                ("2026-02-28", "Wang", "Birthday", "limit"),
                # 14 March is a Saturday that is not.
                ("2026-03-16", "Li", "Thanks", False),
                # What Li declined was done in the meantime.
                ("2026-04-01", "Wang", "Belt", False),
                ("2026-05-16", "Li", "Reminder", ""),
                # Cancelled on the 20th: nobody is thanked.
                ("2026-05-17", "Press", "Quarterly", "2026-05-31"),
                ("2026-05-27", "Oven", "New", "2026-06-10"),
                # 31 May is a Sunday.
                ("2026-06-01", "Li", "Ending", False),
                ("2026-06-24", "Zhao", "Thanks", "opted_out"),
                # The mill is here for a repair.
                ("2026-07-01", "Mill", "Yearly", "2026-07-15 case"),
                ("2026-07-06", "Mill", "Half-Yearly", "2026-07-20 case"),
                ("2026-07-22", "Wang", "Thanks", False),
                # The contract is over; Li is served as everybody is.
                ("2026-08-17", "Press", "Quarterly", "2026-08-31 contract"),
                ("2026-08-17", "Press", "Yearly", "2026-08-31"),
                ("2026-09-16", "Li", "Thanks", False),
                # 180 days after 1 July; inspections are no repairs, so nobody else is called.
                ("2026-12-28", "Wang", "Call", False),
            ],
        )

    def test_germany(self):
        anna = self.known("Anna", repair_birthday="1990-05-20")
        bernd = self.known("Bernd", email=False)
        # At four in the morning nobody writes to New York; at eleven they do.
        carl = self.known("Carl", tz="America/New_York", repair_birthday="1970-07-06")
        self.begin("Europe/Berlin", dates(YEAR, *GERMANY_2026.split()), limit=1)
        renewed = self.contract(bernd, "2025-04-01", "2026-03-31", renewal="auto")
        ended = self.contract(carl, "2026-01-01", "2026-12-31")
        kettle = self.device(anna, "Kettle", "2025-10-31")
        saw = self.device(bernd, "Saw", "2025-12-15")
        self.device(carl, "Lathe", "2025-11-30")
        first = {"date_start": "2026-01-01", "device_id": False}
        second = self.plan(
            name="Every Second",
            scope="contract",
            device_id=False,
            contract_id=renewed.id,
            date_start="2026-01-31",
            interval_months=2,
            counts_from="calendar",
            start_from="plan",
            lead_days=7,
        )
        half = self.plan(**first, name="Half-Yearly", scope="contract", contract_id=ended.id)
        yearly = self.plan(
            **first,
            name="Yearly",
            scope="level",
            service_level_id=self.basic.id,
            interval_months=12,
        )
        self.rule("birthday", name="Birthday", sequence=1)
        self.rule("date", name="New Year", sequence=2, month="1", day_of_month=1)
        self.rule("repair", name="Thanks", sequence=3, days=14)
        self.rule("contract", name="Ending", sequence=4, days=30)
        self.rule("declined", name="Belt", sequence=5, days=30)
        self.on_day("01-31", self.close(second))
        self.on_day("02-10", self.decline(bernd))
        self.on_day("03-05", second.action_switch_off)
        self.repair(kettle, "05-04", "05-08")
        self.on_day("05-28", self.close(half))
        self.on_day("06-15", lambda: ended.write(MOVED_AWAY))
        self.on_day("06-25", self.decline(carl))
        self.on_day("08-20", second.action_switch_on)
        self.on_day("08-22", self.close(second))
        self.on_day("09-10", lambda: saw.write({"active": False}))
        self.on_day("11-05", self.close(yearly))
        self.on_day("11-30", self.close(yearly))
        self.assertEqual(
            self.live((9, 15)),
            [
                ("2026-01-02", "Anna", "New Year", False),
                ("2026-01-02", "Bernd", "New Year", "no_address"),
                ("2026-01-02", "Carl", "New Year", False),
                ("2026-01-24", "Saw", "Every Second", "2026-01-31"),
                ("2026-02-14", "Bernd", "Reminder", ""),
                # 14 February is a Saturday.
                ("2026-02-16", "Bernd", "Thanks", "no_address"),
                ("2026-03-12", "Bernd", "Belt", "no_address"),
                ("2026-05-16", "Lathe", "Half-Yearly", "2026-05-30"),
                ("2026-05-20", "Anna", "Birthday", False),
                ("2026-05-22", "Anna", "Thanks", "limit"),
                # Two days early, so that the next one is due on 28 November.
                ("2026-06-11", "Carl", "Thanks", False),
                ("2026-07-06", "Carl", "Birthday", False),
                # 25 July is a Saturday.
                ("2026-07-27", "Carl", "Belt", "limit"),
                # Switched on again: the last one that was missed, not those of March and May.
                ("2026-08-20", "Saw", "Every Second", "2026-07-31"),
                # 5 September is a Saturday.
                ("2026-09-07", "Bernd", "Thanks", "no_address"),
                ("2026-09-23", "Saw", "Every Second", "2026-09-30 device"),
                ("2026-10-17", "Kettle", "Yearly", "2026-10-31"),
                # Cancelled: the visit of the contract is not held, that of everybody is.
                ("2026-11-14", "Lathe", "Half-Yearly", "2026-11-28 contract"),
                ("2026-11-16", "Lathe", "Yearly", "2026-11-30"),
                ("2026-11-19", "Anna", "Thanks", False),
                ("2026-12-14", "Carl", "Thanks", False),
            ],
        )
