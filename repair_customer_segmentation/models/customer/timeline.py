from odoo import api, fields, models

from ...vocabulary import GROUP_USER
from .words import ProfileWords

LAST = 10


class RepairCustomerProfile(models.Model):
    """The customer's last changes of tier, newest first."""

    _inherit = "repair.customer.profile"

    timeline = fields.Html(
        compute="_compute_timeline",
        compute_sudo=False,
        sanitize=False,
        groups=GROUP_USER,
    )

    def _transition_domain(self):
        """Return the domain of the changes of tier of one customer in one company."""
        self.ensure_one()
        return [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]

    @api.depends_context("uid", "lang", "tz")
    def _compute_timeline(self):
        for profile in self:
            profile.timeline = self.env["ir.qweb"]._render(
                "repair_customer_segmentation.repair_customer_profile_timeline",
                profile._timeline(),
            )

    def _timeline(self):
        """Return the last changes in words.

        :return: dict: ``changes``, each ``{date, dimension, before, before_color, after,
            after_color, cause, merged_name}``, newest first; ``more``: how many
            older ones there are
        """
        transitions = self.env["repair.segmentation.transition"]
        domain = self._transition_domain()
        dimensions = dict(transitions._fields["dimension"]._description_selection(self.env))
        causes = self._cause_texts()
        last = transitions.search(domain, limit=LAST)
        total = transitions.search_count(domain) if len(last) == LAST else len(last)
        return {
            "changes": [
                {
                    "date": ProfileWords(self).day_text(change.date),
                    "dimension": dimensions[change.dimension],
                    "before": change.from_tier_id.name or False,
                    "before_color": change.from_tier_id.color,
                    "after": change.to_tier_id.name or False,
                    "after_color": change.to_tier_id.color,
                    "cause": causes[change.cause],
                    "merged_name": change.merged_name,
                }
                for change in last
            ],
            "more": total - len(last),
        }

    def _cause_texts(self):
        """Return cause -> why a tier changed, as one would say it."""
        return {
            "rule": self.env._("by rule"),
            "override": self.env._("overridden"),
            "expiry": self.env._("an override ended"),
            "policy": self.env._("new rules"),
            "merge": self.env._("customers were merged"),
            "backfill": self.env._("rebuilt from history"),
        }

    def action_view_transitions(self):
        """List all changes of tier of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_segmentation_transition_action"
        )
        return {
            **action,
            "name": self.env._("Tier changes of %s", self.partner_id.display_name),
            "domain": self._transition_domain(),
            "context": {},
        }
