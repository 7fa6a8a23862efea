from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...fields import Date
from ..access.day_text import day_text
from ..access.given_values import refuse_engine_owned, without_engine_defaults
from ..access.required_values import refuse_emptied
from .planning import ReviewPlan
from .told import withdraw_reminders

REVIEW_STATES = [
    ("planned", "Planned"),
    ("preparing", "In Preparation"),
    ("done", "Signed Off"),
    ("skipped", "Skipped"),
]
OPEN = ("planned", "preparing")


class RepairRelationshipReview(models.Model):
    """One talk with a customer about how things stand, in the rhythm of their service level.

    Reviews plan themselves (:mod:`.planning`); anybody of the desk can plan one besides. The page
    shows what happened since the last one was signed off (:mod:`.page`), and keeps it as it was
    on the day of the sign-off, after which nothing of the review changes any more.
    """

    _name = "repair.relationship.review"
    _description = "Relationship Review"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "repair.readable.links",
        "repair.opens.customer",
    ]
    _order = "date_due, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, tracking=True, check_company=True,
        ondelete="cascade", index=True,
        help="The review is that of the contact's company, with all its contacts.",
    )  # fmt: skip
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        index=True,
        ondelete="set null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The customer's account manager, or else a team leader, unless somebody chooses "
        "another person. They get an activity a week before.",
    )
    date_due = Date("Due on", required=True, tracking=True)
    state = fields.Selection(
        REVIEW_STATES,
        "Status",
        required=True,
        readonly=True,
        default="planned",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    service_level_id = fields.Many2one(
        "repair.service.level",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The service level whose rhythm planned the review.",
    )
    rhythm_months = fields.Integer("Rhythm (Months)", readonly=True, copy=False, aggregator=False)
    planned_after = fields.Date(
        "Counted from",
        readonly=True,
        copy=False,
        help="The day from which the rhythm counted. Empty for reviews that somebody planned.",
    )
    is_user_chosen = fields.Boolean("Responsible Chosen by Hand", readonly=True, copy=False)
    told_on = fields.Date("Reminder Sent on", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    needs = fields.Text(
        "Customer's Needs", help="What the customer needs from us, in their words. Printed."
    )
    note = fields.Html("Internal Notes", help="For the desk only: not printed.")
    agreed = fields.Html("Agreed with the Customer", help="Printed for the customer.")

    _planned_uniq = models.UniqueIndex(
        "(partner_id, company_id, planned_after)", "This review is planned already."
    )
    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('planned', 'preparing')",
        "The customer has an open review already.",
    )
    _due_idx = models.Index("(company_id, date_due) WHERE state IN ('planned', 'preparing')")

    @api.depends("partner_id", "date_due")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            if not review.partner_id:
                review.display_name = self.env._("New Review")
                continue
            review.display_name = self.env._(
                "Review with %(customer)s, %(day)s",
                # sudo: the name of the customer of a review that may be read.
                customer=review.sudo().partner_id.display_name,
                day=(review.date_due and day_text(self.env, review.date_due)) or "",
            )

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        for review in self:
            today = review.company_id._repair_day()
            due = review.date_due
            review.is_overdue = review.state in OPEN and due and due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("date_due", "<", company._repair_day())
            for company in self.env.companies
        )
        return Domain("state", "in", OPEN) & late

    # The life of a review, in order.

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            refuse_engine_owned(self.browse(), vals)
        self._check_given_links(vals_list)
        vals_list = [self._by_hand(self._of_customer(vals)) for vals in vals_list]
        self._refuse_second(vals_list)
        plain = without_engine_defaults(self)
        return super(RepairRelationshipReview, plain).create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._refuse_signed(vals)
        refuse_engine_owned(self, vals)
        refuse_emptied(self, vals)
        self._check_given_links([vals])
        vals = self._by_hand(self._of_customer(vals))
        told = {"date_due", "user_id"} & set(vals) and not self.env.su
        res = super().write({**vals, "told_on": False} if told else vals)
        if told:
            withdraw_reminders(self)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for review in self:
            if review.state == "done":
                raise UserError(
                    self.env._(
                        "“%s” is signed off, and is kept as it was. It cannot be deleted.",
                        review.display_name,
                    )
                )

    @api.model
    def _of_customer(self, vals):
        """Return values with the commercial partner of the contact that was chosen."""
        if not isinstance(vals.get("partner_id"), int):
            return vals
        partner = self.env["res.partner"].browse(vals["partner_id"])
        return {**vals, "partner_id": partner.commercial_partner_id.id}

    @api.model
    def _by_hand(self, vals):
        """Return values that keep a responsible whom a person chose."""
        if "user_id" not in vals or self.env.su:
            return vals
        return {**vals, "is_user_chosen": bool(vals["user_id"])}

    @api.model
    def _refuse_second(self, vals_list):
        """Name the review that a customer has open, before the database refuses another one."""
        for vals in vals_list:
            company = vals.get("company_id") or self.env.company.id
            # sudo: the review of a customer and company that the user may give; told by its day.
            opened = self.sudo().search(
                [
                    ("partner_id", "=", vals.get("partner_id")),
                    ("company_id", "=", company),
                    ("state", "in", OPEN),
                ],
                limit=1,
            )
            if opened:
                raise UserError(
                    self.env._(
                        "“%(customer)s” has an open review already, due on %(day)s. Open that "
                        "one, and change its date if needed.",
                        customer=opened.partner_id.display_name,
                        day=day_text(self.env, opened.date_due),
                    )
                )

    def _refuse_signed(self, vals):
        """Refuse changes of reviews that are signed off, whoever wants them."""
        if self.env.su or not vals:
            return
        for review in self:
            if review.state == "done":
                raise UserError(
                    self.env._(
                        "“%(review)s” was signed off on %(day)s and cannot be changed any more.",
                        review=review.display_name,
                        day=day_text(self.env, review.date_done),
                    )
                )

    @api.model
    def _cron_plan_reviews(self):
        """Plan the reviews of every company, and tell those responsible of what is due."""
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            if not ReviewPlan(company).run():
                return
