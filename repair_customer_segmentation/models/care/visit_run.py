"""The daily run of the maintenance plans of a company: what is due becomes cases, each once."""

import logging
from contextlib import suppress

import psycopg2

from odoo import fields
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, get_lang

from ...vocabulary import CRON_OPEN_VISITS
from ..classification.pieces import ATTEMPTS
from .visit_rows import VISIT, VisitRows

_logger = logging.getLogger(__name__)

# So many cases are opened before what was done is committed.
OPENED_AT_ONCE = 100


class VisitRun:
    """``VisitRun(company).run()`` plans the next visits and opens those whose day has come.

    One process at a time does so for a company, by a lock of PostgreSQL's that ends with the
    process. The pieces are: the planned visits of each plan in one statement; and in turns those
    that will not be held, in one statement, and a batch of cases. A case and the link of its visit
    are one transaction, and each piece is committed, so whoever is killed leaves visits that are
    planned or opened, and the next run goes on with the planned ones. Nothing is searched for
    before it is inserted: the keys of the table are what makes each occurrence one.
    """

    def __init__(self, company):
        self.env = company.env(context={**company.env.context, "allowed_company_ids": company.ids})
        self.company = company.with_env(self.env)
        self.cron = self.env["ir.cron"]

    def run(self):
        """Do the run.

        :return: False when the scheduled action's time is used up
        """
        if not self._take_turn():
            soon = fields.Datetime.add(fields.Datetime.now(), minutes=1)
            self.env.ref(CRON_OPEN_VISITS)._trigger(at=soon)
            return True
        try:
            # What was read before the turn may have been changed by another process since.
            self.cron._commit_progress()
            for plan in self._plans():
                self._piece(VisitRows(plan).refresh)
            while True:
                # One that is opened can be the reason not to hold another.
                done = self._piece(self.skip_those_not_held) + self._piece(self.open_batch)
                remaining = self._count_due() if done else 0
                if not self.cron._commit_progress(done, remaining=remaining):
                    return not remaining
                if not remaining:
                    return True
        finally:
            # A lost connection has lost its lock.
            with suppress(psycopg2.Error):
                self.env.cr.rollback()
                self.env.cr.execute(SQL("SELECT pg_advisory_unlock(%s)", self._turn()))

    def _turn(self):
        return SQL("hashtext(%s), %s", VISIT, self.company.id)

    def _take_turn(self):
        [(taken,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_lock(%s)", self._turn()))
        return taken

    def _plans(self):
        plans = self.env["repair.maintenance.plan"]
        return plans.browse(plans._running_ids(self.company.id))

    def _piece(self, work):
        """Do a piece and commit it; when it meets somebody's edit of the same rows, do it again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                result = work()
                self.env.flush_all()
                self.cron._commit_progress()
                return result
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:  # pylint: disable=E0712
                if attempt == ATTEMPTS:
                    raise
                _logger.info("Opening visits met a conflict, trying again: %s", error)
                self.env.cr.rollback()
        return None

    def skip_those_not_held(self):
        """Skip the visits whose day has come and that have a reason not to be held.

        :return: how many these were
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_maintenance_visit
                   SET state = 'skipped', skip_reason = reason
                 WHERE %s AND reason IS NOT NULL
             RETURNING plan_id, device_id
                """,
                self._due(),
            )
        )
        skipped = self.env.cr.fetchall()
        self.env[VISIT].invalidate_model()
        for plan in self._plans():
            if devices := [device for plan_id, device in skipped if plan_id == plan.id]:
                VisitRows(plan).refresh(devices)
        return len(skipped)

    def open_batch(self):
        """Open the next visits whose day has come; return how many rows were looked at."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM repair_maintenance_visit
                 WHERE %s AND reason IS NULL
                 ORDER BY date_opening, date_due, plan_id, id
                 LIMIT %s
                   FOR UPDATE SKIP LOCKED
                """,
                self._due(),
                OPENED_AT_ONCE,
            )
        )
        visits = self.env[VISIT].browse(visit_id for (visit_id,) in self.env.cr.fetchall())
        if visits:
            self._refresh(visits)
            today = self.company._repair_day()
            self.open_visits(
                visits.exists().filtered(
                    lambda v: v.state == "planned" and not v.reason and v.date_opening <= today
                )
            )
        return len(visits)

    def _refresh(self, visits):
        """Look again: a case may have been opened or closed since the visits were planned."""
        for plan, planned in visits.grouped("plan_id").items():
            VisitRows(plan).refresh(planned.device_id.ids)

    def open_visits(self, visits):
        """Open the cases of visits, one a device: the first makes the others idle."""
        taken, held = set(), visits.browse()
        for visit in visits.sorted(lambda v: (v.date_opening, v.date_due, v.plan_id.id, v.id)):
            if visit.device_id in taken:
                visit.skip_reason = "visit"
            else:
                held |= visit
                taken.add(visit.device_id)
        cases = self.env["repair.case"].create([self._case_values(visit) for visit in held])
        for visit, case in zip(held, cases, strict=True):
            visit.case_id = case
        self.env.flush_all()
        self._refresh(visits)

    def _case_values(self, visit):
        plan, customer = visit.plan_id, visit.device_id.partner_id
        lang = get_lang(self.env, customer.lang or self.company.partner_id.lang).code
        values = {
            "name": plan.with_context(lang=lang).subject,
            "type_id": plan.type_id.id,
            "partner_id": customer.id,
            "device_id": visit.device_id.id,
            "company_id": self.company.id,
            "planned_date": visit.date_due,
        }
        return {**values, "team_id": plan.team_id.id} if plan.team_id else values

    def _due(self):
        """Return the condition of the planned visits whose day has come."""
        return SQL(
            "company_id = %s AND state = 'planned' AND date_opening <= %s AND plan_id = ANY(%s)",
            self.company.id,
            self.company._repair_day(),
            self._plans().ids,
        )

    def _count_due(self):
        [(count,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM repair_maintenance_visit WHERE %s", self._due())
        )
        return count
