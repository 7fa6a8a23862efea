"""What tests of contracts begin with: two customers, devices, and contracts in one line."""

from .desk import DeskCase


class ContractCase(DeskCase):
    """Ann with a kettle and a lamp, and Bob; everybody is served by Basic, contracts by Best."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bob = cls.customer("Bob")
        cls.kettle, cls.lamp = cls.env["repair.device"].create(
            [
                {"name": name, "partner_id": cls.ann.id, "company_id": cls.company.id}
                for name in ("Kettle", "Lamp")
            ]
        )

    @classmethod
    def contract(cls, partner=None, first="2025-01-01", **values):
        """Make a contract of twelve months, for all devices."""
        return cls.env["repair.service.contract"].create(
            {
                "partner_id": (partner or cls.ann).id,
                "company_id": cls.company.id,
                "service_level_id": cls.best.id,
                "date_start": first,
                **values,
            }
        )

    def days_change(self):
        """Do what the scheduled action does when a day has begun, and forget what was read."""
        self.env["repair.case"]._refresh_service_levels(self.company)
        self.env.flush_all()
        self.env.invalidate_all()

    def level_of(self, partner):
        """Return the service level of a customer, as lists show it."""
        levels = self.env["repair.service.level"]
        return levels.browse(levels._customer_levels(self.company.id, partner.ids)[partner.id])
