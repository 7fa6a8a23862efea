from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...vocabulary import DIMENSION_LABELS

INDUSTRY = "industry"
# An industry is no tier of a policy: the rule is the contact's own, and a person names another.
OVERRIDDEN = [*DIMENSION_LABELS, (INDUSTRY, "Industry")]


class RepairSegmentationOverride(models.Model):
    """A person's word on one dimension of one customer; it wins while it is active.

    The computed tier is kept beside it, so that the two can be compared. Of the dimension
    "industry" it names an industry instead; by the rule that is the contact's own.
    """

    _name = "repair.segmentation.override"
    _description = "Tier Override"
    _inherit = [
        "repair.classifying.mixin",
        "mail.thread",
        "repair.engine.owned",
        "repair.readable.links",
    ]
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade",
        help="Tiers belong to the contact's company, which is set automatically.",
    )  # fmt: skip
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
        ondelete="cascade",
    )  # fmt: skip
    dimension = fields.Selection(OVERRIDDEN, required=True, default="value", tracking=True)
    tier_id = fields.Many2one(
        "repair.segmentation.tier",
        tracking=True,
        ondelete="cascade",
        check_company=True,
        domain="[('dimension', '=', dimension), ('company_id', '=', company_id),"
        " ('policy_id.state', '=', 'active')]",
    )
    industry_id = fields.Many2one("res.partner.industry", tracking=True, ondelete="cascade")
    tier_color = fields.Integer("Tier Color", related="tier_id.color")
    reason = fields.Char(required=True, tracking=True)
    user_id = fields.Many2one(
        "res.users", string="Author", readonly=True, default=lambda self: self.env.user
    )
    _one_active = models.UniqueIndex(
        "(partner_id, company_id, dimension) WHERE active",
        "This customer already has an override for this dimension. Change or archive it.",
    )

    @api.onchange("dimension")
    def _onchange_dimension(self):
        """Empty a tier of another dimension, and an industry where a tier is asked for."""
        if self.tier_id.dimension != self.dimension:
            self.tier_id = False
        if self.dimension != INDUSTRY:
            self.industry_id = False

    def _target(self):
        """Return what the customer is put into: a tier, or an industry."""
        self.ensure_one()
        return self.industry_id if self.dimension == INDUSTRY else self.tier_id

    @api.constrains("tier_id", "industry_id", "dimension", "company_id")
    def _check_target(self):
        for override in self:
            tier, industry = override.tier_id, override.industry_id
            if override.dimension == INDUSTRY:
                if tier or not industry:
                    raise ValidationError(
                        self.env._(
                            "The override of %(customer)s is for the industry: fill in "
                            "“Industry”, and leave “Tier” empty.",
                            customer=override.partner_id.display_name,
                        )
                    )
                continue
            if industry or not tier:
                raise ValidationError(
                    self.env._(
                        "The override of %(customer)s is for a tier: fill in “Tier”, and leave "
                        "“Industry” empty.",
                        customer=override.partner_id.display_name,
                    )
                )
            if tier.dimension != override.dimension or tier.company_id != override.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is not a tier of this dimension in %(company)s. Choose "
                        "another.",
                        tier=tier.name,
                        company=override.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("partner_id"):
                partner = self.env["res.partner"].browse(vals["partner_id"])
                vals["partner_id"] = partner.commercial_partner_id.id
        overrides = super().create(vals_list)
        overrides._trigger_expiry()
        return overrides

    def write(self, vals):
        if vals.get("partner_id"):
            partner = self.env["res.partner"].browse(vals["partner_id"])
            vals = {**vals, "partner_id": partner.commercial_partner_id.id}
        res = super().write(vals)
        if "date_end" in vals or "active" in vals:
            self._trigger_expiry()
        return res

    def _customers(self):
        """Return the customers whose tiers these overrides set."""
        return {(override.partner_id.id, override.company_id.id) for override in self}
