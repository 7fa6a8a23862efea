"""What tests of the portal begin with: customers with a login, and their cases."""

from base64 import b64decode

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import SegmentationCase

# The smallest PNG there is.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class PortalCase(SegmentationCase):
    """Ann and Bob of one company, Carl of another; all of them have a portal login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.customer("Acme", is_company=True)
        cls.ann = cls.customer("Ann", parent_id=cls.acme.id, email="ann@acme.example.com")
        cls.bob = cls.customer("Bob", parent_id=cls.acme.id, email="bob@acme.example.com")
        cls.carl = cls.customer("Carl", email="carl@example.com")
        cls.portal_user(cls.ann, "rcs_ann")
        cls.portal_user(cls.bob, "rcs_bob")
        cls.portal_user(cls.carl, "rcs_carl")
        cls.agent = cls.user("rcs_agent", "user_all", email="agent@repair.example.com")
        cls.level = cls.env["repair.service.level"].create(
            {"name": "Level Zanzibar", "company_id": cls.company.id}
        )
        cls.company.repair_service_level_id = cls.level
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Team Quebec", "company_id": cls.company.id, "leader_id": cls.agent.id}
        )
        cls.kind = cls.env["repair.case.type"].create(
            {"name": "Something Broken", "company_id": cls.company.id}
        )
        cls.device = cls.env["repair.device"].create(
            {
                "name": "Dishwasher G7",
                "serial_number": "SN-ANN-7",
                "partner_id": cls.acme.id,
                "company_id": cls.company.id,
            }
        )
        cls.case = cls.open_case(
            cls.ann,
            name="Dishwasher leaks",
            device_id=cls.device.id,
            type_id=cls.kind.id,
            team_id=cls.team.id,
            user_id=cls.agent.id,
            description="<p>Pays late, be firm</p>",
        )
        cls.other = cls.open_case(cls.carl, name="Toaster of Carl")

    @classmethod
    def portal_user(cls, partner, login):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
        )

    @classmethod
    def open_case(cls, partner, **values):
        return cls.env["repair.case"].create(
            {
                "name": "Repair",
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "stage_id": cls.stage_open.id,
                **values,
            }
        )
