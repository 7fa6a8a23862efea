from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..vocabulary import FEEDBACK_WAYS

# What people of ours type in; the other ways come by themselves.
TYPED_WAYS = [way for way in FEEDBACK_WAYS if way[0] in ("phone", "interview")]
SATISFACTION = [
    ("1", "Very unhappy"),
    ("2", "Unhappy"),
    ("3", "Neutral"),
    ("4", "Happy"),
    ("5", "Very happy"),
]
TEN = 10


class RepairFeedbackDialog(models.TransientModel):
    """Takes down what a customer says on the phone or in an interview."""

    _name = "repair.feedback.dialog"
    _inherit = ["repair.readable.dialog"]
    _description = "Feedback by Phone or Interview"

    partner_id = fields.Many2one(
        "res.partner", string="Who Says It", required=True, ondelete="cascade"
    )
    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id")
    case_id = fields.Many2one(
        "repair.case",
        string="About Case",
        compute="_compute_case_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('commercial_partner_id', '=', commercial_partner_id)]",
        help="Suggested is the case that was closed last. Leave it empty if the customer speaks "
        "of us in general.",
    )
    way = fields.Selection(TYPED_WAYS, required=True, default="phone")
    scale = fields.Selection(
        [("5", "1 to 5"), ("10", "0 to 10")],
        required=True,
        default="5",
        help="What the customer was asked for: how satisfied they are from 1 to 5, or how likely "
        "they are to recommend us from 0 to 10.",
    )
    score = fields.Selection(SATISFACTION)
    # Numbers are no words: a function has none to translate.
    given_score = fields.Selection(
        lambda _self: [(str(number), str(number)) for number in range(TEN + 1)],
        string="Score from 0 to 10",
    )
    text = fields.Text("Comment")
    cause_id = fields.Many2one("repair.feedback.cause", string="Main Cause", ondelete="cascade")
    is_call_back = fields.Boolean(
        "Call Back", help="Plans a call for you, so that the customer hears from us again."
    )
    call_back_on = fields.Date(
        "On", default=lambda self: fields.Date.context_today(self) + timedelta(days=1)
    )

    @api.model
    def default_get(self, fields_list):  # pylint: disable=arguments-renamed
        values = super().default_get(fields_list)
        if values.get("case_id") and not values.get("partner_id"):
            case = self.env["repair.case"].browse(values["case_id"])
            values["partner_id"] = case.partner_id.id
        return values

    @api.depends("partner_id")
    def _compute_case_id(self):
        """Suggest the case of the customer that was closed last, of those that the user sees."""
        for dialog in self:
            customer = dialog.partner_id.commercial_partner_id
            if dialog.case_id.commercial_partner_id == customer:
                continue
            dialog.case_id = customer and self.env["repair.case"].search(
                [
                    ("commercial_partner_id", "=", customer._origin.id),
                    ("company_id", "=", self.env.company.id),
                    ("state", "=", "closed"),
                ],
                order="date_closed desc, id desc",
                limit=1,
            )

    def action_record(self):
        """Note the answer, and plan the call back.

        :raise UserError: when neither a score nor a comment is given, or the case is of another
            customer
        """
        self.ensure_one()
        score, given = self._scores()
        text = (self.text or "").strip()
        if not (score or given is not None or text):
            raise UserError(self.env._("Choose a score, or enter a comment."))
        case = self.case_id
        if case and case.commercial_partner_id != self.commercial_partner_id:
            raise UserError(
                self.env._(
                    "Case “%(case)s” is not one of %(customer)s. Choose another case, or none.",
                    case=case.display_name,
                    customer=self.partner_id.display_name,
                )
            )
        values = {
            "case_id": case.id,
            "partner_id": self.partner_id.id,
            "company_id": (case.company_id or self.env.company).id,
            "way": self.way,
            "score": score,
            "text": text,
            "cause_id": self.cause_id.id,
            "recorded_by_id": self.env.uid,
        }
        if given is not None:
            values |= {"given_score": given, "given_scale": TEN}
        [feedback] = self.env["repair.feedback"]._record([values])
        if self.is_call_back:
            feedback.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=self.call_back_on,
                summary=self.env._("Call back"),
                user_id=self.env.uid,
            )
        return {"type": "ir.actions.act_window_close"}

    def _scores(self):
        """Return the score from 1 to 5, and the answer from 0 to 10; ``None`` where not given."""
        if self.scale == str(TEN):
            return None, int(self.given_score) if self.given_score else None
        return int(self.score) if self.score else None, None
