"""The rows of the report on service and satisfaction: which there are, and what they are called."""

from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tools import format_date

from ...figures.tally import MONTH
from ..access.plain_values import day_of

# Keys of rows that are no record's: of those that have none, of deleted records, and of all rows.
NONE, GONE, ALL = "none", "gone", "all"


def tiers_like(env, dimension, tier_id):
    """Return the ids of a tier and of its copies in other policies, as the tier matrix has them."""
    keys = env["repair.tier.matrix"]._keys(dimension)
    return [tier for tier, key in keys.items() if key == keys.get(tier_id)]


class ReportRows:
    """The rows that a question asks for. A row has a key: an id, a month, or one of the above."""

    def __init__(self, question):
        self.question = question
        self.env = question.env

    def merged(self, counts):
        """Return the counts of each row, of counts by what was stored.

        A tier and its copies in other policies are one row, and so is all that was deleted.

        :param dict counts: stored value -> name -> number
        """
        keys = self._keys(counts)
        merged = defaultdict(lambda: defaultdict(int))
        for value, numbers in counts.items():
            for name, number in numbers.items():
                merged[keys[value]][name] += number
        return merged

    def described(self, counted):
        """Return the rows in their order: dicts of ``key``, ``name`` and what it looks like.

        :param counted: keys of rows in which something was counted
        """
        return [*self._usual(counted), *self._others(counted)]

    def month(self, key):
        """Return the first and the last day of a row's month.

        :raise UserError: when there is no such row
        """
        first = day_of(self.env, self.env._("Month"), key)
        if not first or first.day != 1:
            raise self._no_row(key)
        return first, first + relativedelta(months=1, days=-1)

    def ids_of(self, key, counted):
        """Return the ids that are counted in a row, none where rows have no record.

        :param counted: function that returns what was counted by stored value
        :raise UserError: when there is no such row
        """
        if key == NONE:
            return []
        if key == GONE:
            return [value for value, own in self._keys(counted()).items() if own == GONE]
        if not isinstance(key, str) or not key.isdecimal():
            raise self._no_row(key)
        dimension = self.question.dimension
        return tiers_like(self.env, dimension, int(key)) if dimension else [int(key)]

    def _no_row(self, key):
        return UserError(self.env._("The report has no row “%s”. Reload it.", key))

    def _keys(self, values):
        """Return stored value -> key of the row in which it is counted."""
        if self.question.by == MONTH:
            return {value: str(value) for value in values}
        if dimension := self.question.dimension:
            known = self.env["repair.tier.matrix"]._keys(dimension)
        else:
            known = {record.id: str(record.id) for record in self._records(filter(None, values))}
        return {value: known.get(value, GONE) if value else NONE for value in values}

    def _usual(self, counted):
        """Return the rows that are records or months."""
        ids = [int(key) for key in counted if key.isdecimal()]
        if self.question.by == MONTH:
            return self._months()
        if dimension := self.question.dimension:
            matrix = self.env["repair.tier.matrix"]
            return matrix._ordered_tiers(dimension, matrix._names(dimension, set(ids)))
        records = self._records(ids).sorted()
        return [{"key": str(record.id), "name": record.display_name} for record in records]

    def _months(self):
        month = self.question.first.replace(day=1)
        while month <= self.question.last:
            name = format_date(self.env, month, date_format="LLLL yyyy")
            yield {"key": str(month), "name": name}
            month += relativedelta(months=1)

    def _others(self, counted):
        if NONE in counted:
            yield {"key": NONE, "name": self.env._("Unknown"), "muted": True}
        if GONE in counted:
            yield {"key": GONE, "name": self.env._("No longer there"), "muted": True}

    def _records(self, ids):
        """Return those of the records that are still there."""
        comodel = self.env["repair.case.outcome"]._fields[self.question.by].comodel_name
        # sudo: names of what the counted rows refer to, as any list of them shows.
        return self.env[comodel].sudo().browse(ids).exists()
