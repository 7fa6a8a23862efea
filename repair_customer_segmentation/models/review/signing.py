from odoo import api, fields, models
from odoo.exceptions import UserError

from ...fields import MOST_MONEY, Monetary
from ...vocabulary import GROUP_AMOUNT
from ..access.day_text import day_text
from .period import ReviewFigures
from .planning import ReviewPlan
from .told import reminders_of


class RepairRelationshipReview(models.Model):
    """A review from its preparation to the sign-off, which keeps the figures as they were."""

    _inherit = "repair.relationship.review"

    date_done = fields.Date(
        "Completed on",
        readonly=True,
        copy=False,
        tracking=True,
        help="The day it was signed off or skipped. The next review counts from it.",
    )
    signed_by_id = fields.Many2one(
        "res.users", "Signed Off by", readonly=True, copy=False, tracking=True, ondelete="restrict"
    )
    skip_reason = fields.Char("Reason for Skipping", readonly=True, copy=False, tracking=True)
    # Amounts are apart from the other figures: not everybody may see them.
    figures = fields.Json(readonly=True, copy=False)
    amount_signed = Monetary(
        "Amount when Signed Off", readonly=True, copy=False, groups=GROUP_AMOUNT,
        bounds=(-MOST_MONEY, MOST_MONEY),
    )  # fmt: skip
    brought_amount_signed = Monetary(
        "Amount from Referrals when Signed Off", readonly=True, copy=False,
        groups=GROUP_AMOUNT, bounds=(-MOST_MONEY, MOST_MONEY),
    )  # fmt: skip
    signed_text = fields.Char(compute="_compute_signed_text")

    _signed_idx = models.Index("(partner_id, company_id, date_done) WHERE state = 'done'")

    def action_prepare(self):
        """Begin to prepare reviews: from now on they stay, whatever the customer's level does.

        :raise UserError: when one is not planned any more
        """
        self.check_access("write")
        self._check_state("planned")
        for review in self:
            if not review.user_id:
                review.user_id = self.env.user
        # sudo: states are written by these steps alone; who may write the review takes them.
        self.sudo().write({"state": "preparing"})
        return True

    def action_sign_off(self):
        """Sign off reviews: as of today, by the user; what follows is planned at once.

        The figures are kept as they are, and nothing of the review changes any more.

        :raise UserError: when one is signed off or skipped already, or its period has no day yet
        """
        self.check_access("write")
        self._check_state("planned", "preparing")
        for review in self:
            today = review.company_id._repair_day()
            figures, amounts = ReviewFigures(review).live()
            reminders_of(review).action_feedback()
            # sudo: a sign-off is recorded by this step alone.
            review.sudo().write(
                {
                    "state": "done",
                    "date_done": today,
                    "signed_by_id": self.env.user.id,
                    "figures": figures,
                    "amount_signed": amounts["amount"],
                    "brought_amount_signed": amounts["brought"],
                }
            )
        self._plan_next()
        return True

    def _skip(self, reason):
        """Skip reviews; the next ones count from today.

        :param str reason: is kept with the review
        :raise UserError: when one is signed off or skipped already
        """
        self.check_access("write")
        self._check_state("planned", "preparing")
        for review in self:
            reminders_of(review).unlink()
            # sudo: as for a sign-off.
            review.sudo().write(
                {
                    "state": "skipped",
                    "date_done": review.company_id._repair_day(),
                    "skip_reason": reason,
                }
            )
        self._plan_next()

    def _plan_next(self):
        for company, reviews in self.grouped("company_id").items():
            ReviewPlan(company).refresh(reviews.partner_id)

    def _check_state(self, *states):
        self.lock_for_update()
        for review in self:
            if review.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(review)s” is %(state)s. Reload the page.",
                        review=review.display_name,
                        state=labels[review.state],
                    )
                )

    def action_next_step(self):
        """Open the dialog that plans an activity: what is to be done, by whom, until when."""
        self.check_access("read")
        self.ensure_one()
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        context = {
            "active_model": self._name,
            "active_id": self.id,
            "active_ids": self.ids,
            "default_activity_user_id": (self.user_id or self.env.user).id,
        }
        if todo:
            context["default_activity_type_id"] = todo.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Next Step"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    @api.depends("state", "date_done", "signed_by_id")
    @api.depends_context("lang")
    def _compute_signed_text(self):
        for review in self:
            review.signed_text = review.state == "done" and self.env._(
                "Signed off by %(user)s on %(day)s.",
                # sudo: the name of who signed, who may have left since.
                user=review.sudo().signed_by_id.name,
                day=day_text(self.env, review.date_done),
            )
