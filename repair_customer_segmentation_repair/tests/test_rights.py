from pathlib import Path

from odoo.tests import tagged

from odoo.addons.repair_customer_segmentation.tests.bases.common import GROUP
from odoo.addons.repair_customer_segmentation.tests.bases.rights import (
    CRUD,
    RightsCase,
    RightsTests,
    read_table,
)

STOCK = "base.group_user,stock.group_stock_user"


@tagged("post_install", "-at_install")
class TestRights(RightsTests, RightsCase):
    """What the bridge lets be called, and what Inventory's users may do on the desk: nothing."""

    table = Path(__file__).with_name("rights.csv")
    modules = ("repair_customer_segmentation_repair",)
    roles = {
        "portal": "base.group_portal",
        "employee": "base.group_user",
        "stock": STOCK,
        "own": f"base.group_user,{GROUP % 'user'}",
        "own_stock": f"{STOCK},{GROUP % 'user'}",
        "manager": f"base.group_user,{GROUP % 'manager'}",
    }

    def cells_there_are(self):
        """The methods of the bridge, and every model of the desk."""
        models = self.env.registry
        desk = {
            name
            for name, model in models.items()
            if model._original_module.startswith("repair_customer_segmentation")
            and not model._abstract
        }
        return super().cells_there_are() | {(name, call) for name in desk for call in CRUD}

    def test_inventory_alone_opens_nothing_of_the_desk(self):
        for row in read_table(self.table):
            if row["call"] in CRUD:
                self.assertEqual({row["portal"], row["employee"], row["stock"]}, {"-"}, row)
                self.assertEqual(row["own"], row["own_stock"], row)
