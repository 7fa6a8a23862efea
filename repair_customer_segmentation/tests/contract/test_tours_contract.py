from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.tours import TourCase

NOW = "2025-02-03 10:00:00"


@tagged("post_install", "-at_install")
class TestToursContract(TourCase):
    """A service manager with no other rights makes a contract, and sees what it brings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="tour_service",
            groups="base.group_user,repair_customer_segmentation.group_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.best = cls.env["repair.service.level"].create(
            {"name": "Tour Best", "sequence": -5, "company_id": cls.company.id}
        )
        cls.hotel, cls.baker = cls.env["res.partner"].create(
            [{"name": "Tour Hotel"}, {"name": "Tour Baker"}]
        )
        cls.boiler, cls.press = cls.env["repair.device"].create(
            [
                {"name": "Tour Boiler", "partner_id": cls.hotel.id, "company_id": cls.company.id},
                {"name": "Tour Press", "partner_id": cls.baker.id, "company_id": cls.company.id},
            ]
        )
        cls.template = cls.env["repair.contract.template"].create(
            {
                "name": "Tour Care",
                "company_id": cls.company.id,
                "service_level_id": cls.best.id,
                "months": 6,
                "visits_year": 2,
                "price_year": 600,
            }
        )
        cls.case = cls.env["repair.case"].create(
            {
                "name": "Tour boiler is cold",
                "partner_id": cls.hotel.id,
                "device_id": cls.boiler.id,
                "company_id": cls.company.id,
            }
        )

    def test_make_a_contract(self):
        with freeze_time(NOW, tick=True):
            self.start_tour("/odoo", "repair_contract_tour", login="tour_service")
            customer = f"/odoo/m-res.partner/{self.hotel.id}"
            self.start_tour(customer, "repair_contract_shown_tour", login="tour_service")
            contract = self.env["repair.service.contract"].search(
                [("partner_id", "=", self.hotel.id)]
            )
            self.assertRecordValues(
                contract,
                [
                    {
                        "template_id": self.template.id,
                        "device_ids": self.boiler.ids,
                        "visits_year": 2,
                        "price_year": 600,
                        "user_id": self.manager.id,
                        "state": "running",
                    }
                ],
            )
            self.assertEqual(contract.term_ids.price, 300)
            self.assertEqual(self.case.contract_id, contract)
