"""Makes a workbook: sheet after sheet into a file, from one look at the database."""

import os
import tempfile
from contextlib import contextmanager

from odoo.exceptions import UserError

from ...workbook.book import SHEET_ROWS, Book
from .customer_sheet import CustomerSheet
from .movement_sheets import ServiceSheet, TransitionSheet
from .order import Matter
from .summary_sheets import DefinitionSheet, SummarySheet
from .tier_sheets import AbcSheet, RfmSheet

RTL = "rtl"


@contextmanager
def made(env, order, told=None):
    """Make a workbook, and remove its file when the block has ended.

    :param env: of the user who reads it, in their language; what they may not see is left out
    :param Order order: see :mod:`.order`
    :param told: called with the share of customers written so far, from 0 to 1
    :return: yields the path of the file
    :raise AccessError: when the user may not read customers, or what the filter asks for
    :raise UserError: when there are more customers than a sheet holds
    """
    matter = Matter(env, order)
    _refuse_too_many(env, matter.total)
    handle, path = tempfile.mkstemp(prefix="repair_workbook_", suffix=".xlsx")
    os.close(handle)
    try:
        _write(matter, path, told)
        yield path
    finally:
        os.remove(path)


def _refuse_too_many(env, total):
    if total >= SHEET_ROWS:
        raise UserError(
            env._(
                "A sheet holds %(most)s customers, and you chose %(count)s. Narrow the filter, "
                "such as to one tier or one country, and make a workbook of each part.",
                most=f"{SHEET_ROWS - 1:,}",
                count=f"{total:,}",
            )
        )


def _write(matter, path, told):
    env, order = matter.env, matter.order
    properties = {
        "title": env._("Customer Workbook"),
        "author": env.user.name,
        "company": matter.company.name,
    }
    language = env["res.lang"]._get_data(code=env.lang or "en_US")
    customers = CustomerSheet(matter)
    total = matter.total or 1
    with Book(path, properties, matter.money_format(), language.direction == RTL) as book:
        SummarySheet(matter).fill(book)
        customers.fill(book, told and (lambda number: told(number / total)))
        if "rfm" in order.dimensions and not order.day:
            RfmSheet(matter).fill(book)
        if "abc" in order.dimensions:
            AbcSheet(matter).fill(book)
        TransitionSheet(matter).fill(book)
        ServiceSheet(matter).fill(book)
        DefinitionSheet(matter, customers).fill(book)
