from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...figures.measure import counts_of
from ...figures.records import DAY_FIELD, FEEDBACK_MODEL, OUTCOME_MODEL, RECORDS, domain_of
from ...figures.tally import FEEDBACK, MONTH, OUTCOMES, Scope, sum_counts, tally
from ...vocabulary import FIGURE_LABELS, FIGURES
from .report_cells import ReportCells
from .report_choices import choices, period_text
from .report_question import Question
from .report_rows import ALL, ReportRows, tiers_like


class RepairServiceReport(models.AbstractModel):
    """How cases were served and what customers said, by tier, level, type, team, agent or month.

    Cases and answers are those that the user may read. They are counted by
    ``figures/tally.py``, in two statements for a page; ``figures/measure.py`` makes figures of it.
    """

    _name = "repair.service.report"
    _description = "Service and Satisfaction"

    # Never stored: its labels are those of the columns, translated.
    figure = fields.Selection(FIGURE_LABELS)

    @api.model
    @api.readonly
    def get_report(self, question=None):
        """Return the report of the current company.

        :param dict question: see :class:`.report_question.Question`; default: value tiers, over
            the last twelve months
        :return: dict of the ``question``, ``choices``, the ``period`` in words, ``figures`` (as
            columns), ``rows`` and ``total`` with a cell for each figure, and ``is_empty``
        :raise AccessError: when the user may not read this, or assignees are not named to them
        :raise UserError: when the question has no answer
        """
        self._check_may_ask()
        asked = Question(self.env, question)
        now, before = self._counts(asked)
        rows = ReportRows(asked)
        now, before = rows.merged(now), rows.merged(before)
        total, total_before = (sum_counts(parts.values()) for parts in (now, before))
        labels = self._fields["figure"]._description_selection(self.env)
        cells = ReportCells(self.env, labels, self._targets(asked))
        lines = [
            {**row, "cells": cells.of(now.get(row["key"], {}), _earlier(asked, row, now, before))}
            for row in rows.described(now)
        ]
        total_cells = cells.of(total, None if asked.by == MONTH else total_before)
        return {
            "question": asked.values(),
            "choices": choices(self.env),
            "period": period_text(asked),
            "figures": cells.columns(),
            "rows": lines,
            "total": {"key": ALL, "name": self.env._("Total"), "cells": total_cells},
            "is_empty": not any(total.values()),
        }

    @api.model
    @api.readonly
    def open_records(self, question, key, figure):
        """Return the action that lists what a figure is made of.

        Of the complaint rate these are the complaints, else all that count.

        :param dict question: see :meth:`get_report`
        :param str key: of a row, or ``"all"``
        :param str figure: one of ``FIGURES``
        :raise UserError: when there is no such cell
        """
        self._check_may_ask()
        asked = Question(self.env, question)
        if figure not in RECORDS:
            raise UserError(self.env._("The report has no figure “%s”. Reload it.", figure))
        records = RECORDS[figure]
        labels = dict(self._fields["figure"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[figure],
            "res_model": records.model,
            "views": [(False, view) for view in self._views(records.model)],
            "domain": [*self._domain(asked, key, records.model), *domain_of(figure, asked.today)],
        }

    @api.model
    def _views(self, model):
        return (
            ["list", "pivot", "graph"]
            if model == OUTCOME_MODEL
            else ["list", "form", "pivot", "graph"]
        )

    @api.model
    def _check_may_ask(self):
        for model in (OUTCOME_MODEL, FEEDBACK_MODEL):
            self.env[model].check_access("read")

    def _domain(self, asked, key, model):
        """Return the domain of what is counted in a row."""
        columns, (first, last) = self._columns_of(asked), (asked.first, asked.last)
        if key != ALL:
            rows = ReportRows(asked)
            if asked.by == MONTH:
                month, end = rows.month(key)
                first, last = max(first, month), min(last, end)
            else:
                columns[asked.by] = rows.ids_of(key, lambda: self._counts(asked)[0])
        return [
            ("company_id", "=", asked.company.id),
            (DAY_FIELD[model], ">=", first),
            (DAY_FIELD[model], "<=", last),
            *((name, "in", ids) if ids else (name, "=", False) for name, ids in columns.items()),
        ]

    def _columns_of(self, asked):
        """Return column -> ids of the tier that is asked for."""
        if not asked.tier:
            return {}
        dimension = asked.tier.dimension
        return {f"{dimension}_tier_id": tiers_like(self.env, dimension, asked.tier.id)}

    def _counts(self, asked, partner_ids=None):
        """Return stored value -> counts, of the period and of that which it is compared with.

        :param partner_ids: customers that are counted; ``None``: all
        """
        # What the statements read may still wait to be written.
        self.env.flush_all()
        scope = Scope(
            asked.company.id,
            asked.first,
            asked.last,
            today=asked.today,
            columns=self._columns_of(asked),
            partner_ids=partner_ids,
            relations={
                OUTCOMES: self._readable(OUTCOME_MODEL),
                FEEDBACK: self._readable(FEEDBACK_MODEL),
            },
        )
        found = tally(self.env.cr, scope, counts_of(FIGURES), [asked.by], before=asked.before)
        now, before = {}, {}
        for (is_now, value), counts in found.items():
            (now if is_now else before)[value] = counts
        return now, before

    def _readable(self, model):
        """Return the SELECT of the rows that the user may read."""
        query = self.env[model]._search([])
        return query.select(SQL("%s.*", SQL.identifier(self.env[model]._table)))

    def _targets(self, asked):
        """Return figure -> target, a share or a mean, of those that have one: the goals.

        :param Question asked: what the report is asked for
        """
        goals = self.env["repair.improvement.goal"]
        return goals._report_targets(asked.company, asked.by, asked.tier)


def _earlier(asked, row, now, before):
    """Return the counts of what a row is compared with."""
    if asked.by != MONTH:
        return before.get(row["key"], {})
    month = fields.Date.to_date(row["key"]) - relativedelta(months=1)
    return sum_counts(counts.get(str(month), {}) for counts in (now, before))
