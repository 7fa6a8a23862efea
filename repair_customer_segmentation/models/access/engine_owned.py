"""No role writes a field that the engine owns: being readonly and stored marks it as such.

A readonly field is one that is worked out or recorded. Forms keep people from typing into it;
what follows keeps everybody else, an integration with the rights of an agent for one. Code of the
addon that records something does it as the system, which no remote caller can be.
"""

from odoo import api, models
from odoo.exceptions import AccessError


def is_engine_owned(field):
    """Return whether a stored field is worked out or recorded, and typed in by nobody."""
    return bool(field.store and field.readonly and field.name not in ("id", "display_name"))


def refuse_engine_owned(records, values, opening=()):
    """Refuse values of fields that the engine owns, where they would change anything.

    :param records: that ``values`` are written to; empty: they are of a new record
    :param dict values: field -> value, as of ``create`` and ``write``
    :param opening: fields that may be given to a new record, as an import does
    :raise AccessError: for anybody but the system, naming the field
    """
    if records.env.su:
        return
    for name, value in values.items():
        field = records._fields.get(name)
        if not field or not is_engine_owned(field) or (not records and name in opening):
            continue
        if records and all(_is_same(field, record, value) for record in records):
            continue
        raise AccessError(
            records.env._(
                "“%(field)s” is calculated or recorded automatically and cannot be entered. "
                "Leave it out.",
                field=field._description_string(records.env),
            )
        )


def _is_same(field, record, value):
    # sudo: whether it would change; the record is written to only afterwards, if at all.
    record = record.sudo()
    return field.convert_to_write(record[field.name], record) == value


def without_engine_defaults(records):
    """Return the records with a context that sets no defaults for fields the engine owns.

    A board that is grouped by such a field gives one to whatever is opened in a column.
    """
    owned = {f"default_{name}" for name, field in records._fields.items() if is_engine_owned(field)}
    if records.env.su or not owned & set(records.env.context):
        return records
    context = {key: value for key, value in records.env.context.items() if key not in owned}
    return records.with_context(context)  # pylint: disable=context-overridden


class RepairEngineOwned(models.AbstractModel):
    """For models whose people write some fields, and the engine the others."""

    _name = "repair.engine.owned"
    _description = "Records with Fields that the Engine Owns"

    @api.model_create_multi
    def create(self, vals_list):
        plain = without_engine_defaults(self)
        for vals in vals_list:
            refuse_engine_owned(self.browse(), vals)
        return super(RepairEngineOwned, plain).create(vals_list)

    def write(self, vals):
        refuse_engine_owned(self, vals)
        return super().write(vals)
