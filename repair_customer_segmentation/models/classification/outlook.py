from odoo import api, fields, models

from ...segmentation import cuts as cuts_engine
from ...segmentation import outlook
from ...segmentation.planner import planner_settings
from ...vocabulary import CRON_OUTLOOK

# From so many customers on, nobody waits for the outlook: it follows the classes by itself.
OUTLOOK_BACKGROUND_FROM = 20_000


class RepairSegmentationRun(models.Model):
    """Whoever classifies says, too, who is about to fall or to rise."""

    _inherit = "repair.segmentation.run"

    outlook_pending = fields.Boolean(
        readonly=True, help="Who is about to fall or to rise is worked out after the classes."
    )

    _outlook_idx = models.Index("(id) WHERE outlook_pending")

    def _write_profiles(self, relation, partner_ids=None, bounds=None, full_run=None):
        res = super()._write_profiles(relation, partner_ids, bounds, full_run)
        if partner_ids is not None:
            self._write_outlook(partner_ids, full_run)
        return res

    def _finish(self):
        # Once for all, not piece by piece: few repairs leave the window in a month.
        if self.scope == "all":
            if self.total_count < OUTLOOK_BACKGROUND_FROM:
                self._write_outlook()
            else:
                self.outlook_pending = True
                self.env.ref(CRON_OUTLOOK)._trigger()
        return super()._finish()

    @api.model
    def _cron_outlook(self):
        """Work out the outlook of companies that were classified, each by its last run."""
        pending = self.search([("outlook_pending", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(pending))
        for runs in pending.grouped("company_id").values():
            # The newest comes first; what older ones would say is no longer true.
            if runs[0].policy_id.state == "active":
                runs[0]._write_outlook()
            runs.outlook_pending = False
            if not cron._commit_progress(len(runs)):
                return

    def _write_outlook(self, partner_ids=None, full_run=None):
        """Bring the outlook in line with the profiles that this run has written."""
        policy = self.policy_id
        self.env.flush_all()
        run = {
            "company_id": self.company_id.id,
            "country_id": self.company_id.country_id.id,
            "as_of": self.as_of,
            "today": self._today(),
            "cut_days": (self._today() - (full_run or self)._today()).days,
            "tz": self.company_id._repair_tz(),
            "window_start": self.window_start,
            "window_months": policy.window_months,
        }
        sources = policy._history_sources(self.as_of, partner_ids, outlook.leaving_period(run))
        # Compiling a statement of this size takes longer than carrying it out.
        with planner_settings(self.env.cr, jit="off"):
            outlook.store_outlook(
                self.env.cr,
                sources,
                run,
                policy._classification_spec(),
                cuts_engine.load_cuts(self.cuts),
                partner_ids,
            )
        self.env["repair.customer.outlook"].invalidate_model()
