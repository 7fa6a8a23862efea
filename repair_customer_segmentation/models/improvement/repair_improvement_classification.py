from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ..access.day_text import day_text
from .classification_findings import found_in

TODO_REVIEW = "mail.mail_activity_data_todo"


class RepairImprovementClassification(models.Model):
    """A look at the classification itself: what should be mended, and where.

    Made once a quarter for every company that has cases, and whenever a manager asks. What was
    found is kept as it was; a later look shows whether it was mended.
    """

    _name = "repair.improvement.classification"
    _description = "Classification Review"
    _inherit = ["mail.thread", "mail.activity.mixin", "repair.engine.owned"]
    _order = "day desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    day = fields.Date("Reviewed on", required=True, readonly=True)
    is_scheduled = fields.Boolean("Scheduled", readonly=True)
    user_id = fields.Many2one("res.users", "Requested by", readonly=True, ondelete="set null")
    line_ids = fields.One2many(
        "repair.improvement.classification.line", "review_id", "Findings", readonly=True
    )
    finding_count = fields.Integer(
        "To Mend", compute="_compute_finding_count", store=True, readonly=True
    )
    policy_id = fields.Many2one(related="company_id.repair_policy_id")

    _day_idx = models.Index("(company_id, is_scheduled, day)")

    @api.depends("line_ids")
    def _compute_finding_count(self):
        for review in self:
            review.finding_count = len(review.line_ids)

    @api.depends("day", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = day_text(self.env, review.day) if review.day else ""

    @api.model
    def action_review_now(self):
        """Look at the classification of the current company now, and show what was found.

        :raise AccessError: for anybody but managers
        """
        self.check_access("write")
        review = self._review(self.env.company, user_id=self.env.uid)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": review.id,
            "views": [(False, "form")],
        }

    @api.model
    def _review(self, company, **values):
        """Return a new review of a company, of what is found now.

        :param values: further fields of it
        """
        # sudo: a review sees all customers and all rules of the company, whoever asks for it.
        company = company.sudo().with_context(
            allowed_company_ids=company.ids, active_test=True, lang="en_US"
        )
        found = found_in(company)
        review = company.env[self._name].create(
            {
                "company_id": company.id,
                "day": company._repair_day(),
                "line_ids": [
                    Command.create(
                        {
                            "kind": finding["kind"],
                            "sequence": number,
                            "count": finding["count"],
                            "detail": finding["detail"](company.env),
                            "tier_ids": finding.get("tier_ids", []),
                        }
                    )
                    for number, finding in enumerate(found)
                ],
                **values,
            }
        )
        langs = [code for code, _name in self.env["res.lang"].get_installed() if code != "en_US"]
        for line, finding in zip(review.line_ids, found, strict=True):
            texts = {lang: finding["detail"](company.with_context(lang=lang).env) for lang in langs}
            line.update_field_translations("detail", texts)
        return review

    def _tell_managers(self):
        """Give every manager of the company an activity for what a review found."""
        for review in self.filtered("line_ids"):
            for user in self.env["repair.case"]._managers(review.company_id):
                told = review.with_context(lang=user.lang)
                kinds = dict(told.line_ids._fields["kind"]._description_selection(told.env))
                items = (Markup("<li>%s</li>") % kinds[line.kind] for line in told.line_ids)
                told.activity_schedule(
                    TODO_REVIEW,
                    date_deadline=review.day,
                    summary=told.env._("Look at the classification review"),
                    note=Markup("<ul>%s</ul>") % Markup().join(items),
                    user_id=user.id,
                )

    @api.model
    def _cron_review(self):
        """Review the classification of every company once a quarter of its own days."""
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            if self._is_due(company):
                self._review(company, is_scheduled=True)._tell_managers()
            if not cron._commit_progress(1):
                return

    @api.model
    def _is_due(self, company):
        """Return whether no scheduled review of this quarter is there; none of an empty company."""
        day = company._repair_day()
        quarter = day.replace(month=day.month - (day.month - 1) % 3, day=1)
        scheduled = [
            ("company_id", "=", company.id),
            ("is_scheduled", "=", True),
            ("day", ">=", quarter),
        ]
        cases = self.env["repair.case"].with_context(active_test=False)
        return not self.search(scheduled, limit=1) and bool(
            cases.search([("company_id", "=", company.id)], limit=1)
        )
