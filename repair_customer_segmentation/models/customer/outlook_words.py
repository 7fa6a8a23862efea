from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...segmentation import explain
from ...segmentation.cuts import load_cuts
from ...segmentation.metrics import MONEY
from ...vocabulary import GROUP_USER
from .figures import explained_figures
from .words import ProfileWords


class RepairCustomerOutlook(models.Model):
    """What happens and what would help, in words that a clerk can say on the phone."""

    _inherit = "repair.customer.outlook"

    words = fields.Char(
        "Upcoming Changes",
        compute="_compute_words",
        compute_sudo=False,
        groups=GROUP_USER,
        help="The expected change, and what would keep or raise the tier.",
    )
    missing = fields.Char(
        "Needed",
        compute="_compute_words",
        compute_sudo=False,
        groups=GROUP_USER,
        help="What is needed to keep the customer's tier or raise it to the next one.",
    )
    days_left = fields.Char(compute="_compute_days_left", help="Days until the downgrade.")

    @api.depends("kind", "day", "tier_id", "to_tier_id", "repair_count")
    @api.depends_context("uid", "lang", "tz")
    def _compute_words(self):
        rules = self._rules()
        labels = ProfileWords(self.profile_id).metric_labels()
        for row in self:
            goal, criteria = row._unmet(rules)
            row.missing = row._missing_words(goal, criteria, labels)
            row.words = " ".join(
                filter(None, [row._what_words(), row._would_words(goal, criteria, labels)])
            )

    @api.depends("day")
    @api.depends_context("lang")
    def _compute_days_left(self):
        for row in self:
            # A run of the company's day brings it, whatever day it is for the reader.
            days = (row.day - row.company_id._repair_day()).days if row.day else None
            if days is None:
                row.days_left = False
            elif days > 1:
                row.days_left = self.env._("%s days", days)
            elif days == 1:
                row.days_left = self.env._("1 day")
            else:
                row.days_left = self.env._("now")

    def _rules(self):
        """Return tier id -> its rule for the engine, and company id -> its last full run."""
        # sudo: rules and runs decide what is missing; the words leave amounts out for who may
        # not see them.
        tiers = (self.tier_id | self.to_tier_id).sudo()
        runs = self.env["repair.segmentation.run"].sudo()
        last = runs._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("scope", "=", "all"),
                ("state", "=", "done"),
            ],
            ["company_id"],
            ["id:max"],
        )
        runs = runs.browse([run_id for _company, run_id in last])
        return {
            "tiers": {tier.id: tier._rule() for tier in tiers},
            "runs": {run.company_id.id: run for run in runs},
        }

    def _unmet(self, rules):
        """Return the tier to keep or to reach, and its criteria that the customer misses."""
        goal = self.to_tier_id if self.kind == "rise" else self.tier_id
        run = rules["runs"].get(self.company_id.id)
        if not goal or not run or not run.cuts:
            return goal, []
        tier = rules["tiers"][goal.id]
        # sudo: the amount decides what is missing, see above.
        row = self.sudo()
        if self.kind == "leave":
            # The run of that day freezes its own lines.
            day, cuts = self.day, load_cuts(run.cuts)
        else:
            day = self.company_id._repair_day(max(run.as_of, row.profile_id.classified_at))
            cuts = run._cuts_on(day, [tier])
        figures = {
            **explained_figures(self.profile_id, day),
            "repair_count": Decimal(row.repair_count),
            "amount": Decimal(str(row.amount)),
            "net_value": None if row.net_value is False else Decimal(str(row.net_value)),
        }
        unmet = [found for found in explain.weigh(tier, figures, cuts) if not found["met"]]
        told = [found for found in unmet if found["gap"] is not None]
        unknown = [found for found in unmet if _is_unknown_net(found)]
        if tier.match != "all":
            return goal, told or unknown
        # Who lacks something that cannot be told is not helped by the rest.
        return goal, [*told, *unknown] if len(told) + len(unknown) == len(unmet) else []

    def _what_words(self):
        """Return what happens, in a sentence; False for who may rise."""
        if self.kind == "fall":
            return self._fall_text()
        return self.kind == "leave" and self._leave_text()

    def _fall_text(self):
        return self.env._(
            "Will be downgraded to %(tier)s on %(date)s.",
            tier=self.to_tier_id.name or self.env._("no tier"),
            date=ProfileWords(self.profile_id).day_text(self.day),
        )

    def _leave_text(self):
        """Return how many repairs leave the window, and what the rest is enough for."""
        left = self.profile_id.repair_count - self.repair_count
        values = {
            "tier": self.to_tier_id.name or self.env._("no tier"),
            "date": ProfileWords(self.profile_id).day_text(self.day),
            "count": ProfileWords(self.profile_id).plain_text(left),
        }
        if not left:
            return self.env._(
                "From %(date)s the calculated tier is %(tier)s: rework leaves the period, with "
                "its costs.",
                **values,
            )
        if left == 1:
            return self.env._(
                "From %(date)s the calculated tier is %(tier)s: 1 repair leaves the period.",
                **values,
            )
        return self.env._(
            "From %(date)s the calculated tier is %(tier)s: %(count)s repairs leave the period.",
            **values,
        )

    def _is_hidden(self, criteria):
        return not ProfileWords(self.profile_id).may_see_amounts() and any(
            row["metric"] in MONEY for row in criteria
        )

    def _missing_words(self, goal, criteria, labels):
        """Return what the customer misses: “1 more repair in the period”; False when unknown."""
        if self._is_hidden(criteria):
            return self.env._("Hidden (no access to amounts)")
        glue = self.env._(" and ") if goal.match == "all" else self.env._(" or ")
        texts = [
            ProfileWords(self.profile_id).missing_text(row, labels[row["metric"]])
            for row in criteria
        ]
        return glue.join(texts) or False

    def _would_words(self, goal, criteria, labels):
        """Return what would keep or lift the customer, in a sentence; False when unknown."""
        missing = self._missing_words(goal, criteria, labels)
        if not missing:
            return False
        if self._is_hidden(criteria):
            return self.env._(
                "What is needed to stay in %(tier)s is hidden (no access to amounts).",
                tier=goal.name,
            )
        if any(map(_is_unknown_net, criteria)):
            return self.env._(
                "The net value is unknown without the costs of their cases: fill in parts and "
                "hours."
            )
        if self.kind == "rise":
            return self.env._(
                "%(missing)s would raise the tier to %(tier)s.", missing=missing, tier=goal.name
            )
        return self.env._(
            "%(missing)s would keep the tier at %(tier)s.", missing=missing, tier=goal.name
        )

    def _call_note(self):
        """Return the words for an activity, which everybody reads who sees the customer.

        What tells an amount is left out, whoever plans the call.
        """
        lines = []
        for row in self:
            if not row._tells_amount():
                lines.append(row.words)
            elif row.kind == "fall":
                lines.append(row._fall_text())
        return plaintext2html("\n".join(lines)) if lines else False

    def _tells_amount(self):
        """Return whether the words tell an amount, or that one is near a line."""
        return self.is_money or any(c.metric in MONEY for c in self.tier_id.criterion_ids)


def _is_unknown_net(found):
    """Return whether a criterion fails for no cost of the customer's cases is known."""
    return found["metric"] == "net_value" and found["figure"] is None and found["cut"] is not None
