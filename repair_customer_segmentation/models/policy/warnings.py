from odoo import api, fields, models

from ...segmentation import reach
from ...segmentation.cuts import RFM_METRICS, load_cuts
from ...segmentation.metrics import MONEY
from ...segmentation.tiers import SCORES
from ...vocabulary import GROUP_AMOUNT
from ..access.enumerated import enumerated
from .completeness import CRITERIA_DIMENSIONS
from .fixed_cuts import CUT_FIELDS
from .rules import rules_of


class RepairSegmentationPolicy(models.Model):
    """What a policy does that nobody can have meant: tiers, segments and scores of nobody.

    Such rules are carried out, as they leave no customer without a class; they are told of where
    they are made, in the simulation, and on each run.
    """

    _inherit = "repair.segmentation.policy"

    warning_text = fields.Text(
        "Warnings",
        compute="_compute_warning_text",
        help="Tiers, segments and scores that no customer can reach with these rules.",
    )

    @api.depends(
        "state",
        "company_id",
        "window_months",
        "cut_method",
        "min_population",
        *CUT_FIELDS,
        *(
            f"tier_ids.{name}"
            for name in ("name", "dimension", "sequence", "match", "for_potential", "cells")
        ),
        *(
            f"tier_ids.criterion_ids.{name}"
            for name in ("metric", "operator", "kind", "percent", "value")
        ),
    )
    @api.depends_context("lang", "uid")
    def _compute_warning_text(self):
        for policy in self:
            policy.warning_text = "\n".join(policy._warnings(policy._cuts_by_now())) or False

    def _cuts_by_now(self):
        """Return what is known of the cuts of these rules, from the last full run of the company.

        :return: as ``load_cuts()`` returns them, as far as that run looked at the same period;
            criteria that no run has carried out yet are missing
        """
        self.ensure_one()
        nothing = {"rfm": {}, "highest": {}, "criteria": {}, "fallback": False}
        run = self._run_of_same_window()
        if not run or not run.cuts:
            return nothing
        known = load_cuts(run.cuts)
        too_few = self._has_too_few(run.population)
        criteria = {}
        if run.rules_digest == run.policy_id._rules_digest():
            criteria = {
                self._criterion_key(criterion): known["criteria"].get(criterion.id)
                for criterion in rules_of(run.policy_id).criteria
                if criterion.kind == "pareto" or not known["fallback"]
            }
        found = {}
        for criterion in rules_of(self).criteria:
            if criterion.kind == "top_percent" and too_few:
                found[criterion.id] = criterion.fallback
            elif self._criterion_key(criterion) in criteria:
                found[criterion.id] = criteria[self._criterion_key(criterion)]
        fifths = self.cut_method == "quantile" and not too_few
        return {
            "rfm": known["rfm"] if fifths else {},
            "highest": known["highest"] if fifths else {},
            "criteria": found,
            "fallback": too_few,
        }

    @api.model
    def _criterion_key(self, criterion):
        return criterion.metric, criterion.operator, criterion.kind, criterion.threshold

    def _warnings(self, cuts):
        """Return what no customer can be by these rules, a sentence each.

        :param dict cuts: as ``load_cuts()`` returns them; what is missing is not known
        """
        return self._tier_warnings(cuts) + self._segment_warnings(cuts)

    def _tiers_by_dimension(self):
        self.ensure_one()
        return self.tier_ids.sorted(
            lambda tier: (tier.sequence, tier._origin.id or float("inf"))
        ).grouped("dimension")

    def _tier_warnings(self, cuts):
        by_dimension = self._tiers_by_dimension()
        labels = dict(self.tier_ids._fields["dimension"]._description_selection(self.env))
        lines = []
        for dimension in CRITERIA_DIMENSIONS:
            tiers = by_dimension.get(dimension, self.tier_ids.browse())
            rules = [tier._rule() for tier in tiers]
            by_id = dict(zip((rule.id for rule in rules), tiers, strict=True))
            lines += [
                self._tier_warning(finding, by_id, labels[dimension], cuts["fallback"])
                for finding in reach.findings(rules, cuts["criteria"])
            ]
        return lines

    def _tier_warning(self, finding, tiers, dimension, too_few):
        tier = tiers[finding["tier"]]
        values = {
            "dimension": dimension,
            "tier": tier.name,
            "rule": tier._rule_words(too_few),
            "before": enumerated(
                self.env,
                (
                    self.env._("“%(tier)s” (%(rule)s)", tier=t.name, rule=t._rule_words(too_few))
                    for t in map(tiers.get, finding["before"])
                ),
            ),
        }
        without = tier.criterion_ids.filtered(lambda c: c.id in finding["criteria"])
        if without:
            values["share"] = enumerated(self.env, (c._text() for c in without))
            return self.env._(
                "%(dimension)s, “%(tier)s”: no customer is in it. Nobody qualifies for "
                "“%(share)s”: too many customers have the same value, or none has any.",
                **values,
            )
        if finding["kind"] == "never" and len(tier.criterion_ids) > 1:
            return self.env._(
                "%(dimension)s, “%(tier)s”: no customer can reach it, because its criteria "
                "contradict each other: %(rule)s.",
                **values,
            )
        if finding["kind"] == "never":
            return self.env._(
                "%(dimension)s, “%(tier)s”: no customer can reach it, because this is "
                "impossible: %(rule)s.",
                **values,
            )
        if finding["kind"] == "hidden":
            return self.env._(
                "%(dimension)s, “%(tier)s” (%(rule)s): no customer can reach it, because "
                "everyone who meets this is already in an earlier tier: %(before)s. Move it "
                "up, or change its numbers.",
                **values,
            )
        return self.env._(
            "%(dimension)s, “%(tier)s”: no customers are left for it, because the tiers before "
            "it take everyone: %(before)s.",
            **values,
        )

    def _segment_warnings(self, cuts):
        segments = self._tiers_by_dimension().get("rfm", ())
        lines = [
            self.env._(
                "RFM segment “%(tier)s” has no cells, so no customer can reach it. Assign "
                "cells to it, or remove it.",
                tier=tier.name,
            )
            for tier in segments
            if not (tier.cells or "").strip()
        ]
        if self.cut_method != "quantile" or not cuts["highest"]:
            return lines
        empty = reach.empty_scores(cuts)
        labels = dict(
            zip(
                SCORES,
                (self.env._("Recency"), self.env._("Frequency"), self.env._("Monetary")),
                strict=True,
            )
        )
        sees_amounts = self.env.user.has_group(GROUP_AMOUNT)
        metric_field = self.env["repair.segmentation.criterion"]._fields["metric"]
        metrics = dict(metric_field._description_selection(self.env))
        for name, metric in zip(SCORES, RFM_METRICS, strict=True):
            if not empty[name]:
                continue
            hidden = metric in MONEY and not sees_amounts
            lines.append(
                self.env._(
                    "%(score)s: no customer has the scores %(scores)s, because too many are "
                    "equal. The four cut points between the quintiles (%(metric)s) are "
                    "%(numbers)s, and the highest value is %(highest)s. A longer period or "
                    "fixed thresholds would separate them.",
                    score=labels[name],
                    scores=enumerated(self.env, map(str, empty[name])),
                    metric=metrics[metric],
                    numbers=self.env._("(hidden)")
                    if hidden
                    else enumerated(
                        self.env, (f"{number:,.15g}" for number in cuts["rfm"][metric])
                    ),
                    highest=self.env._("(hidden)")
                    if hidden
                    else f"{cuts['highest'][metric]:,.15g}",
                )
            )
        by_id = {tier.id: tier for tier in segments}
        nobody = reach.empty_segments([tier._rule() for tier in segments], empty)
        if nobody:
            lines.append(
                self.env._(
                    "RFM segments that no customer can reach with these scores: %(segments)s.",
                    segments=enumerated(self.env, (by_id[tier_id].name for tier_id in nobody)),
                )
            )
        return lines
