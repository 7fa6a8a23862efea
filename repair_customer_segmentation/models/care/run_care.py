"""A turn of care in one company: planned, claimed and made, in pieces that survive anything."""

from datetime import timedelta

from psycopg2.errors import SerializationFailure  # pylint: disable=no-name-in-module

from odoo import fields
from odoo.tools import SQL

from ...care import claims
from .care_day import care_of
from .deliver import deliver

# So many are claimed at once; as many are uncertain at most when a process is killed.
CLAIMED_AT_ONCE = 50
# Who claims, begins at once: what nobody works on a minute later was left behind.
LEFT_BEHIND = timedelta(minutes=1)


class CareTurn:
    """What the rules of one company have to do now.

    :param company: record of ``res.company``
    :param rules: its ``repair.care.rule`` records that are switched on
    """

    def __init__(self, company, rules):
        self.env = company.env(context={**company.env.context, "allowed_company_ids": company.ids})
        self.company = company.with_env(self.env)
        self.rules = rules.with_env(self.env)
        self.cron = self.env["ir.cron"]

    def take(self):
        """Do it; return whether there is time left for others."""
        env = self.env
        env.flush_all()
        now = fields.Datetime.now()
        run, told = care_of(self.company, self.rules, now)
        self._unless_another_did(lambda: self._plan(run, told))
        env.invalidate_all()
        if not self.cron._commit_progress(remaining=self._waiting()):
            return False
        by_id = {rule.id: rule for rule in self.rules}
        for rule in sorted(told, key=lambda rule: (rule.sequence, rule.id)):
            if not self._make(run, rule, by_id[rule.id]):
                return False
        return True

    def _plan(self, run, told):
        """Write down what is to be done, and what a killed process left behind."""
        if not self._take_turn():
            return
        claims.doubt(self.env.cr, run.company_id, run.now - LEFT_BEHIND, run.now)
        claims.plan(self.env.cr, run, told)
        # sudo: the moment of the run is recorded.
        self.rules.sudo().write({"last_run": run.now})
        self.env.flush_all()

    def _unless_another_did(self, work):
        """Return what a step returns; ``None`` when another worker did it at the same moment."""
        try:
            return work()
        except SerializationFailure:
            self.env.cr.rollback()
            self.env.invalidate_all()
            return None

    def _take_turn(self):
        """Return whether nobody else plans in this company at this moment."""
        [(taken,)] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                self.rules._name,
                self.company.id,
            )
        )
        return taken

    def _waiting(self):
        waiting = [("state", "=", "planned"), ("company_id", "=", self.company.id)]
        return self.env["repair.care.contact"].search_count(waiting)

    def _make(self, run, rule, record):
        """Make the planned contacts of a rule; return whether there is time left."""
        cr, contacts = self.env.cr, self.env["repair.care.contact"]
        while True:
            claimed = self._unless_another_did(lambda: claims.claim(cr, run, rule, CLAIMED_AT_ONCE))
            if claimed is None:
                continue
            mine, decided = claimed
            if not decided:
                return True
            contacts.invalidate_model()
            # Known to everybody before anything leaves.
            left = self.cron._commit_progress(0, remaining=None)
            mine = contacts.browse(claims.hold(cr, mine))
            if mine:
                deliver(record, mine)
            left = self.cron._commit_progress(decided) and left
            if not left:
                return False
