from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST, MOST_MONEY, Float, Integer
from ...segmentation.metrics import MONEY
from ...segmentation.rules import Criterion
from ...vocabulary import GROUP_AMOUNT, METRIC_LABELS

FLAGS = ("is_enterprise", "is_international")

# What of a criterion decides who meets it.
CRITERION_RULES = ("sequence", "metric", "operator", "kind", "percent", "value")


class RepairSegmentationCriterion(models.Model):
    """One test of a tier: a metric at least, or at most, a threshold."""

    _name = "repair.segmentation.criterion"
    _description = "Segmentation Criterion"
    _order = "sequence, id"

    tier_id = fields.Many2one(
        "repair.segmentation.tier", required=True, ondelete="cascade", index=True
    )
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    metric = fields.Selection(METRIC_LABELS, required=True, default="amount")
    operator = fields.Selection(
        [("at_least", "at least"), ("at_most", "at most")], required=True, default="at_least"
    )
    kind = fields.Selection(
        [
            ("value", "the value"),
            ("top_percent", "the top % of customers"),
            ("pareto", "the customers who bring % of the amount"),
        ],
        string="Threshold",
        required=True,
        default="value",
        help="A number that you enter; the top x% of the customers with a repair in the "
        "period; or the customers who together bring x% of the period's amount.",
    )
    percent = Float("%", digits=(5, 2), bounds=(-MOST, MOST))
    value = Float(
        "Number",
        digits=(16, 2),
        # It may be an amount. What other numbers are, the rule says in words.
        groups=GROUP_AMOUNT,
        help="The threshold. With a top percentage: the value used instead while there are too "
        "few customers for a percentage.",
        bounds=(-MOST_MONEY, MOST_MONEY),
    )

    @api.constrains("kind", "percent")
    def _check_percent(self):
        for criterion in self.filtered(lambda c: c.kind != "value"):
            if not 0 < criterion.percent <= 100:
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: the share of %(percent)s%% is not possible. Enter a "
                        "number above 0 and up to 100.",
                        tier=criterion.tier_id.name,
                        percent=f"{criterion.percent:g}",
                    )
                )

    @api.constrains("kind", "metric", "operator")
    def _check_pareto(self):
        for criterion in self.filtered(lambda c: c.kind == "pareto"):
            if criterion.metric != "amount" or criterion.operator != "at_least":
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: a share of the amount can only be used with “Amount "
                        "in the period” and “at least”. Choose these two, or another threshold.",
                        tier=criterion.tier_id.name,
                    )
                )

    @api.constrains("tier_id", "kind", "percent", "metric")
    def _check_rules(self):
        self.tier_id._check_active_rules()

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria.tier_id.policy_id._check_unlocked()
        return criteria

    def write(self, vals):
        self._check_may_write_rules(vals)
        return super().write(vals)

    def unlink(self):
        tiers = self.tier_id
        res = super().unlink()
        tiers._check_active_rules()
        return res

    def _text(self, too_few=False, whole=False):
        """Return the criterion in the user's words, without amounts that are not for them.

        :param bool too_few: there are too few customers for a percentage: say what applies
        :param bool whole: say of a percentage, too, what applies with too few customers
        """
        self.ensure_one()
        metric = self._label("metric")
        percent = f"{self.percent:g}"
        if self.kind == "pareto":
            return self.env._(
                "one of the customers who bring %(percent)s%% of the amount", percent=percent
            )
        if self.kind == "top_percent" and whole:
            return self.env._(
                "%(metric)s among the top %(percent)s%% of customers (with too few customers: "
                "%(operator)s %(number)s)",
                metric=metric,
                percent=percent,
                operator=self._label("operator"),
                number=self._value_text(),
            )
        if self.kind == "top_percent" and too_few:
            return self.env._(
                "%(rule)s (instead of the top %(percent)s%% of customers)",
                rule=self._number_text(metric),
                percent=percent,
            )
        if self.kind == "top_percent":
            return self.env._(
                "%(metric)s among the top %(percent)s%% of customers",
                metric=metric,
                percent=percent,
            )
        return self._number_text(metric)

    def _label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]

    def _number_text(self, metric):
        # sudo: the number is left out below where it is an amount and not for this user.
        value = self.sudo().value
        if self.metric in FLAGS and (self.operator, value) in (("at_least", 1), ("at_most", 0)):
            return {
                ("is_enterprise", "at_least"): self.env._("is a company"),
                ("is_enterprise", "at_most"): self.env._("is a person"),
                ("is_international", "at_least"): self.env._("is abroad"),
                ("is_international", "at_most"): self.env._("is not abroad"),
            }[self.metric, self.operator]
        return self.env._(
            "%(metric)s %(operator)s %(number)s",
            metric=metric,
            operator=self._label("operator"),
            number=self._value_text(),
        )

    def _value_text(self):
        """Return the typed number, unless it is an amount that is not for the user."""
        if self.metric in MONEY and not self.env.user.has_group(GROUP_AMOUNT):
            return self.env._("(hidden)")
        # sudo: an amount is left out above.
        return f"{self.sudo().value:,.2f}".rstrip("0").rstrip(".")

    def _rule(self):
        """Return what the engine needs to know of this criterion, numbers exact."""
        self.ensure_one()
        # sudo: rules are compared and carried out whoever asks; none of them is shown here.
        value = Decimal(str(self.sudo().value))
        return Criterion(
            self.id,
            self.metric,
            self.operator,
            self.kind,
            threshold=value if self.kind == "value" else Decimal(str(self.percent)),
            fallback=value,
        )
