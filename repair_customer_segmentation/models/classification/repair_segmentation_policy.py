import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...vocabulary import BACKGROUND_FROM, CRON_CLASSIFY_ALL, GROUP_MANAGER
from ..access.plain_values import moment_of
from ..policy import turns
from ..policy.fixed_cuts import CUT_FIELDS
from ..policy.repair_segmentation_criterion import CRITERION_RULES
from ..policy.repair_segmentation_tier import TIER_RULES
from ..policy.rules import rules_of, run_of

_logger = logging.getLogger(__name__)


class RepairSegmentationPolicy(models.Model):
    """Classifies customers by a policy: one, some, or all. See :class:`RepairSegmentationRun`."""

    _name = "repair.segmentation.policy"
    _inherit = ["repair.segmentation.policy", "repair.segmentation.sources"]

    run_ids = fields.One2many(
        "repair.segmentation.run", "policy_id", string="Runs",
        groups=GROUP_MANAGER,
    )  # fmt: skip
    last_run_id = fields.Many2one(
        "repair.segmentation.run", compute="_compute_last_run_id", string="Last Full Run",
        groups=GROUP_MANAGER,
    )  # fmt: skip
    rules_changed = fields.Boolean(
        compute="_compute_last_run_id",
        help="The rules have changed since the customers were last classified.",
    )

    # All that makes the fingerprint of the rules, see Rules.digest().
    @api.depends(
        "run_ids.state",
        "window_months",
        "cut_method",
        "min_population",
        *CUT_FIELDS,
        *(f"tier_ids.{name}" for name in TIER_RULES),
        *(f"tier_ids.criterion_ids.{name}" for name in CRITERION_RULES),
    )
    def _compute_last_run_id(self):
        for policy in self:
            # sudo: whether the rules changed since is told, nothing of the run.
            run = policy.sudo()._last_full_run(any_rules=True)
            policy.last_run_id = run
            policy.rules_changed = bool(run) and run.rules_digest != policy._rules_digest()

    def action_view_runs(self):
        """List the runs by this policy."""
        self.env["repair.segmentation.run"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_segmentation_run_action"
        )
        action["domain"] = [("policy_id", "=", self.id)]
        return action

    def _last_full_run(self, rules=None, any_rules=False):
        """Return the last full run that is done, by today's rules unless ``any_rules``.

        :param Rules rules: those of today, where they are at hand
        """
        self.ensure_one()
        domain = [("policy_id", "=", self.id), ("scope", "=", "all"), ("state", "=", "done")]
        if not any_rules:
            domain.append(("rules_digest", "=", (rules or rules_of(self)).digest()))
        return self.env["repair.segmentation.run"].search(domain, limit=1)

    def classify(self, as_of=None, partner_ids=None):
        """Classify customers and store what changed.

        A full run computes the cuts and freezes them; customers classified between two
        full runs are held against the frozen cuts of the last one by the same rules. Where
        there is none yet, everybody is classified.

        :param datetime as_of: see the history as it was at this moment (UTC, default now);
            remote callers give it as text
        :param partner_ids: commercial partner ids; ``None`` means all customers
        :return: the ``repair.segmentation.run``
        :raise AccessError: when the user may not change the policy
        :raise ValidationError: when the rules are incomplete
        :raise UserError: when the policy is a template, of no company, or another process is
            classifying this company
        """
        self.ensure_one()
        self.check_access("write")
        if not self.company_id:
            raise UserError(
                self.env._(
                    "Policy “%(policy)s” is a template. Duplicate it, choose a company, and "
                    "classify with the copy.",
                    policy=self.name,
                )
            )
        self._check_rules()
        # sudo: runs and profiles are written by the engine alone, on behalf of whoever may
        # change the policy.
        policy = self.sudo()
        if not turns.take(policy):
            raise UserError(
                self.env._(
                    "The customers of %(company)s are being classified right now. "
                    "Try again in a minute.",
                    company=policy.company_id.name,
                )
            )
        as_of = moment_of(self.env, self.env._("As of"), as_of) or self._this_moment()
        rules = rules_of(policy)
        full_run = None if partner_ids is None else policy._last_full_run(rules)
        if full_run:
            return policy._classify_some(as_of, rules, partner_ids, full_run)
        run = policy._create_run(as_of, rules)
        run._start(rules)
        run._advance(rules)
        return run

    @api.model
    def _this_moment(self):
        """Return the end of this second: moments are stored to the second, so that what it
        brought is seen."""
        return fields.Datetime.now() + timedelta(seconds=1)

    def _create_run(self, as_of, rules=None, **values):
        """Create a run as of a moment (UTC).

        :param Rules rules: those of this policy, where they are at hand
        """
        return self.env["repair.segmentation.run"].create(
            {
                "policy_id": self.id,
                "as_of": as_of,
                "window_start": run_of(self, as_of).window_start,
                "rules_digest": (rules or rules_of(self)).digest(),
                **values,
            }
        )

    def _classify_some(self, as_of, rules, partner_ids, full_run):
        """Classify a few customers by the frozen cuts of the last full run, in one statement."""
        run = self._create_run(
            as_of,
            rules,
            scope="some",
            cuts=full_run.cuts,
            is_fallback=full_run.is_fallback,
            population=full_run.population,
        )
        if self._run_underway():
            # It froze older figures, and may yet write these: come back after it.
            pairs = {(partner_id, self.company_id.id) for partner_id in partner_ids}
            self.env["repair.customer.stale"]._mark(pairs)
        relation = SQL("(%s)", self._metrics_relation(as_of, partner_ids))
        run._write_profiles(relation, rules, partner_ids=partner_ids, full_run=full_run)
        run._finish()
        return run

    def _run_underway(self):
        """Return the full run of this company that has begun and not ended, if any."""
        self.ensure_one()
        # sudo: runs are the managers' to see; callers show no more than how far one is.
        return (
            self.env["repair.segmentation.run"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("scope", "=", "all"),
                    ("state", "=", "running"),
                ],
                limit=1,
            )
        )

    def action_classify(self):
        """Classify every customer: at once when they are few, in the background when many.

        While a run of many is underway, this tells how far it is.
        """
        self.ensure_one()
        self.check_access("write")
        kind = "success"
        if self._has_many_cases():
            run = self._run_underway()
            self._queue_run()
            kind = "info"
            message = run._progress_text() or self.env._(
                "Customers are being classified in the background. See the progress under "
                "Configuration / Classification Runs."
            )
        else:
            run = self.classify()
            message = self.env._(
                "Customers classified: %(customers)s, changed: %(changes)s.",
                customers=f"{run.customer_count - run.archived_count:,}",
                changes=f"{run.changed_count:,}",
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _has_many_cases(self):
        """Return whether a full run of this company takes longer than a click should."""
        # sudo: a count of all cases, whichever of them the user may see.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        company = [("company_id", "=", self.company_id.id)]
        return cases.search_count(company, limit=BACKGROUND_FROM) >= BACKGROUND_FROM

    def _queue_run(self, nightly=False):
        """Have all customers of these policies' companies classified by the scheduled action."""
        # sudo: starting the scheduled action early and the record of the run are the
        # engine's; whoever calls has been checked to be a manager.
        runs = self.env["repair.segmentation.run"].sudo()
        for policy in self.sudo():
            waiting = [
                ("policy_id", "=", policy.id),
                ("scope", "=", "all"),
                ("state", "in", ("queued", "running")),
            ]
            if not runs.search_count(waiting, limit=1):
                policy._create_run(self._this_moment(), state="queued", is_nightly=nightly)
        self.env.ref(CRON_CLASSIFY_ALL).sudo()._trigger()

    def _classify_unattended(self, partner_ids=None):
        """Classify; a policy that refuses leaves a failed run that says why, and others go on."""
        try:
            with self.env.cr.savepoint():
                self.classify(partner_ids=partner_ids)
        except UserError as error:
            _logger.warning("Policy %s (%s) cannot classify: %s", self.id, self.name, error)
            # sudo: runs are written by the engine alone.
            self.env["repair.segmentation.run"].sudo().create(
                {
                    "policy_id": self.id,
                    "scope": "all" if partner_ids is None else "some",
                    "state": "failed",
                    "as_of": fields.Datetime.now(),
                    "message": str(error),
                }
            )

    @api.model
    def _cron_classify_all(self):
        """Classify all customers of every company, in pieces that are committed.

        Runs that were interrupted go on where they stopped. Each company gets one nightly
        run; runs that somebody asked for are done besides.
        """
        active = self.search([("state", "=", "active"), ("company_id.active", "=", True)])
        since = fields.Datetime.now() - timedelta(hours=20)
        runs = self.env["repair.segmentation.run"]
        tonight = runs.search([("is_nightly", "=", True), ("create_date", ">=", since)])
        for policy in active - tonight.policy_id:
            policy._create_run(self._this_moment(), state="queued", is_nightly=True)
        queue = runs.search([("state", "in", ("queued", "running"))], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(queue))
        for run in queue:
            if not run._process():
                return
