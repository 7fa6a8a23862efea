from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Keeps it on record that merged customers were asked."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Leave one row a mailing: the merge itself would drop all rows of the merged customers."""
        self.env.flush_all()
        survivor = dst_partner.commercial_partner_id
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM repair_survey_recipient AS recipient
                 USING repair_survey_recipient AS kept
                 WHERE recipient.partner_id = ANY(%(customers)s)
                   AND kept.partner_id = ANY(%(customers)s)
                   AND kept.mailing_id = recipient.mailing_id
                   AND kept.id <> recipient.id
                   AND (kept.state = 'asked', kept.partner_id = %(survivor)s, -kept.id)
                       > (recipient.state = 'asked', recipient.partner_id = %(survivor)s,
                          -recipient.id)
                """,
                customers=(src_partners | survivor).ids,
                survivor=survivor.id,
            )
        )
        self.env["repair.survey.recipient"].invalidate_model()
        return super()._update_foreign_keys(src_partners, dst_partner)
