from odoo import api, fields, models

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """The page “Repair Profile” tells whether the customer is about to fall or to rise."""

    _inherit = "res.partner"

    repair_outlook = fields.Text(
        compute="_compute_repair_outlook",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("repair_profile_id")
    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_repair_outlook(self):
        """A line for each dimension that is about to change, as in the list of such customers."""
        rows = self.env["repair.customer.outlook"].search(
            [("profile_id", "in", self.repair_profile_id.ids)]
        )
        dimensions = dict(rows._fields["dimension"]._description_selection(self.env))
        of_profile = rows.grouped("profile_id")
        for partner in self:
            own = of_profile.get(partner.repair_profile_id, rows.browse())
            partner.repair_outlook = "\n".join(
                self.env._(
                    "%(dimension)s: %(words)s", dimension=dimensions[row.dimension], words=row.words
                )
                for row in own
            )
