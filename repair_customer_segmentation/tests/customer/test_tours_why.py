from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursWhy(HttpCase):
    """Reading why a customer is in its tier, and knowing better, in a company of its own."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Why Company"})
        cls.policy = cls.company.repair_policy_id
        cls.policy.name = "Why Policy"
        for role, groups in GROUPS.items():
            new_test_user(
                cls.env,
                login=f"why_{role}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[fields.Command.set(cls.company.ids)],
            )
        cls.people = cls.env["res.partner"].create(
            [{"name": "Why Big"}, *({"name": f"Why Small {i}"} for i in range(1, 4))]
        )
        opened = fields.Datetime.now() - timedelta(days=20)
        cls.env["repair.case"].create(
            [
                {
                    "name": f"Repair for {partner.name}",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "date_open": opened,
                    "amount": 3000 if partner == cls.people[0] else 50,
                }
                for partner in cls.people
            ]
        )
        cls.policy.classify()

    def overrides(self, partners):
        return self.env["repair.segmentation.override"].search(
            [("partner_id", "in", partners.ids), ("company_id", "=", self.company.id)]
        )

    def test_read_why(self):
        self.start_tour("/odoo/repair-customers", "repair_why_tour", login="why_user_all")

    def test_override_one(self):
        self.start_tour("/odoo/repair-customers", "repair_override_tour", login="why_manager")
        self.assertRecordValues(
            self.overrides(self.people[1]), [{"reason": "Contract signed", "dimension": "value"}]
        )

    def test_override_many(self):
        self.start_tour("/odoo/repair-customers", "repair_override_many_tour", login="why_manager")
        self.assertEqual(self.overrides(self.people).mapped("reason"), ["Same owner", "Same owner"])
