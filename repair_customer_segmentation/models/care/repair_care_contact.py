from odoo import fields, models
from odoo.exceptions import UserError

from .choices import ACTIONS

CARE_CRON = "repair_customer_segmentation.ir_cron_care"
CONTACT_STATES = [
    ("planned", "To Send"),
    ("claimed", "Sending"),
    ("sent", "Sent"),
    ("skipped", "Skipped"),
    ("uncertain", "Uncertain"),
]
REASONS = [
    ("archived", "Archived"),
    ("opted_out", "Opted out"),
    ("blacklisted", "Blacklisted"),
    ("no_address", "No address"),
    ("no_user", "No account manager"),
    ("limit", "Monthly limit reached"),
    ("late", "More than 7 days late"),
    ("error", "Could not be sent"),
    ("interrupted", "Interrupted while sending"),
    ("decided", "Decided by hand"),
]


class RepairCareContact(models.Model):
    """One contact of one customer by one rule on one occasion, made or skipped.

    Rows are written by the engine alone, so that each is made once (see ``care/claims.py``);
    people decide what an interrupted run left open.
    """

    _name = "repair.care.contact"
    _description = "Care Contact"
    _inherit = ["repair.opens.customer"]
    _order = "day desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    rule_id = fields.Many2one(
        "repair.care.rule", required=True, readonly=True, ondelete="restrict", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contacted",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The customer, or the contact of the customer whom the occasion is about.",
    )
    occasion = fields.Char(
        "Occasion Key", required=True, readonly=True, help="Tells one occasion from the next."
    )
    due_date = fields.Date("Due", required=True, readonly=True)
    day = fields.Date(
        "Date", required=True, readonly=True, help="The customer's date of the contact."
    )
    action = fields.Selection(ACTIONS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True, ondelete="set null")
    state = fields.Selection(CONTACT_STATES, required=True, readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    note = fields.Char(readonly=True)
    claimed_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(readonly=True)
    message_id = fields.Many2one("mail.message", readonly=True, ondelete="set null", index=True)

    # For ever: the rule has contacted the customer on this occasion, or knows why not.
    _once = models.Constraint(
        "UNIQUE (rule_id, partner_id, occasion)",
        "A rule contacts a customer only once per occasion.",
    )
    _month_idx = models.Index("(partner_id, company_id, day)")
    _work_idx = models.Index(
        "(company_id, rule_id, id) WHERE state IN ('planned', 'claimed', 'uncertain')"
    )

    def action_send_again(self):
        """Have uncertain or skipped contacts made after all, at the next run.

        :raise UserError: when one was made already
        """
        self.check_access("read")
        for contact in self:
            if contact.state not in ("uncertain", "skipped"):
                raise UserError(
                    self.env._(
                        "The contact of %s has been made or is about to be. Only uncertain and "
                        "skipped contacts can be sent again.",
                        contact.partner_id.display_name,
                    )
                )
            if not contact.rule_id.is_on:
                raise UserError(
                    self.env._(
                        "The rule “%s” is switched off. Switch it on first.", contact.rule_id.name
                    )
                )
        # sudo: contacts are the system's record; what a person decided is written in them.
        for contact in self.sudo():
            contact.write(
                {
                    "state": "planned",
                    "reason": False,
                    "note": False,
                    "due_date": contact.company_id._repair_day(),
                    "day": contact.company_id._repair_day(),
                }
            )
        # sudo: the next run of the scheduled action comes at once.
        self.env.ref(CARE_CRON).sudo()._trigger()

    def action_was_sent(self):
        """Note that uncertain contacts had reached the customer.

        :raise UserError: when one is not uncertain
        """
        self.check_access("read")
        if self.filtered(lambda contact: contact.state != "uncertain"):
            raise UserError(
                self.env._("Only uncertain contacts can be marked as sent. Choose these alone.")
            )
        # sudo: contacts are the system's record; what a person decided is written in them.
        self.sudo().write({"state": "sent", "reason": "decided"})

    def action_open_message(self):
        """Open what was sent, as it stands in the chatter of whom it was sent to."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.contact_id.id,
            "views": [(False, "form")],
        }
