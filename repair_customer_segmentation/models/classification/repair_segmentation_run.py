from math import ceil

from odoo import api, fields, models

from ...segmentation import cuts as cuts_engine


class RepairSegmentationRun(models.Model):
    """One classification: when, of whom, with which cut points, and how far it is.

    How a full run is carried out is in ``repair_segmentation_run_process.py``.
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
    meaning_digest = fields.Char(
        readonly=True, help="Equal rules have it equal, whichever version of a policy they are in."
    )
    dimension_digests = fields.Json(readonly=True)
    changed_dimensions = fields.Json(
        readonly=True,
        help="The dimensions whose rules are not those of the run before: nobody is given a "
        "grace period in them.",
    )
    policy_changed = fields.Boolean(
        "New Rules", readonly=True, help="The rules are not those of the run before."
    )
    is_fallback = fields.Boolean(
        "Fixed Cuts Used",
        readonly=True,
        help="There were too few customers for quantiles: the policy's fixed cuts were used.",
    )
    population = fields.Integer(
        readonly=True,
        help="Customers with a repair in the window when the cuts were computed, archived ones "
        "left out.",
    )
    archived_count = fields.Integer(
        "Archived Customers",
        readonly=True,
        help="Among the customers in all. They keep a tier, and count for no cut and no share.",
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
        for run in self:
            run._set_progress(run.customer_count / run.total_count if run.total_count else 0.0)

    def _set_progress(self, share):
        """Say how far this run is, ``share`` being done, and when it ends at this speed."""
        self.ensure_one()
        self.progress = 100.0 if self.state == "done" else 100.0 * share
        self.date_expected_end = (
            fields.Datetime.add(
                fields.Datetime.now(), seconds=int(self.duration / share * (1 - share)) + 1
            )
            if self.state == "running" and share
            else False
        )

    def _progress_text(self):
        """Return how far this run is and how long it takes, in a sentence; empty without a run."""
        if not self or not self.total_count:
            return ""
        values = {"done": f"{self.customer_count:,}", "total": f"{self.total_count:,}"}
        if not self.date_expected_end:
            return self.env._("Customers are being classified: %(done)s of %(total)s.", **values)
        left = (self.date_expected_end - fields.Datetime.now()).total_seconds()
        minutes = ceil(left / 60)
        if minutes <= 1:
            return self.env._(
                "Customers are being classified: %(done)s of %(total)s, about a minute left.",
                **values,
            )
        return self.env._(
            "Customers are being classified: %(done)s of %(total)s, "
            "about %(minutes)s minutes left.",
            minutes=minutes,
            **values,
        )

    def _today(self):
        """Return the day of this run: that of its company."""
        self.ensure_one()
        return self.company_id._repair_day(self.as_of)

    def _cuts_on(self, day, tiers):
        """Return the cuts that this full run froze, as they are on a day of the company, with
        ``aged_days`` (how many days later that is) and ``frozen_on``.

        :param list tiers: the tiers of the policy, as in its specification
        """
        self.ensure_one()
        frozen_on = self._today()
        cuts = cuts_engine.load_cuts(self.cuts)
        aged = cuts_engine.cuts_on(cuts, tiers, (day - frozen_on).days)
        return {**aged, "aged_days": (day - frozen_on).days, "frozen_on": frozen_on}

    def action_classify_now(self):
        """Classify all customers by the policy of this run, or of the current company.

        :raise AccessError: for anybody but managers
        """
        policy = self[:1].policy_id.filtered(lambda policy: policy.state == "active")
        return (policy or self.env.company._active_repair_policy()).action_classify()

    @api.autovacuum
    def _gc_partial_runs(self):
        """Forget runs of a few customers after a month: nothing refers to them but history."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("scope", "=", "some"), ("create_date", "<", old)], limit=10_000).unlink()
