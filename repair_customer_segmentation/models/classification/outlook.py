from odoo import api, fields, models

from ...segmentation import cuts as cuts_engine
from ...segmentation import outlook
from ...segmentation.planner import planner_settings
from ...vocabulary import CRON_OUTLOOK
from ..policy.rules import rules_of

# From so many customers on, nobody waits for the outlook: it follows the classes by itself.
OUTLOOK_BACKGROUND_FROM = 20_000


class RepairSegmentationRun(models.Model):
    """After classifying, a run works out who is about to fall or to rise."""

    _inherit = "repair.segmentation.run"

    outlook_pending = fields.Boolean(
        readonly=True, help="Upcoming tier changes are calculated after the tiers."
    )

    _outlook_idx = models.Index("(id) WHERE outlook_pending")

    def _follow_up(self, rules):
        """Work out the outlook of all customers, later where they are many.

        Once for all, not piece by piece: few repairs leave the period in a month.
        """
        if self.total_count < OUTLOOK_BACKGROUND_FROM:
            self._write_outlook(rules)
        else:
            self.outlook_pending = True
            self.env.ref(CRON_OUTLOOK)._trigger()

    @api.model
    def _cron_outlook(self):
        """Work out the outlook of companies that were classified, each by its last run."""
        pending = self.search([("outlook_pending", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(pending))
        for runs in pending.grouped("company_id").values():
            # The newest comes first; what older ones would say is no longer true.
            if runs[0].policy_id.state == "active":
                runs[0]._write_outlook(rules_of(runs[0].policy_id))
            runs.outlook_pending = False
            if not cron._commit_progress(len(runs)):
                return

    def _write_outlook(self, rules, partner_ids=None, frozen=None):
        """Bring the outlook in line with the profiles that this run has written.

        :param Rules rules: that they were written by
        :param partner_ids: whose; ``None``: of all customers
        :param frozen: the run whose cuts were used, this one if none is given
        """
        self.env.flush_all()
        run = self._engine_run(frozen or self)
        period = outlook.leaving_period(run, rules)
        sources = self.policy_id._history_sources(self.as_of, partner_ids, period)
        cuts = cuts_engine.load_cuts(self.cuts)
        # Compiling a statement of this size takes longer than carrying it out.
        with planner_settings(self.env.cr, jit="off"):
            outlook.store_outlook(self.env.cr, sources, run, rules, cuts, partner_ids)
        self.env["repair.customer.outlook"].invalidate_model()
