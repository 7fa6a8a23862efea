from datetime import timedelta

from freezegun import freeze_time

from .desk import MONDAY
from .device import DeviceCase


class DeclinedCase(DeviceCase):
    """A closed case of Ann's drill, on which brushes were recommended and declined."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.ann = cls.ann.with_env(cls.env)
        cls.drill = cls.device(company_id=cls.company.id)
        with freeze_time(MONDAY - timedelta(days=60)):
            cls.first = cls.case(device_id=cls.drill.id, name="Does not turn")
            cls.work = cls.declined(amount=80, recall_date=MONDAY - timedelta(days=1))
            cls.first.action_close()
        cls.clerk = cls.user("rcs_clerk", "user_all")
        cls.manager = cls.user("rcs_manager", "manager")

    @classmethod
    def declined(cls, case=None, **values):
        return cls.env["repair.declined.work"].create(
            {"name": "Renew the carbon brushes", "case_id": (case or cls.first).id, **values}
        )
