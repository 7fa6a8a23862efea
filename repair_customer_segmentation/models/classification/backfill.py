import time

from odoo import api, fields, models

from ...segmentation import backfill, days, tiers
from ...segmentation import cuts as cuts_engine
from ..policy.rules import run_of


class RepairSegmentationRun(models.Model):
    """Runs that rebuild the classes of past month ends, a month a piece.

    They write transitions alone, no profile, and so go on beside the classification of the
    same company.
    """

    _inherit = "repair.segmentation.run"

    scope = fields.Selection(
        selection_add=[("backfill", "Past months")], ondelete={"backfill": "cascade"}
    )
    month_count = fields.Integer("Months", readonly=True, help="Month ends to rebuild.")
    months_done = fields.Integer(readonly=True, help="Month ends rebuilt so far.")

    @api.depends("months_done", "month_count")
    def _compute_progress(self):
        rebuilt = self.filtered(lambda run: run.scope == "backfill")
        for run in rebuilt:
            run._set_progress(run.months_done / run.month_count if run.month_count else 0.0)
        return super(RepairSegmentationRun, self - rebuilt)._compute_progress()

    def _step_back(self, rules):
        """Rebuild the next month; start anew where the rules changed since the last one.

        :param Rules rules: those of the policy now
        """
        if self.state == "running" and self.rules_digest == rules.digest():
            self._rebuild_month(rules)
        else:
            self._start_backfill(rules)

    def _start_backfill(self, rules):
        """Delete what an earlier rebuild wrote, and set the months to rebuild."""
        self.ensure_one()
        self.policy_id._check_rules()
        self.env.flush_all()
        backfill.clear(self.env.cr, self.company_id.id)
        self.env["repair.segmentation.transition"].invalidate_model()
        moments = self._month_ends(self.policy_id, self.month_count, self.as_of)
        self.write(
            {
                "state": "running" if moments else "done",
                "message": False,
                "as_of": moments[-1] if moments else self.as_of,
                "rules_digest": rules.digest(),
                "month_count": len(moments),
                "months_done": 0,
                "changed_count": 0,
                "duration": 0,
            }
        )

    @api.model
    def _month_ends(self, policy, months, as_of):
        """Return the moments to rebuild: month ends before the real classification began.

        :param int months: how many, counted back from the last one before ``as_of``
        """
        real_since = backfill.real_since(self.env.cr, policy.company_id.id)
        moments = [self._month_end(policy, as_of, back) for back in reversed(range(months))]
        return [moment for moment in moments if real_since is None or moment <= real_since]

    @api.model
    def _month_end(self, policy, as_of, back=0):
        """Return the first moment (UTC) of a month of the company, ``back`` before that of
        ``as_of``: where the month before it ends."""
        tz = policy.company_id._repair_tz()
        first = days.day_of(as_of, tz).replace(day=1)
        return days.day_start(days.window_day(first, back), tz)

    def _rebuild_month(self, rules):
        """Classify everybody as of the next month end, and write who changed since the last."""
        self.ensure_one()
        started = time.perf_counter()
        policy, cr = self.policy_id, self.env.cr
        left = self.month_count - self.months_done - 1
        as_of = self._month_end(policy, self.as_of, left)
        self.env.flush_all()
        table = backfill.freeze(cr, policy._past_metrics_relation(as_of))
        cuts = cuts_engine.load_cuts(cuts_engine.compute_cuts(cr, table, rules))
        run = run_of(policy, as_of, id=self.id)
        changed = backfill.store_month(cr, tiers.tiers_relation(table, rules, cuts), run)
        self.env["repair.segmentation.transition"].invalidate_model()
        self.write(
            {
                "months_done": self.months_done + 1,
                "changed_count": self.changed_count + changed,
                "duration": self.duration + time.perf_counter() - started,
                "state": "running" if left else "done",
            }
        )
        if not left:
            self.env["repair.case.outcome"]._fill_classes(self.company_id)
