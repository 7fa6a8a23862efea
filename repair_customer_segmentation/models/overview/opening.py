"""The records behind each figure of the overview: exactly those that it counted."""

from itertools import product

from odoo.exceptions import UserError
from odoo.fields import Domain

from ...figures.records import OUTCOME_MODEL
from ...overview.served import CATEGORY, TYPE
from ...vocabulary import EARNED, PROFILE
from ..customer.repair_tier_matrix import NOWHERE
from ..feedback.report_rows import NONE
from . import today
from .service import SHOWN_FIGURES
from .tiers import Tiers

ANY = ""
CUSTOMER_VIEWS = ("list", "kanban", "pivot", "graph")
CASE_VIEWS = ("list", "pivot", "graph")


class Opening:
    """Makes the actions that the figures of a question open."""

    def __init__(self, question):
        self.question = question
        self.env = question.env

    def action(self, part, key):
        """Return the action of one figure.

        :raise UserError: when there is no such part or key
        """
        parts = {
            "totals": self._totals,
            "board": self._cell,
            "tier": self._tier,
            "abc": self._tier,
            "month": self._month,
            "movement": self._movement,
            "service": self._service,
            "type": lambda own: self._work(TYPE, own),
            "category": lambda own: self._work(CATEGORY, own),
            "today": self._item,
        }
        if not isinstance(part, str) or not isinstance(key, str) or part not in parts:
            raise self._nothing(key)
        return parts[part](key)

    def _nothing(self, key):
        return UserError(self.env._("The overview has no figure “%s”. Reload it.", key))

    def _opened(self, name, model, domain, views, **other):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, view) for view in views],
            "domain": list(domain),
            **other,
        }

    def _customers(self, name, domain):
        company = Domain("company_id", "=", self.question.company.id)
        return self._opened(name, PROFILE, company & domain, CUSTOMER_VIEWS)

    def _totals(self, key):
        found = {
            "customers": Domain.TRUE,
            "repairs": Domain("repair_count", ">", 0),
            # Whoever may not see amounts has no net value to open.
            "net": Domain("costed_count", ">", 0),
        }
        if key not in found:
            raise self._nothing(key)
        return self._customers(self.env._("Customers"), found[key])

    def _cell(self, key):
        if key == "unscored":
            name = self.env._("Customers without scores")
            return self._customers(name, Domain("recency_score", "=", False))
        digits = key.split("-")
        if len(digits) != 2 or not all(digit in tuple("12345") for digit in digits):
            raise self._nothing(key)
        r, fm = map(int, digits)
        pairs = Domain.OR(
            Domain("frequency_score", "=", f) & Domain("monetary_score", "=", m)
            for f, m in product(range(1, 6), repeat=2)
            if (f + m + 1) // 2 == fm
        )
        name = self.env._("Customers: R %(r)s, FM %(fm)s", r=r, fm=fm)
        return self._customers(name, Domain("recency_score", "=", r) & pairs)

    def _tier(self, key):
        for dimension in EARNED:
            tiers = Tiers(self.env, dimension)
            if ids := tiers.ids(key):
                domain = Domain(f"{dimension}_tier_id", "in", ids)
                return self._customers(self._tier_name(key), domain)
        raise self._nothing(key)

    def _tier_name(self, key):
        return self.env["repair.segmentation.tier"].browse(int(key)).name

    def _month(self, key):
        day, _bar, tier = key.partition("|")
        tiers = Tiers(self.env, self.question.dimension)
        if not tiers.ids(tier):
            raise self._nothing(key)
        if day == str(self.question.today):
            return self._tier(tier)
        if day not in map(str, self.question.month_ends):
            raise self._nothing(key)
        return self._moved(self._tier_name(tier), day, [(tier, ANY)])

    def _movement(self, key):
        day = str(self.question.month_ends[self.question.place])
        past, bar, now = key.partition(">")
        tiers = Tiers(self.env, self.question.dimension)
        if not bar or not all(own == NOWHERE or tiers.ids(own) for own in (past, now)):
            raise self._nothing(key)
        names = [
            self.env._("(none)") if own == NOWHERE else self._tier_name(own) for own in (past, now)
        ]
        return self._moved(" → ".join(names), day, [(past, now)])

    def _moved(self, name, day, pairs):
        """Return the action of the customers who moved between tiers since the end of a day.

        Those who are no customers any more have no profile: with them, it lists contacts.
        """
        matrix = self.env["repair.tier.matrix"]
        asked = [self.question.dimension, day, str(self.question.today)]
        gone = any(
            self.env.execute_query(matrix._cell_query(*asked, past, NOWHERE))
            for past, now in pairs
            if now in (NOWHERE, ANY) and past != NOWHERE
        )
        if not gone:
            moves = ("|".join([*asked, *pair]) for pair in pairs)
            return self._customers(name, Domain.OR(Domain("tier_move", "=", m) for m in moves))
        queries = (matrix._cell_query(*asked, *pair) for pair in pairs)
        ids = [partner for q in queries for (partner,) in self.env.execute_query(q)]
        return self._opened(
            name, "res.partner", Domain("id", "in", ids), ("list", "kanban", "form"),
            context={"active_test": False},
        )  # fmt: skip

    def _service(self, key):
        row, _bar, figure = key.partition("|")
        if figure not in SHOWN_FIGURES:
            raise self._nothing(key)
        values = self.question.report_values(f"{self.question.dimension}_tier_id")
        return self.env["repair.service.report"].open_records(values, row, figure)

    def _work(self, column, key):
        if key != NONE and not key.isdecimal():
            raise self._nothing(key)
        domain = (
            Domain("company_id", "=", self.question.company.id)
            & Domain("closed_on", ">=", self.question.first)
            & Domain("closed_on", "<=", self.question.last)
            & Domain(column, "=", False if key == NONE else int(key))
        )
        return self._opened(self.env._("Closed cases"), OUTCOME_MODEL, domain, CASE_VIEWS)

    def _item(self, key):
        for item in today.items(self.env):
            if item.key == key:
                return self._opened(
                    item.label, item.model, item.domain, item.views, context=item.context
                )
        raise self._nothing(key)
