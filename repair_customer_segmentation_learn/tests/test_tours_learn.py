from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.tours import TourCase

from .common import BATTERY, NOISE, SCREEN, sayings


@tagged("post_install", "-at_install")
class TestToursLearn(TourCase):
    """A manager takes in a case, takes what is suggested, and reads how often it is right."""

    def test_suggest_correct_and_read(self):
        names = ("Tour Screen", "Tour Battery", "Tour Noise")
        self.env["repair.case.type"].search([("company_id", "=", False)]).active = False
        types = self.env["repair.case.type"].create(
            [{"name": name, "company_id": self.company.id} for name in names]
        )
        closed = self.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        customer = self.env["res.partner"].search([("name", "=", "Tour Customer")], limit=1)
        self.env["repair.case"].create(
            [
                {
                    "name": text,
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                    "type_id": case_type.id,
                    "stage_id": closed.id,
                }
                for case_type, words in zip(types, (SCREEN, BATTERY, NOISE), strict=True)
                for text in sayings(words)
            ]
        )
        self.company.repair_suggests_fill = False
        self.env["repair.learned.model"]._learn(self.company)
        told, doubted = self.env["repair.case"].create(
            [
                {
                    "name": "The screen has lines",
                    "partner_id": customer.id,
                    "company_id": self.company.id,
                    "type_id": types[place].id,
                }
                for place in (0, 2)
            ]
        )
        (told | doubted).stage_id = closed
        self.assertEqual(told.sudo().suggestion_ids.first_type_id, types[0])
        self.env["repair.type.doubt"]._replace(self.company, [(doubted.id, types[0].id, 0.97)])
        self.start_tour("/odoo", "repair_learn_tour", login="tour_manager")
        case = self.env["repair.case"].search([("name", "=", "The screen has cracked")])
        self.assertEqual(case.type_id, types[0])
        self.assertEqual(doubted.type_id, types[0], "corrected")
        self.assertEqual(case.sudo().suggestion_ids.first_type_id, types[0])
