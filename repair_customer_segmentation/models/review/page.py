from odoo import api, fields, models

from ...vocabulary import GROUP_AMOUNT
from ..access.day_text import day_text
from .period import ReviewFigures
from .told import reminders_of
from .words import ReviewWords

PAGE_TABLE = "repair_customer_segmentation.repair_review_figures"
# What is open with the customer: model -> the field of the page that lists it.
OPEN_FIELDS = {
    "repair.case": "open_case_ids",
    "repair.declined.work": "declined_ids",
    "repair.service.contract": "ending_contract_ids",
    "repair.maintenance.visit": "late_visit_ids",
}


class RepairRelationshipReview(models.Model):
    """The page to go through with the customer: as things are, or as they were when signed off."""

    _inherit = "repair.relationship.review"

    date_from = fields.Date(
        "Since",
        compute="_compute_page",
        compute_sudo=False,
        help="The day of the last sign-off, or twelve months ago. Whole days count, up to the "
        "day before this sign-off.",
    )
    date_to = fields.Date("Until", compute="_compute_page", compute_sudo=False)
    figures_table = fields.Html(compute="_compute_page", compute_sudo=False, sanitize=False)
    tier_text = fields.Text("Tier Changes", compute="_compute_page", compute_sudo=False)
    loyalty_text = fields.Text("Loyalty", compute="_compute_page", compute_sudo=False)
    need_tier_id = fields.Many2one(
        related="partner_id.repair_need_tier_id", string="Need by Repairs"
    )
    open_case_ids = fields.Many2many(
        "repair.case", compute="_compute_page", compute_sudo=False, string="Open Cases"
    )
    declined_ids = fields.Many2many(
        "repair.declined.work", compute="_compute_page", compute_sudo=False, string="Declined Work"
    )
    ending_contract_ids = fields.Many2many(
        "repair.service.contract",
        compute="_compute_page",
        compute_sudo=False,
        string="Contracts That End within 90 Days",
    )
    late_visit_ids = fields.Many2many(
        "repair.maintenance.visit",
        compute="_compute_page",
        compute_sudo=False,
        string="Overdue Visits",
    )
    is_all_well = fields.Boolean(compute="_compute_page", compute_sudo=False)

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_page(self):
        for review in self:
            words = review._words()
            before = review._review_before()
            review.date_from, review.date_to = words.day("first"), words.day("last")
            review.figures_table = self.env["ir.qweb"]._render(
                PAGE_TABLE,
                {
                    "rows": words.rows(before._words() if before else None),
                    "has_before": bool(before),
                },
            )
            review.tier_text = "\n".join(words.tier_lines()) or False
            review.loyalty_text = "\n".join(words.loyalty_lines()) or False
            for model, name in OPEN_FIELDS.items():
                found = self.env[model].browse(words.figures["open"].get(model, ())).exists()
                review[name] = found._filtered_access("read")
            review.is_all_well = not any(review[name] for name in OPEN_FIELDS.values())

    def _words(self):
        """Return the :class:`ReviewWords` of the review, for the current user."""
        figures = self.figures
        # sudo: whether the user may see amounts is asked here, before any is put into words.
        signed = self.sudo()
        amounts = {"amount": signed.amount_signed, "brought": signed.brought_amount_signed}
        if self.state != "done" or not figures:
            figures, amounts = ReviewFigures(self).live()
        may_see = self.env.su or self.env.user.has_group(GROUP_AMOUNT)
        return ReviewWords(self, figures, amounts if may_see else None)

    def _review_before(self):
        """Return the review of the customer that was signed off before this one; may be empty."""
        domain = [
            ("partner_id", "=", self.partner_id._origin.id),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "done"),
            ("id", "!=", self._origin.id or 0),
        ]
        if self.state == "done":
            domain.append(("date_done", "<=", self.date_done))
        return self.search(domain, order="date_done DESC, id DESC", limit=1)

    def _report_page(self):
        """Return what is printed, in words: what the customer may read, in the language of ``env``.

        Tiers, who brought whom, internal notes and our own reminder are the desk's, and are left
        out.

        :return: dict of ``period``, ``rows`` (see :meth:`ReviewWords.rows`), ``lines`` and
            ``steps`` (dicts of ``what``, ``who`` and ``until``)
        """
        words = self._words()
        own = reminders_of(self)
        return {
            "period": words.period_text(),
            "rows": words.rows(),
            "lines": words.tenure_lines(),
            "steps": [
                {
                    "what": step.summary or step.activity_type_id.name,
                    "who": step.user_id.name,
                    "until": day_text(self.env, step.date_deadline),
                }
                for step in self.activity_ids - own
            ],
        }
