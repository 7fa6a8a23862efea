import logging
import time
from contextlib import suppress

import psycopg2

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...segmentation import cuts as cuts_engine
from ...segmentation import store, tiers, work
from ...vocabulary import CRON_CLASSIFY_ALL

_logger = logging.getLogger(__name__)

PIECE = 100_000
# So often a piece is tried again that met somebody's edit of the very same rows.
ATTEMPTS = 5
# A customer deleted in the middle of a piece is no longer there for its profile to refer to.
CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, psycopg2.errors.ForeignKeyViolation)


class RepairSegmentationRun(models.Model):
    """How a run is carried out so that it survives anything.

    A full run first freezes the metrics of all customers in a work table and its cuts on
    itself, then brings the profiles in line piece by piece, in the order of partner ids.
    The scheduled action commits after each piece, so that a run that is killed goes on
    after ``last_partner_id``: what it had seen is what it goes on with. Where that is gone
    (the work table is not logged) or no longer true (the rules changed), it starts over.
    """

    _inherit = "repair.segmentation.run"

    def _process(self):
        """Do this run in pieces that are committed, from where it stopped.

        :return: False when the scheduled action's time is used up, True otherwise: the run
            is done, or failed (and says why), or another process is at it
        """
        self.ensure_one()
        if not self.policy_id._lock_classification(session=True, scope=self.scope):
            # Its place in the queue is kept; the other process does not take long.
            soon = fields.Datetime.add(fields.Datetime.now(), minutes=1)
            self.env.ref(CRON_CLASSIFY_ALL)._trigger(at=soon)
            self.env["ir.cron"]._commit_progress(1)
            return True
        left = 1.0
        try:
            # What was read before the lock may have been finished by another process since.
            self.env["ir.cron"]._commit_progress()
            while self.state in ("queued", "running") and left:
                self._step_or_retry()
                left = self._commit_piece()
            return bool(left)
        except Exception as error:  # pylint: disable=broad-exception-caught
            # Whatever it was must be visible on the run, and other companies must go on. When
            # the database went away this raises in turn, and the next start goes on.
            self.env.cr.rollback()
            _logger.exception("Classification of %s failed", self.policy_id.company_id.name)
            self._fail(str(error))
            self._commit_piece()
            return True
        finally:
            # A lost connection has lost its lock; one that lives on may not keep it, even when
            # the process is being stopped in the middle of a statement.
            with suppress(psycopg2.Error):
                self.env.cr.rollback()
                self.policy_id._unlock_classification(self.scope)

    @api.model
    def _wake_interrupted(self):
        """Have runs that stand still for a quarter of an hour gone on with.

        A run whose process was killed goes on by itself with the next start of the scheduled
        actions; this is for one that was left over in any other way.
        """
        old = fields.Datetime.subtract(fields.Datetime.now(), minutes=15)
        still = [("state", "in", ("queued", "running")), ("write_date", "<", old)]
        if self.search_count(still, limit=1):
            self.env.ref(CRON_CLASSIFY_ALL)._trigger()

    def _commit_piece(self):
        """Commit what was done; return the seconds that the scheduled action has left."""
        # Runs before this one, if any are left, are another process's.
        waiting = self.search_count([("state", "in", ("queued", "running")), ("id", ">=", self.id)])
        return self.env["ir.cron"]._commit_progress(1, remaining=waiting)

    def _step_or_retry(self):
        """Do the next piece; when it meets somebody's edit of the same rows, do it again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._step()
                self.env.flush_all()
                return
            except CONFLICTS as error:  # pylint: disable=catching-non-exception
                if attempt == ATTEMPTS:
                    raise
                _logger.info("Piece of run %s met a conflict, trying again: %s", self.id, error)
                self.env.cr.rollback()

    def _step(self):
        """Do the next piece of this run, whatever it takes to begin or to go on."""
        self.ensure_one()
        if self.policy_id.state == "archived":
            self._fail(self.env._("The policy was archived before the run was done."))
        elif self._is_resumable():
            self._advance(self._piece_size())
        else:
            self._start()

    def _piece_size(self):
        """Return how many customers are committed at a time."""
        # sudo: a technical setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("repair_customer_segmentation.piece_size", PIECE))

    def _fail(self, message):
        """End this run, and say why."""
        self.write({"state": "failed", "message": message})
        if self.scope == "all":
            work.drop(self.env.cr, self.company_id.id)

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
        digest, meaning = policy._rules_digest(), policy._meaning_digest()
        digests = policy._dimension_digests()
        changed = before._dimensions_changed(digests, meaning) if before else set()
        if self.cuts and self.rules_digest != digest:
            # The first pieces may have been written by rules that are no more.
            changed |= self._dimensions_changed(digests, meaning)
        if self.cuts:
            changed |= set(self.changed_dimensions or ())
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
                "meaning_digest": meaning,
                "dimension_digests": digests,
                "changed_dimensions": sorted(changed),
                "policy_changed": bool(changed)
                or (bool(before) and before.meaning_digest != meaning),
                "is_fallback": cuts["fallback"],
                "population": cuts["population"],
                "archived_count": work.count_archived(cr, company_id),
                "total_count": total,
                "customer_count": 0,
                "changed_count": 0,
                "last_partner_id": 0,
                "duration": time.perf_counter() - started,
            }
        )

    def _dimensions_changed(self, digests, meaning):
        """Return the dimensions whose rules are not those that this run followed.

        :param dict digests: those of today's rules, see ``_dimension_digests()`` of the policy
        :param str meaning: that of today's rules
        """
        if self.meaning_digest == meaning:
            return set()
        # Of a run that knew no dimensions, what changed is not known.
        own = self.dimension_digests or {}
        return {name for name, digest in digests.items() if own.get(name) != digest}

    def _advance(self, size=None):
        """Bring the profiles of the next ``size`` customers in line.

        :param size: ``None`` for all customers, in the transaction that computed the metrics
        """
        self.ensure_one()
        started = time.perf_counter()
        cr, company_id = self.env.cr, self.company_id.id
        low = self.last_partner_id
        high = work.piece(cr, company_id, low, size) if size else None
        done = size if high else self.total_count - self.customer_count
        bounds = (low, high) if size else None
        self._write_profiles(work.rows(company_id, bounds), bounds=bounds)
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
        frozen = full_run or self
        changed, customers = store.store_profiles(
            self.env.cr,
            tiers.tiers_relation(relation, spec, frozen._cuts_on(self._today(), spec["tiers"])),
            {
                "id": self.id,
                "full_run_id": frozen.id,
                "company_id": self.company_id.id,
                "policy_id": policy.id,
                "as_of": self.as_of,
                "today": self._today(),
                "grace_days": policy.grace_days,
                "changed_dimensions": frozenset(self.changed_dimensions or ()),
            },
            spec,
            partner_ids,
            bounds,
        )
        self.changed_count += changed
        if partner_ids is not None:
            self.write({"total_count": customers})
        self.env["repair.customer.profile"].invalidate_model()
        self.env["repair.segmentation.transition"].invalidate_model()
        self.env["res.partner"].invalidate_model()

    def _finish(self):
        self.write({"state": "done", "customer_count": self.total_count})
        self.env["repair.case"]._refresh_service_levels(self.company_id)
