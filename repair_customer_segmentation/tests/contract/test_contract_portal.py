from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.portal_pages import PortalHttpCase


@tagged("post_install", "-at_install")
class TestContractPortal(PortalHttpCase):
    """Customers see what their own contracts cover, and how long; no price, level or rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract, cls.foreign = cls.env["repair.service.contract"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "service_level_id": cls.level.id,
                    "date_start": "2025-01-01",
                    "renewal": "none",
                    "visits_year": 4,
                    "price_year": 98765,
                    "note": "Pays late",
                    "device_ids": devices.ids,
                }
                for partner, devices in ((cls.acme, cls.device), (cls.carl, cls.device.browse()))
            ]
        )

    def page(self, login):
        self.authenticate(login, login)
        with freeze_time("2025-06-01"):
            return self.url_open("/my/contracts").text

    def test_own_contracts_alone(self):
        for login in ("rcs_ann", "rcs_bob"):
            page = self.page(login)
            self.assertIn(self.contract.reference, page)
            self.assertIn("Dishwasher G7", page)
            self.assertNotIn(self.foreign.reference, page)
            for word in ("98765", "98,765", "Level Zanzibar", "Pays late"):
                self.assertNotIn(word, page)
        page = self.page("rcs_carl")
        self.assertIn("All devices", page)
        self.assertNotIn(self.contract.reference, page)

    def test_a_visitor_logs_in_first(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/contracts").url)
