from odoo import models
from odoo.tools import SQL

from ..models.policy import turns
from .united_activities import unite_activities
from .united_followings import unite_followings, unite_notifications, unite_own_followers

# What is of a contact, and with it of the commercial partner that it belongs to.
FOLLOW_THEIR_CUSTOMER = (
    "repair.case",
    "repair.declined.work",
    "repair.device",
    "repair.feedback",
    "repair.maintenance.visit",
    "repair.service.contract",
)


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """One customer with one profile, the repairs, overrides and history of both.

    The merge follows foreign keys in SQL to the very partner that it was asked to keep.
    Profiles have no foreign key, and like overrides and changes of tier they belong to the
    commercial partner.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Let merges and classifications of the same customers take turns.

        Both rewrite profiles: side by side, one of them would end in an error of the database.
        """
        # sudo: which companies know these customers; nothing of them is returned.
        profiles = self.env["repair.customer.profile"].sudo().with_context(active_test=False)
        companies = profiles.search([("partner_id", "in", partner_ids)]).company_id
        turns.wait_for(companies.repair_policy_id)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        customers = self.env["res.partner"].browse(partner_ids).exists().commercial_partner_id
        for customer in customers:
            self.env["repair.customer.benefit"]._forget_lost(customer)
            unite_activities(customer)
        return res

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Let the repairs follow: the merge writes them in SQL, which computes nothing."""
        self._keep_care_contacts(src_partners, dst_partner)
        self._keep_reviews(src_partners, dst_partner)
        unite_followings(src_partners, dst_partner)
        unite_notifications(src_partners, dst_partner)
        customers = (src_partners | dst_partner).commercial_partner_id
        survivor = dst_partner.commercial_partner_id
        self.env["repair.segmentation.override"]._hand_over(src_partners, survivor)
        self.env["repair.customer.benefit"]._hand_over(src_partners, survivor)
        heirs = self._move_repair_profiles(src_partners, survivor)
        self._move_repair_transitions(src_partners, survivor, heirs)
        res = super()._update_foreign_keys(src_partners, dst_partner)
        for name in FOLLOW_THEIR_CUSTOMER:
            # sudo: a merge moves what there is in every company, whichever the user may see.
            records = self.env[name].sudo().with_context(active_test=False)
            records = records.search([("partner_id", "=", dst_partner.id)])
            self.env.add_to_compute(records._fields["commercial_partner_id"], records)
        survivor._mark_repair_customers_stale(merged=True)
        (customers - survivor).exists()._mark_repair_customers_stale()
        return res

    def _update_reference_fields(self, src_partners, dst_partner):
        """Keep the followers of the contacts that are merged, each once."""
        unite_own_followers(src_partners, dst_partner)
        return super()._update_reference_fields(src_partners, dst_partner)

    def _move_repair_profiles(self, src_partners, survivor):
        """Hand a profile on where the survivor has none, its tiers and grace with it.

        The profiles that stay behind go with their partners.

        :return: list of (company id, id of the partner whose profile was handed on)
        """
        heirs = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (company_id) company_id, partner_id, id
                  FROM repair_customer_profile
                 WHERE partner_id = ANY(%(sources)s)
                   AND company_id NOT IN (
                        SELECT company_id FROM repair_customer_profile
                         WHERE partner_id = %(survivor)s)
                 ORDER BY company_id, id
                """,
                survivor=survivor.id,
                sources=src_partners.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE repair_customer_profile SET partner_id = %s, active = %s"
                " WHERE id = ANY(%s)",
                survivor.id,
                survivor.active,
                [profile_id for _company_id, _partner_id, profile_id in heirs],
            )
        )
        self.env["repair.customer.profile"].invalidate_model()
        return [(company_id, partner_id) for company_id, partner_id, _profile_id in heirs]

    def _move_repair_transitions(self, src_partners, survivor, heirs):
        """Put the changes of tier on record of the survivor.

        They name whom they happened to, unless the survivor goes on from that very profile:
        one customer cannot have been in two tiers on the same day.
        """
        for partner in src_partners:
            continued = [company_id for company_id, heir in heirs if heir == partner.id]
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE repair_segmentation_transition
                       SET partner_id = %(survivor)s,
                           merged_name = CASE WHEN company_id = ANY(%(continued)s)
                                              THEN merged_name
                                              ELSE COALESCE(merged_name, %(name)s)
                                         END
                     WHERE partner_id = %(partner)s
                    """,
                    survivor=survivor.id,
                    continued=continued,
                    name=partner.display_name,
                    partner=partner.id,
                )
            )
        self.env["repair.segmentation.transition"].invalidate_model()
