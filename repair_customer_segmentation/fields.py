"""Fields that refuse, in words, a value that no company can mean.

``bounds=(lowest, highest)`` is part of the field, so the same sentence answers a form, an import
and an integration, before anything is worked out from the value. A number that the database has
no room for, or a day on which no calendar can count, would else break the pages of everybody who
meets it. What is stored already is read as it is.
"""

from datetime import date, datetime, time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

# The most that a whole number can be in the database.
MOST = 2**31 - 1
# A century in days and in months, and a year in hours: nobody is promised or spared more.
MOST_DAYS, MOST_MONTHS, MOST_HOURS = 36_500, 1_200, 8_760
MOST_MINUTES = 60 * MOST_HOURS
MOST_MONEY = 10**12
DAYS = (date(1900, 1, 1), date(2199, 12, 31))
MOMENTS = tuple(map(datetime.combine, DAYS, (time.min, time.max)))


class Bounded:
    """What the fields below have in common."""

    bounds = None

    def convert_to_cache(self, value, record, validate=True):
        if not validate or self.bounds is None:
            return super().convert_to_cache(value, record, validate)
        if not record and not value:
            # A search for what is not set: no value of any record.
            return super().convert_to_cache(value, record, validate)
        return self.checked(value, record)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        # A new row is written before it comes into the cache.
        if validate and self.bounds is not None:
            self.checked(value, record)
        return super().convert_to_column_insert(value, record, values, validate)

    def checked(self, value, record):
        """Return a value that was given as the cache holds it.

        :raise ValidationError: when it is none of the field's kind, or out of its bounds
        """
        env = record.env
        label = self._description_string(env)
        try:
            number = super().convert_to_cache(value, record)  # pylint: disable=super-method-mismatch
        except (TypeError, ValueError, OverflowError):
            raise ValidationError(self._words_of_kind(env, label, value)) from None
        low, high = self.bounds  # pylint: disable=unpacking-non-sequence
        if number is None or low <= number <= high:
            return number
        raise ValidationError(
            env._(
                "“%(field)s” is %(value)s. Enter a value from %(lowest)s to %(highest)s.",
                field=label,
                value=value,
                lowest=self._words(low),
                highest=self._words(high),
            )
        )

    def _words(self, bound):
        return f"{bound:,}"

    def _words_of_kind(self, env, label, value):
        return env._(
            "“%(field)s”: “%(value)s” is not a number. Enter a number.", field=label, value=value
        )


class Integer(Bounded, fields.Integer):
    """A whole number with ``bounds``."""


class Float(Bounded, fields.Float):
    """A number with ``bounds``; what is no number at all is out of any."""


class Monetary(Bounded, fields.Monetary):
    """An amount with ``bounds``."""


class BoundedDay(Bounded):
    """What days and moments have in common: bounds that every calendar can count with."""

    def _words(self, bound):
        return bound.strftime("%Y-%m-%d")

    def _words_of_kind(self, env, label, value):
        return env._(
            "“%(field)s”: “%(value)s” is not a date. Enter it like 2026-12-31.",
            field=label,
            value=value,
        )


class Date(BoundedDay, fields.Date):
    """A day that every calendar can count with."""

    bounds = DAYS


class Datetime(BoundedDay, fields.Datetime):
    """A moment that every calendar can count with."""

    bounds = MOMENTS


def check_values(model, values):
    """Check the values that are given for bounded fields of a model before they are used.

    For models that work things out of a new record before its row is written.

    :param dict values: field -> value, as of ``create``
    :raise ValidationError: see :meth:`Bounded.checked`
    """
    for name, value in values.items():
        field = model._fields.get(name)
        if isinstance(field, Bounded) and field.bounds is not None and value:
            field.checked(value, model)


class EngineMany2one(fields.Many2one):
    """A many2one without a foreign key in the database, for tables the engine alone writes.

    The engine writes ids that it has just read, a million rows at a time; checking each of
    them again, eight keys a row, would take longer than the classification itself. Whoever
    deletes the target removes the references: see ``unlink`` of tiers, partners, countries
    and industries.
    """

    def update_db_foreign_key(self, model, column):
        """Leave the column without a foreign key."""


class Answer(fields.Float):
    """A number that a record may not have: nothing is not 0, and counts in no mean.

    A group's value is the mean of the records that have one, each with the same weight: of one
    record at 0 and nine at 100 it is 90. Where none has one, the group has no value either.
    Beware of ``avg`` on a column of a list: it is the mean of what is on the page, of groups too.
    """

    falsy_value = None
    aggregator = "avg"

    def convert_to_column(self, value, record, values=None, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        if value is None or value is False:
            return None
        return super().convert_to_cache(value, record, validate)

    def convert_to_record(self, value, record):
        """Return the number, or ``False`` where there is none."""
        return False if value is None else value

    def convert_to_export(self, value, record):
        return "" if value is None or value is False else value


class BoundedAnswer(Bounded, Answer):
    """A number with ``bounds`` that people enter, or leave empty where nobody knows it."""


class Judged:
    """What the fields below have in common: they say what became of a record, and store nothing.

    :param of: domain of the records that count, such as those of which something is known
    """

    of = ()

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name)
        domains = [attrs.get("of", ()), attrs.get("found", ())]
        names = {c.field_expr for domain in domains for c in Domain(domain).iter_conditions()}
        usual = {"readonly": True, "copy": False, "compute_sudo": False, "_depends": sorted(names)}
        return {**attrs, **usual, "store": False, "compute": self._compute_judged}

    def _compute_judged(self, records):
        raise NotImplementedError

    def _condition(self, domain, model, alias):
        return Domain(domain).optimize_full(model)._to_sql(model, alias, None)


class Share(Judged, Answer):
    """Whether a record is found, in percent: 100, 0, or nothing where it does not count.

    The mean of a group is the share of those found among those that count.

    :param found: domain of the records that are found
    """

    found = ()

    def to_sql(self, model, alias):
        """Return 100, 0 or NULL, for sorting and for means of groups."""
        return SQL(
            "CASE WHEN NOT COALESCE(%s, FALSE) THEN NULL WHEN %s THEN 100.0 ELSE 0.0 END",
            self._condition(self.of, model, alias),
            self._condition(self.found, model, alias),
        )

    def _compute_judged(self, records):
        counted = records.filtered_domain(self.of)
        found = counted.filtered_domain(self.found)
        for record in records:
            record[self.name] = False if record not in counted else 100 * (record in found)


class Counted(Judged, fields.Integer):
    """How many records count: beside a share, of how many it is."""

    def to_sql(self, model, alias):
        """Return 1 or 0, for sorting and for sums of groups."""
        return SQL("CASE WHEN %s THEN 1 ELSE 0 END", self._condition(self.of, model, alias))

    def _compute_judged(self, records):
        counted = records.filtered_domain(self.of)
        for record in records:
            record[self.name] = int(record in counted)
