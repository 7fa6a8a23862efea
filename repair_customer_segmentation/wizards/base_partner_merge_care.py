from odoo import models
from odoo.tools import SQL

from ..models.care.opt_out import former_ids


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Keeps the care of merged customers: what each got, when its birthday is, and its opt-out."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Take a birthday together with its calendar; who opted out has opted out for all.

        Links to opt out that were sent to those who are merged away still work.

        The merge itself takes each field from whoever has it: a date from one, its calendar from
        another.
        """
        # sudo: a merge moves what there is, whichever of it the user may see.
        dst, sources = dst_partner.sudo(), src_partners.sudo()
        born = (dst | sources.sorted("id")).filtered("repair_birthday")[:1]
        kept = {
            "repair_birthday": born.repair_birthday,
            "repair_birthday_lunar": born.repair_birthday_lunar,
            "repair_care_opt_out": any((dst | sources).mapped("repair_care_opt_out")),
            "repair_former_ids": former_ids(dst, sources - dst),
        }
        res = super()._update_values(src_partners, dst_partner)
        dst.write(kept)
        return res

    def _keep_care_contacts(self, src_partners, dst_partner):
        """Leave no two contacts with the same key: the merge would drop all rows of a contact.

        Those of the kept customer come first: it is contacted on no such occasion again. Contacts
        belong to the commercial partner, as profiles do.
        """
        self.env.flush_all()
        survivor = dst_partner.commercial_partner_id
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_care_contact AS care
                   SET occasion = occasion || '-merged-' || id
                 WHERE partner_id = ANY(%(sources)s)
                   AND EXISTS (
                        SELECT FROM repair_care_contact AS other
                         WHERE other.rule_id = care.rule_id
                           AND other.occasion = care.occasion
                           AND other.id <> care.id
                           AND (other.partner_id = %(survivor)s
                                OR (other.partner_id = ANY(%(sources)s) AND other.id < care.id)))
                """,
                sources=src_partners.ids,
                survivor=survivor.id,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE repair_care_contact SET partner_id = %s WHERE partner_id = ANY(%s)",
                survivor.id,
                src_partners.ids,
            )
        )
        self.env["repair.care.contact"].invalidate_model()
