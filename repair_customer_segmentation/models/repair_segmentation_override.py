from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .repair_segmentation_tier import DIMENSIONS


class RepairSegmentationOverride(models.Model):
    """A person's word on one dimension of one customer; it wins while it is active.

    The computed tier is kept beside it, so that the two can be compared.
    """

    _name = "repair.segmentation.override"
    _description = "Tier Override"
    _inherit = ["mail.thread"]
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade",
        help="Tiers belong to the company of a contact: it is put here by itself.",
    )  # fmt: skip
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company,
        ondelete="cascade",
    )  # fmt: skip
    dimension = fields.Selection(DIMENSIONS, required=True, default="value", tracking=True)
    tier_id = fields.Many2one(
        "repair.segmentation.tier",
        required=True,
        tracking=True,
        ondelete="cascade",
        check_company=True,
        domain="[('dimension', '=', dimension), ('company_id', '=', company_id),"
        " ('policy_id.state', '=', 'active')]",
    )
    computed_tier_id = fields.Many2one(
        "repair.segmentation.tier", compute="_compute_computed_tier_id", string="By the Rule"
    )
    disagrees = fields.Boolean(
        compute="_compute_computed_tier_id",
        search="_search_disagrees",
        help="The rule would put this customer into another tier.",
    )
    tier_color = fields.Integer("Tier Color", related="tier_id.color")
    computed_tier_color = fields.Integer("Rule's Color", compute="_compute_computed_tier_id")
    reason = fields.Char(required=True, tracking=True)
    user_id = fields.Many2one(
        "res.users", string="Author", readonly=True, default=lambda self: self.env.user
    )
    date_start = fields.Datetime("Since", required=True, default=fields.Datetime.now, readonly=True)
    date_end = fields.Datetime(
        "Until", tracking=True, help="Leave empty for as long as nobody takes it back."
    )
    active = fields.Boolean(default=True, tracking=True)
    age_days = fields.Integer("Age (Days)", compute="_compute_age_days")

    _one_active = models.UniqueIndex(
        "(partner_id, company_id, dimension) WHERE active",
        "This customer has an override of this dimension already. Change or archive that one.",
    )

    @api.depends("date_start")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for override in self:
            override.age_days = (now - override.date_start).days if override.date_start else 0

    @api.depends("partner_id", "company_id", "dimension", "tier_id")
    def _compute_computed_tier_id(self):
        profiles = self.env["repair.customer.profile"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        by_key = {(p.partner_id, p.company_id): p for p in profiles}
        for override in self:
            profile = by_key.get((override.partner_id, override.company_id), profiles.browse())
            column = f"{override.dimension}_computed_tier_id"
            computed = profile[column] if override.dimension else profile.value_tier_id.browse()
            override.computed_tier_id = computed
            override.computed_tier_color = computed.color
            override.disagrees = bool(computed) and computed != override.tier_id

    @api.model
    def _search_disagrees(self, operator, value):
        if operator != "in":
            return NotImplemented
        conditions = SQL(" OR ").join(
            SQL(
                "(o.dimension = %s AND p.%s <> o.tier_id)",
                dimension,
                SQL.identifier(f"{dimension}_computed_tier_id"),
            )
            for dimension, _label in DIMENSIONS
        )
        self.flush_model(["partner_id", "company_id", "dimension", "tier_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id
                  FROM repair_segmentation_override AS o
                  JOIN repair_customer_profile AS p
                    ON p.partner_id = o.partner_id AND p.company_id = o.company_id
                 WHERE %s
                """,
                conditions,
            )
        )
        ids = [row[0] for row in rows]
        return [("id", "in" if True in value else "not in", ids)]

    @api.constrains("tier_id", "dimension", "company_id")
    def _check_tier(self):
        for override in self:
            tier = override.tier_id
            if tier.dimension != override.dimension or tier.company_id != override.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” is no tier of this dimension in %(company)s. Choose another.",
                        tier=tier.name,
                        company=override.company_id.name,
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for override in self:
            if override.date_end and override.date_end <= override.date_start:
                raise ValidationError(
                    self.env._(
                        "The override of %(customer)s would end before it begins. "
                        "Choose a later “Until”, or leave it empty.",
                        customer=override.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("partner_id"):
                partner = self.env["res.partner"].browse(vals["partner_id"])
                vals["partner_id"] = partner.commercial_partner_id.id
        overrides = super().create(vals_list)
        overrides._mark_customers_stale()
        overrides._trigger_expiry()
        return overrides

    def write(self, vals):
        if vals.get("partner_id"):
            partner = self.env["res.partner"].browse(vals["partner_id"])
            vals = {**vals, "partner_id": partner.commercial_partner_id.id}
        self._mark_customers_stale()
        res = super().write(vals)
        self._mark_customers_stale()
        if "date_end" in vals or "active" in vals:
            self._trigger_expiry()
        return res

    def unlink(self):
        self._mark_customers_stale()
        return super().unlink()

    def _mark_customers_stale(self):
        self.env["repair.customer.stale"]._mark(
            {(override.partner_id.id, override.company_id.id) for override in self}
        )

    @api.model
    def _end_expired(self):
        """Archive the overrides whose time is over, and have their customers classified."""
        expired = self.search([("date_end", "<=", fields.Datetime.now())])
        expired.write({"active": False})
        return expired
