from odoo import api, models
from odoo.exceptions import AccessError

from ...overview import customers, past, tables
from ...vocabulary import GROUP_AMOUNT, GROUP_MANAGER
from ..access.day_text import moment_text
from ..policy import turns
from . import month_ends, today
from .changes import TierChanges
from .customers import CustomerFigures
from .opening import Opening
from .question import Question
from .service import service, work
from .tiers import Tiers


class RepairOverview(models.AbstractModel):
    """The page on which a manager's day begins: what needs them, and where the company stands.

    Its figures are those of the customer list, of the tier matrix and of the page “Service and
    Satisfaction”, from sums that are kept up to date (see the package ``overview``): the page
    counts neither customers nor cases.
    """

    _name = "repair.overview"
    _description = "Overview"

    def init(self):
        """Make the tables of the sums, once those that they count are there."""
        self.env.registry.post_init(tables.install, self.env.cr)

    @api.model
    @api.readonly
    def get_overview(self, question=None):
        """Return all figures of the page, of the current company.

        :param dict question: see :class:`.question.Question`; default: value tiers, over this
            month and the two before
        :return: dict of ``question``, ``choices``, ``company``, ``period``, ``as_of``,
            ``progress``, ``currency_id``, ``is_empty``, ``can_backfill``, and the figures:
            ``totals``, ``board``, ``abc``, ``months``, ``movement``, ``service``, ``work``;
            amounts are ``None`` for whom they are not meant
        :raise AccessError: for anybody but managers
        :raise UserError: when the question has no answer
        """
        self._check_may_ask()
        asked = Question(self.env, question)
        # What the statements read may still wait to be written.
        self.env.flush_all()
        company, policy = asked.company, asked.company.repair_policy_id
        sums = customers.read(self.env.cr, company.id)
        with_amount = self.env.user.has_group(GROUP_AMOUNT)
        figures = CustomerFigures(asked, sums, with_amount)
        moved = past.read(self.env.cr, company.id, asked.dimension, month_ends.moments(company))
        now = {tier: found.customers for tier, found in sums[asked.dimension].items()}
        changes = TierChanges(asked, Tiers(self.env, asked.dimension), moved, now)
        as_of = self._as_of(company)
        return {
            "question": asked.values(),
            "choices": asked.choices(),
            "company": company.name,
            "period": asked.period_text(),
            "as_of": as_of,
            "progress": self.env["repair.customer.profile"].get_run_progress(),
            "currency_id": company.currency_id.id if with_amount else None,
            "is_empty": not sums["all"].customers,
            "can_backfill": changes.is_unknown_past and self._can_backfill(company),
            "totals": figures.totals(policy),
            "board": figures.board(policy),
            "abc": figures.abc(as_of),
            "months": changes.months(),
            "movement": changes.movement(),
            "service": service(asked),
            "work": work(asked),
        }

    @api.model
    @api.readonly
    def get_today(self):
        """Return what needs somebody today in the current company.

        :return: dict of ``items`` (``key``, ``label``, ``count``, ``is_capped``, ``hint``,
            ``level``), always in the same order and without those of nothing, and ``text`` when
            there is none
        :raise AccessError: for anybody but managers
        """
        self._check_may_ask()
        counted = [item.counted(self.env) for item in today.items(self.env)]
        found = [item for item in counted if item]
        return {
            "items": found,
            "text": "" if found else self.env._("Nothing needs you today."),
        }

    @api.model
    @api.readonly
    def open_records(self, part, key, question=None):
        """Return the action that lists exactly what a figure counted.

        :param str part: ``totals``, ``board``, ``tier``, ``abc``, ``month``, ``movement``,
            ``service``, ``type``, ``category`` or ``today``
        :param str key: of the figure, such as ``5-4`` (R and FM), a tier's key, ``from>to``,
            ``2026-10-31|tier`` or ``tier|figure``
        :param dict question: see :meth:`get_overview`
        :raise AccessError: for anybody but managers
        :raise UserError: when there is no such figure
        """
        self._check_may_ask()
        return Opening(Question(self.env, question)).action(part, key)

    @api.model
    def _check_may_ask(self):
        if not self.env.user.has_group(GROUP_MANAGER):
            raise AccessError(self.env._("The overview is for managers."))

    @api.model
    def _as_of(self, company):
        """Return when all customers were classified last, in the company's time, in words."""
        full = [("company_id", "=", company.id), ("scope", "=", "all"), ("state", "=", "done")]
        run = self.env["repair.segmentation.run"].search(full, limit=1)
        if not run:
            return self.env._("Not classified yet")
        moment = moment_text(self.env, run.as_of, company._repair_tz())
        return self.env._("Classified %s", moment)

    @api.model
    def _can_backfill(self, company):
        """Return whether months that are not known can be rebuilt from the history."""
        rebuilt = [("company_id", "=", company.id), ("scope", "=", "backfill")]
        begun = [("state", "in", ("queued", "running", "done"))]
        return not self.env["repair.segmentation.run"].search_count(rebuilt + begun, limit=1)

    @api.model
    def _cron_keep(self):
        """Make anew the sums of companies whose past was changed, or whose month ended."""
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            self._keep_past(company)
            if not self.env["ir.cron"]._commit_progress(1):
                return
        tables.fold(self.env.cr)

    @api.model
    def _keep_past(self, company):
        """Make the sums of a company's past anew, unless they are as they should be."""
        self.env.flush_all()
        moments, cr = month_ends.moments(company), self.env.cr
        if not past.is_kept(cr, company.id, moments) and turns.take(company.repair_policy_id):
            past.keep(cr, company.id, moments)
