from odoo import api, fields, models


class RepairSegmentationOverride(models.Model):
    """Overrides follow their customer when it is merged, or becomes a contact of another."""

    _inherit = "repair.segmentation.override"

    @api.model
    def _hand_over(self, former, customer):
        """Give what ``former`` customers have to ``customer``, archived overrides too.

        Where more than one would be in force in a company and dimension, the latest word
        holds; the others are archived and say why.
        """
        # sudo: the customer is merged or moved in every company, whichever the user may see.
        overrides = self.sudo().with_context(active_test=False)
        moving = overrides.search([("partner_id", "in", former.ids)])
        if not moving:
            return
        own = overrides.search([("partner_id", "=", customer.id), ("active", "=", True)])
        now = fields.Datetime.now()
        rivals = own | moving.filtered("active")
        for group in rivals.grouped(lambda o: (o.company_id, o.dimension)).values():
            in_order = group.sorted(
                lambda o: (not o.date_end or o.date_end > now, o.date_start, o in own, o.id)
            )
            in_order[:-1]._give_way(in_order[-1])
        # Else the index would see two active ones for a moment.
        overrides.flush_model(["active"])
        moving.write({"partner_id": customer.id})

    def _give_way(self, kept):
        """Archive these overrides because another one of the same customer holds now."""
        if not self:
            return
        self.write({"active": False})
        message = self.env._(
            "Two customers became one. The later override holds: %(tier)s, “%(reason)s”.",
            tier=kept.put_into,
            reason=kept.reason,
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, message))
