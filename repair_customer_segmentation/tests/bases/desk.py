"""What tests of the case desk begin with: levels with targets, working hours, cases."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .common import SegmentationCase

# A Monday; in Berlin, 10:00 in winter.
MONDAY = datetime(2025, 1, 13, 9, 0)


class DeskCase(SegmentationCase):
    """A company that works from Monday to Friday, 9 to 17 o'clock in Berlin (8 to 16 UTC)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.make_calendar("Weekdays")
        cls.company.resource_calendar_id = cls.calendar
        cls.basic, cls.best = cls.env["repair.service.level"].create(
            [
                cls.level_values("Basic", 20, 0, {"3": (2, 8), "1": (4, 16), "0": (8, 40)}),
                cls.level_values("Best", 10, 4, {"3": (1, 4), "1": (2, 8), "0": (4, 16)}),
            ]
        )
        cls.company.repair_service_level_id = cls.basic
        cls.policy.tier_ids.service_level_id = False
        cls.ann = cls.customer("Ann")

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))

    @classmethod
    def level_values(cls, name, rank, head_start, targets):
        return {
            "name": name,
            "sequence": rank,
            "company_id": cls.company.id,
            "head_start": head_start,
            "target_ids": [
                Command.create(
                    {"priority": priority, "response_hours": first, "resolution_hours": last}
                )
                for priority, (first, last) in targets.items()
            ],
        }

    @classmethod
    def make_calendar(cls, name, days=range(5), hours=(9, 17), tz="Europe/Berlin"):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "tz": tz,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": hours[0],
                            "hour_to": hours[1],
                            "day_period": "morning",
                        }
                    )
                    for day in days
                ],
            }
        )

    @classmethod
    def case(cls, partner=None, **values):
        """Open a case of medium priority, now."""
        return cls.env["repair.case"].create(
            {
                "name": "Repair",
                "partner_id": (partner or cls.ann).id,
                "company_id": cls.company.id,
                "stage_id": cls.stage_open.id,
                **values,
            }
        )
