import base64
from datetime import time, timedelta
from io import BytesIO

from freezegun import freeze_time
from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from ..bases.ledgers import LedgerCase

COSTS = """客户名称,报修日期,完成日期,金额(元),配件成本,工时
王芳,2025/3/7,2025/3/8,"1,234.50","120.50",1.5
李强,2025/4/1,2025/4/1,80,0,0:30
赵敏,2025/4/2,2025/4/2,60,,
周杰,2025/4/3,2025/4/3,60,-20,1
吴磊,2025/4/4,2025/4/4,60,很贵,1
郑爽,2025/4/5,2025/4/5,60,5,半天
"""


@tagged("post_install", "-at_install")
@freeze_time("2025-06-02 04:00:00")
class TestHistoryCosts(LedgerCase):
    """What repairs cost comes in with them: shown first, and to those alone who may see money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"repair_hour_cost": 60})

    @users("rcs_manager")
    def test_costs_come_in(self):
        history = self.looked_at(COSTS)
        self.assertEqual(
            history.column_ids.mapped("target")[3:], ["amount", "parts_cost", "work_hours"]
        )
        self.assertIn("3 of 6 rows will be imported", history.understood)
        self.assertRegex(history.understood, "Cost of parts: .*120.50.*Rows: 2.")
        self.assertIn("Hours worked: 2.00. Rows: 2.", history.understood)
        for text in (
            "“配件成本” is less than 0. Correct it",
            "“配件成本” is not a cost. Write it like 1234.50, 0 where no parts were needed",
            "“工时” is not a number of hours. Write it like 1.5 or 1:30",
        ):
            self.assertIn(text, history.left_out)
        history.action_start()
        wang, li, zhao = self.cases()
        self.assertEqual((wang.parts_cost, wang.work_hours), (120.5, 1.5))
        self.assertEqual((wang.cost_company, wang.net_amount), (210.5, 1024))
        self.assertEqual((li.parts_cost, li.work_hours, li.net_amount), (0, 0.5, 50))
        for name in ("parts_cost", "work_hours", "cost_company", "net_amount"):
            self.assertIs(zhao[name], False, name)
        again = self.looked_at(COSTS)
        self.assertIn("0 of 6 rows will be imported", again.understood)

    @users("rcs_manager")
    def test_hours_as_workbooks_keep_them(self):
        rows = [
            ["Customer", "Opened on", "Hours worked", "Parts cost"],
            ["Ann", "2025-03-07", timedelta(hours=26, minutes=30), 0],
            ["Bob", "2025-03-08", time(0, 45), 12.5],
            ["Carl", "2025-03-09", 1.25, None],
        ]
        book = Workbook()
        for row in rows:
            book.active.append(row)
        output = BytesIO()
        book.save(output)
        history = self.looked_at(output.getvalue())
        history.action_start()
        self.assertEqual(
            self.cases().mapped(lambda case: (case.work_hours, case.parts_cost)),
            [(26.5, 0), (0.75, 12.5), (1.25, False)],
        )

    def test_costs_of_parts_are_for_those_who_see_money(self):
        manager = self.env["res.users"].search([("login", "=", "rcs_manager")])
        amount = self.env.ref("repair_customer_segmentation.group_amount")
        self.env.ref("repair_customer_segmentation.group_manager").implied_ids -= amount
        manager.group_ids -= amount
        self.assertFalse(manager.has_group("repair_customer_segmentation.group_amount"))
        history = self.env(user=manager)["repair.history.import"].create(
            {"file": base64.b64encode(COSTS.encode()), "file_name": "ledger.csv"}
        )
        history.action_read()
        self.assertNotIn("parts_cost", history.column_ids.mapped("target"))
        self.assertIn("work_hours", history.column_ids.mapped("target"))
        self.assertNotIn("120.50", history.understood)
        # Not even where they choose it.
        history.column_ids[4].target = "parts_cost"
        history.action_check()
        self.assertNotIn("120.50", history.understood)
        history.action_start()
        cases = self.cases()
        self.assertEqual(len(cases), 5, "what is not read is no reason to leave a row out")
        self.assertFalse(any(cases.mapped("parts_cost")))
        self.assertEqual(cases.mapped("work_hours"), [1.5, 0.5, False, 1, 1])

    @users("rcs_manager")
    def test_two_columns_are_not_both_the_hours(self):
        history = self.looked_at("Customer,Date,Hours,工时\nAnn,2025-03-07,1,2\n")
        self.assertEqual(history.column_ids.mapped("target")[2:], ["work_hours", False])
        history.column_ids[3].target = "work_hours"
        with self.assertRaisesRegex(UserError, "Two columns are “Hours worked”"):
            history.action_check()
