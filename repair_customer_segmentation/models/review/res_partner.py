from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...vocabulary import GROUP_AMOUNT, GROUP_USER
from .referrals import NO_REFERRAL, brought, in_circle
from .repair_relationship_review import OPEN


class ResPartner(models.Model):
    """Who brought a customer, whom the customer brought, and when the relationship is reviewed."""

    _inherit = "res.partner"

    repair_referred_by_id = fields.Many2one(
        "res.partner",
        string="Referred by",
        groups=GROUP_USER,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain="[('id', '!=', id)]",
        help="The customer who recommended us to this one. Contacts have that of their company.",
    )
    repair_referral_ids = fields.One2many(
        "res.partner", "repair_referred_by_id", string="Referrals", groups=GROUP_USER
    )
    repair_referral_count = fields.Integer(
        "Number of Referrals",
        compute="_compute_repair_referrals",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Customers who were referred by this one or its contacts.",
    )
    repair_referral_repairs = fields.Integer(
        "Repairs from Referrals",
        compute="_compute_repair_referrals",
        compute_sudo=False,
        groups=GROUP_USER,
        help="All repairs of these customers, excluding rework.",
    )
    repair_referral_amount = fields.Monetary(
        "Amount from Referrals",
        compute="_compute_repair_referral_amount",
        compute_sudo=False,
        currency_field="repair_currency_id",
        groups=GROUP_AMOUNT,
        help="Total amount that these customers paid for repairs, in company currency.",
    )
    repair_review_count = fields.Integer(
        "Number of Reviews",
        compute="_compute_repair_reviews",
        compute_sudo=False,
        groups=GROUP_USER,
    )
    repair_review_due = fields.Date(
        "Next Review",
        compute="_compute_repair_reviews",
        compute_sudo=False,
        groups=GROUP_USER,
        help="When the open relationship review of the customer is due.",
    )

    @api.constrains("repair_referred_by_id")
    def _check_repair_referred_by(self):
        """Refuse customers who brought themselves, by others or at once."""
        # Contacts have that of their company, which one of them may have brought.
        customers = self.filtered(
            lambda p: p.repair_referred_by_id and p == p.commercial_partner_id
        )
        self.env.flush_all()
        for partner in customers:
            if partner.repair_referred_by_id.commercial_partner_id == partner.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be referred by itself or by one of its own contacts. Choose "
                        "another customer in “Referred by”, or leave it empty.",
                        partner.display_name,
                    )
                )
        for partner in self.browse(in_circle(self.env, customers.ids)):
            raise ValidationError(
                self.env._(
                    "“%(customer)s” referred “%(referrer)s” itself, directly or through others. "
                    "Choose another customer in “Referred by”, or leave it empty.",
                    customer=partner.display_name,
                    referrer=partner.repair_referred_by_id.display_name,
                )
            )

    @api.model
    def _commercial_fields(self):
        """Contacts of a company were brought by whoever brought the company.

        Whoever may not read the field, and imports contacts, leaves it alone.
        """
        names = super()._commercial_fields()
        referrer = self._fields["repair_referred_by_id"]
        return [*names, referrer.name] if self._has_field_access(referrer, "read") else names

    @api.depends("repair_referral_ids.repair_referred_by_id", "commercial_partner_id")
    @api.depends_context("company")
    def _compute_repair_referrals(self):
        found = self._repair_brought()
        for partner in self:
            named = found.get(partner.commercial_partner_id._origin.id, NO_REFERRAL)
            partner.repair_referral_count = named.customers
            partner.repair_referral_repairs = named.repairs

    @api.depends("repair_referral_ids.repair_referred_by_id", "commercial_partner_id")
    @api.depends_context("company")
    def _compute_repair_referral_amount(self):
        found = self._repair_brought()
        for partner in self:
            named = found.get(partner.commercial_partner_id._origin.id, NO_REFERRAL)
            partner.repair_referral_amount = named.amount

    def _repair_brought(self):
        self.env.flush_all()
        return brought(self.env.company, self.commercial_partner_id._origin.ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_reviews(self):
        reviews = self.env["repair.relationship.review"]
        mine = [("partner_id", "in", self.commercial_partner_id.ids)]
        counts = dict(reviews._read_group(mine, ["partner_id"], ["__count"]))
        due = dict(
            reviews._read_group([*mine, ("state", "in", OPEN)], ["partner_id"], ["date_due:min"])
        )
        for partner in self:
            customer = partner.commercial_partner_id
            partner.repair_review_count = counts.get(customer, 0)
            partner.repair_review_due = due.get(customer, False)

    def action_view_repair_reviews(self):
        """Open the reviews of the customer: the open one first, or a new one where none is."""
        self.env["repair.relationship.review"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_relationship_review_action"
        )
        customer = self.commercial_partner_id
        action["domain"] = [("partner_id", "=", customer.id)]
        action["context"] = {"default_partner_id": customer.id}
        return action

    def action_view_repair_referrals(self):
        """List the customers whom this one, or its contacts, brought."""
        self.env["repair.customer.profile"].check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Referrals by %s", self.commercial_partner_id.name),
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": [
                ("repair_referred_by_id.commercial_partner_id", "=", self.commercial_partner_id.id),
                ("parent_id", "=", False),
            ],
            "context": {"active_test": False},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_reviews(self):
        """Say what to do instead of losing what was agreed."""
        # sudo: reviews of every company, whichever of them the user may see.
        reviews = self.env["repair.relationship.review"].sudo()
        review = reviews.search(
            [("partner_id", "in", self.ids), ("state", "in", ("preparing", "done"))], limit=1
        )
        if review:
            raise UserError(
                self.env._(
                    "“%s” has relationship reviews: deleting the contact would lose what was "
                    "agreed. Archive it, or merge it into another contact.",
                    review.partner_id.display_name,
                )
            )
