from odoo import api, fields, models
from odoo.exceptions import UserError

from ..fields import Datetime
from ..models.classification.repair_segmentation_override import INDUSTRY, OVERRIDDEN

# So many customers are named in an error; the others are counted.
NAMED_REFUSALS = 10


class RepairOverrideWizard(models.TransientModel):
    """Put customers into a tier by hand; what was there of that dimension is replaced."""

    _name = "repair.override.wizard"
    _inherit = ["repair.readable.dialog"]
    _description = "Override Tiers"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    # Archived customers too: they are refused by name rather than passed over.
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        context={"active_test": False},
        default=lambda self: self._default_partner_ids(),
    )
    partner_count = fields.Integer(compute="_compute_partner_count")
    dimension = fields.Selection(OVERRIDDEN, required=True, default="value")
    tier_id = fields.Many2one(
        "repair.segmentation.tier",
        compute="_compute_target",
        store=True,
        readonly=False,
        domain="[('dimension', '=', dimension), ('company_id', '=', company_id),"
        " ('policy_id.state', '=', 'active')]",
    )
    industry_id = fields.Many2one(
        "res.partner.industry", compute="_compute_target", store=True, readonly=False
    )
    reason = fields.Char(required=True)
    date_end = Datetime("Until", help="Leave empty for no end date.")

    @api.model
    def _default_partner_ids(self):
        """Start from the customers that were chosen in a list."""
        context = self.env.context
        ids = context.get("active_ids") or []
        if context.get("active_model") == "repair.customer.profile":
            return self.env["repair.customer.profile"].browse(ids).partner_id
        if context.get("active_model") == "res.partner":
            return self.env["res.partner"].browse(ids)
        return False

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        for wizard in self:
            wizard.partner_count = len(wizard.partner_ids)

    @api.depends("dimension")
    def _compute_target(self):
        """Empty a tier of another dimension, and an industry where a tier is asked for."""
        for wizard in self:
            if wizard.tier_id.dimension != wizard.dimension:
                wizard.tier_id = False
            if wizard.dimension != INDUSTRY:
                wizard.industry_id = False

    def _target(self):
        """Return what the customers are put into: a tier, or an industry."""
        self.ensure_one()
        return self.industry_id if self.dimension == INDUSTRY else self.tier_id

    def action_apply(self):
        """Create the overrides and classify the customers.

        :raise AccessError: for anybody but managers
        :raise UserError: names each customer for whom it is not possible, and why
        """
        self.ensure_one()
        customers = self.partner_ids.commercial_partner_id
        self._check_possible(customers)
        overrides = self.env["repair.segmentation.override"]
        overrides._replace(customers, self.company_id, self.dimension, self._target())
        overrides = overrides.create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": self.company_id.id,
                    "dimension": self.dimension,
                    "tier_id": self.tier_id.id,
                    "industry_id": self.industry_id.id,
                    "reason": self.reason,
                    "date_end": self.date_end,
                }
                for customer in customers
            ]
        )
        overrides._classify_customers()
        # What opened the dialog reads its records anew when it closes: the badge has changed.
        return {"type": "ir.actions.act_window_close"}

    def _check_possible(self, customers):
        """Refuse with the name of each customer for whom it is not possible."""
        self.env["repair.segmentation.override"].check_access("create")
        if not customers:
            raise UserError(self.env._("Choose at least one customer."))
        if not self._target():
            raise UserError(
                self.env._("Choose the industry for the customers.")
                if self.dimension == INDUSTRY
                else self.env._("Choose the tier for the customers.")
            )
        if self.date_end and self.date_end <= fields.Datetime.now():
            raise UserError(self.env._("“Until” is in the past. Choose a later day."))
        refusals = [
            self.env._(
                "%(customer)s belongs to %(company)s only.",
                customer=customer.display_name,
                # sudo: the name of a company of which the user need not be a member.
                company=customer.sudo().company_id.name,
            )
            for customer in customers
            if customer.company_id and customer.company_id != self.company_id
        ]
        refusals += [
            self.env._("%(customer)s is archived.", customer=customer.display_name)
            for customer in customers
            if not customer.active
        ]
        if refusals:
            more = len(refusals) - NAMED_REFUSALS
            lines = refusals[:NAMED_REFUSALS]
            if more > 0:
                lines.append(self.env._("… and %s more.", more))
            raise UserError(
                self.env._(
                    "Nothing was changed, because %(tier)s is not possible for these "
                    "customers:\n%(lines)s",
                    tier=self._target().name,
                    lines="\n".join(lines),
                )
            )
