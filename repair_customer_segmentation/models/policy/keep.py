from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .repair_segmentation_tier import ENGINE_REFERENCES


class RepairSegmentationPolicy(models.Model):
    """Versions that something refers to are kept, and the one in force stays in force."""

    _inherit = "repair.segmentation.policy"

    def _check_may_archive(self, vals):
        """Refuse to archive the version in force."""
        if not vals.get("active", True):
            for policy in self.filtered(lambda p: p.state == "active"):
                raise UserError(
                    self.env._(
                        "“%(policy)s” classifies the customers of %(company)s, and is not "
                        "archived. Activate another version first: it takes its place.",
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
                        "“%(policy)s” classifies the customers of %(company)s, and is not "
                        "deleted. Activate another version first: it takes its place.",
                        policy=policy.name,
                        company=policy.company_id.name,
                    )
                )
            referring = policy._referring()
            if referring:
                raise UserError(
                    self.env._(
                        "“%(policy)s”, version %(version)s, is not deleted: %(what)s refer to "
                        "it. Archive it instead.",
                        policy=policy.name,
                        version=policy.version,
                        what=", ".join(referring),
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
            "repair_segmentation_transition": self.env._("changes of tier"),
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
