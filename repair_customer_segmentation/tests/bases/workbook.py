"""Workbooks as whoever opens them reads them."""

import io

import openpyxl

from .common import SegmentationCase


def read_book(content):
    """Return sheet name -> rows, each a list of values without the empty cells at its end."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {}
    for sheet in book:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        for row in rows:
            while row and row[-1] is None:
                row.pop()
        sheets[sheet.title] = rows
    return sheets


def table_under(rows, heading):
    """Return the rows of the table whose head begins with a text, up to the next empty row, as
    dicts by column."""
    start = next(i for i, row in enumerate(rows) if row and row[0] == heading and len(row) > 1)
    head, found = rows[start], []
    for row in rows[start + 1 :]:
        if not row:
            break
        found.append(dict(zip(head, [*row, *[None] * (len(head) - len(row))], strict=True)))
    return found


class WorkbookCase(SegmentationCase):
    """A company, and workbooks of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.min_population = 0
        cls.lena = cls.user(
            "rcs_lena", "manager", "amount", email="lena@example.com", tz="Asia/Shanghai"
        )

    def order(self, user=None, **values):
        """Return a workbook that a user (default: Lena) asks for, not made yet."""
        env = self.env(user=user or self.lena)
        return env["repair.workbook"].create(values)

    def sheets(self, user=None, **values):
        """Return the sheets of the workbook that a user gets, see :func:`read_book`."""
        return read_book(self.order(user, **values)._contents())

    def customer_rows(self, user=None, **values):
        """Return customer name -> row of the sheet of customers, a dict by column."""
        rows = self.sheets(user, **values)["Customers"]
        return {row["Customer"]: row for row in table_under(rows, "Customer")}

    def without_amounts(self):
        """Return a manager who may not see amounts."""
        manager = self.env.ref("repair_customer_segmentation.group_manager")
        amount = self.env.ref("repair_customer_segmentation.group_amount")
        manager.implied_ids -= amount
        kim = self.user("rcs_kim", "manager", email="kim@example.com", tz="America/Los_Angeles")
        self.assertFalse(kim.has_group("repair_customer_segmentation.group_amount"))
        return kim
