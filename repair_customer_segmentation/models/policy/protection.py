"""Rules that customers were classified by are not changed: a new version is made of them."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .changes import OWN_RULES
from .repair_segmentation_tier import RULES_LATER, SAVING, TIER_RULES

# In the context of the one write of a state that is not refused. An object, so that no remote
# caller can put it there.
STATE = "repair_policy_state"
STATE_WRITER = object()


def _differs(record, vals, names):
    """Return whether ``vals`` change one of these fields of the record."""
    return any(
        record._fields[name].convert_to_write(record[name], record) != vals[name]
        for name in names
        if name in vals
    )


class RepairSegmentationPolicy(models.Model):
    _inherit = "repair.segmentation.policy"

    is_locked = fields.Boolean(compute="_compute_is_locked")

    @api.depends("state", "run_ids.state")
    def _compute_is_locked(self):
        # sudo: whether there was a run is no secret to whoever reads the policy.
        runs = self.env["repair.segmentation.run"].sudo()
        for policy in self:
            done = [("policy_id", "in", policy.ids), ("state", "=", "done")]
            policy.is_locked = policy.state == "archived" or (
                policy.state == "active" and bool(runs.search_count(done, limit=1))
            )

    def _check_unlocked(self):
        """Refuse to change rules that customers were classified by.

        :raise UserError: saying what to do instead
        """
        for policy in self.filtered("is_locked"):
            raise UserError(
                self.env._(
                    "Customers were classified by the rules of “%(policy)s”. Click “Edit” on "
                    "the active policy, change the new version, and activate it.",
                    policy=policy.name,
                )
            )

    def _check_may_write_rules(self, vals):
        """Refuse values that change rules which customers were classified by."""
        names = [name for name in (*OWN_RULES, "company_id") if name in vals]
        if names:
            self.filtered(lambda p: _differs(p, vals, names))._check_unlocked()

    def _check_may_write_state(self, vals):
        """Refuse another state, unless :meth:`_write_state` writes it."""
        if self.env.context.get(STATE) is STATE_WRITER:
            return
        if any(policy.state != vals.get("state", policy.state) for policy in self):
            raise UserError(
                self.env._("A version becomes active by “Activate”, and archived by the next one.")
            )

    def _write_state(self, state, **values):
        """Write the state, which write() refuses to everybody else.

        Whoever calls it tells of the change of levels when all is written.
        """
        # sudo: versions and their states are the engine's; whoever activates one was checked.
        policies = self.sudo().with_context(**{STATE: STATE_WRITER, RULES_LATER: SAVING})
        return policies.write({"state": state, **values})

    def _change_rules(self, values):
        """Change rules in one step: here while nobody was classified by them, else in a new
        version that becomes active.

        :param dict values: fields of the policy; those that do not differ are left alone
        :return: the policy that is active now
        """
        self.ensure_one()
        values = {name: value for name, value in values.items() if self[name] != value}
        if not values:
            return self
        if not self.is_locked:
            self.write(values)
            return self
        version = self._new_version()
        version.write(values)
        version._activate()
        return version


class RepairSegmentationTier(models.Model):
    _inherit = "repair.segmentation.tier"

    origin_id = fields.Many2one(
        "repair.segmentation.tier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The tier that this one is a copy of: it changes places with it when its version "
        "becomes active.",
    )
    policy_state = fields.Selection(related="policy_id.state", string="Version")

    _one_copy = models.UniqueIndex(
        "(policy_id, origin_id) WHERE origin_id IS NOT NULL",
        "A version has one copy of a tier.",
    )

    def _identity(self):
        """Return the tier that stands for this one in all versions."""
        self.ensure_one()
        return self.origin_id or self

    def _source_name(self):
        """Return the name in English, by which tiers of two policies are compared."""
        self.ensure_one()
        return self.with_context(lang="en_US").name

    def _rule_in_words(self):
        """Return the whole rule as text, customers without a repair included."""
        self.ensure_one()
        rule = self._rule_words(whole=True) or ""
        if not self.for_potential:
            return rule
        return self.env._("%(rule)s; customers without a repair", rule=rule)

    def _check_may_write_rules(self, vals):
        """Refuse values that change rules which customers were classified by."""
        changed = self.filtered(lambda tier: _differs(tier, vals, ("policy_id", *TIER_RULES)))
        policies = changed.policy_id
        if changed and vals.get("policy_id"):
            policies |= policies.browse(vals["policy_id"])
        policies._check_unlocked()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.policy_id._check_unlocked()


class RepairSegmentationCriterion(models.Model):
    _inherit = "repair.segmentation.criterion"

    def _check_may_write_rules(self, vals):
        """Refuse values that change rules which customers were classified by."""
        changed = self.filtered(lambda criterion: _differs(criterion, vals, list(vals)))
        policies = changed.tier_id.policy_id
        if changed and vals.get("tier_id"):
            policies |= changed.tier_id.browse(vals["tier_id"]).policy_id
        policies._check_unlocked()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.tier_id.policy_id._check_unlocked()
