from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.repair_customer_segmentation.fields import MOST_DAYS, Integer
from odoo.addons.repair_customer_segmentation.models.partner.selection import chosen_customers

from .audience import audience
from .rate import rate_text
from .sending import MailingRun

CRON = "repair_customer_segmentation_survey.ir_cron_send_surveys"
SURVEY = "repair_customer_segmentation_survey.survey_satisfaction"
TEMPLATE = "repair_customer_segmentation_survey.mail_template_repair_survey"


class RepairSurveyMailing(models.Model):
    """A questionnaire for chosen classes of customers: previewed, then sent in batches."""

    _name = "repair.survey.mailing"
    _description = "Survey Mailing"
    _inherit = ["mail.thread", "repair.engine.owned", "repair.readable.links"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    survey_id = fields.Many2one(
        "survey.survey",
        required=True,
        tracking=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.ref(SURVEY, raise_if_not_found=False),
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Invitation",
        required=True,
        ondelete="restrict",
        domain="[('model', '=', 'survey.user_input')]",
        default=lambda self: self.env.ref(TEMPLATE, raise_if_not_found=False),
        help="Sent to each customer in their language, with a link to opt out.",
    )
    tier_ids = fields.Many2many(
        "repair.segmentation.tier",
        string="Tiers",
        domain="[('company_id', '=', company_id), ('policy_state', '=', 'active')]",
        help="Only customers in one of these tiers. Tiers of several dimensions must all apply. "
        "Empty: all customers.",
    )
    level_ids = fields.Many2many(
        "repair.service.level",
        string="Service Levels",
        check_company=True,
        help="Only customers served by one of these levels. Empty: all customers.",
    )
    type_ids = fields.Many2many(
        "repair.case.type",
        string="Case Types",
        check_company=True,
        help="Only customers with a case of one of these types that was closed within a year. "
        "Empty: all customers.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Chosen Customers",
        help="Only these customers. Empty: all who match the other conditions.",
    )
    days_between = Integer(
        "Not Asked within (Days)",
        default=90,
        bounds=(1, MOST_DAYS),
        help="Customers whom any mailing or invitation has asked within so many days are skipped.",
    )
    deadline = fields.Datetime(
        "Answer until", help="The links work until then. Empty: they always work."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("sending", "Sending"), ("sent", "Sent")],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    previewed_at = fields.Datetime("Preview of", readonly=True, copy=False)
    recipient_ids = fields.One2many("repair.survey.recipient", "mailing_id", string="Recipients")
    planned_count = fields.Integer("To Ask", compute="_compute_counts")
    skipped_count = fields.Integer("Skipped", compute="_compute_counts")
    skipped_text = fields.Text("Who Is Skipped", compute="_compute_counts")
    asked_count = fields.Integer("Asked", compute="_compute_counts")
    rate_text = fields.Char("Response Rate", compute="_compute_rate_text")

    @api.depends("recipient_ids.state", "recipient_ids.reason")
    @api.depends_context("lang")
    def _compute_counts(self):
        recipients = self.env["repair.survey.recipient"]
        found = recipients._read_group(
            [("mailing_id", "in", self.ids)], ["mailing_id", "state", "reason"], ["__count"]
        )
        labels = dict(recipients._fields["reason"]._description_selection(self.env))
        counts, lines = {}, {}
        for mailing, state, reason, count in found:
            counts[mailing, state] = counts.get((mailing, state), 0) + count
            if state == "skipped":
                lines.setdefault(mailing, []).append((labels[reason], count))
        for mailing in self:
            mailing.planned_count = counts.get((mailing, "planned"), 0)
            mailing.skipped_count = counts.get((mailing, "skipped"), 0)
            mailing.asked_count = counts.get((mailing, "asked"), 0)
            mailing.skipped_text = "\n".join(
                self.env._("%(reason)s: %(count)s", reason=label, count=count)
                for label, count in sorted(lines.get(mailing, ()), key=lambda line: -line[1])
            )

    @api.depends("recipient_ids.state", "recipient_ids.input_id.state")
    @api.depends_context("lang")
    def _compute_rate_text(self):
        recipients = self.env["repair.survey.recipient"]
        asked = [("mailing_id", "in", self.ids), ("state", "=", "asked")]
        all_asked = dict(recipients._read_group(asked, ["mailing_id"], ["__count"]))
        done = [*asked, ("input_id.state", "=", "done")]
        answered = dict(recipients.sudo()._read_group(done, ["mailing_id"], ["__count"]))
        for mailing in self:
            mailing.rate_text = rate_text(
                self.env, all_asked.get(mailing, 0), answered.get(mailing.sudo(), 0)
            )

    def action_preview(self):
        """Work out who is asked, and who is skipped and why, as of now.

        :raise UserError: when the mailing is sent already
        """
        self.check_access("write")
        for mailing in self:
            mailing._check_draft()
            mailing._plan()
        return True

    def action_send(self):
        """Send the mailing: in batches, by the scheduled action, which starts at once.

        :raise UserError: when it is sent already, nobody is left to ask, or the survey cannot be
            answered by its links
        """
        self.check_access("write")
        for mailing in self:
            mailing._check_draft()
            mailing._check_survey()
            mailing._plan()
            if not mailing.planned_count:
                raise UserError(
                    self.env._(
                        "“%s” asks nobody: no customer matches, or all are skipped. See “Who Is "
                        "Skipped”.",
                        mailing.name,
                    )
                )
            # sudo: the state is written by these steps alone.
            mailing.sudo().write({"state": "sending"})
        # sudo: the next run of the scheduled action comes at once.
        self.env.ref(CRON).sudo()._trigger()
        return True

    def action_view_recipients(self):
        """List the recipients: those to ask, those who were, and those who are skipped."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "repair.survey.recipient",
            "view_mode": "list",
            "domain": [("mailing_id", "=", self.id)],
            "context": {"search_default_group_state": 1},
        }

    def _plan(self):
        today = self.company_id._repair_day()
        # sudo: customers of the company, of whom the mailing may ask all.
        mailing = self.sudo()
        mailing.env["repair.survey.recipient"]._plan(mailing, audience(mailing, today))
        mailing.write({"previewed_at": fields.Datetime.now()})
        self.invalidate_recordset()

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(
                self.env._("“%s” was sent already. Duplicate it to ask again.", self.name)
            )

    def _check_survey(self):
        """Refuse surveys that customers cannot answer without an account."""
        survey = self.survey_id
        if not survey.active or survey.users_login_required or survey.access_mode == "internal":
            raise UserError(
                self.env._(
                    "“%s” is archived, or asks for a login. Change its options, or choose another "
                    "survey.",
                    survey.title,
                )
            )
        if not survey.question_ids:
            raise UserError(self.env._("“%s” has no question yet.", survey.title))

    @api.model
    def _open(self, records):
        """Return the form of a new mailing to the customers chosen in a list."""
        self.check_access("create")
        living, archived = chosen_customers(records)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send a Survey"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_partner_ids": (living | archived).commercial_partner_id.ids,
                "default_name": self.env._("Survey of chosen customers"),
            },
        }

    @api.model
    def _cron_send(self):
        """Ask the next customers of all mailings that are being sent, a batch a transaction."""
        cron = self.env["ir.cron"]
        mailings = self.search([("state", "=", "sending")], order="id")
        cron._commit_progress(remaining=len(mailings))
        for mailing in mailings:
            run = MailingRun(mailing)
            while run.send_batch():
                if not cron._commit_progress():
                    return
            mailing.write({"state": "sent"})
            if not cron._commit_progress(1):
                return

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for mailing in self:
            if mailing.state != "draft":
                raise UserError(
                    self.env._(
                        "“%s” was sent: whom it asked is needed so that nobody is asked twice.",
                        mailing.name,
                    )
                )
