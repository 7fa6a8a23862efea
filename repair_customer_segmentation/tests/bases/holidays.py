"""Public holidays as they were announced, and a company that works in China."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import Form

from .desk import DeskCase


def dates(year, *spans):
    """Return the dates of a year that are written as ``"0215-0223"`` or ``"0101"``."""
    found = set()
    for span in spans:
        first, _sep, last = span.partition("-")
        day = datetime.strptime(f"{year}{first}", "%Y%m%d").date()
        end = datetime.strptime(f"{year}{last or first}", "%Y%m%d").date()
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


# As the State Council announced them: what is free, and worked day -> the day it makes up for.
CHINA = {
    2024: (
        "0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
        "0204:0215 0218:0216 0407:0405 0428:0502 0511:0503 0914:0916 0929:1004 1012:1007",
    ),
    2025: (
        "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
        "0126:0203 0208:0204 0427:0505 0928:1007 1011:1008",
    ),
    2026: (
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
        "0104:0102 0214:0220 0228:0223 0509:0505 0920:1006 1010:1007",
    ),
}
GERMANY_2026 = "0101 0403 0406 0501 0514 0525 1003 1225 1226"
BAVARIA_2026 = GERMANY_2026 + " 0106 0604 1101"
GERMANY_2025 = "0101 0418 0421 0501 0529 0609 1003 1225 1226"
UNITED_STATES_2026 = "0101 0119 0216 0525 0619 0703 0704 0907 1012 1111 1126 1225"
UNITED_STATES_2025 = "0101 0120 0217 0526 0619 0704 0901 1013 1111 1127 1225"


class HolidayCase(DeskCase):
    """A company in China that works from 9 to 18 with an hour for lunch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar.tz = "Asia/Shanghai"
        cls.company.country_id = cls.env.ref("base.cn")
        parts = [("morning", 9, 12), ("lunch", 12, 13), ("afternoon", 13, 18)]
        cls.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": f"{day} {period}",
                        "dayofweek": str(day),
                        "day_period": period,
                        "hour_from": first,
                        "hour_to": last,
                    }
                )
                for day in range(5)
                for period, first, last in parts
            ),
        ]
        cls.manager = cls.user("rcs_manager", "manager")

    def dialog(self, years=(2026, 2026), lang=None, **values):
        """Open the dialog as a manager does, and return its form."""
        wizard = self.env["repair.holiday.wizard"].with_user(self.manager)
        form = Form(wizard.with_context(lang=lang or "en_US"))
        form.year_from, form.year_to = years
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def add(self, *args, **values):
        wizard = self.dialog(*args, **values).save()
        wizard.action_add()
        return wizard

    def holidays(self, calendar=None):
        return self.env["resource.calendar.leaves"].search(
            [("calendar_id", "=", (calendar or self.calendar).id)], order="date_from"
        )

    def extra_days(self):
        return self.calendar.repair_extra_day_ids.sorted("date")
