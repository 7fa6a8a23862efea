"""Required fields are refused to be emptied before the database does it.

What the database says of an empty column quotes the whole row, and Odoo sends that along to the
caller: amounts and tokens as well, which the caller may not read.
"""

from psycopg2 import errors

from odoo.exceptions import ValidationError

from .enumerated import enumerated

EMPTIED = ("char", "text", "html", "selection", "many2one", "date", "datetime")


def refuse_emptied(records, values):
    """Refuse values that leave a required field of records empty.

    :param dict values: field -> value, as of ``write``
    :raise ValidationError: names the field
    """
    for name, value in values.items():
        field = records._fields.get(name)
        if field is None or not (field.required and field.store) or field.type not in EMPTIED:
            continue
        is_id = not isinstance(value, str | list)
        if value and (field.type != "many2one" or is_id):
            continue
        if value == "" and field.type in ("char", "text", "html"):
            # A text without letters is one to the database.
            continue
        raise ValidationError(
            records.env._(
                "“%(field)s” of “%(record)s” is required. Fill it in, or leave it as it is.",
                field=field._description_string(records.env),
                record=enumerated(records.env, records[:3].mapped("display_name")),
            )
        )


def write_rows(records, write):
    """Write rows; of a row that the database refuses, its values are not told.

    :param write: function that writes, and whose result is returned
    :raise ValidationError: names the column, or the constraint, and no value
    """
    try:
        return write()
    except (errors.CheckViolation, errors.NotNullViolation) as refusal:
        column = records._fields.get(refusal.diag.column_name)
        what = column.string if column else refusal.diag.constraint_name
    # Not from within: the quoted row would be told as the cause.
    raise ValidationError(
        records.env._("“%s” of a record is empty or not valid. Correct it.", what)
    )
