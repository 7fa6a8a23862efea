import logging
from contextlib import suppress
from math import ceil

import psycopg2

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...segmentation import work
from ...vocabulary import CRON_CLASSIFY_ALL
from ..policy import turns
from ..policy.rules import rules_of

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

    total_count = fields.Integer("Total Customers", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True, help="Customers classified so far.")
    changed_count = fields.Integer(
        "Changes", readonly=True, help="Profiles that this run created, changed or removed."
    )
    last_partner_id = fields.Integer(readonly=True)
    duration = fields.Float(
        "Seconds", digits=(16, 3), readonly=True, help="Working time, excluding pauses."
    )
    progress = fields.Float(compute="_compute_progress")
    date_expected_end = fields.Datetime("Expected End", compute="_compute_progress")

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

    def _process(self):
        """Do this run in pieces that are committed, from where it stopped.

        :return: False when the scheduled action's time is used up, True otherwise: the run
            is done, or failed (and says why), or another process is at it
        """
        self.ensure_one()
        if not turns.take(self.policy_id, session=True, scope=self.scope):
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
                turns.give_back(self.policy_id, self.scope)

    @api.model
    def _wake_interrupted(self):
        """Trigger the scheduled action when a run has not moved for a quarter of an hour.

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
            self._fail(self.env._("The policy was archived before the run was finished."))
            return
        rules = rules_of(self.policy_id)
        if self.scope == "backfill":
            self._step_back(rules)
        elif self._is_resumable(rules):
            self._advance(rules, self._piece_size())
        else:
            self._start(rules)

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

    def _is_resumable(self, rules):
        """Return whether the run was begun, by these rules, and its work table is whole."""
        self.ensure_one()
        return (
            self.state == "running"
            and bool(self.cuts)
            and self.rules_digest == rules.digest()
            and work.count(self.env.cr, self.company_id.id) == self.total_count
        )
