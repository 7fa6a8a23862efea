from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Let the repairs follow: the merge writes them in SQL, which computes nothing."""
        customers = (src_partners | dst_partner).commercial_partner_id
        res = super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: a merge moves the cases of every company, whichever of them the user may see.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        cases = cases.search([("partner_id", "=", dst_partner.id)])
        self.env.add_to_compute(cases._fields["commercial_partner_id"], cases)
        customers.exists()._mark_repair_customers_stale()
        return res
