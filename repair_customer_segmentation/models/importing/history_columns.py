"""What the columns of a history must say, and what they show of themselves."""

from odoo.exceptions import UserError

from ...history_file.columns import TARGETS


def refuse_unclear_columns(history):
    """Refuse columns without which nothing can be understood, or two that say the same.

    :raise UserError: naming what is missing, and what to do
    """
    targets = [column.target for column in history.column_ids if column.target]
    labels = dict(history.column_ids._fields["target"]._description_selection(history.env))
    for target in TARGETS:
        if target != "note" and targets.count(target) > 1:
            raise UserError(
                history.env._("Two columns are “%s”. Leave one of them empty.", labels[target])
            )
    missing = [
        labels[target]
        for target in ("partner_id", "date_open")
        if target not in targets and not (target == "partner_id" and "phone" in targets)
    ]
    if missing:
        raise UserError(
            history.env._(
                "No column is “%(field)s”. The first row of the file must name the columns, "
                "such as “Customer”, “Opened on” and “Amount”. Correct it in the file, or "
                "choose the column under “Columns”: %(columns)s.",
                field=missing[0],
                columns=", ".join(f"“{c.heading}”" for c in history.column_ids),
            )
        )


def sample_of(sheet, index):
    """Return the first few different cells of a column."""
    found = {}
    for _line, cells in sheet.rows[:50]:
        if cells[index]:
            found.setdefault(cells[index][:40])
        if len(found) == 3:
            break
    return ", ".join(found)
