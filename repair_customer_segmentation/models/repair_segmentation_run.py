import logging
import time

from odoo import api, fields, models

from ..segmentation import cuts as cuts_engine
from ..segmentation import store, tiers, work

_logger = logging.getLogger(__name__)

PIECE = 100_000


class RepairSegmentationRun(models.Model):
    """One classification: when, of whom, with which cut points, and how far it is.

    A full run first freezes the metrics of all customers in a work table and its cuts on
    itself, then brings the profiles in line piece by piece, in the order of partner ids.
    The scheduled action commits after each piece, so that a run that is killed goes on
    after ``last_partner_id``: what it had seen is what it goes on with.
    """

    _name = "repair.segmentation.run"
    _description = "Classification Run"
    _order = "id desc"

    policy_id = fields.Many2one(
        "repair.segmentation.policy", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    scope = fields.Selection(
        [("all", "All customers"), ("some", "Changed customers")],
        required=True,
        readonly=True,
        default="all",
    )
    state = fields.Selection(
        [("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    is_nightly = fields.Boolean(readonly=True)
    as_of = fields.Datetime(
        "As of", required=True, readonly=True, help="Only repairs before this moment were seen."
    )
    window_start = fields.Datetime(
        readonly=True, help="First moment of the window; empty when all repairs ever count."
    )
    cuts = fields.Json(readonly=True, help="The cut points that this run used.")
    rules_digest = fields.Char(readonly=True)
    policy_changed = fields.Boolean(
        "New Rules", readonly=True, help="The rules are not those of the run before."
    )
    is_fallback = fields.Boolean(
        "Fixed Cuts Used",
        readonly=True,
        help="There were too few customers for quantiles: the policy's fixed cuts were used.",
    )
    population = fields.Integer(
        readonly=True, help="Customers with a repair in the window when the cuts were computed."
    )
    total_count = fields.Integer("Customers in All", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True, help="Classified so far.")
    changed_count = fields.Integer(
        "Changes", readonly=True, help="Profiles that this run created, changed or removed."
    )
    last_partner_id = fields.Integer(readonly=True)
    duration = fields.Float(
        "Seconds", digits=(16, 3), readonly=True, help="Working time, pauses left out."
    )
    progress = fields.Float(compute="_compute_progress")
    date_expected_end = fields.Datetime("Expected End", compute="_compute_progress")
    message = fields.Text(readonly=True)

    @api.depends("as_of", "scope")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for run in self:
            as_of = fields.Datetime.context_timestamp(run, run.as_of) if run.as_of else None
            moment = as_of.strftime("%Y-%m-%d %H:%M") if as_of else ""
            run.display_name = f"{moment} {scopes.get(run.scope, '')}".strip()

    @api.depends("customer_count", "total_count", "state", "duration")
    def _compute_progress(self):
        now = fields.Datetime.now()
        for run in self:
            done = run.state == "done"
            share = run.customer_count / run.total_count if run.total_count else float(done)
            run.progress = 100.0 if done else 100.0 * share
            run.date_expected_end = (
                fields.Datetime.add(now, seconds=int(run.duration / share * (1 - share)) + 1)
                if run.state == "running" and share
                else False
            )

    def _process(self):
        """Do this full run in pieces that are committed, from where it stopped.

        :return: False when the scheduled action's time is used up, True otherwise: the run
            is done, or failed (and says why), or another process is at it
        """
        self.ensure_one()
        cron = self.env["ir.cron"]
        if not self.policy_id._lock_classification(session=True):
            return True
        try:
            if not self._is_resumable():
                self._start()
                cron._commit_progress()
            left = 1.0
            while self.state == "running" and left:
                self._advance(PIECE)
                left = cron._commit_progress(1 if self.state == "done" else 0)
            return bool(left)
        except Exception as error:  # pylint: disable=broad-exception-caught
            # Whatever it was must be visible on the run, and other companies must go on.
            self.env.cr.rollback()
            _logger.exception("Classification of %s failed", self.policy_id.company_id.name)
            self.write({"state": "failed", "message": str(error)})
            cron._commit_progress(1)
            return True
        finally:
            self.policy_id._unlock_classification()

    def _is_resumable(self):
        """Return whether the run was begun, by today's rules, and its work table is whole."""
        self.ensure_one()
        return (
            self.state == "running"
            and bool(self.cuts)
            and self.rules_digest == self.policy_id._rules_digest()
            and work.count(self.env.cr, self.company_id.id) == self.total_count
        )

    def _start(self):
        """Freeze the metrics of all customers and the cuts: what this run classifies by."""
        self.ensure_one()
        started = time.perf_counter()
        policy = self.policy_id
        policy._check_rules()
        self.env.flush_all()
        others = [
            ("id", "!=", self.id), ("company_id", "=", self.company_id.id),
            ("state", "=", "running"), ("scope", "=", "all"),
        ]  # fmt: skip
        self.search(others).write(
            {"state": "failed", "message": self.env._("Interrupted; a later run took its place.")}
        )
        before = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("scope", "=", "all"),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        digest = policy._rules_digest()
        cr, company_id = self.env.cr, self.company_id.id
        total = work.fill(cr, company_id, policy._metrics_relation(self.as_of))
        cuts = cuts_engine.compute_cuts(
            cr, work.work_table(company_id), policy._classification_spec()
        )
        self.write(
            {
                "state": "running",
                "message": False,
                "cuts": cuts,
                "rules_digest": digest,
                "policy_changed": bool(before) and before.rules_digest != digest,
                "is_fallback": cuts["fallback"],
                "population": cuts["population"],
                "total_count": total,
                "customer_count": 0,
                "changed_count": 0,
                "last_partner_id": 0,
                "duration": time.perf_counter() - started,
            }
        )

    def _advance(self, size=None):
        """Bring the profiles of the next ``size`` customers in line (default: of all the rest)."""
        self.ensure_one()
        started = time.perf_counter()
        cr, company_id = self.env.cr, self.company_id.id
        low = self.last_partner_id
        high = work.piece(cr, company_id, low, size) if size else None
        done = size if high else self.total_count - self.customer_count
        self._write_profiles(work.rows(company_id, (low, high)), bounds=(low, high))
        self.write(
            {
                "customer_count": self.customer_count + done,
                "last_partner_id": high or low,
                "duration": self.duration + time.perf_counter() - started,
            }
        )
        if not high:
            work.drop(cr, company_id)
            self._finish()

    def _write_profiles(self, relation, partner_ids=None, bounds=None, full_run=None):
        """Store the differences between ``relation`` (metrics) and the profiles."""
        self.env.flush_all()
        policy = self.policy_id
        spec = policy._classification_spec()
        changed, customers = store.store_profiles(
            self.env.cr,
            tiers.tiers_relation(relation, spec, cuts_engine.load_cuts(self.cuts)),
            {
                "id": self.id,
                "full_run_id": (full_run or self).id,
                "company_id": self.company_id.id,
                "policy_id": policy.id,
                "as_of": self.as_of,
                "grace_days": policy.grace_days,
                "policy_changed": self.policy_changed,
            },
            spec,
            partner_ids,
            bounds,
        )
        self.changed_count += changed
        if partner_ids is not None:
            self.total_count = customers
        self.env["repair.customer.profile"].invalidate_model()
        self.env["repair.segmentation.transition"].invalidate_model()
        self.env["res.partner"].invalidate_model()

    def _finish(self):
        self.write({"state": "done", "customer_count": self.total_count})

    @api.autovacuum
    def _gc_partial_runs(self):
        """Forget runs of a few customers after a month: nothing refers to them but history."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("scope", "=", "some"), ("create_date", "<", old)], limit=10_000).unlink()
