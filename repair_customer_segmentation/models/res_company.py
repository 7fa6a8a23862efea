from odoo import api, fields, models
from odoo.exceptions import UserError

TEMPLATE = "repair_customer_segmentation.repair_segmentation_policy_default"


class ResCompany(models.Model):
    _inherit = "res.company"

    repair_policy_id = fields.Many2one(
        "repair.segmentation.policy",
        string="Segmentation Policy",
        ondelete="restrict",
        copy=False,
        domain="[('company_id', '=', id)]",
        help="The policy that classifies the repair customers of this company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_repair_policies()
        return companies

    def _create_repair_policies(self):
        """Give each of these companies without an active policy a copy of the shipped one."""
        # sudo: whoever may create a company need not be a segmentation manager; the copy
        # holds only what the addon ships.
        template = self.sudo().env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            return
        for company in self.sudo():
            if not company.repair_policy_id:
                company.repair_policy_id = template.copy(
                    {"company_id": company.id, "state": "active", "name": template.name}
                )

    def _active_repair_policy(self):
        """Return the active policy of the company.

        :raise UserError: when there is none
        """
        self.ensure_one()
        # sudo: the name of the active policy of one's own company is no secret, and the
        # scheduled action has no company of its own.
        policy = self.sudo().repair_policy_id.sudo(False)
        if not policy:
            raise UserError(
                self.env._(
                    "%(company)s has no active segmentation policy. Choose one in "
                    "Repair Customers / Configuration / Settings.",
                    company=self.sudo().name,
                )
            )
        return policy
