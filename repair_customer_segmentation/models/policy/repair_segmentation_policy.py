from odoo import api, fields, models
from odoo.exceptions import UserError

from ...fields import MOST, MOST_DAYS, Integer
from ...vocabulary import DIMENSIONS
from .repair_segmentation_tier import RULES_LATER, SAVING
from .rules import living_ids, rules_of
from .simulation import Simulation


class RepairSegmentationPolicy(models.Model):
    """How the customers of a company are classified; it owns every threshold.

    Its rules are checked in ``completeness.py``, and carried out in the room ``classification``.
    """

    _name = "repair.segmentation.policy"
    _description = "Segmentation Policy"
    _inherit = ["mail.thread", "repair.segmentation.policy.cuts", "repair.engine.owned"]
    _order = "company_id, state, id desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Policies without a company are templates to start from.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("archived", "Replaced")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    window_months = Integer(
        "Period (Months)",
        default=12,
        tracking=True,
        help="Count repairs of the last N months (0 = all).",
        bounds=(-MOST, MOST),
    )
    cut_method = fields.Selection(
        [("quantile", "Quintiles"), ("fixed", "Fixed thresholds")],
        string="RFM Score by",
        required=True,
        default="quantile",
        tracking=True,
        help="Quintiles: customers are ranked and divided into five groups of equal size; "
        "equal customers get equal scores. Fixed thresholds: your own numbers.",
    )
    min_population = Integer(
        "Minimum Customers for Quintiles",
        default=30,
        tracking=True,
        help="With fewer customers in the period, quintiles and top percentages mean little, "
        "so the fixed thresholds are used instead.",
        bounds=(-MOST, 1_000_000_000),
    )
    grace_days = Integer(
        "Grace Period (Days)",
        default=30,
        tracking=True,
        help="A customer who falls to a lower value, frequency or ABC tier keeps the higher "
        "one for this many days, and permanently if they recover in time (0 = downgraded "
        "at once).",
        bounds=(-MOST, MOST_DAYS),
    )
    tier_ids = fields.One2many("repair.segmentation.tier", "policy_id", copy=True)
    value_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Value Tiers", domain=[("dimension", "=", "value")]
    )
    frequency_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Frequency Tiers",
        domain=[("dimension", "=", "frequency")],
    )  # fmt: skip
    rfm_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "RFM Segments", domain=[("dimension", "=", "rfm")]
    )
    abc_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "ABC Classes", domain=[("dimension", "=", "abc")]
    )
    kind_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Kinds", domain=[("dimension", "=", "kind")]
    )
    size_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Sizes", domain=[("dimension", "=", "size")]
    )
    location_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Locations",
        domain=[("dimension", "=", "location")],
    )  # fmt: skip
    need_tier_ids = fields.One2many(
        "repair.segmentation.tier", "policy_id", "Needs", domain=[("dimension", "=", "need")]
    )
    abc_share_a = fields.Float(
        "A: Share of the Amount (%)",
        digits=(5, 2),
        compute="_compute_abc_share_a",
        inverse="_inverse_abc_shares",
        help="Customers who together bring this share of the amount are class A.",
    )
    abc_share_b = fields.Float(
        "A and B: Share of the Amount (%)",
        digits=(5, 2),
        compute="_compute_abc_share_b",
        inverse="_inverse_abc_shares",
        help="Up to this share of the amount, customers are class B; the rest are class C.",
    )
    _one_active = models.UniqueIndex(
        "(company_id) WHERE state = 'active'",
        "A company can have only one active policy at a time.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

    def _abc_shares(self):
        """Return the Pareto criteria of the A and B class, in this order."""
        self.ensure_one()
        return self.abc_tier_ids.criterion_ids.filtered(lambda c: c.kind == "pareto")[:2]

    # One method a field: while a field is written, the others of its method read as zero.
    @api.depends("tier_ids.criterion_ids.percent", "tier_ids.criterion_ids.kind")
    def _compute_abc_share_a(self):
        for policy in self:
            policy.abc_share_a = policy._abc_shares()[:1].percent

    @api.depends("tier_ids.criterion_ids.percent", "tier_ids.criterion_ids.kind")
    def _compute_abc_share_b(self):
        for policy in self:
            policy.abc_share_b = policy._abc_shares()[1:].percent

    def _inverse_abc_shares(self):
        for policy in self:
            shares = (policy.abc_share_a, policy.abc_share_b)
            policy.write(
                {
                    "tier_ids": [
                        fields.Command.update(
                            criterion.tier_id.id,
                            {
                                "criterion_ids": [
                                    fields.Command.update(criterion.id, {"percent": p})
                                ]
                            },
                        )
                        for criterion, p in zip(policy._abc_shares(), shares, strict=False)
                        if criterion.percent != p
                    ]
                }
            )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._number()
        policies._levels_changed_since(frozenset())
        return policies

    def write(self, vals):
        self._check_may_write_rules(vals)
        self._check_may_write_state(vals)
        self._check_may_archive(vals)
        moved = self.filtered(lambda p: p.company_id.id != vals.get("company_id", p.company_id.id))
        served = self._tiers_in_force()
        # The rules are checked as they are in the end; the steps on the way may be incomplete.
        res = super(RepairSegmentationPolicy, self.with_context(**{RULES_LATER: SAVING})).write(
            vals
        )
        moved._number()
        self._levels_changed_since(served)
        return res

    def _tiers_in_force(self):
        """Return the tiers of those of these policies that are active, with their levels.

        :return: set of (company id, tier id, service level id)
        """
        tiers = self.filtered(lambda policy: policy.state == "active").tier_ids
        return frozenset(
            (tier.company_id.id, tier.id, tier.service_level_id.id)
            for tier in tiers
            if tier.service_level_id
        )

    def _levels_changed_since(self, before):
        """Let customers and open cases follow where the tiers in force give other levels.

        :param before: what :meth:`_tiers_in_force` returned then
        """
        if self.env.context.get(RULES_LATER) is SAVING:
            # Part of a bigger change, which tells of the whole.
            return
        changed = before ^ self._tiers_in_force()
        if changed:
            companies = self.env["res.company"].browse({company for company, _tier, _l in changed})
            self.env["repair.service.level"]._terms_changed(companies)

    def _rules_digest(self):
        """Return a fingerprint of the rules: equal rules, equal fingerprint."""
        return rules_of(self).digest()

    def _meaning_digest(self):
        """Return a fingerprint of what the rules say: that of an equal copy is the same."""
        return rules_of(self).meaning_digest(living_ids(self))

    def action_simulate(self):
        """Open the page that shows who would move."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "repair_policy_simulation",
            "name": self.env._("Simulation"),
            "params": {"policy_id": self.id},
        }

    def simulate(self):
        """Return who would move if this version were active now.

        Figures are those of this version's period. Whoever has an override stays with it, and
        the grace is left out. Amounts are given to those who may see amounts.

        :return: dict of plain data: ``customers`` in all; for each dimension its matrix of
            ``cells`` (from, to, customers, repairs, amount, share) with ``rows`` and
            ``columns``, and its top ``movers``; the ``load`` on each service level in cases;
            ``warnings``: tiers and scores that nobody would have, in words
        :raise AccessError: when the user may not change policies
        :raise ValidationError: when the rules are incomplete
        :raise UserError: when the policy is a template
        """
        return Simulation(self).result()

    def action_view_simulated(self, dimension, old, new):
        """List the customers of one cell of the matrix, those with the highest amounts first.

        :param str dimension: such as ``value``
        :param old: id of the tier today, or False
        :param new: id of the tier by this version, or False
        :raise AccessError: when the user may not change policies
        :raise UserError: when there is no such dimension
        """
        if dimension not in DIMENSIONS:
            raise UserError(self.env._("Unknown dimension “%(name)s”.", name=dimension))
        return Simulation(self).action_customers(dimension, old, new)
