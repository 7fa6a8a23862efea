"""What a finding is made of, written down on the day it opens: it never changes afterwards."""

from markupsafe import Markup

from odoo import fields
from odoo.tools import SQL

from ...figures.measure import Scope, measure
from ...figures.tally import DAY_OF, FEEDBACK, OUTCOMES
from ..access.day_text import month_text
from .goal_words import number

# The rows that a figure is made of: of which table, and which of them.
COUNTED_ROWS = {
    "satisfied_share": [(FEEDBACK, SQL("score IS NOT NULL"))],
    "mean_score": [(FEEDBACK, SQL("score IS NOT NULL"))],
    "complaint_rate": [(FEEDBACK, SQL("way = 'complaint'")), (OUTCOMES, SQL("TRUE"))],
    "answer_rate": [(OUTCOMES, SQL("asked_on IS NOT NULL"))],
    "reopening_rate": [(OUTCOMES, SQL("TRUE"))],
    "response_attainment": [(OUTCOMES, SQL("response_result IS NOT NULL"))],
    "resolution_attainment": [(OUTCOMES, SQL("resolution_result IS NOT NULL"))],
    "first_time_fix": [(OUTCOMES, SQL("fix_result IS NOT NULL"))],
}
LINKS = {
    FEEDBACK: ("repair_improvement_finding_feedback_rel", "feedback_id", SQL("id")),
    OUTCOMES: ("repair_improvement_finding_case_rel", "case_id", SQL("case_id")),
}
# Classes are compared by value where a goal is for a type, a team or everybody.
COMPARED = "value_tier_id"
MODELS = {
    "type_id": "repair.case.type",
    "team_id": "repair.case.team",
    "service_level_id": "repair.service.level",
}


def link_rows(finding):
    """Link the cases and the feedback that a finding was counted from.

    :param finding: a new record of ``repair.improvement.finding``
    """
    goal = finding.goal_id
    column, chosen = goal._column()
    for table, rows in COUNTED_ROWS[finding.figure]:
        link, target, key = LINKS[table]
        finding.env.cr.execute(
            SQL(
                """
                INSERT INTO %(link)s (finding_id, %(target)s)
                SELECT %(finding)s, %(key)s FROM %(table)s
                 WHERE company_id = %(company)s AND %(day)s BETWEEN %(first)s AND %(last)s
                   AND %(rows)s AND %(scope)s
                """,
                link=SQL.identifier(link),
                target=SQL.identifier(target),
                finding=finding.id,
                key=key,
                table=SQL.identifier(table),
                company=finding.company_id.id,
                day=DAY_OF[table],
                first=finding.first,
                last=finding.last,
                rows=rows,
                scope=SQL("%s = %s", SQL.identifier(column), chosen) if column else SQL("TRUE"),
            )
        )


def counted(findings, name):
    """Return finding id -> how many of the rows that it was counted from the user may see.

    They may be hundreds of thousands, and none of them is read.

    :param str name: ``case_ids`` or ``feedback_ids``
    """
    field = findings._fields[name]
    rows = findings.env[field.comodel_name].with_context(active_test=False)
    seen = rows._search([("company_id", "in", findings.company_id.ids)])
    return dict(
        findings.env.execute_query(
            SQL(
                """
                SELECT %(finding)s, count(*)
                  FROM %(link)s
                 WHERE %(finding)s = ANY(%(ids)s) AND %(row)s IN %(seen)s
                 GROUP BY 1
                """,
                finding=SQL.identifier(field.column1),
                row=SQL.identifier(field.column2),
                link=SQL.identifier(field.relation),
                ids=findings.ids,
                seen=seen.subselect(),
            )
        )
    )


def breakdowns(finding):
    """Return the figure by month, by type and by class, as it was on the day of the finding."""
    env, goal = finding.env, finding.goal_id
    column, chosen = goal._column()
    own = {column: chosen} if column else {}
    return {
        "month": _parts(env, finding, own, "month"),
        "type": _parts(env, finding, own, "type_id") if column != "type_id" else [],
        "class": _parts(env, finding, {}, column or COMPARED),
        "class_column": column or COMPARED,
        "chosen": chosen,
    }


def _parts(env, finding, columns, by):
    scope = Scope(finding.company_id.id, finding.first, finding.last, columns=columns)
    measured = measure(env.cr, scope, [finding.figure], [by])
    parts = []
    for (key,), figures in measured.items():
        part = figures[finding.figure]
        if part.n:
            parts.append({"key": key, "n": part.n, "value": part.value})
    if by == "month":
        return [{**p, "key": str(p["key"])} for p in sorted(parts, key=lambda p: p["key"])]
    return sorted(parts, key=lambda part: (-part["n"], part["key"] or 0))


def breakdown_html(finding):
    """Return the tables of a finding's evidence, in the reader's language."""
    env, kept = finding.env, finding.breakdown or {}
    tables = [
        (env._("Month"), "month", lambda key: month_text(env, fields.Date.to_date(key))),
        (env._("Case Type"), "type", lambda key: _name(env, "type_id", key)),
        (
            env._("Compared with"),
            "class",
            lambda key: _name(env, kept.get("class_column"), key),
        ),
    ]
    html = Markup()
    for title, part, label in tables:
        rows = kept.get(part)
        if not rows:
            continue
        body = Markup().join(
            Markup("<tr%s><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td></tr>")
            % (
                Markup(" class='fw-bold'")
                if part == "class" and row["key"] == kept.get("chosen")
                else "",
                label(row["key"]),
                number(env, finding.figure, row["value"]),
                f"{row['n']:,}",
            )
            for row in rows
        )
        html += Markup(
            "<table class='table table-sm w-auto mb-3'><thead><tr><th>%s</th>"
            "<th class='text-end ps-4'>%s</th><th class='text-end ps-4'>%s</th></tr></thead>"
            "<tbody>%s</tbody></table>"
        ) % (title, env._("Figure"), env._("Of"), body)
    return html or False


def _name(env, column, key):
    if not key:
        return env._("(none)")
    model = MODELS.get(column, "repair.segmentation.tier")
    # sudo: the names of types, teams, levels and tiers are no secret to whoever reads findings.
    record = env[model].sudo().browse(key).exists()
    return record.display_name if record else env._("(gone)")
