from collections import Counter

from odoo import api, fields, models


class RepairSegmentationPolicy(models.Model):
    """The policy in sentences: what counts, who gets which tier, and what applies today."""

    _inherit = "repair.segmentation.policy"

    summary = fields.Text(compute="_compute_summary")
    descriptive_summary = fields.Text("Attributes Summary", compute="_compute_descriptive_summary")
    cell_counts = fields.Json(
        "Customers by Cell",
        compute="_compute_cell_counts",
        help="Number of customers of the company per cell (R and FM), as last classified.",
    )

    @api.depends(
        "window_months",
        "cut_method",
        "min_population",
        "value_tier_ids.rule_text",
        "value_tier_ids.name",
        "frequency_tier_ids.rule_text",
        "frequency_tier_ids.name",
        "tier_ids.name",
        "tier_ids.rule_text",
    )
    @api.depends_context("lang", "uid")
    def _compute_summary(self):
        for policy in self:
            if policy.window_months == 1:
                window = self.env._("Repairs of the last month are counted.")
            elif policy.window_months:
                window = self.env._(
                    "Repairs of the last %(months)s months are counted.",
                    months=policy.window_months,
                )
            else:
                window = self.env._("All repairs are counted.")
            population = policy._population_now()
            too_few = policy._has_too_few(population)
            lines = [window]
            for tiers in (policy.value_tier_ids, policy.frequency_tier_ids):
                lines += [
                    self.env._(
                        "• %(tier)s: %(rule)s", tier=tier.name, rule=tier._rule_words(too_few)
                    )
                    for tier in tiers
                    if tier.name
                ]
            if population is not None and policy._uses_shares():
                lines.append(policy._population_text(population, too_few))
            policy.summary = "\n".join(lines)

    def _uses_shares(self):
        """Return whether a rule looks at fifths or percentages of the customers."""
        return self.cut_method == "quantile" or "top_percent" in self.tier_ids.criterion_ids.mapped(
            "kind"
        )

    def _has_too_few(self, population):
        """Return whether so many customers (None: not known) are too few for a share of them."""
        return population is not None and population < max(self.min_population, 1)

    def _population_now(self):
        """Return how many customers had a repair in the window at the last full run.

        None where that is not known of this window: nobody was classified yet, or the last
        run looked at another window.
        """
        run = self._run_of_same_window()
        return run.population if run else None

    def _run_of_same_window(self):
        """Return the last full run of the company, where it looked at this policy's window.

        With sudo, as runs are the managers': what is told of it is for the caller to choose.
        """
        self.ensure_one()
        # sudo: see above.
        runs = self.env["repair.segmentation.run"].sudo()
        if not self.company_id:
            return runs
        domain = [
            ("company_id", "=", self.company_id.id), ("scope", "=", "all"), ("state", "=", "done"),
        ]  # fmt: skip
        run = runs.search(domain, limit=1)
        return run if run.policy_id.window_months == self.window_months else runs

    def _population_text(self, population, too_few):
        values = {"count": f"{population:,}", "minimum": f"{max(self.min_population, 1):,}"}
        if too_few:
            return self.env._(
                "Customers with a repair in the period: currently %(count)s, fewer than the "
                "%(minimum)s needed for quintiles and top percentages. The fixed thresholds are "
                "used.",
                **values,
            )
        return self.env._(
            "Customers with a repair in the period: currently %(count)s, enough for quintiles "
            "and top percentages.",
            **values,
        )

    @api.depends(
        "kind_tier_ids.name", "kind_tier_ids.rule_text",
        "size_tier_ids.name", "size_tier_ids.rule_text",
        "location_tier_ids.name", "location_tier_ids.rule_text",
        "need_tier_ids.name", "need_tier_ids.rule_text",
    )  # fmt: skip
    @api.depends_context("lang", "uid")
    def _compute_descriptive_summary(self):
        labels = dict(self.tier_ids._fields["dimension"]._description_selection(self.env))
        for policy in self:
            lines = []
            for dimension in ("kind", "size", "location", "need"):
                rules = [
                    self.env._("%(tier)s: %(rule)s", tier=tier.name, rule=tier.rule_text)
                    for tier in policy[f"{dimension}_tier_ids"]
                    if tier.name
                ]
                lines.append(f"{labels[dimension]} — {'; '.join(rules)}")
            lines.append(self.env._("Industry — from the contact, unless overridden"))
            policy.descriptive_summary = "\n".join(lines)

    def _compute_cell_counts(self):
        profiles = self.env["repair.customer.profile"]
        for company, policies in self.grouped("company_id").items():
            counts = Counter()
            if company:
                scored = [
                    ("company_id", "=", company.id),
                    ("recency_score", ">", 0),
                    # Whatever the context, as in a list of archived versions.
                    ("active", "=", True),
                ]
                scores = ["recency_score", "frequency_score", "monetary_score"]
                for r, f, m, count in profiles._read_group(scored, scores, ["__count"]):
                    counts[f"{r}{(f + m + 1) // 2}"] += count
            policies.cell_counts = dict(counts)
