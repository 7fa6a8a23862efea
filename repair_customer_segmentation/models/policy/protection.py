"""Rules that customers were classified by are not changed: a new version is made of them.

Versions that something refers to are kept, and the one in force stays in force.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..access.enumerated import enumerated
from .changes import OWN_RULES
from .repair_segmentation_tier import ENGINE_REFERENCES, RULES_LATER, SAVING, TIER_RULES

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
                self.env._(
                    "Versions become active through “Activate” and are archived by the "
                    "next version."
                )
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

    def _check_may_archive(self, vals):
        """Refuse to archive the version in force."""
        if not vals.get("active", True):
            for policy in self.filtered(lambda p: p.state == "active"):
                raise UserError(
                    self.env._(
                        "“%(policy)s” classifies the customers of %(company)s and cannot be "
                        "archived. Activate another version first; it replaces this one.",
                        policy=policy.name,
                        company=policy.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_referred_to(self):
        for policy in self:
            if policy.state == "active":
                raise UserError(
                    self.env._(
                        "“%(policy)s” classifies the customers of %(company)s and cannot be "
                        "deleted. Activate another version first; it replaces this one.",
                        policy=policy.name,
                        company=policy.company_id.name,
                    )
                )
            referring = policy._referring()
            if referring:
                raise UserError(
                    self.env._(
                        "“%(policy)s”, version %(version)s, cannot be deleted: %(what)s refer "
                        "to it. Archive it instead.",
                        policy=policy.name,
                        version=policy.version,
                        what=enumerated(self.env, referring),
                    )
                )

    def _referring(self):
        """Return what refers to this policy or its tiers, in words; empty when nothing does."""
        self.ensure_one()
        tier_ids = self.tier_ids.ids
        self.env.flush_all()
        conditions = {
            table: [
                SQL("%s = ANY(%s)", SQL.identifier(column), tier_ids)
                for column in ENGINE_REFERENCES[table]
            ]
            for table in ENGINE_REFERENCES
        }
        conditions["repair_customer_profile"].append(
            SQL("run_id IN (SELECT id FROM repair_segmentation_run WHERE policy_id = %s)", self.id)
        )
        conditions["repair_segmentation_transition"].append(SQL("policy_id = %s", self.id))
        # sudo: who was ever classified is for the runs to know, which few may see.
        if self.state == "draft" and not self.sudo().run_ids:
            # Nobody was classified by it: a million customers need not be looked through.
            conditions = {}
        conditions["repair_segmentation_override"] = [SQL("tier_id = ANY(%s)", tier_ids)]
        words = {
            "repair_customer_profile": self.env._("customers"),
            "repair_segmentation_transition": self.env._("tier changes"),
            "repair_segmentation_override": self.env._("overrides"),
        }
        found = []
        for table, alternatives in conditions.items():
            [[exists]] = self.env.execute_query(
                SQL(
                    "SELECT EXISTS (SELECT FROM %s WHERE %s)",
                    SQL.identifier(table),
                    SQL(" OR ").join(alternatives),
                )
            )
            if exists:
                # What else the engine writes is about customers, too.
                found.append(words.get(table, words["repair_customer_profile"]))
        return list(dict.fromkeys(found))

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let those alone read the chatter who may change policies: it quotes amounts."""
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)


class RepairSegmentationTier(models.Model):
    _inherit = "repair.segmentation.tier"

    origin_id = fields.Many2one(
        "repair.segmentation.tier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The tier from which this one was copied; they are swapped when its version "
        "becomes active.",
    )
    policy_state = fields.Selection(related="policy_id.state", string="Version")

    _one_copy = models.UniqueIndex(
        "(policy_id, origin_id) WHERE origin_id IS NOT NULL",
        "A version can have only one copy of a tier.",
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
        return self.env._("%(rule)s; also customers without a repair", rule=rule)

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
