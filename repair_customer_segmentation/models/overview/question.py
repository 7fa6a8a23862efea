"""What the overview is asked: period and dimension, checked."""

from datetime import timedelta
from functools import cached_property

from babel.dates import format_interval
from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, get_lang

from ...vocabulary import EARNED
from .month_ends import MONTH_ENDS, month_ends

# So many months, of which today's is one.
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}
USUAL_PERIOD, USUAL_DIMENSION = "quarter", "value"


class Question:
    """What is asked for, by whom, made of values that may come from anywhere.

    ``first`` and ``last``: the period, from the first day of a month to today. ``before``: as many
    days just before, with which it is compared. All are days of the company.
    """

    def __init__(self, env, values=None):
        """Read what is asked.

        :param dict values: ``period`` (of :data:`PERIOD_MONTHS`) and ``dimension``, each optional
        :raise UserError: when there is no such period or dimension
        """
        self.env = env
        if values is not None and not isinstance(values, dict):
            raise UserError(env._("The overview cannot answer this question. Reload it."))
        values = {"period": USUAL_PERIOD, "dimension": USUAL_DIMENSION} | {
            name: value for name, value in (values or {}).items() if value is not None
        }
        self.company = env.company
        self.today = self.last = env.company._repair_day()
        self.period, self.dimension = values["period"], values["dimension"]
        if not isinstance(self.period, str) or self.period not in PERIOD_MONTHS:
            raise UserError(env._("Unknown period “%s”.", self.period))
        if not isinstance(self.dimension, str) or self.dimension not in EARNED:
            raise UserError(env._("Unknown dimension “%s”.", self.dimension))
        this_month = self.today.replace(day=1)
        self.first = this_month - relativedelta(months=PERIOD_MONTHS[self.period] - 1)
        until = self.first - timedelta(days=1)
        self.before = until - (self.last - self.first), until

    @cached_property
    def month_ends(self):
        """Return the last days of the months before this one, in order."""
        return month_ends(self.company)

    @property
    def place(self):
        """Return the place in :attr:`month_ends` of the day before the period."""
        return MONTH_ENDS - PERIOD_MONTHS[self.period]

    def values(self):
        """Return what was asked, as it is asked again."""
        return {"period": self.period, "dimension": self.dimension}

    def choices(self):
        """Return what can be asked for, in words."""
        env = self.env
        labels = dict(
            env["repair.segmentation.tier"]._fields["dimension"]._description_selection(env)
        )
        words = [env._("This month"), env._("3 months"), env._("12 months")]
        return {
            "periods": [list(pair) for pair in zip(PERIOD_MONTHS, words, strict=True)],
            "dimensions": [[dimension, labels[dimension]] for dimension in EARNED],
        }

    def period_text(self):
        """Return the period in words, such as “1 Sep to 27 Nov”."""
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_interval(self.first, self.last, "yMMMd", locale=locale)

    def report_values(self, by):
        """Return the same period as a question to the page “Service and Satisfaction”.

        :param str by: what its rows are
        """
        return {"by": by, "period": "custom", "first": str(self.first), "last": str(self.last)}
