from odoo import models
from odoo.tools import SQL

from ..models.review.referrals import in_circle
from ..models.review.repair_relationship_review import OPEN


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Keeps the reviews of merged customers, and who brought whom."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        """Keep who brought the customers, unless that is one of those who become one."""
        # sudo: a merge moves what there is, whichever of it the user may see.
        dst, sources = dst_partner.sudo(), src_partners.sudo()
        dst.invalidate_recordset(["repair_referred_by_id"])
        sources.invalidate_recordset(["repair_referred_by_id"])
        same = (dst | sources).commercial_partner_id
        named = (dst | sources.sorted("id")).mapped("repair_referred_by_id")
        named = named.filtered(lambda p: p.commercial_partner_id not in same and p not in sources)
        # Not by the ORM, whose constraint would see a state that is none yet.
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET repair_referred_by_id = NULL WHERE id = ANY(%s)",
                (dst | sources).ids,
            )
        )
        (dst | sources).invalidate_recordset(["repair_referred_by_id"])
        res = super()._update_values(src_partners, dst_partner)
        for referrer in named:
            if self._is_referred(dst, referrer):
                break
        return res

    def _is_referred(self, customer, referrer):
        """Have a customer be referred by another; False, and nothing, where that is a circle."""
        self._set_referrer(customer, referrer.id)
        if in_circle(self.env, customer.commercial_partner_id.ids):
            self._set_referrer(customer, None)
            return False
        return True

    def _set_referrer(self, customer, referrer_id):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET repair_referred_by_id = %s"
                " WHERE id = %s OR commercial_partner_id = %s",
                referrer_id,
                customer.id,
                customer.id,
            )
        )
        self.env["res.partner"].invalidate_model(["repair_referred_by_id"])

    def _keep_reviews(self, src_partners, dst_partner):
        """Give the survivor all reviews, and leave one of those that are open.

        The merge itself would drop all rows of a contact where two have the same key. What is in
        preparation goes before what is planned, and the survivor's own before another's; what is
        prepared for both is skipped for one of them, with the reason.
        """
        survivor = dst_partner.commercial_partner_id
        # sudo: a merge moves what there is in every company, whichever the user may see.
        reviews = self.env["repair.relationship.review"].sudo()
        customers = src_partners | survivor
        found = reviews.search([("partner_id", "in", customers.ids), ("state", "in", OPEN)])
        for alike in found.grouped("company_id").values():
            _kept, *others = alike.sorted(
                lambda r: (r.state != "preparing", r.partner_id != survivor, r.date_due, r.id)
            )
            for other in others:
                if other.state == "planned":
                    other.unlink()
                else:
                    other.write(
                        {
                            "state": "skipped",
                            "date_done": other.company_id._repair_day(),
                            "skip_reason": self.env._("The customer was merged with another one"),
                        }
                    )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE repair_relationship_review SET planned_after = NULL"
                " WHERE partner_id = ANY(%s) AND state IN ('done', 'skipped')",
                customers.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE repair_relationship_review SET partner_id = %s WHERE partner_id = ANY(%s)",
                survivor.id,
                customers.ids,
            )
        )
        reviews.invalidate_model()
