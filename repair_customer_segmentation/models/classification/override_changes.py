import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...fields import Datetime
from ...vocabulary import CRON_CLASSIFY_STALE

_logger = logging.getLogger(__name__)

# So many customers are classified while a person waits; more are left to the queue.
RECLASSIFIED_AT_ONCE = 1000


class RepairSegmentationOverride(models.Model):
    """How long an override holds, and what happens when it is replaced, taken back, or over.

    It follows its customer who is merged, or becomes a contact of another.
    """

    _inherit = "repair.segmentation.override"

    date_start = Datetime("Since", required=True, default=fields.Datetime.now, readonly=True)
    date_end = Datetime("Until", tracking=True, help="Leave empty for no end date.")
    active = fields.Boolean(default=True, tracking=True)
    age_days = fields.Integer("Age (Days)", compute="_compute_age_days")

    @api.depends("date_start")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for override in self:
            override.age_days = (now - override.date_start).days if override.date_start else 0

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for override in self:
            if override.date_end and override.date_end <= override.date_start:
                raise ValidationError(
                    self.env._(
                        "The override of %(customer)s would end before it starts. Choose a "
                        "later “Until”, or leave it empty.",
                        customer=override.partner_id.display_name,
                    )
                )

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
            "Replaced: %(user)s set the customer to %(tier)s.",
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

    @api.model
    def _end_expired(self):
        """Archive the overrides whose time is over, and have their customers classified."""
        expired = self.search([("date_end", "<=", fields.Datetime.now())])
        expired.write({"active": False})
        return expired

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
            "Two customers were merged. The later override applies: %(tier)s, “%(reason)s”.",
            tier=kept.put_into,
            reason=kept.reason,
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, message))
