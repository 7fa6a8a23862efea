"""What the columns of a history must say, and what they show of themselves."""

from odoo.exceptions import UserError
from odoo.fields import Command

from ...history_file.columns import REPEATED

# Without one of each, no row can be understood.
ONE_OF_EACH = (("partner_id", "phone"), ("date_open",))


def column_commands(sheet, targets):
    """Return the commands that list the columns of a file, each with what it becomes."""
    return [
        Command.clear(),
        *(
            Command.create(
                {
                    "sequence": index,
                    "heading": heading or f"({index + 1})",
                    "sample": _sample(sheet, index),
                    "target": target or False,
                }
            )
            for index, (heading, target) in enumerate(zip(sheet.headings, targets, strict=True))
        ),
    ]


def refuse_columns_twice(history):
    """Refuse two columns that say the same.

    :raise UserError: naming what they say
    """
    targets = [column.target for column in history.column_ids if column.target]
    for target, label in _labels(history.env).items():
        if target not in REPEATED and targets.count(target) > 1:
            raise UserError(history.env._("Two columns are “%s”. Leave one of them empty.", label))


def missing_column(history):
    """Return the field that no column is and without which no row can be understood, or nothing."""
    targets = set(history.column_ids.mapped("target"))
    return next((fields[0] for fields in ONE_OF_EACH if not targets.intersection(fields)), "")


def missing_column_text(env, field, headings):
    """Return that no column is a field, and what to do."""
    return env._(
        "No column is “%(field)s”. The first row of the file must name the columns, "
        "such as “Customer”, “Opened on” and “Amount”. Correct it in the file, or "
        "choose the column under “Columns”: %(columns)s.",
        field=_labels(env)[field],
        columns=", ".join(f"“{heading}”" for heading in headings),
    )


def _labels(env):
    return dict(env["repair.history.column"]._fields["target"]._description_selection(env))


def _sample(sheet, index):
    """Return the first few different cells of a column."""
    found = {}
    for _line, cells in sheet.rows[:50]:
        if cells[index]:
            found.setdefault(cells[index][:40])
        if len(found) == 3:
            break
    return ", ".join(found)
