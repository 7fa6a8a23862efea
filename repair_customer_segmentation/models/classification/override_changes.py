import logging

from odoo import api, models
from odoo.exceptions import UserError

from ...vocabulary import CRON_CLASSIFY_STALE

_logger = logging.getLogger(__name__)

# So many customers are classified while a person waits; more are left to the queue.
RECLASSIFIED_AT_ONCE = 1000


class RepairSegmentationOverride(models.Model):
    """What happens when an override is put, replaced, taken back, or its time is over."""

    _inherit = "repair.segmentation.override"

    def _trigger_expiry(self):
        """Have the scheduled action run when the time of these overrides is over."""
        moments = {o.date_end for o in self if o.active and o.date_end}
        cron = self.env.ref(CRON_CLASSIFY_STALE, raise_if_not_found=False)
        if cron and moments:
            # sudo: whoever may put an override need not be allowed to start scheduled actions.
            cron.sudo()._trigger(at=sorted(moments))

    @api.model
    def _replace(self, customers, company, dimension, target):
        """Archive what these customers have in a dimension, because it becomes ``target``."""
        old = self.search(
            [
                ("partner_id", "in", customers.ids),
                ("company_id", "=", company.id),
                ("dimension", "=", dimension),
            ]
        )
        if not old:
            return old
        old.write({"active": False})
        # Else the new ones would be inserted first, and there may be one active at a time.
        old.flush_model(["active"])
        message = self.env._(
            "Replaced: %(user)s put the customer into %(tier)s.",
            user=self.env.user.name,
            tier=target.name,
        )
        old._message_log_batch(bodies=dict.fromkeys(old.ids, message))
        return old

    def _classify_customers(self):
        """Classify the customers of these overrides now, where they are few.

        :return: whether they are; otherwise the scheduled action does it within minutes
        """
        for company, overrides in self.grouped("company_id").items():
            policy = company.repair_policy_id
            customers = overrides.partner_id
            # Without a full run to stand on, classifying a few would classify everybody.
            if (
                not policy
                or len(customers) > RECLASSIFIED_AT_ONCE
                or not policy.sudo()._last_full_run()
            ):
                return False
            try:
                with self.env.cr.savepoint():
                    policy.classify(partner_ids=customers.ids)
            except UserError as error:
                # A full run is at it, or the rules are broken: the queue waits for it.
                _logger.info("Overrides of %s wait for the queue: %s", company.name, error)
                return False
        return True

    def action_take_back(self):
        """Archive these overrides: the rule's tier is in force again, at once."""
        self.write({"active": False})
        self._classify_customers()
        return True
