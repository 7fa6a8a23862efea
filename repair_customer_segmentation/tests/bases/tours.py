from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user

GROUPS = {
    "user": "repair_customer_segmentation.group_user",
    "user_all": "repair_customer_segmentation.group_user_all",
    "manager": "repair_customer_segmentation.group_manager,base.group_system",
}


class TourCase(HttpCase):
    """A company, its policy and a user of each role."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Tour Company"})
        cls.policy = cls.company.repair_policy_id
        cls.policy.name = "Tour Policy"
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"tour_{role}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[fields.Command.set(cls.company.ids)],
            )
            for role, groups in GROUPS.items()
        }
        cls.env["res.partner"].create({"name": "Tour Customer"})

    @classmethod
    def make_history(cls):
        """Five repairs of one big customer, one each of five small ones."""
        partners = cls.env["res.partner"].create(
            [{"name": "Tour Big"}, *({"name": f"Tour Small {i}"} for i in range(1, 6))]
        )
        closed = cls.env.ref("repair_customer_segmentation.repair_case_stage_closed")
        now = fields.Datetime.now()
        rows = [(partners[0], 1000, 20 * i) for i in range(1, 6)]
        rows += [(partner, 50, 30) for partner in partners[1:]]
        cls.env["repair.case"].create(
            [
                {
                    "name": f"Repair for {partner.name}",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "stage_id": closed.id,
                    "date_open": now - timedelta(days=days),
                    "date_closed": now - timedelta(days=days),
                    "amount": amount,
                }
                for partner, amount, days in rows
            ]
        )
        cls.policy.classify()
