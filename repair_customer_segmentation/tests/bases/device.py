from .desk import DeskCase


class DeviceCase(DeskCase):
    @classmethod
    def device(cls, partner=None, **values):
        return cls.env["repair.device"].create(
            {"name": "Drill", "partner_id": (partner or cls.ann).id, **values}
        )
