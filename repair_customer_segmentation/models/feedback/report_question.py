"""What the report on service and satisfaction is asked: rows, period and tier, checked."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError

from ...figures.tally import MONTH
from ...vocabulary import DIMENSIONS, GROUP_NAMES
from ..access.plain_values import day_of

AGENT = "user_id"
ROWS = (
    *(f"{dimension}_tier_id" for dimension in DIMENSIONS),
    *("service_level_id", "type_id", "team_id", AGENT, MONTH),
)
USUAL_ROWS, USUAL_PERIOD = "value_tier_id", "12"
ROLLING, THIS_YEAR, CUSTOM = ("3", "6", "12"), "year", "custom"
PERIODS = (*ROLLING, THIS_YEAR, CUSTOM)


class Question:
    """What is asked for, by whom, made of values that may come from anywhere.

    ``by``: what rows are; ``first`` and ``last``: the period, and ``before`` that which it is
    compared with; ``tier``: the tier that customers had, or an empty record.
    """

    def __init__(self, env, values=None):
        """Read what is asked.

        :param dict values: ``by``, ``period``, ``first``, ``last`` and ``tier``, each optional
        :raise AccessError: when assignees are asked for by somebody to whom they are not named
        :raise UserError: when there is no such row, period, day or tier
        """
        values = values if isinstance(values, dict) else {}
        self.env = env
        self.company = env.company
        self.today = env.company._repair_day()
        self.by = values.get("by") or USUAL_ROWS
        self.period = str(values.get("period") or USUAL_PERIOD)
        self._check_rows()
        self.first, self.last = self._days(values)
        self.tier = self._tier(values.get("tier"))

    @property
    def dimension(self):
        """Return the dimension whose tiers are rows, or nothing."""
        dimension = self.by.removesuffix("_tier_id")
        return dimension if dimension in DIMENSIONS else None

    @property
    def before(self):
        """Return the first and the last day of what the period is compared with.

        As long and just before; of this year the same days of last year; of months, which are
        compared with the month before each, that before the first.
        """
        if self.by == MONTH:
            month = self.first.replace(day=1)
            return month - relativedelta(months=1), self.first - timedelta(days=1)
        if self.period == THIS_YEAR:
            year = relativedelta(years=1)
            return self.first - year, self.last - year
        last = self.first - timedelta(days=1)
        if self.period in ROLLING:
            return self.first - relativedelta(months=int(self.period)), last
        return last - (self.last - self.first), last

    def values(self):
        """Return what was asked, as it is asked again."""
        return {
            "by": self.by,
            "period": self.period,
            "first": str(self.first),
            "last": str(self.last),
            "tier": self.tier.id,
        }

    def _check_rows(self):
        if self.by not in ROWS:
            raise UserError(self.env._("The report has no rows by “%s”. Reload it.", self.by))
        if self.by == AGENT and not self.env.user.has_group(GROUP_NAMES):
            raise AccessError(
                self.env._(
                    "You may not compare colleagues. A manager can allow it in the settings."
                )
            )

    def _days(self, values):
        today = self.today
        if self.period in ROLLING:
            return today - relativedelta(months=int(self.period), days=-1), today
        if self.period == THIS_YEAR:
            return today.replace(month=1, day=1), today
        if self.period != CUSTOM:
            raise UserError(self.env._("Unknown period “%s”.", self.period))
        first = day_of(self.env, self.env._("From"), values.get("first"))
        last = day_of(self.env, self.env._("To"), values.get("last"))
        if not first or not last:
            raise UserError(self.env._("Enter the first and the last day of the period."))
        if first > last:
            raise UserError(self.env._("The first day of the period must not be after the last."))
        return first, last

    def _tier(self, tier_id):
        tiers = self.env["repair.segmentation.tier"]
        if not tier_id:
            return tiers
        found = tiers.search([("id", "=", tier_id)]) if isinstance(tier_id, int) else tiers
        if not found or found.company_id != self.company:
            raise UserError(self.env._("This tier is no longer there. Choose another one."))
        return found
