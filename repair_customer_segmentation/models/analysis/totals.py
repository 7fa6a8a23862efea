"""Subtotals and totals, added up from the groups that PostgreSQL counts.

PostgreSQL shares the counting of groups out to its workers, but not that of groups and of their
totals in one statement (``GROUPING SETS``). So groups are asked for by themselves, as sums and
numbers of values, and totals are made of these: a mean is the sum of all values by their number,
never a mean of means.
"""

from itertools import chain
from math import fsum

COUNT = "__count"
# What Odoo says where no record of a group has a value.
UNKNOWN = False


class Totals:
    """Makes the groups of several sets of columns of those of the longest.

    :param grouping_sets: sequences of columns
    :param aggregates: what is asked of each group, as ``_read_group`` takes it: ``__count``,
        ``field:sum``, ``field:avg`` ...
    """

    def __init__(self, grouping_sets, aggregates):
        self._sets = [tuple(columns) for columns in grouping_sets]
        self._columns = list(dict.fromkeys(chain(*self._sets)))
        self._aggregates = tuple(aggregates)
        self._parts = tuple(dict.fromkeys(part for each in aggregates for part in _parts(each)))

    def can_be_added(self, order):
        """Return whether totals can be added up: sums and means, each record in one group, in the
        order of the columns."""
        hows = {part.partition(":")[2] for part in self._parts if part != COUNT}
        # A path may lead to many values of one record.
        paths = any("." in column for column in self._columns)
        natural = not order or [part.strip() for part in order.split(",")] == self._columns
        return len(self._sets) > 1 and hows <= {"sum", "count"} and not paths and natural

    def of_sets(self, ask, places_of):
        """Return the rows of each set of columns, as ``_read_grouping_sets`` does.

        :param ask: function of a set of columns, of aggregates and of an order that returns its
            rows, each a tuple of the columns' and the aggregates' values
        :param places_of: function of a column and its values that returns value -> place in their
            order; ``None`` where that is not known
        """
        found = [None for _columns in self._sets]
        for columns in sorted(self._sets, key=len, reverse=True):
            made = [
                place
                for place, wanted in enumerate(self._sets)
                if found[place] is None and set(wanted) <= set(columns)
            ]
            rows = self._asked(ask, columns, self._parts) if len(made) > 1 else []
            for place in made:
                wanted = self._sets[place]
                found[place] = self._added(rows, columns, wanted, places_of) or self._asked(
                    ask, wanted, self._aggregates
                )
        return found

    def _asked(self, ask, columns, aggregates):
        return ask(columns, aggregates, ", ".join(self._sorted(columns)))

    def _sorted(self, columns):
        """Return columns in the order by which rows are sorted."""
        return [column for column in self._columns if column in columns]

    def _added(self, rows, columns, wanted, places_of):
        """Return the rows of some of the columns; nothing where they cannot be made."""
        groups = {}
        at = [columns.index(column) for column in wanted]
        for row in rows:
            groups.setdefault(tuple(row[i] for i in at), []).append(row[len(columns) :])
        sorted_by = self._sorted(wanted)
        if sorted_by != self._sorted(columns)[: len(sorted_by)]:
            # Those of the first columns are in order already.
            keys = [wanted.index(column) for column in sorted_by]
            places = [
                places_of(column, {key[i] for key in groups})
                for column, i in zip(sorted_by, keys, strict=True)
            ]
            if None in places:
                return None
            ways = list(zip(places, keys, strict=True))
            groups = {
                key: groups[key]
                for key in sorted(groups, key=lambda key: [of[key[i]] for of, i in ways])
            }
        return [(*key, *self._figures(values)) for key, values in groups.items()]

    def _figures(self, values):
        parts = dict(zip(self._parts, zip(*values, strict=True), strict=True))
        for aggregate in self._aggregates:
            name, _colon, how = aggregate.partition(":")
            if how != "avg":
                yield _sum(parts[aggregate])
            else:
                number = sum(parts[f"{name}:count"])
                yield _sum(parts[f"{name}:sum"]) / number if number else UNKNOWN


def _parts(aggregate):
    """Return the aggregates that one is made of."""
    name, _colon, how = aggregate.partition(":")
    return (f"{name}:sum", f"{name}:count") if how == "avg" else (aggregate,)


def _sum(values):
    known = [value for value in values if value is not UNKNOWN]
    if not known:
        return UNKNOWN
    return sum(known) if all(isinstance(value, int) for value in known) else fsum(known)
