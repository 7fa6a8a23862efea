from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """What a customer has because of the service level."""

    _inherit = "res.partner"

    repair_benefits = fields.Text(
        "Benefits",
        compute="_compute_repair_benefits",
        compute_sudo=True,
        groups=GROUP_USER,
        help="What the customer has because of the service level, and loses with it. What "
        "somebody changed by hand stays.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_repair_benefits(self):
        benefits = self.env["repair.customer.benefit"]
        kinds = dict(benefits._fields["kind"]._description_selection(self.env))
        found = benefits.search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", self.env.company.id),
            ]
        ).grouped("partner_id")
        for partner in self:
            own = found.get(partner.commercial_partner_id, benefits)
            partner.repair_benefits = "\n".join(
                self.env._("%(benefit)s: %(value)s", benefit=kinds[each.kind], value=value)
                if each._is_had()
                else self.env._("%(benefit)s: changed by hand", benefit=kinds[each.kind])
                for each in own
                for value in [each._had().display_name]
            )
