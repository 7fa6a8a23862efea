from odoo.tests import tagged

from ..bases.rights import CRUD, ROLES, RightsCase, RightsTests, read_table

# What the engine writes, or the system records.
ENGINE = (
    "repair.care.contact",
    "repair.care.preview",
    "repair.case.check",
    "repair.case.deviation",
    "repair.case.notice",
    "repair.case.pause",
    "repair.customer.benefit",
    "repair.customer.forecast",
    "repair.customer.gap",
    "repair.customer.manager",
    "repair.customer.outlook",
    "repair.customer.profile",
    "repair.customer.stale",
    "repair.forecast.check",
    "repair.maintenance.forecast",
    "repair.maintenance.visit",
    "repair.segmentation.run",
    "repair.segmentation.transition",
    "repair.service.contract.term",
    "repair.service.coverage",
)


@tagged("post_install", "-at_install")
class TestRights(RightsTests, RightsCase):
    """Every model, every method that can be called on it, for every role, as the table says."""

    def test_what_the_table_itself_promises(self):
        """Rules that a change of the table has to keep."""
        for row in read_table(self.table):
            cell = f"{row['model']} {row['call']}"
            own = row["model"].startswith("repair.")
            if own:
                for role in ("portal", "employee", "admin"):
                    self.assertEqual(row[role], "-", cell)
            if row["model"] in ENGINE and row["call"] in ("write", "create", "unlink"):
                self.assertEqual({row[role] for role in ROLES}, {"-"}, cell)
            self.assertEqual(row["portal"], "-", cell)

    def test_nobody_without_a_key(self):
        for row in read_table(self.table)[::20]:
            method, values = CRUD.get(row["call"], (row["call"], {}))
            answer = self.call(None, row["model"], method, values)
            self.assertEqual(answer.status_code, 401, row)
