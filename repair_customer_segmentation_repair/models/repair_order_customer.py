from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.models.access.day_text import day_text
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER

# So many repairs of our own repairs, and the customer has reason to be annoyed.
MANY_REWORKS = 3


class RepairOrder(models.Model):
    """Who the customer is, for whoever plans and does the work."""

    _name = "repair.order"
    _inherit = ["repair.order", "repair.customer.badges.mixin"]

    repair_warnings = fields.Text(
        "Customer Notice",
        compute="_compute_repair_warnings",
        compute_sudo=False,
        groups=GROUP_USER,
        help="What matters about the customer: important, about to be downgraded, or with "
        "repeated rework.",
    )

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("uid", "lang", "tz")
    def _compute_repair_warnings(self):
        """Say it while the work goes on, one line each."""
        for order in self:
            profile = order.repair_profile_id
            lines = []
            if profile and order.state not in ("done", "cancel"):
                lines = [order._important_text(), order._fall_text(), order._rework_text()]
            order.repair_warnings = "\n".join(filter(None, lines))

    def _important_text(self):
        """Return what makes the customer important: the highest value tier, or its level."""
        tier = self.repair_value_tier_id
        level = self.repair_service_level_id
        best = tier and tier == tier.policy_id.value_tier_ids.sorted()[:1]
        default = self.company_id.sudo().repair_service_level_id
        ahead = level and default and level.sequence < default.sequence
        if best and level:
            return self.env._(
                "%(tier)s: an important customer, service level %(level)s.",
                tier=tier.name,
                level=level.name,
            )
        if best:
            return self.env._("%s: an important customer.", tier.name)
        if ahead:
            return self.env._("An important customer, service level %s.", level.name)
        return None

    def _fall_text(self):
        """Return the day on which the customer falls to a lower tier, if that is near."""
        falls = [self.repair_profile_id.falls_on] if self.repair_profile_id.falls_on else []
        # Rules leave out what tells of amounts to those who may not see them.
        leaving = self.env["repair.customer.outlook"].search(
            [("profile_id", "=", self.repair_profile_id.id), ("kind", "in", ("fall", "leave"))]
        )
        day = min([*falls, *filter(None, leaving.mapped("day"))], default=None)
        if not day:
            return None
        return self.env._("Will be downgraded on %s.", day_text(self.env, day))

    def _rework_text(self):
        reworks = self.repair_profile_id.rework_count
        if reworks < MANY_REWORKS:
            return None
        return self.env._("%s of their repairs had to be redone.", reworks)
