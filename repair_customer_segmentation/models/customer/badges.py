from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...vocabulary import EARNED, GROUP_USER, RANKED
from ..classification.repair_segmentation_override import INDUSTRY
from .derived_mixin import search_derived
from .words import ProfileWords

TREND_DAYS = 90


class RepairCustomerProfile(models.Model):
    """What stands beside a badge: an override, a grace that ends, a change of late."""

    _inherit = "repair.customer.profile"

    falls_on = fields.Date(
        "Downgrade Date",
        compute="_compute_falls_on",
        search=search_derived("falls_on"),
        help="First date on which a value, frequency or ABC tier is downgraded by the rule.",
    )
    badge_marks = fields.Json(
        compute="_compute_badge_marks",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("value_falls_on", "frequency_falls_on", "abc_falls_on")
    def _compute_falls_on(self):
        for profile in self:
            days = [profile[f"{dimension}_falls_on"] for dimension in RANKED]
            profile.falls_on = min(filter(None, days), default=False)

    def _sql_falls_on(self, alias, query):
        days = [self._field_to_sql(alias, f"{d}_falls_on", query) for d in RANKED]
        return SQL("LEAST(%s)", SQL(", ").join(days))

    def _active_overrides(self):
        """Return the overrides in force of these customers, at this moment."""
        now = fields.Datetime.now()
        return self.env["repair.segmentation.override"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                # Also where archived records are shown: those in force count.
                ("active", "=", True),
                ("date_start", "<=", now),
                "|",
                ("date_end", "=", False),
                ("date_end", ">", now),
            ]
        )

    def _override_text(self, override, computed):
        """Return who put the customer into a tier, why, until when, and what the rule says."""
        values = {
            "author": override.user_id.name or self.env._("nobody"),
            "tier": override.put_into,
            "since": ProfileWords(self).day_text(override.date_start),
            "until": ProfileWords(self).day_text(override.date_end),
            "reason": override.reason,
            "rule": computed.name
            or (self.env._("none") if override.dimension == INDUSTRY else self.env._("no tier")),
        }
        if override.date_end:
            text = self.env._(
                "%(author)s set it to %(tier)s on %(since)s, until %(until)s: “%(reason)s”. "
                "The calculated tier is %(rule)s.",
                **values,
            )
        else:
            text = self.env._(
                "%(author)s set it to %(tier)s on %(since)s with no end date: “%(reason)s”. "
                "The calculated tier is %(rule)s.",
                **values,
            )
        industry = override.dimension == INDUSTRY
        current = self.industry_id if industry else self[f"{override.dimension}_tier_id"]
        if current != override._target():
            text = self.env._("%s It takes effect within minutes.", text)
        return text

    @api.depends_context("uid", "lang", "tz")
    def _compute_badge_marks(self):
        """Dimension -> ``{override, falls_on, trend, trend_text}``, each False or words."""
        since = fields.Datetime.now() - timedelta(days=TREND_DAYS)
        overrides = {(o.partner_id, o.company_id, o.dimension): o for o in self._active_overrides()}
        changes = {}
        for change in self.env["repair.segmentation.transition"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("dimension", "in", EARNED),
                ("merged_name", "=", False),
                ("date", ">=", since),
            ]
        ):
            # Newest first: the first one of a dimension is what the badge shows.
            changes.setdefault((change.partner_id, change.company_id, change.dimension), change)
        for profile in self:
            key = (profile.partner_id, profile.company_id)
            profile.badge_marks = {
                dimension: profile._badge_mark(
                    dimension, overrides.get((*key, dimension)), changes.get((*key, dimension))
                )
                for dimension in EARNED
            }

    def _badge_mark(self, dimension, override, change):
        falls_on = self[f"{dimension}_falls_on"] if dimension in RANKED else False
        computed = self[f"{dimension}_computed_tier_id"]
        words = ProfileWords(self)
        mark = {
            "override": (override and self._override_text(override, computed)) or False,
            "falls_on": falls_on and self.env._("downgrade on %s", words.day_text(falls_on)),
            "trend": False,
            "trend_text": False,
        }
        if change and change.from_tier_id and change.to_tier_id:
            before, after = change.from_tier_id.sequence, change.to_tier_id.sequence
            if before != after:
                mark["trend"] = "up" if after < before else "down"
                mark["trend_text"] = self.env._(
                    "%(tier)s until %(date)s",
                    tier=change.from_tier_id.name,
                    date=words.day_text(change.date),
                )
        return mark
