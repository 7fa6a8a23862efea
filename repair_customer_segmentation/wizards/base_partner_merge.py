from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Let the repairs follow: the merge writes them in SQL, which computes nothing."""
        customers = (src_partners | dst_partner).commercial_partner_id
        res = super()._update_foreign_keys(src_partners, dst_partner)
        self._move_repair_profiles(src_partners, dst_partner)
        # sudo: a merge moves the cases of every company, whichever of them the user may see.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        cases = cases.search([("partner_id", "=", dst_partner.id)])
        self.env.add_to_compute(cases._fields["commercial_partner_id"], cases)
        customers.exists()._mark_repair_customers_stale()
        return res

    def _move_repair_profiles(self, src_partners, dst_partner):
        """Hand a profile on where the destination has none, its tiers and grace with it.

        The merge follows foreign keys, which profiles do not have; the profiles that stay
        behind go with their partners.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_customer_profile
                   SET partner_id = %(destination)s
                 WHERE id IN (
                    SELECT min(id)
                      FROM repair_customer_profile
                     WHERE partner_id = ANY(%(sources)s)
                       AND company_id NOT IN (
                            SELECT company_id FROM repair_customer_profile
                             WHERE partner_id = %(destination)s)
                     GROUP BY company_id)
                """,
                destination=dst_partner.commercial_partner_id.id,
                sources=src_partners.ids,
            )
        )
        self.env["repair.customer.profile"].invalidate_model()
