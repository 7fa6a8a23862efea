import time

from odoo import fields, models

from ...segmentation import cuts as cuts_engine
from ...segmentation import store, tiers, work
from ..policy.rules import living_ids, run_of


class RepairSegmentationRun(models.Model):
    """What a run works out: metrics, cuts, and who is in which tier.

    A full run starts by freezing what it classifies by, then goes on customer by customer; one
    of a few customers takes the cuts of the last full run.
    """

    _inherit = "repair.segmentation.run"

    cuts = fields.Json("Thresholds", readonly=True, help="Thresholds used in this run.")
    rules_digest = fields.Char(readonly=True)
    meaning_digest = fields.Char(
        readonly=True,
        help="Identical rules have the same digest, whichever version of a policy they are in.",
    )
    dimension_digests = fields.Json(readonly=True)
    changed_dimensions = fields.Json(
        readonly=True,
        help="Dimensions whose rules changed since the previous run. No grace periods apply in "
        "them.",
    )
    policy_changed = fields.Boolean(
        "New Rules", readonly=True, help="The rules changed since the previous run."
    )
    is_fallback = fields.Boolean(
        "Fixed Thresholds Used",
        readonly=True,
        help="There were too few customers for quintiles: the policy's fixed thresholds were used.",
    )
    population = fields.Integer(
        readonly=True,
        help="Customers with a repair in the period when the thresholds were calculated, "
        "excluding archived ones.",
    )
    archived_count = fields.Integer(
        "Archived Customers",
        readonly=True,
        help="Included in the total. They keep a tier but are not used for thresholds and shares.",
    )

    def _start(self, rules):
        """Freeze the metrics of all customers and the cuts: what this run classifies by.

        :param Rules rules: those of its policy now
        """
        self.ensure_one()
        started = time.perf_counter()
        policy = self.policy_id
        policy._check_rules()
        self.env.flush_all()
        full = [("company_id", "=", self.company_id.id), ("scope", "=", "all")]
        others = [("id", "!=", self.id), ("state", "=", "running"), *full]
        self.search(others).write(
            {"state": "failed", "message": self.env._("Interrupted; a later run replaced it.")}
        )
        before = self.search([("state", "=", "done"), *full], limit=1)
        living = living_ids(policy)
        digest, meaning = rules.digest(), rules.meaning_digest(living)
        digests = rules.dimension_digests(living)
        changed = before._dimensions_changed(digests, meaning) if before else set()
        if self.cuts and self.rules_digest != digest:
            # The first pieces may have been written by rules that are no more.
            changed |= self._dimensions_changed(digests, meaning)
        if self.cuts:
            changed |= set(self.changed_dimensions or ())
        cr, company_id = self.env.cr, self.company_id.id
        total = work.fill(cr, company_id, policy._metrics_relation(self.as_of))
        cuts = cuts_engine.compute_cuts(cr, work.work_table(company_id), rules)
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
                "missing_rates": policy._missing_rates(self.as_of),
                "duration": time.perf_counter() - started,
            }
        )

    def _dimensions_changed(self, digests, meaning):
        """Return the dimensions whose rules are not those that this run followed.

        :param dict digests: those of today's rules, see ``Rules.dimension_digests()``
        :param str meaning: that of today's rules
        """
        if self.meaning_digest == meaning:
            return set()
        # Of a run that knew no dimensions, what changed is not known.
        own = self.dimension_digests or {}
        return {name for name, digest in digests.items() if own.get(name) != digest}

    def _advance(self, rules, size=None):
        """Bring the profiles of the next ``size`` customers in line.

        :param Rules rules: those that this run was begun by
        :param size: ``None`` for all customers, in the transaction that computed the metrics
        """
        self.ensure_one()
        started = time.perf_counter()
        cr, company_id = self.env.cr, self.company_id.id
        low = self.last_partner_id
        high = work.piece(cr, work.work_table(company_id), low, size) if size else None
        done = size if high else self.total_count - self.customer_count
        bounds = (low, high) if size else None
        self._write_profiles(work.rows(company_id, bounds), rules, bounds=bounds)
        self.write(
            {
                "customer_count": self.customer_count + done,
                "last_partner_id": high or low,
                "duration": self.duration + time.perf_counter() - started,
            }
        )
        if not high:
            work.drop(cr, company_id)
            self._follow_up(rules)
            self._finish()

    def _write_profiles(self, relation, rules, partner_ids=None, bounds=None, full_run=None):
        """Store the differences between ``relation`` (metrics) and the profiles.

        :param Rules rules: that the customers are classified by
        :param partner_ids: the customers that were asked for; ``None``: all within ``bounds``
        :param bounds: pair of partner ids, see :func:`.segmentation.store.store_profiles`
        :param full_run: the run whose frozen cuts are used; this one where it is a full run
        """
        self.env.flush_all()
        frozen = full_run or self
        cuts = frozen._cuts_on(self._today(), rules.tiers)
        run = self._engine_run(frozen)
        changed, customers = store.store_profiles(
            self.env.cr,
            tiers.tiers_relation(relation, rules, cuts),
            run,
            rules,
            partner_ids,
            bounds,
        )
        self.changed_count += changed
        if partner_ids is not None:
            self.write({"total_count": customers})
        for name in ("repair.customer.profile", "repair.segmentation.transition", "res.partner"):
            self.env[name].invalidate_model()
        if partner_ids is not None:
            self._write_outlook(rules, partner_ids, frozen)

    def _engine_run(self, frozen):
        """Return what the engine is told of this run.

        :param frozen: the run whose frozen cuts are used
        """
        return run_of(
            self.policy_id,
            self.as_of,
            id=self.id,
            full_run_id=frozen.id,
            cut_days=(self._today() - frozen._today()).days,
            grace_days=self.policy_id.grace_days,
            changed_dimensions=frozenset(self.changed_dimensions or ()),
        )

    def _cuts_on(self, day, judged):
        """Return the cuts that this full run froze, as they are on a day of the company, with
        ``aged_days`` (how many days later that is) and ``frozen_on``.

        :param judged: the tiers whose criteria are held against them
        """
        self.ensure_one()
        frozen_on = self._today()
        cuts = cuts_engine.load_cuts(self.cuts)
        aged = cuts_engine.cuts_on(cuts, judged, (day - frozen_on).days)
        return {**aged, "aged_days": (day - frozen_on).days, "frozen_on": frozen_on}

    def _finish(self):
        self.write({"state": "done", "customer_count": self.total_count})
        self.env["repair.case"]._refresh_service_levels(self.company_id)
