from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import EngineMany2one
from ...segmentation.history import partner_filter
from ...vocabulary import CRON_CLASSIFY_STALE
from ..policy import turns

PENDING = "repair_customer_stale"
STALE_AT_ONCE = 10_000


class RepairCustomerStale(models.Model):
    """Customers whose class may have changed since it was computed.

    A queue of its own, that is only inserted into and deleted from: people who save cases
    never wait for, nor conflict with, the run that rewrites the profiles.
    """

    _name = "repair.customer.stale"
    _description = "Customer to Reclassify"
    _log_access = False
    _rec_name = "partner_id"

    # Outlives the partner: a run that had begun may yet store the profile of a customer whom
    # somebody has deleted since, and this is what has that removed.
    partner_id = EngineMany2one("res.partner", string="Customer", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    is_merge = fields.Boolean(
        "Merged", help="Other customers were merged into this one; see its tier changes."
    )

    _merge_idx = models.Index("(company_id, partner_id) WHERE is_merge")

    @api.model
    def _mark(self, pairs, merged=False):
        """Queue customers, once a transaction whatever the number of changes.

        :param set pairs: (commercial partner id, company id)
        :param bool merged: others were merged into them
        """
        pairs = {pair for pair in pairs if all(pair)}
        if not pairs:
            return
        pending = self.env.cr.precommit.data.setdefault(PENDING, {})
        if not pending:
            self.env.cr.precommit.add(self._insert_pending)
        for pair in pairs:
            pending[pair] = merged or pending.get(pair, False)

    @api.model
    def _queued(self, company, among=None):
        """Return the ids of the queued customers of a company, those of this transaction too.

        :param list among: partner ids, others are left out; ``None``: everybody
        """
        pending = self.env.cr.precommit.data.get(PENDING, {})
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id
                  FROM (SELECT partner_id FROM repair_customer_stale WHERE company_id = %s
                         UNION
                        SELECT unnest(%s::int[])) AS queued (partner_id)
                 WHERE TRUE %s
                """,
                company.id,
                [partner_id for partner_id, company_id in pending if company_id == company.id],
                partner_filter(SQL("partner_id"), among),
            )
        )
        return [partner_id for (partner_id,) in rows]

    @api.model
    def _insert_pending(self):
        pending = self.env.cr.precommit.data.pop(PENDING, None)
        if not pending:
            return
        partner_ids, company_ids = zip(*sorted(pending), strict=True)
        merged = [pending[pair] for pair in sorted(pending)]
        # Companies of a savepoint that was rolled back are gone: join them.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO repair_customer_stale (partner_id, company_id, is_merge)
                SELECT pair.partner_id, pair.company_id, pair.is_merge
                  FROM unnest(%s, %s, %s) AS pair (partner_id, company_id, is_merge)
                  JOIN res_company ON res_company.id = pair.company_id
                """,
                list(partner_ids),
                list(company_ids),
                merged,
            )
        )
        self._trigger_soon()

    @api.model
    def _mark_cases(self, condition):
        """Queue the customers of cases, in one statement however many there are.

        :param SQL condition: of the table ``repair_case``
        """
        self.env["repair.case"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO repair_customer_stale (partner_id, company_id)
                SELECT DISTINCT commercial_partner_id, company_id FROM repair_case WHERE %s
                """,
                condition,
            )
        )
        if self.env.cr.rowcount:
            self._trigger_soon()

    @api.model
    def _trigger_soon(self):
        cron = self.env.ref(CRON_CLASSIFY_STALE, raise_if_not_found=False)
        if cron:
            # Not at once: Odoo would wake its workers over a connection of its own, which takes
            # as long as half of what people wait for when they save. They look every minute.
            soon = fields.Datetime.now() + timedelta(seconds=1)
            # sudo: whoever changes a fact need not be allowed to start scheduled actions.
            cron.sudo()._trigger(at=soon)

    @api.model
    def _cron_classify(self):
        """Classify the queued customers, company by company, in batches that are committed.

        Companies in the middle of a full run wait for its end: their customers would be held
        against cuts that are about to change.
        """
        cron = self.env["ir.cron"]
        self.env["repair.segmentation.override"]._end_expired()
        self._insert_pending()
        self.env["repair.segmentation.run"]._wake_interrupted()
        while True:
            done = self._classify_batch()
            self.env.cr.execute("SELECT count(*) FROM repair_customer_stale")
            waiting = self.env.cr.fetchone()[0]
            if waiting and not done:
                # They wait for a run of their company: look again when it may be over.
                soon = fields.Datetime.add(fields.Datetime.now(), minutes=1)
                self.env.ref(CRON_CLASSIFY_STALE)._trigger(at=soon)
            remaining = waiting if done else 0
            if not cron._commit_progress(done, remaining=remaining) or not remaining:
                return

    @api.model
    def _classify_batch(self):
        """Classify one batch of every company that is not busy; return the rows it took."""
        runs = self.env["repair.segmentation.run"]
        busy = runs.search([("state", "=", "running"), ("scope", "=", "all")]).company_id
        self.env.cr.execute(
            SQL(
                """
                SELECT company_id, array_agg(DISTINCT partner_id), array_agg(id)
                  FROM (SELECT id, company_id, partner_id
                          FROM repair_customer_stale
                         WHERE company_id <> ALL(%s)
                         ORDER BY id
                         LIMIT %s
                           FOR UPDATE SKIP LOCKED) AS batch
                 GROUP BY company_id
                """,
                busy.ids,
                STALE_AT_ONCE,
            )
        )
        done = 0
        for company_id, partner_ids, ids in self.env.cr.fetchall():
            policy = self.env["res.company"].browse(company_id).repair_policy_id
            if policy and not turns.take(policy):
                continue
            # Without a policy nobody is classified: the first full run will see them.
            if policy and not policy._last_full_run() and policy._has_many_cases():
                policy._queue_run()
            elif policy:
                policy._classify_unattended(partner_ids)
            self.env.cr.execute(SQL("DELETE FROM repair_customer_stale WHERE id = ANY(%s)", ids))
            done += len(ids)
        return done
