from odoo import api, fields, models
from odoo.tools import SQL

PENDING = "repair_customer_stale"
CRON = "repair_customer_segmentation.ir_cron_classify_stale"
BATCH = 10_000


class RepairCustomerStale(models.Model):
    """Customers whose class may have changed since it was computed.

    A queue of its own, that is only inserted into and deleted from: people who save cases
    never wait for, nor conflict with, the run that rewrites the profiles.
    """

    _name = "repair.customer.stale"
    _description = "Customer to Classify Again"
    _log_access = False
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")

    @api.model
    def _mark(self, pairs):
        """Queue customers, once a transaction whatever the number of changes.

        :param set pairs: (commercial partner id, company id)
        """
        pairs = {pair for pair in pairs if all(pair)}
        if not pairs:
            return
        pending = self.env.cr.precommit.data.setdefault(PENDING, set())
        if not pending:
            self.env.cr.precommit.add(self._insert_pending)
        pending |= pairs

    @api.model
    def _insert_pending(self):
        pending = self.env.cr.precommit.data.pop(PENDING, set())
        if not pending:
            return
        partner_ids, company_ids = zip(*sorted(pending), strict=True)
        # Partners and companies of a savepoint that was rolled back are gone: join them.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO repair_customer_stale (partner_id, company_id)
                SELECT pair.partner_id, pair.company_id
                  FROM unnest(%s, %s) AS pair (partner_id, company_id)
                  JOIN res_partner ON res_partner.id = pair.partner_id
                  JOIN res_company ON res_company.id = pair.company_id
                """,
                list(partner_ids),
                list(company_ids),
            )
        )
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _cron_classify(self):
        """Classify the queued customers, company by company, in batches that are committed."""
        cron = self.env["ir.cron"]
        while True:
            self.env.cr.execute(
                SQL(
                    """
                    SELECT company_id, array_agg(DISTINCT partner_id), array_agg(id)
                      FROM (SELECT id, company_id, partner_id FROM repair_customer_stale
                             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) AS batch
                     GROUP BY company_id
                    """,
                    BATCH,
                )
            )
            batch = self.env.cr.fetchall()
            if not batch:
                return
            done = 0
            for company_id, partner_ids, ids in batch:
                # Without a policy nobody is classified: the first full run will see them.
                policy = self.env["res.company"].browse(company_id).repair_policy_id
                if policy:
                    policy._classify_unattended(partner_ids)
                self.env.cr.execute(
                    SQL("DELETE FROM repair_customer_stale WHERE id = ANY(%s)", ids)
                )
                done += len(ids)
            self.env.cr.execute("SELECT count(*) FROM repair_customer_stale")
            if not cron._commit_progress(done, remaining=self.env.cr.fetchone()[0]):
                return
