"""Service and work of the overview: figures of each tier, and closed repairs by what they were."""

from ...figures.records import OUTCOME_MODEL
from ...figures.tally import sum_counts
from ...overview import served
from ..feedback.report_cells import ReportCells
from ..feedback.report_question import Question as ReportQuestion
from ..feedback.report_rows import ALL, NONE, ReportRows

SHOWN_FIGURES = ("resolution_attainment", "satisfied_share", "complaint_rate")


def service(question):
    """Return figures, rows and total, as the page “Service and Satisfaction” has them.

    It is the same period there, and compared with the same.
    """
    env, column = question.env, f"{question.dimension}_tier_id"
    report = env["repair.service.report"]
    asked = ReportQuestion(env, question.report_values(column))
    rows = ReportRows(asked)
    now, before = map(rows.merged, _counts(question, column))
    labels = dict(report._fields["figure"]._description_selection(env))
    cells = ReportCells(
        env, [(figure, labels[figure]) for figure in SHOWN_FIGURES], report._targets(asked)
    )
    return {
        "figures": cells.columns(),
        "rows": [
            {**row, "cells": cells.of(now.get(row["key"], {}), before.get(row["key"], {}))}
            for row in rows.described(now)
        ],
        "total": {
            "key": ALL,
            "name": env._("Total"),
            "cells": cells.of(sum_counts(now.values()), sum_counts(before.values())),
        },
    }


def work(question):
    """Return the closed repairs of the period, and of that before, by type and by category."""
    return {
        "types": _rows(question, served.TYPE, question.env._("No type")),
        "categories": _rows(question, served.CATEGORY, question.env._("No category")),
    }


def _rows(question, column, of_none):
    """Return rows of ``key``, ``name``, ``count`` and ``before``, the most first."""
    env = question.env
    now, before = (
        {value: counts["closed"] for value, counts in found.items() if counts.get("closed")}
        for found in _counts(question, column)
    )
    comodel = env[OUTCOME_MODEL]._fields[column].comodel_name
    # sudo: names of what the counted rows refer to, as any list of them shows.
    records = env[comodel].sudo().browse({*now, *before} - {None})
    rows = [
        {
            "key": str(record.id),
            "name": record.display_name,
            "count": now.get(record.id, 0),
            "before": before.get(record.id, 0),
        }
        for record in records.sorted()
    ]
    rows.sort(key=lambda row: -row["count"])
    if None in now or None in before:
        counts = {"count": now.get(None, 0), "before": before.get(None, 0)}
        rows.append({"key": NONE, "name": of_none, **counts, "muted": True})
    return rows


def _counts(question, column):
    period = question.first, question.last
    return served.read(question.env.cr, question.company.id, column, period, question.before)
