import hashlib
import json
import logging
import time
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..segmentation import cuts as cuts_engine
from ..segmentation import history, metrics, store, tiers

_logger = logging.getLogger(__name__)

METRICS_TABLE = "repair_segmentation_metrics"


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
        spec = json.dumps(self._classification_spec(), default=str, sort_keys=True)
        return hashlib.sha256(spec.encode()).hexdigest()[:16]

    def _last_full_run(self, any_rules=False):
        """Return the last full run that is done, by today's rules unless ``any_rules``."""
        self.ensure_one()
        domain = [("policy_id", "=", self.id), ("scope", "=", "all"), ("state", "=", "done")]
        if not any_rules:
            domain.append(("rules_digest", "=", self._rules_digest()))
        return self.env["repair.segmentation.run"].search(domain, limit=1)

    def _history_sources(self, as_of, partner_ids=None):
        """Return the SELECTs that make up the history; other addons append theirs."""
        self.ensure_one()
        return [history.case_source(self.company_id.id, as_of, partner_ids)]

    def _known_sources(self, as_of, partner_ids=None):
        """Return the SELECTs of customers known without a repair; others append theirs."""
        self.ensure_one()
        return [history.case_known(self.company_id.id, as_of, partner_ids)]

    def classify(self, as_of=None, partner_ids=None):
        """Classify customers and store what changed.

        A full run computes the cuts and freezes them; customers classified between two
        full runs are held against the frozen cuts of the last one by the same rules. Where
        there is none yet, everybody is classified.

        :param datetime as_of: see the history as it was at this moment (UTC, default now)
        :param partner_ids: commercial partner ids; ``None`` means all customers
        :return: the ``repair.segmentation.run``
        :raise AccessError: when the user may not change the policy
        :raise ValidationError: when the rules are incomplete
        """
        self.ensure_one()
        self.check_access("write")
        self._check_rules()
        # sudo: runs and profiles are written by the engine alone, on behalf of whoever may
        # change the policy.
        # Moments are stored to the second: the end of this second sees what it brought.
        as_of = as_of or fields.Datetime.now() + timedelta(seconds=1)
        return self.sudo()._classify(as_of, partner_ids)

    def _classify(self, as_of, partner_ids):
        started = time.perf_counter()
        full_run = None if partner_ids is None else self._last_full_run()
        if not full_run:
            partner_ids = None
        self.env.flush_all()
        cr = self.env.cr
        # One run of a company at a time: a second one waits for the first to end.
        cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", self._name, self.company_id.id)
        )
        spec = self._classification_spec()
        since = as_of - relativedelta(months=self.window_months) if self.window_months else None
        relation = metrics.metrics_relation(
            self._history_sources(as_of, partner_ids),
            self._known_sources(as_of, partner_ids),
            self.company_id.id,
            as_of,
            since,
            partner_ids,
        )
        if full_run:
            cuts = full_run.cuts
            relation = SQL("(%s)", relation)
        else:
            relation = self._materialize(relation)
            cuts = cuts_engine.compute_cuts(cr, relation, spec)
        run = self.env["repair.segmentation.run"].create(
            {
                "policy_id": self.id,
                "scope": "some" if full_run else "all",
                "as_of": as_of,
                "window_start": since,
                "cuts": cuts,
                "rules_digest": self._rules_digest(),
                "is_fallback": cuts["fallback"],
                "population": cuts["population"],
            }
        )
        customers, changed = store.store_profiles(
            cr,
            tiers.tiers_relation(relation, spec, cuts_engine.load_cuts(cuts)),
            self.company_id.id,
            run.id,
            as_of,
            partner_ids,
        )
        self.env["repair.customer.profile"].invalidate_model()
        self.env["res.partner"].invalidate_model()
        run.write(
            {
                "state": "done",
                "customer_count": customers,
                "changed_count": changed,
                "duration": time.perf_counter() - started,
            }
        )
        return run

    def _materialize(self, relation):
        """Put the metrics into a temporary table: the cuts and the tiers both read them."""
        table = SQL.identifier(METRICS_TABLE)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", table))
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", table, relation)
        )
        self.env.cr.execute(SQL("ANALYZE %s", table))
        return table

    def action_classify(self):
        """Classify every customer now and say what came of it."""
        run = self.classify()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(customers)s customers classified in %(seconds)s seconds, "
                    "%(changes)s changed.",
                    customers=f"{run.customer_count:,}",
                    seconds=f"{run.duration:.1f}",
                    changes=f"{run.changed_count:,}",
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

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
        """Classify all customers of every company, each in a transaction of its own."""
        policies = self.search([("state", "=", "active"), ("company_id.active", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(policies))
        for policy in policies:
            policy._classify_unattended()
            if not cron._commit_progress(1):
                break
