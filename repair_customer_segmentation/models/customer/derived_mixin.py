from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...vocabulary import COMPARISONS
from ..access.plain_values import day_of, number_of


def search_derived(name, empty=None):
    """Return the ``search`` of a field that SQL derives, see :class:`RepairDerivedMixin`.

    :param empty: the number that nothing counts as; ``None``: nothing is found by a number
    """
    return lambda self, operator, value: self._search_derived(name, operator, value, empty)


class RepairDerivedMixin(models.AbstractModel):
    """Fields that SQL derives: computed for people, yet searched, sorted and grouped like columns.

    A model has, for a field ``level_id``, the method ``_sql_level_id(alias, query)`` that returns
    its SQL, and gives the field ``search=search_derived("level_id")``.
    """

    _name = "repair.derived.mixin"
    _description = "Fields That SQL Derives"

    def _field_to_sql(self, alias, field_expr, query=None):
        name = f"_sql_{field_expr}"
        if not hasattr(self, name):
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return getattr(self, name)(alias, query)

    @api.model
    def _search_derived(self, name, operator, value, empty=None):
        """Return the domain of a search by a derived field.

        :param empty: see :func:`search_derived`
        :raise ValidationError: when a number or a day is none
        """
        field = self._fields[name]
        if operator == "any" and field.type == "many2one":
            # Words, or a path into what is linked: the records that they mean.
            linked = self.env[field.comodel_name].with_context(active_test=False)
            return self._search_derived(name, "in", linked.search(value).ids)
        if operator == "in":
            return self._derived_among(field, list(value), empty)
        if operator not in COMPARISONS or field.type not in _READERS:
            return NotImplemented
        number = self._derived_value(field, value)
        return self._derived_where(
            field,
            empty,
            lambda sql: SQL("%s %s %s", sql, SQL(operator), number),
            lambda found: COMPARISONS[operator](found, number),
        )

    @api.model
    def _derived_among(self, field, values, empty):
        known = [self._derived_value(field, value) for value in values if value is not False]
        # Zero is a number, and equal to False.
        nothing = any(value is False for value in values)
        if nothing and empty is not None:
            known, nothing = [*known, empty], False

        def condition(sql):
            among = SQL("%s = ANY(%s)", sql, known) if known else SQL("FALSE")
            return SQL("(%s OR %s IS NULL)", among, sql) if nothing else among

        return self._derived_where(
            field, empty, condition, lambda found: found in known, nothing=nothing
        )

    @api.model
    def _derived_where(self, field, empty, condition, holds, nothing=False):
        """Return the domain of the records whose SQL meets ``condition(sql)``.

        :param holds: function of a value that says the same in Python
        :param nothing: whether records without a value are meant as well
        """

        def to_sql(model, alias, query):
            sql = model._field_to_sql(alias, field.name, query)
            return condition(sql if empty is None else SQL("COALESCE(%s, %s)", sql, empty))

        def predicate(record):
            value = record[field.name]
            value = value.id if field.type == "many2one" else value
            return holds(value) if value or empty is not None else nothing

        if field.type in ("integer", "float") and empty is None:
            # A record reads nothing as zero: only the database tells them apart.
            return Domain.custom(to_sql=to_sql)
        return Domain.custom(to_sql=to_sql, predicate=predicate)

    @api.model
    def _derived_value(self, field, value):
        read = _READERS.get(field.type)
        return read(self.env, field._description_string(self.env), value) if read else value


_READERS = {"integer": number_of, "float": number_of, "date": day_of}
