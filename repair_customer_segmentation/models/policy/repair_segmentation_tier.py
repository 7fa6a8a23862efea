import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...fields import MOST, Integer
from ...segmentation.rules import Tier
from ...vocabulary import DIMENSION_LABELS, DIMENSIONS

# In the context while a whole policy is saved: its tiers leave the check of the rules, and
# telling of other levels, to it. An object, so that no remote caller can put it there.
RULES_LATER = "repair_rules_later"
SAVING = object()
ENGINE_REFERENCES = {
    "repair_customer_profile": [
        f"{dimension}_{column}"
        for dimension in DIMENSIONS
        for column in ("tier_id", "computed_tier_id")
    ],
    "repair_segmentation_transition": ["from_tier_id", "to_tier_id"],
    "repair_customer_outlook": ["tier_id", "to_tier_id"],
    "repair_case_outcome": [f"{dimension}_tier_id" for dimension in DIMENSIONS],
    "repair_feedback": [f"{dimension}_tier_id" for dimension in DIMENSIONS],
}
# What of a tier decides who is in it; the rest are words and colours.
TIER_RULES = ("dimension", "sequence", "match", "for_potential", "cells")
CELL = re.compile(r"[1-5][1-5]")


class RepairSegmentationTier(models.Model):
    """A class of customers in one dimension of a policy.

    The first tier of a dimension whose criteria hold wins; the last one has no criteria
    and catches the rest. RFM segments are cells of the 5 x 5 board instead.
    """

    _name = "repair.segmentation.tier"
    _description = "Customer Tier"
    _inherit = ["repair.engine.owned"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    policy_id = fields.Many2one(
        "repair.segmentation.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    dimension = fields.Selection(DIMENSION_LABELS, required=True, index=True)
    sequence = Integer(
        default=10,
        help="Tiers are checked top to bottom; the first match applies.",
        bounds=(-MOST, MOST),
    )
    color = Integer(aggregator=False, bounds=(0, 11))
    description = fields.Text(
        translate=True, help="Describe this kind of customer in your own words."
    )
    match = fields.Selection(
        [("all", "All criteria"), ("any", "Any criterion")],
        string="Criteria to Meet",
        required=True,
        default="all",
    )
    criterion_ids = fields.One2many(
        "repair.segmentation.criterion", "tier_id", string="Criteria", copy=True
    )
    cells = fields.Char(
        help="RFM only: the cells of the board as R and FM, for example “55 54 45”."
    )
    for_potential = fields.Boolean(
        "For Customers without a Repair",
        help="Known customers who never had a repair get this tier.",
    )
    service_level_id = fields.Many2one(
        "repair.service.level",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Service level of customers in this tier. If several tiers have one, the highest "
        "is used.",
    )
    assigns_manager = fields.Boolean(
        "Assign an Account Manager",
        help="Customers of this tier without an account manager (salesperson) are assigned one "
        "automatically every night.",
    )
    rule_text = fields.Char("Rule", compute="_compute_rule_text")
    customer_count = fields.Integer(compute="_compute_customer_count", string="Customers")

    def _compute_customer_count(self):
        """Count the customers of each tier; of a draft's tier, those of its origin."""
        profiles = self.env["repair.customer.profile"]
        for dimension, tiers in self.grouped("dimension").items():
            field = f"{dimension}_tier_id"
            counted = tiers | tiers.origin_id
            counts = (
                dict(
                    profiles._read_group(
                        # Whatever the context, as in a list of archived versions.
                        [(field, "in", counted.ids), ("active", "=", True)],
                        [field],
                        ["__count"],
                    )
                )
                if dimension
                else {}
            )
            for tier in tiers:
                tier.customer_count = counts.get(tier._living(), 0)

    def _living(self):
        """Return the tier that customers are in: of a draft's tier, the one it comes from."""
        self.ensure_one()
        return (self.policy_state == "draft" and self.origin_id) or self

    @api.depends(
        "match",
        "cells",
        "dimension",
        "criterion_ids.metric",
        "criterion_ids.operator",
        "criterion_ids.kind",
        "criterion_ids.percent",
        "criterion_ids.value",
        "policy_id.min_population",
        "policy_id.window_months",
    )
    @api.depends_context("lang", "uid")
    def _compute_rule_text(self):
        for policy, tiers in self.grouped("policy_id").items():
            too_few = policy and policy._has_too_few(policy._population_now())
            for tier in tiers:
                tier.rule_text = tier._rule_words(too_few)

    def _rule_words(self, too_few=False, whole=False):
        """Return the rule in words.

        :param bool too_few: there are too few customers for percentages: say what applies
        :param bool whole: say what applies with enough customers, and what with too few
        """
        self.ensure_one()
        if self.dimension == "rfm":
            return self.cells
        if not self.criterion_ids:
            return self.env._("everyone else")
        glue = self.env._(" and ") if self.match == "all" else self.env._(" or ")
        return glue.join(criterion._text(too_few, whole) for criterion in self.criterion_ids)

    @api.depends("name", "policy_id.name")
    @api.depends_context("repair_tier_with_policy")
    def _compute_display_name(self):
        with_policy = self.env.context.get("repair_tier_with_policy")
        for tier in self:
            tier.display_name = f"{tier.name} ({tier.policy_id.name})" if with_policy else tier.name

    @api.constrains("cells", "dimension")
    def _check_cells(self):
        for tier in self:
            for cell in (tier.cells or "").split():
                if not CELL.fullmatch(cell):
                    raise ValidationError(
                        self.env._(
                            "Tier “%(tier)s”: “%(cell)s” is not a cell of the RFM board. A "
                            "cell is two digits from 1 to 5, R first, such as 54.",
                            tier=tier.name,
                            cell=cell,
                        )
                    )
            if tier.cells and tier.dimension != "rfm":
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: only RFM segments have cells. Clear the field “Cells”.",
                        tier=tier.name,
                    )
                )

    @api.constrains("cells", "dimension", "policy_id", "sequence", "criterion_ids", "for_potential")
    def _check_rules(self):
        self._check_active_rules()

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        policies = tiers.policy_id
        policies._check_unlocked()
        new = policies._tiers_in_force()
        policies._levels_changed_since({row for row in new if row[1] not in tiers._ids})
        return tiers

    def write(self, vals):
        self._check_may_write_rules(vals)
        policies = self.policy_id
        left = policies if "policy_id" in vals else policies.browse()
        served = policies._tiers_in_force()
        res = super().write(vals)
        # A tier that moved away is missed by the policy that it left.
        left.filtered(lambda p: p.state == "active")._check_rules()
        (policies | self.policy_id)._levels_changed_since(served)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_keeps_rules_complete(self):
        self._check_active_rules(without=self)

    def unlink(self):
        """Empty the references that have no foreign key: those of the engine's own tables."""
        policies = self.policy_id
        served = policies._tiers_in_force()
        for table, columns in ENGINE_REFERENCES.items():
            for column in columns:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %(table)s SET %(column)s = NULL WHERE %(column)s = ANY(%(ids)s)",
                        table=SQL.identifier(table),
                        column=SQL.identifier(column),
                        ids=self.ids,
                    )
                )
        self.env["repair.customer.profile"].invalidate_model()
        res = super().unlink()
        policies._levels_changed_since(served)
        return res

    def _check_active_rules(self, without=None):
        """Refuse a change that leaves an active policy unable to classify everybody."""
        if self.env.context.get(RULES_LATER) is not SAVING:
            self.policy_id.filtered(lambda p: p.state == "active")._check_rules(without)

    def _cell_pairs(self):
        """Return the cells as pairs ``(R, FM)``."""
        self.ensure_one()
        return [(int(cell[0]), int(cell[1])) for cell in (self.cells or "").split()]

    def _rule(self):
        """Return what the engine needs to know of this tier."""
        self.ensure_one()
        return Tier(
            self.id,
            self.dimension,
            self.match,
            self.for_potential,
            tuple(self._cell_pairs()),
            tuple(criterion._rule() for criterion in self.criterion_ids),
        )

    def action_view_customers(self):
        """List the customers of this tier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_customer_profile_action"
        )
        action["domain"] = [(f"{self.dimension}_tier_id", "=", self._living().id)]
        action["display_name"] = self.name
        return action
