from decimal import Decimal

from odoo import fields, models

from ...segmentation import explain
from ...segmentation.tiers import DESCRIPTIVE
from ...vocabulary import GROUP_USER, METRICS, RANKED
from ..classification.repair_segmentation_override import INDUSTRY
from ..policy.rules import rules_of


class RepairCustomerProfile(models.Model):
    """Why a customer is in its tiers, in words that a clerk can say on the phone.

    Nothing is computed anew: the figures are those stored with the classes, held against
    the cuts that the last full run froze. Amounts are left out for who may not see them.
    """

    _inherit = "repair.customer.profile"

    explanation = fields.Html(
        "Why This Tier?",
        compute="_compute_explanation",
        compute_sudo=False,
        sanitize=False,
        groups=GROUP_USER,
    )

    def _compute_explanation(self):
        for profile in self:
            profile.explanation = self.env["ir.qweb"]._render(
                "repair_customer_segmentation.repair_customer_profile_explanation",
                profile._explanation(),
            )

    def action_explain(self):
        """Open the explanation of the customer's tiers in a dialog."""
        self.ensure_one()
        view = self.env.ref("repair_customer_segmentation.repair_customer_profile_view_form_why")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this tier? %s", self.partner_id.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def _explained_run(self):
        """Return the full run whose cuts the stored classes follow.

        A run that is under way has rewritten the customers it named itself on; for all
        others it is the last one done, whether it changed the customer or not.
        """
        # sudo: runs are the managers'; what is shown of them is chosen here.
        runs = self.env["repair.segmentation.run"].sudo()
        last = runs.search(
            [
                ("company_id", "=", self.company_id.id),
                ("scope", "=", "all"),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        own = self.run_id.sudo().exists()
        return own if own.id > last.id and own.cuts else last

    def _explanation(self):
        """Return why the customer is in its tiers.

        :return: dict: ``customer``, ``show_amount``, ``policy``, ``window``, ``as_of`` (words),
            ``rules_changed``, ``no_repair``, ``ranked`` (value, frequency, ABC class), ``rfm``
            ``facts`` (the descriptive dimensions) and ``industry``; see the methods below
        :raise AccessError: when the user may not read the profile
        """
        self.ensure_one()
        self.check_access("read")
        run = self._explained_run()
        policy = run.policy_id
        result = {
            "customer": self.partner_id.display_name,
            "show_amount": self._may_see_amounts(),
            "no_repair": not self.repair_count_total,
            "known": bool(run and run.cuts),
            "ranked": [],
            "rfm": {},
            "facts": [],
        }
        if not result["known"]:
            return result
        as_of = max(run.as_of, self.classified_at or run.as_of)
        day = self.company_id._repair_day(as_of)
        figures = self._explained_figures(day)
        rules = rules_of(policy)
        cuts = run._cuts_on(day, rules.tiers)
        result.update(
            {
                "policy": policy.name,
                "window": self._window_text(run),
                "as_of": self._day_text(as_of),
                "run": self._day_text(run.as_of),
                "rules_changed": self._rules_changed_since(run),
                "ranked": [self._explain_ladder(d, rules.of(d), figures, cuts) for d in RANKED],
                "rfm": self._explain_rfm(policy, figures, cuts),
                "facts": [
                    self._explain_ladder(d, rules.of(d), figures, cuts)
                    for d in DESCRIPTIVE
                    if d != "rfm"
                ],
                "industry": self._explain_industry(),
            }
        )
        return result

    def _rules_changed_since(self, run):
        """Return whether the company's rules say something else than those of a run."""
        # sudo: only whether they differ is told, not what another version says.
        active = self.company_id.sudo().repair_policy_id
        policy = run.policy_id
        return run.rules_digest != policy._rules_digest() or bool(
            active and active != policy and active._meaning_digest() != policy._meaning_digest()
        )

    def _explained_figures(self, day):
        """Return metric -> the figure that the classes of a day were computed from, exact."""
        # sudo: amounts decide what is met; the words leave them out for who may not see them.
        profile = self.sudo()
        figures = {name: Decimal(str(profile[name])) for name in METRICS if name in profile._fields}
        for name, source in (
            ("recency_days", "last_repair_date"),
            ("tenure_days", "first_repair_date"),
        ):
            moment = profile[source]
            repaired = moment and profile.company_id._repair_day(moment)
            figures[name] = Decimal((day - repaired).days) if repaired else None
        # A mean of nothing is no figure, and meets nothing; Odoo reads it as zero.
        for name, has in (
            ("mean_interval_days", profile.repair_count_total > 1),
            ("rating_avg", profile.rating_avg),
            ("service_share", profile.repair_count_total),
        ):
            figures[name] = figures[name] if has else None
        home = profile.company_id.country_id
        abroad = bool(home and profile.country_id and profile.country_id != home)
        partner = profile.partner_id
        return {
            **figures,
            "employee_count": Decimal(partner.repair_employee_count),
            "is_enterprise": Decimal(partner.is_company),
            "is_international": Decimal(abroad),
        }

    def _window_text(self, run):
        if not run.window_start:
            return self.env._("All repairs ever count.")
        return self.env._("Repairs since %s count.", self._day_text(run.window_start))

    def _explain_dimension(self, dimension):
        """Return what is common to all dimensions: the tier, the rule's, override and grace."""
        tier, computed = self[f"{dimension}_tier_id"], self[f"{dimension}_computed_tier_id"]
        labels = dict(tier._fields["dimension"]._description_selection(self.env))
        falls_on = self[f"{dimension}_falls_on"] if dimension in RANKED else False
        override = self._active_overrides().filtered(lambda o: o.dimension == dimension)
        return {
            "dimension": dimension,
            "label": labels[dimension],
            "tier": tier.name or False,
            "color": tier.color,
            "by_rule": computed.name or False,
            "override": self._override_text(override, computed) if override else False,
            "grace": falls_on
            and self.env._(
                "falls on %(date)s to %(tier)s, unless it recovers before",
                date=self._day_text(falls_on),
                tier=computed.name,
            ),
        }

    def _explain_industry(self):
        """Return the industry as a dimension without tiers: by the rule it is the contact's."""
        own = self.partner_id.industry_id
        override = self._active_overrides().filtered(lambda o: o.dimension == INDUSTRY)
        return {
            "dimension": INDUSTRY,
            "label": self.env._("Industry"),
            "tier": self.industry_id.name or False,
            "by_rule": own.name or False,
            "override": self._override_text(override, own) if override else False,
            "steps": [],
            "source": self.env._("on the contact: %s", own.name or self.env._("none")),
        }

    def _explain_ladder(self, dimension, tiers, figures, cuts):
        """Return a dimension of criteria: its ``steps``, and the way ``up`` and ``down``.

        A step is ``{tier, won, any, rows}``, its rows ``{metric, figure, line, source, met}``
        and, for who may see it, ``number``, ``cut`` and ``gap`` as exact numbers.
        """
        computed = self[f"{dimension}_computed_tier_id"]
        way = explain.ladder(tiers, figures, cuts, computed.id)
        records = self.env["repair.segmentation.tier"].browse([tier.id for tier in tiers])
        names = {tier.id: tier.name for tier in records}
        labels = self._metric_labels()
        own = next((s for s in way["steps"] if s["tier"].id == computed.id), None)
        up, down = way["up"], way["down"]
        return {
            **self._explain_dimension(dimension),
            "steps": [
                {
                    "tier": names[step["tier"].id],
                    "won": step is own,
                    "any": step["tier"].match == "any" and len(step["rows"]) > 1,
                    "rows": [self._explain_row(row, labels, cuts) for row in step["rows"]],
                }
                for step in way["steps"]
            ],
            "up": self._up_text(up, names[up["tier"].id] if up else "", labels),
            "down": self._down_text(own, down, names[down["tier"].id] if down else "", labels),
        }

    def _explain_row(self, row, labels, cuts):
        hidden = row["metric"] in ("amount", "amount_total") and not self._may_see_amounts()
        return {
            "metric": labels[row["metric"]],
            "figure": self._number_text(row["metric"], row["figure"]),
            "line": self._line_text(row, labels[row["metric"]]),
            "source": self._source_text(row, cuts),
            "met": row["met"],
            "number": None if hidden else row["figure"],
            "cut": None if hidden else row["cut"],
            "gap": None if hidden else row["gap"],
        }
