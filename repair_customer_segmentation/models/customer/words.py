"""The words of an explanation: numbers, units and dates as the user's language has them."""

from datetime import datetime
from math import ceil

from odoo.tools import format_amount, formatLang

from ...segmentation.cuts import AGING
from ...segmentation.metrics import MONEY, REPAIRS
from ...vocabulary import RANKED
from ..access.day_text import day_text
from ..policy.repair_segmentation_criterion import FLAGS


class ProfileWords:
    """What is told of a customer's figures to the current user, who may not see all of them.

    A ``row`` is a criterion held against a figure, as :func:`.segmentation.explain.weigh` returns
    it; ``cuts`` are those of a full run, as ``_cuts_on`` of it returns them.
    """

    def __init__(self, profile):
        self.profile, self.env = profile, profile.env
        self._overrides = None

    def dimension(self, dimension):
        """Return what is common to all dimensions: the tier, the rule's, override and grace."""
        tier, computed = (
            self.profile[f"{dimension}_tier_id"],
            self.profile[f"{dimension}_computed_tier_id"],
        )
        labels = dict(tier._fields["dimension"]._description_selection(self.env))
        falls_on = self.profile[f"{dimension}_falls_on"] if dimension in RANKED else False
        override = self.overrides().filtered(lambda o: o.dimension == dimension)
        return {
            "dimension": dimension,
            "label": labels[dimension],
            "tier": tier.name or False,
            "color": tier.color,
            "by_rule": computed.name or False,
            "override": self.profile._override_text(override, computed) if override else False,
            "grace": falls_on
            and self.env._(
                "will be downgraded to %(tier)s on %(date)s, unless it recovers before",
                date=self.day_text(falls_on),
                tier=computed.name,
            ),
        }

    def overrides(self):
        """Return the overrides of the customer that are in force."""
        if self._overrides is None:
            self._overrides = self.profile._active_overrides()
        return self._overrides

    def may_see_amounts(self):
        """Return whether the current user may see what customers pay."""
        return self.profile._has_field_access(self.profile._fields["amount"], "read")

    def number_text(self, metric, number):
        """Return a figure or a cut with its unit; money is hidden where it is not to be seen."""
        if metric in MONEY and not self.may_see_amounts():
            return self.env._("hidden")
        if number is None:
            return self.env._("none")
        if metric in MONEY:
            return format_amount(self.env, float(number), self.profile.currency_id)
        if metric in FLAGS:
            return self.env._("yes") if number else self.env._("no")
        text = self.plain_text(number)
        if metric in REPAIRS:
            return self.env._("1 repair") if number == 1 else self.env._("%s repairs", text)
        if metric.endswith("_days"):
            return self.env._("1 day") if number == 1 else self.env._("%s days", text)
        if metric in ("service_share", "active_probability"):
            return self.env._("%s%%", text)
        return text

    def metric_labels(self):
        """Return metric -> its name, without the hints that only an administrator needs."""
        metric = self.env["repair.segmentation.criterion"]._fields["metric"]
        return {
            **dict(metric._description_selection(self.env)),
            "is_enterprise": self.env._("Is a company"),
            "is_international": self.env._("Is abroad"),
            "service_share": self.env._("Share of services"),
            "active_probability": self.env._("Still a customer"),
            "rating_avg": self.env._("Satisfaction"),
        }

    def plain_text(self, number):
        """Return a number as the user's language writes it, with decimals only if it has some."""
        whole = number == int(number)
        return formatLang(self.env, float(number), digits=0 if whole else 2)

    def line_text(self, row, metric_label):
        """Return what a criterion asks for: “at least 4 repairs”."""
        if row["metric"] in FLAGS:
            return metric_label
        if row["metric"] in MONEY and not self.may_see_amounts():
            return self.env._("hidden")
        if row["cut"] is None and row["kind"] == "top_percent":
            return self.env._(
                "nobody meets it: too many customers have the same value, or none has any"
            )
        if row["cut"] is None:
            return self.env._("no threshold: nobody meets it")
        number = self.number_text(row["metric"], row["cut"])
        if row["operator"] == "at_least":
            return self.env._("at least %s", number)
        return self.env._("at most %s", number)

    def source_text(self, row, cuts):
        """Return where the cut of a criterion came from."""
        source = self.origin_text(row, cuts)
        if row["metric"] not in AGING or not row["cut"] or not cuts["aged_days"]:
            return source
        return self.env._(
            "%(origin)s: %(number)s on %(date)s, plus one day for each day since",
            origin=source,
            number=self.number_text(row["metric"], row["cut"] - cuts["aged_days"]),
            date=self.day_text(cuts["frozen_on"]),
        )

    def origin_text(self, row, cuts):
        percent = self.plain_text(row["threshold"])
        if row["kind"] == "pareto":
            return self.env._(
                "the customers who bring %(percent)s%% of the amount", percent=percent
            )
        if row["kind"] == "top_percent" and cuts["fallback"]:
            return self.too_few_text(cuts)
        if row["kind"] == "top_percent":
            return self.env._("the top %(percent)s%% of customers", percent=percent)
        return self.env._("fixed in the policy")

    def score_source_text(self, cut_method, cuts):
        """Return where the four lines of a score came from."""
        if cut_method != "quantile":
            return self.env._("fixed in the policy")
        if cuts["fallback"]:
            return self.too_few_text(cuts)
        return self.env._("quintiles of %s customers", self.plain_text(cuts["population"]))

    def aged_text(self, source, cuts):
        """Return where lines in days came from that have moved on since the run."""
        if not cuts["aged_days"]:
            return source
        return self.env._(
            "%(origin)s on %(date)s, plus one day for each day since",
            origin=source,
            date=self.day_text(cuts["frozen_on"]),
        )

    def too_few_text(self, cuts):
        return self.env._(
            "fixed, because too few customers had a repair in the period: %s",
            self.plain_text(cuts["population"]),
        )

    def missing_text(self, row, metric_label):
        """Return what one criterion still asks for: “$ 240.00 more in the period”."""
        metric, number = row["metric"], self.number_text(row["metric"], row["gap"])
        if metric == "net_value" and row["gap"] is None:
            return self.env._("costs of their cases")
        if metric in FLAGS:
            return metric_label
        if metric == "amount":
            return self.env._("%s more in the period", number)
        if metric == "net_value" and row["operator"] == "at_least":
            return self.env._("%s more net value in the period", number)
        if metric == "repair_count" and row["gap"] <= 1:
            return self.env._("1 more repair in the period")
        if metric == "repair_count":
            return self.env._("%s more repairs in the period", self.plain_text(ceil(row["gap"])))
        if row["operator"] == "at_least":
            return self.env._("%(metric)s: %(number)s more", metric=metric_label, number=number)
        return self.env._("%(metric)s: %(number)s less", metric=metric_label, number=number)

    def up_text(self, way, tier_name, labels):
        """Return what would make the customer reach the next tier; False when it is the top."""
        if not way:
            return False
        if not self.may_see_amounts() and any(row["metric"] in MONEY for row in way["rows"]):
            return self.env._(
                "The distance to %(tier)s is hidden (no access to amounts).", tier=tier_name
            )
        glue = self.env._(" and ") if way["tier"].match == "all" else self.env._(" or ")
        missing = [self.missing_text(row, labels[row["metric"]]) for row in way["rows"]]
        return self.env._(
            "%(missing)s would raise the tier to %(tier)s.",
            missing=glue.join(missing),
            tier=tier_name,
        )

    def down_text(self, step, way, tier_name, labels):
        """Return how much may be lost before the customer falls; False at the bottom."""
        rows = [row for row in way["rows"] if row["metric"] not in FLAGS] if way else []
        if not rows:
            return False
        if not self.may_see_amounts() and any(row["metric"] in MONEY for row in rows):
            return self.env._(
                "The distance to %(tier)s is hidden (no access to amounts).", tier=tier_name
            )
        glue = self.env._(" or ") if step["tier"].match == "all" else self.env._(" and ")
        spare = [
            self.env._("%s in the period", self.number_text(row["metric"], -row["gap"]))
            if row["metric"] in ("amount", "repair_count")
            else self.env._(
                "%(number)s (%(metric)s)",
                number=self.number_text(row["metric"], -row["gap"]),
                metric=labels[row["metric"]],
            )
            for row in rows
        ]
        return self.env._(
            "Margin before a downgrade to %(tier)s: %(spare)s.",
            spare=glue.join(spare),
            tier=tier_name,
        )

    def day_text(self, moment):
        """Return a date, or the company's day of a moment, as the user's language writes it."""
        if not moment:
            return False
        if isinstance(moment, datetime):
            moment = self.profile.company_id[:1]._repair_day(moment)
        return day_text(self.env, moment)
