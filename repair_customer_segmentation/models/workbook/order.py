"""What a workbook is asked for, and what all of its sheets share."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ...vocabulary import PROFILE
from ..access.day_text import day_text
from .customers import Customers
from .reasons import SheetWords


@dataclass(frozen=True)
class Order:
    """What is asked for.

    :ivar company: record
    :ivar tuple dimensions: of ``DIMENSIONS``, in their order
    :ivar list domain: of ``repair.customer.profile``
    :ivar day: last day of a past month, or ``None``: as of now
    :ivar int months: how far back tier changes and service are looked at
    :ivar bool with_amount: whether amounts of money are wanted
    """

    company: object
    dimensions: tuple
    domain: list
    day: date | None = None
    months: int = 12
    with_amount: bool = True


class Matter:
    """What the sheets of a workbook are about: customers, tiers, days and words of one user.

    :ivar env: of the user who reads it, in their language and zone
    :ivar bool money: whether amounts are shown: wanted, and allowed
    :ivar today: the company's day that figures are of
    """

    def __init__(self, env, order):
        company = order.company.with_env(env)
        self.order, self.company = order, company
        self.env = env(context={**env.context, "allowed_company_ids": company.ids})
        self.customers = Customers(self.env, company, order.domain, order.day)
        self.words = SheetWords(self.env, company)
        self.money = order.with_amount and self.words.may_see_amounts()
        if not self.money:
            self.words = SheetWords(self.env, company, sees_amounts=False)
        self.today = order.day or company._repair_day()
        self.tz = self.env.user.tz or company._repair_tz()
        self.total = self.customers.count()
        labels = self.env["repair.segmentation.tier"]._fields["dimension"]
        self.labels = dict(labels._description_selection(self.env))
        self._keys = {}

    @property
    def first(self):
        """The first day of the period of tier changes and service."""
        return self.today - relativedelta(months=self.order.months, days=-1)

    def period(self):
        """Return the period of tier changes and service, in words."""
        return self.env._(
            "%(first)s to %(last)s",
            first=day_text(self.env, self.first),
            last=day_text(self.env, self.today),
        )

    def tier_of(self, dimension):
        """Return tier id -> the tier that stands for it in the policy of today.

        A tier and its copies in other versions are one, as in the tier matrix.
        """
        if dimension not in self._keys:
            keys = self.env["repair.tier.matrix"]._keys(dimension)
            tiers = self.env["repair.segmentation.tier"]
            self._keys[dimension] = {
                tier_id: tiers.browse(int(key)) for tier_id, key in keys.items()
            }
        return self._keys[dimension]

    def tiers(self, dimension):
        """Return ``(tier, figures)`` of a dimension in their order: customers, repairs, amount.

        Tiers of today's policy are there even when nobody is in them; customers without a tier
        are told by an empty record.
        """
        counted = self.customers.by_tier(dimension)
        of_tier = self.tier_of(dimension)
        matrix = self.env["repair.tier.matrix"]
        names = matrix._names(dimension, {tier for tier in counted if tier})
        sums = {}
        for tier_id, figures in counted.items():
            tier = of_tier.get(tier_id) if tier_id else None
            known = sums.get(tier, (0, 0, 0))
            sums[tier] = tuple(a + (b or 0) for a, b in zip(known, figures, strict=True))
        tiers = self.env["repair.segmentation.tier"]
        ordered = [tiers.browse(int(row["key"])) for row in matrix._ordered_tiers(dimension, names)]
        rows = [(tier, sums.get(tier, (0, 0, 0))) for tier in ordered]
        return rows + ([(tiers, sums[None])] if None in sums else [])

    def colors(self, dimension):
        """Return pairs of the names of a dimension's tiers and their colors."""
        tiers = dict.fromkeys(self.tier_of(dimension).values())
        return tuple((tier.name, tier.color) for tier in tiers if tier.color)

    def label(self, name):
        """Return what a field of the customer is called."""
        return self.env[PROFILE]._fields[name]._description_string(self.env)

    def local(self, moment):
        """Return the SQL of a moment in the time zone of whoever reads the book."""
        return SQL("timezone(%s, timezone('UTC', %s))", self.tz, moment)

    def money_format(self):
        """Return Excel's format of amounts in the company's currency."""
        currency = self.company.currency_id
        digits = currency.decimal_places
        number = "#,##0" + ("." + "0" * digits if digits else "")
        symbol = (currency.symbol or currency.name).replace('"', "")
        # As Odoo writes it: a space that is never broken at.
        is_before = currency.position == "before"
        one = f'"{symbol}\xa0"{number}' if is_before else f'{number}"\xa0{symbol}"'
        return f"{one};-{one}"
