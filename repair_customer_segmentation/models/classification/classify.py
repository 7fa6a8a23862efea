import hashlib
import json
import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...segmentation import days, history, metrics
from ...vocabulary import CRON_CLASSIFY_ALL, DIMENSIONS
from ..access.plain_values import moment_of

_logger = logging.getLogger(__name__)

# From so many cases on, a click on "Classify Now" does not keep the browser waiting.
BACKGROUND_FROM = 100_000
# So many seconds a merge waits for a classification that is underway.
TURN = 5


class RepairSegmentationPolicy(models.Model):
    """From history to classes, for one customer, some, or all.

    history -> metrics -> cuts -> tiers -> store, each a module of ``segmentation``.
    """

    _inherit = "repair.segmentation.policy"

    def _classification_spec(self):
        """Return the rules as plain data, all that the engine knows of a policy."""
        self.ensure_one()
        return {
            "window_months": self.window_months,
            "cut_method": self.cut_method,
            "min_population": self.min_population,
            "fixed_cuts": self._fixed_cuts(),
            "tiers": [tier._spec() for tier in self.tier_ids.sorted()],
        }

    def _rules_digest(self):
        """Return a fingerprint of the rules: equal rules, equal fingerprint."""
        return self._digest(self._classification_spec())

    def _meaning(self):
        """Return what the rules say, as plain data: an equal copy says the same."""
        spec = self._classification_spec()
        for tier in spec["tiers"]:
            tier["id"] = self.env["repair.segmentation.tier"].browse(tier["id"])._identity().id
            for criterion in tier["criteria"]:
                del criterion["id"]
        return spec

    def _meaning_digest(self):
        """Return a fingerprint of what the rules say: that of an equal copy is the same."""
        return self._digest(self._meaning())

    def _dimension_digests(self):
        """Return dimension -> a fingerprint of what the rules say of it alone.

        The scores are rules of the RFM segments; the period is a rule of all dimensions, as it
        is what their figures are of; the minimum of customers is one where a share is.
        """
        meaning = self._meaning()
        digests = {}
        for dimension in DIMENSIONS:
            tiers = [tier for tier in meaning["tiers"] if tier["dimension"] == dimension]
            rules = [tiers, meaning["window_months"]]
            if dimension == "rfm":
                rules += [meaning["cut_method"], meaning["fixed_cuts"]]
            if (dimension == "rfm" and meaning["cut_method"] == "quantile") or any(
                criterion["kind"] == "top_percent"
                for tier in tiers
                for criterion in tier["criteria"]
            ):
                rules.append(meaning["min_population"])
            digests[dimension] = self._digest(rules)
        return digests

    @api.model
    def _digest(self, data):
        text = json.dumps(data, default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _last_full_run(self, any_rules=False):
        """Return the last full run that is done, by today's rules unless ``any_rules``."""
        self.ensure_one()
        domain = [("policy_id", "=", self.id), ("scope", "=", "all"), ("state", "=", "done")]
        if not any_rules:
            domain.append(("rules_digest", "=", self._rules_digest()))
        return self.env["repair.segmentation.run"].search(domain, limit=1)

    def _history_sources(self, as_of, partner_ids=None, period=None):
        """Return the SELECTs that make up the history; other addons append theirs.

        See :mod:`.segmentation.history` for what they give.
        """
        self.ensure_one()
        return [history.case_source(self.company_id.id, as_of, partner_ids, period)]

    def _known_sources(self, as_of, partner_ids=None):
        """Return the SELECTs of customers known without a repair; others append theirs."""
        self.ensure_one()
        company_id = self.company_id.id
        return [
            history.case_known(company_id, as_of, partner_ids),
            history.override_known(company_id, as_of, partner_ids),
            history.device_known(company_id, as_of, partner_ids),
        ]

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
                    "classify by the copy.",
                    policy=self.name,
                )
            )
        self._check_rules()
        # sudo: runs and profiles are written by the engine alone, on behalf of whoever may
        # change the policy.
        policy = self.sudo()
        if not policy._lock_classification():
            raise UserError(
                self.env._(
                    "The customers of %(company)s are being classified right now. "
                    "Try again in a minute.",
                    company=policy.company_id.name,
                )
            )
        as_of = moment_of(self.env, self.env._("As of"), as_of) or self._this_moment()
        full_run = None if partner_ids is None else policy._last_full_run()
        if full_run:
            return policy._classify_some(as_of, partner_ids, full_run)
        run = policy._create_run(as_of)
        run._start()
        run._advance()
        return run

    @api.model
    def _this_moment(self):
        """Return the end of this second: moments are stored to the second, so that what it
        brought is seen."""
        return fields.Datetime.now() + timedelta(seconds=1)

    def _lock_classification(self, session=False, scope="all"):
        """Let one process at a time classify a company, and one rebuild its past.

        :param session: hold the lock across commits, until :meth:`_unlock_classification`
        :param scope: what is to be done, as the ``scope`` of a run
        :return: False when another process has it
        """
        self.ensure_one()
        function = SQL("pg_try_advisory_lock" if session else "pg_try_advisory_xact_lock")
        self.env.cr.execute(SQL("SELECT %s(%s)", function, self._lock_key(scope)))
        return self.env.cr.fetchone()[0]

    def _wait_for_classification(self):
        """Keep others from classifying these policies' companies until the transaction ends.

        Whoever does so now is waited for, but not for a run of many customers: that goes on
        piece by piece, and leaves room in between.
        """
        deadline = time.monotonic() + TURN
        for policy in self:
            while not policy._lock_classification() and time.monotonic() < deadline:
                time.sleep(0.05)

    def _unlock_classification(self, scope="all"):
        self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s)", self._lock_key(scope)))

    def _lock_key(self, scope):
        name = f"{self._name}:backfill" if scope == "backfill" else self._name
        return SQL("hashtext(%s), %s", name, self.company_id.id)

    def _window_start(self, as_of):
        """Return the first moment of the window, or None when all repairs ever count.

        The window is of whole days, so that a class depends on the day of a run, not its hour.
        """
        tz = self.company_id._repair_tz()
        return days.window_start(days.day_of(as_of, tz), self.window_months, tz)

    def _metrics_relation(self, as_of, partner_ids=None):
        """Return the SELECT of the metrics of this policy's company."""
        return metrics.metrics_relation(
            self._history_sources(as_of, partner_ids),
            self._known_sources(as_of, partner_ids),
            self.company_id.id,
            as_of,
            self._window_start(as_of),
            partner_ids,
            self.company_id.country_id.id,
            self.company_id._repair_tz(),
        )

    def _create_run(self, as_of, **values):
        return self.env["repair.segmentation.run"].create(
            {
                "policy_id": self.id,
                "as_of": as_of,
                "window_start": self._window_start(as_of),
                "rules_digest": self._rules_digest(),
                **values,
            }
        )

    def _classify_some(self, as_of, partner_ids, full_run):
        """Classify a few customers by the frozen cuts of the last full run, in one statement."""
        run = self._create_run(
            as_of,
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
        run._write_profiles(relation, partner_ids=partner_ids, full_run=full_run)
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
                "The customers are being classified in the background. "
                "See the progress under Configuration / Classification Runs."
            )
        else:
            run = self.classify()
            message = self.env._(
                "%(customers)s customers classified in %(seconds)s seconds, %(changes)s changed.",
                customers=f"{run.customer_count - run.archived_count:,}",
                seconds=f"{run.duration:.1f}",
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
                ("policy_id", "=", policy.id), ("scope", "=", "all"),
                ("state", "in", ("queued", "running")),
            ]  # fmt: skip
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
