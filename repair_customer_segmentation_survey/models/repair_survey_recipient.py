from odoo import api, fields, models
from odoo.tools import SQL

RECIPIENT_STATES = [("planned", "To Ask"), ("asked", "Asked"), ("skipped", "Skipped")]
SKIPPED_BECAUSE = [
    ("archived", "Archived"),
    ("opted_out", "Opted out"),
    ("no_address", "No email address"),
    ("blacklisted", "Blacklisted"),
    ("confidential", "Open confidential case"),
    ("recent", "Asked recently"),
    ("same_address", "Same address as another customer"),
]


class RepairSurveyRecipient(models.Model):
    """One customer of a mailing: asked, to be asked, or skipped and why.

    The preview of the mailing and its run write these rows, one a customer and mailing.
    """

    _name = "repair.survey.recipient"
    _description = "Recipient of a Survey"
    _inherit = ["repair.opens.customer"]
    _order = "mailing_id desc, state, id"
    _rec_name = "partner_id"

    mailing_id = fields.Many2one(
        "repair.survey.mailing", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    survey_id = fields.Many2one(
        "survey.survey", required=True, readonly=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Sent to",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The customer, or the first contact of a company that has no address of its own.",
    )
    state = fields.Selection(RECIPIENT_STATES, "Status", required=True, readonly=True)
    reason = fields.Selection(SKIPPED_BECAUSE, "Skipped because", readonly=True)
    asked_on = fields.Date(readonly=True)
    input_id = fields.Many2one(
        "survey.user_input", string="Answers", readonly=True, ondelete="set null", index=True
    )
    answer_state = fields.Selection(related="input_id.state", string="Answer")

    # A constraint, not an index: the merge of partners looks for constraints alone.
    _once = models.Constraint(
        "UNIQUE (mailing_id, partner_id)", "A mailing asks a customer only once."
    )
    _asked_idx = models.Index("(partner_id, company_id, asked_on) WHERE state = 'asked'")
    _planned_idx = models.Index("(mailing_id, id) WHERE state = 'planned'")

    def action_view_answers(self):
        """Open what the customer answered."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "survey.user_input",
            "res_id": self.input_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _plan(self, mailing, found):
        """Write the rows of a mailing anew, but for those who were asked.

        :param SQL found: customers with contact and reason, see :func:`.audience.audience`
        """
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM repair_survey_recipient WHERE mailing_id = %s AND state <> 'asked'",
            [mailing.id],
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO repair_survey_recipient (
                       mailing_id, company_id, survey_id, partner_id, contact_id, state, reason,
                       create_uid, create_date, write_uid, write_date)
                SELECT %(mailing)s, %(company)s, %(survey)s, found.partner_id, found.contact_id,
                       CASE WHEN found.reason IS NULL THEN 'planned' ELSE 'skipped' END,
                       found.reason, %(user)s, timezone('UTC', now()),
                       %(user)s, timezone('UTC', now())
                  FROM (%(found)s) AS found
                    ON CONFLICT DO NOTHING
                """,
                mailing=mailing.id,
                company=mailing.company_id.id,
                survey=mailing.survey_id.id,
                user=self.env.uid,
                found=found,
            )
        )
        self.invalidate_model()
