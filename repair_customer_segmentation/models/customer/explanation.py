from odoo import fields, models

from ...segmentation import explain
from ...segmentation.metrics import MONEY
from ...segmentation.tiers import DESCRIPTIVE
from ...vocabulary import GROUP_USER, RANKED
from ..classification.repair_segmentation_override import INDUSTRY
from ..policy.rules import rules_of
from .explanation_rfm import RfmExplanation
from .figures import explained_figures


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

    def _explanation(self):
        """Return why the customer is in its tiers, see :class:`Explanation`.

        :raise AccessError: when the user may not read the profile
        """
        self.ensure_one()
        self.check_access("read")
        return Explanation(self).result()


class Explanation(RfmExplanation):
    """Why one customer is in its tiers, for the current user.

    ``Explanation(profile).result()`` is what the dialog shows.
    """

    def result(self):
        """Return why the customer is in its tiers.

        :return: dict: ``customer``, ``show_amount``, ``policy``, ``window``, ``as_of`` (words),
            ``rules_changed``, ``no_repair``, ``ranked`` (value, frequency, ABC class), ``rfm``,
            ``facts`` (the descriptive dimensions) and ``industry``; see the methods below
        """
        run = self._run()
        policy = run.policy_id
        result = {
            "customer": self.profile.partner_id.display_name,
            "show_amount": self.may_see_amounts(),
            "no_repair": not self.profile.repair_count_total,
            "known": bool(run and run.cuts),
            "ranked": [],
            "rfm": {},
            "facts": [],
        }
        if not result["known"]:
            return result
        as_of = max(run.as_of, self.profile.classified_at or run.as_of)
        day = self.profile.company_id._repair_day(as_of)
        figures = explained_figures(self.profile, day)
        rules = rules_of(policy)
        cuts = run._cuts_on(day, rules.tiers)
        result.update(
            {
                "policy": policy.name,
                "window": self._window_text(run),
                "as_of": self.day_text(as_of),
                "run": self.day_text(run.as_of),
                "rules_changed": self._rules_changed_since(run),
                "ranked": [self._ladder(d, rules.of(d), figures, cuts) for d in RANKED],
                "rfm": self.rfm(policy, figures, cuts),
                "facts": [
                    self._ladder(d, rules.of(d), figures, cuts) for d in DESCRIPTIVE if d != "rfm"
                ],
                "industry": self._industry(),
            }
        )
        return result

    def _run(self):
        """Return the full run whose cuts the stored classes follow.

        A run that is under way has rewritten the customers it named itself on; for all
        others it is the last one done, whether it changed the customer or not.
        """
        last = self._last_run()
        # sudo: runs are the managers'; what is shown of them is chosen here.
        own = self.profile.run_id.sudo().exists()
        return own if own.id > last.id and own.cuts else last

    def _last_run(self):
        """Return the last full run of the company that is done."""
        # sudo: see above.
        return (
            self.env["repair.segmentation.run"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.profile.company_id.id),
                    ("scope", "=", "all"),
                    ("state", "=", "done"),
                ],
                limit=1,
            )
        )

    def _rules_changed_since(self, run):
        """Return whether the company's rules say something else than those of a run."""
        # sudo: only whether they differ is told, not what another version says.
        active = self.profile.company_id.sudo().repair_policy_id
        policy = run.policy_id
        return run.rules_digest != policy._rules_digest() or bool(
            active and active != policy and active._meaning_digest() != policy._meaning_digest()
        )

    def _window_text(self, run):
        if not run.window_start:
            return self.env._("All repairs are counted.")
        return self.env._("Repairs since %s are counted.", self.day_text(run.window_start))

    def _ladder(self, dimension, tiers, figures, cuts):
        """Return a dimension of criteria: its ``steps``, and the way ``up`` and ``down``.

        A step is ``{tier, won, any, rows}``, its rows ``{metric, figure, line, source, met}``
        and, for who may see it, ``number``, ``cut`` and ``gap`` as exact numbers.
        """
        computed = self.profile[f"{dimension}_computed_tier_id"]
        way = explain.ladder(tiers, figures, cuts, computed.id)
        records = self.env["repair.segmentation.tier"].browse([tier.id for tier in tiers])
        names = {tier.id: tier.name for tier in records}
        labels = self.metric_labels()
        own = next((s for s in way["steps"] if s["tier"].id == computed.id), None)
        up, down = way["up"], way["down"]
        return {
            **self.dimension(dimension),
            "steps": [
                {
                    "tier": names[step["tier"].id],
                    "won": step is own,
                    "any": step["tier"].match == "any" and len(step["rows"]) > 1,
                    "rows": [self._row(row, labels, cuts) for row in step["rows"]],
                }
                for step in way["steps"]
            ],
            "up": self.up_text(up, names[up["tier"].id] if up else "", labels),
            "down": self.down_text(own, down, names[down["tier"].id] if down else "", labels),
        }

    def _row(self, row, labels, cuts):
        hidden = row["metric"] in MONEY and not self.may_see_amounts()
        return {
            "metric": labels[row["metric"]],
            "figure": self.number_text(row["metric"], row["figure"]),
            "line": self.line_text(row, labels[row["metric"]]),
            "source": self.source_text(row, cuts),
            "met": row["met"],
            "number": None if hidden else row["figure"],
            "cut": None if hidden else row["cut"],
            "gap": None if hidden else row["gap"],
        }

    def _industry(self):
        """Return the industry as a dimension without tiers: by the rule it is the contact's."""
        own = self.profile.partner_id.industry_id
        override = self.overrides().filtered(lambda o: o.dimension == INDUSTRY)
        return {
            "dimension": INDUSTRY,
            "label": self.env._("Industry"),
            "tier": self.profile.industry_id.name or False,
            "by_rule": own.name or False,
            "override": self.profile._override_text(override, own) if override else False,
            "steps": [],
            "source": self.env._("on the contact: %s", own.name or self.env._("none")),
        }
