"""What a caller may give: no value of a field that the engine owns, no record out of their sight.

A stored readonly field is one that is worked out or recorded: no role writes it. Forms keep people
from typing into it; what follows keeps everybody else, an integration with the rights of an agent
for one. Code of the addon that records something does it as the system, which no remote caller can
be.
"""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command


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


class RepairReadableLinks(models.AbstractModel):
    """Refuses records that the user may not read, where a dialog or a form is given their ids.

    The name of a linked record, and what related fields show of it, is told without a look at
    the rules of that record. A dialog that takes any id would tell the names of all records.
    """

    _name = "repair.readable.links"
    _description = "Links to Records That the User May Read"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        given = {name: value for name, value in values.items() if self._is_given(name)}
        self._check_links(given)
        return values

    @api.model
    def _is_given(self, name):
        """Return whether the caller gave the default of a field (in the context)."""
        return f"default_{name}" in self.env.context

    def onchange(self, values, field_names, fields_spec):
        self._check_links(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_given_links(self, vals_list):
        """Refuse records that the user may not read, in the values of a call from outside.

        What else is wrong with them would be said with their names.

        :param list vals_list: values, as of ``create`` and ``write``
        :raise AccessError: names the model of the first that may not be read
        """
        if self.env.su:
            return
        given = {}
        for name, value in ((n, v) for vals in vals_list for n, v in vals.items()):
            field = self._fields.get(name)
            if field is not None and field.relational and value:
                given.setdefault(field.comodel_name, set()).update(_linked(value)[0])
        for model, ids in given.items():
            self.env[model].browse(ids).check_access("read")

    @api.model
    def _check_links(self, values):
        """Refuse ids of records that the user may not read, lines of lines included.

        :param dict values: field name -> value, as a client sends it
        :raise AccessError: names the model of the first that may not be read
        """
        if self.env.su:
            return
        for name, value in values.items():
            field = self._fields.get(name)
            if field is None or not field.relational or not value:
                continue
            comodel = self.env[field.comodel_name]
            ids, lines = _linked(value)
            comodel.browse(ids).exists().check_access("read")
            for line in lines:
                if hasattr(comodel, "_check_links"):
                    comodel._check_links(line)


def _linked(value):
    """Return the ids that a value links to, and the values of the lines that it creates."""
    if isinstance(value, int):
        return [value], []
    if not isinstance(value, list | tuple):
        return getattr(value, "ids", []), []
    ids, lines = [], []
    for item in value:
        if isinstance(item, int):
            ids.append(item)
        elif isinstance(item, list | tuple) and item:
            command, *rest = item
            if command in (Command.CREATE, Command.UPDATE):
                lines.append(rest[1])
            if command in (Command.UPDATE, Command.LINK):
                ids.append(rest[0])
            elif command == Command.SET:
                ids += rest[1]
    return [each for each in ids if isinstance(each, int)], lines


class RepairReadableDialog(models.AbstractModel):
    """A dialog that links only to what its user may read."""

    _name = "repair.readable.dialog"
    _inherit = ["repair.readable.links"]
    _description = "Dialog of Repair Customers"

    @api.model
    def _is_given(self, _name):
        """Defaults of a dialog may come from what was chosen in a list."""
        return True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_links(vals)
        return super().write(vals)
