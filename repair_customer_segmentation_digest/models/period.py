"""What happened with a company's customers on some days, as one user may know it."""

from collections import namedtuple

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.repair_customer_segmentation.desk.contract_terms import DAY
from odoo.addons.repair_customer_segmentation.figures.measure import Scope, measure
from odoo.addons.repair_customer_segmentation.figures.records import FEEDBACK_MODEL, OUTCOME_MODEL
from odoo.addons.repair_customer_segmentation.figures.tally import FEEDBACK, OUTCOMES

DIMENSION = "value"

Moves = namedtuple("Moves", "reached_top fell")


class Period:
    """``Period(env, company, start, end)``: the whole days of a company, the last one yesterday.

    Odoo tells of the last 24 hours, 7 and 30 days up to the moment of the email. What is said here
    is of whole days, as the tier matrix and the report on service count: of the day that ``start``
    is on, up to the day before the one that ``end`` is on. So each day is told of once.

    :param start: and ``end``: moments (UTC); without them, the period is yesterday
    :raise AccessError: when the user may not see customers in this company
    """

    def __init__(self, env, company, start, end):
        if company not in env.user.company_ids:
            raise AccessError(env._("These figures are those of another company."))
        self.env = env(context={**env.context, "allowed_company_ids": company.ids})
        self.env["repair.customer.profile"].check_access("read")
        self.company = company.with_env(self.env)
        end = fields.Datetime.to_datetime(end or fields.Datetime.now())
        start = fields.Datetime.to_datetime(start or end - DAY)
        self.first = self.company._repair_day(start)
        self.last = self.company._repair_day(end) - DAY

    def moves(self):
        """Return how many customers came into the highest value tier, and how many fell.

        Both as in the tier matrix, from the end of the day before the period to its end.
        """
        matrix = self.env["repair.tier.matrix"]
        found = matrix.get_matrix(DIMENSION, self.first - DAY, self.last)
        order = [tier["key"] for tier in found["tiers"]]
        moved = [
            (before, after, count)
            for before, row in found["cells"].items()
            for after, (count, _amount) in row.items()
        ]
        return Moves(
            sum(
                count for before, after, count in moved if order[:1] == [after] and before != after
            ),
            sum(
                count
                for before, after, count in moved
                if before in order and after in order and order.index(before) < order.index(after)
            ),
        )

    def share(self, figure):
        """Return a figure (:class:`Measured`) of the cases and answers that the user may read.

        :param str figure: a share of ``FIGURES``
        """
        report = self.env["repair.service.report"]
        report._check_may_ask()
        self.env.flush_all()
        scope = Scope(
            self.company.id,
            self.first,
            self.last,
            today=self.last + DAY,
            relations={
                OUTCOMES: report._readable(OUTCOME_MODEL),
                FEEDBACK: report._readable(FEEDBACK_MODEL),
            },
        )
        return measure(self.env.cr, scope, [figure])[()][figure]
