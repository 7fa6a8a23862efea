from datetime import datetime
from zoneinfo import ZoneInfo

from .common import SegmentationCase

SHANGHAI, BERLIN, LOS_ANGELES, SYDNEY = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Australia/Sydney",
)


ZONES = (SHANGHAI, BERLIN, LOS_ANGELES, SYDNEY)


def utc(local, tz):
    """Return the naive UTC moment of a moment of a clock on the wall."""
    there = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(tz))
    return there.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


class CompanyDaysCase(SegmentationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.bob = cls.customer("Ann"), cls.customer("Bob")

    def move_to(self, tz):
        self.company.resource_calendar_id.tz = tz
