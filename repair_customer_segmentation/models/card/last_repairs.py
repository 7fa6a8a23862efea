"""The last repairs of customers, of whatever kind the records behind them are."""

from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from odoo.fields import Domain

from ...vocabulary import GROUP_AMOUNT
from .first_rows import Rows, first_rows


class LastRepair(NamedTuple):
    """A repair that is done, as the user may see it: of the record behind it, in plain values.

    :param float amount: zero for who may not see it
    :param currency: of the amount, a record
    """

    moment: datetime
    model: str
    id: int
    name: str
    amount: float
    currency: object


def last_cases(customers, company, most):
    """Return customer id -> :class:`Rows` of :class:`LastRepair`: the closed cases, newest first.

    Complaints and inspections are no repairs.
    """
    rows = first_rows(
        customers.env["repair.case"],
        Domain("company_id", "=", company.id)
        & Domain("commercial_partner_id", "in", customers.ids)
        & Domain("state", "=", "closed")
        & Domain("is_complaint", "=", False)
        & (Domain("type_id", "=", False) | Domain("type_id.is_inspection", "=", False)),
        "commercial_partner_id",
        "date_open desc, id desc",
        most,
    )
    may_see_amounts = customers.env.user.has_group(GROUP_AMOUNT)
    return {
        owner: Rows(
            [
                LastRepair(
                    case.date_open,
                    case._name,
                    case.id,
                    case.display_name,
                    case.amount if may_see_amounts else 0.0,
                    case.currency_id,
                )
                for case in found.records
            ],
            found.many,
        )
        for owner, found in rows.items()
    }


def newest(sources, most):
    """Return customer id -> :class:`Rows` of the newest repairs of several such dicts."""
    owners = {owner for rows in sources for owner in rows}
    return {
        owner: Rows(
            nlargest(
                most,
                (repair for rows in sources if owner in rows for repair in rows[owner].records),
                key=lambda repair: (repair.moment, repair.model, repair.id),
            ),
            sum(rows[owner].many for rows in sources if owner in rows),
        )
        for owner in owners
    }
