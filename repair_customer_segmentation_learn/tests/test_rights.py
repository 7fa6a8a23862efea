from pathlib import Path

from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import GROUP
from odoo.addons.repair_customer_segmentation.tests.bases.rights import RightsCase, RightsTests


@tagged("post_install", "-at_install")
class TestRights(RightsTests, RightsCase):
    """What of learning may be called, and by whom: the numbers behind words by nobody."""

    table = Path(__file__).with_name("rights.csv")
    modules = ("repair_customer_segmentation_learn",)
    roles = {
        "portal": "base.group_portal",
        "employee": "base.group_user",
        "own": f"base.group_user,{GROUP % 'user'}",
        "manager": f"base.group_user,{GROUP % 'manager'}",
    }
