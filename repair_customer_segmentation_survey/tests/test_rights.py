from pathlib import Path

from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import GROUP
from odoo.addons.repair_customer_segmentation.tests.bases.rights import RightsCase, RightsTests


@tagged("post_install", "-at_install")
class TestRights(RightsTests, RightsCase):
    """What the bridge lets be called, and what users of Surveys may do on the desk: nothing."""

    table = Path(__file__).with_name("rights.csv")
    modules = ("repair_customer_segmentation_survey",)
    roles = {
        "portal": "base.group_portal",
        "employee": "base.group_user",
        "survey": "base.group_user,survey.group_survey_user",
        "own": f"base.group_user,{GROUP % 'user'}",
        "manager": f"base.group_user,{GROUP % 'manager'}",
    }
