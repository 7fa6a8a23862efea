from odoo import api, fields, models
from odoo.tools import SQL

from ...feedback import frozen, rating_rows
from ...feedback.scales import score_of
from ...fields import Answer
from ...vocabulary import FEEDBACK_WAYS
from ..access.given_values import refuse_engine_owned

# What feedback takes from the case that it is about, where nothing else is given.
OF_CASE = {
    "partner_id": "partner_id",
    "company_id": "company_id",
    "device_id": "device_id",
    "user_id": "user_id",
    "team_id": "team_id",
    "type_id": "type_id",
    "service_level_id": "service_level_id",
}
# Nobody is told of feedback by the chatter, and nothing is noted on it: it is there.
QUIET = {"mail_create_nosubscribe": True, "mail_create_nolog": True, "tracking_disable": True}


class RepairFeedback(models.Model):
    """What a customer said, one row an answer, in whatever way it was given.

    Rows are made by :meth:`_record` alone. What was said stays as it was said; people add the
    cause. The tiers and the service level are those of that moment, and so are the agent, the
    team and the type of the case: who works on it later has not been spoken of.
    """

    _name = "repair.feedback"
    _description = "Feedback"
    _inherit = ["mail.thread", "mail.activity.mixin", "repair.frozen.classes"]
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Said by", readonly=True, index=True, ondelete="set null"
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
        ondelete="set null",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    case_id = fields.Many2one(
        "repair.case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    device_id = fields.Many2one(
        "repair.device", readonly=True, index="btree_not_null", ondelete="set null"
    )
    way = fields.Selection(FEEDBACK_WAYS, required=True, readonly=True)
    date = fields.Datetime("Said on", required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="The date in the company's time zone.")
    score = Answer(
        readonly=True,
        help="From 1 (very unhappy) to 5 (very happy). Complaints and notes have none.",
    )
    given_score = fields.Integer(
        "Answer as Given",
        readonly=True,
        aggregator=None,
        help="The number that the customer gave, where it was not on the scale from 1 to 5.",
    )
    given_scale = fields.Integer(
        "Scale of the Answer",
        readonly=True,
        aggregator=None,
        help="The highest possible number of the answer as given, such as 10.",
    )
    text = fields.Text("Comment", readonly=True)
    cause_id = fields.Many2one(
        "repair.feedback.cause",
        string="Main Cause",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        help="What the customer is pleased with, or complains about.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Who had the case when the customer said it.",
    )
    team_id = fields.Many2one(
        "repair.case.team", readonly=True, index="btree_not_null", ondelete="set null"
    )
    type_id = fields.Many2one("repair.case.type", readonly=True, ondelete="set null")
    rating_id = fields.Many2one("rating.rating", readonly=True, ondelete="cascade")
    recorded_by_id = fields.Many2one(
        "res.users",
        string="Entered by",
        readonly=True,
        ondelete="set null",
        help="Who typed in what the customer said; empty where the customer did.",
    )
    is_confidential = fields.Boolean(related="case_id.is_confidential", store=True)

    _score_range = models.Constraint(
        "CHECK (score BETWEEN 1 AND 5)", "The score must be from 1 to 5."
    )
    _given_range = models.Constraint(
        "CHECK (given_score BETWEEN 0 AND given_scale)",
        "The answer as given must be on its scale.",
    )
    _once = models.UniqueIndex("(rating_id) WHERE rating_id IS NOT NULL")
    _day_idx = models.Index("(company_id, day)")
    _order_idx = models.Index("(date DESC, id DESC)")

    @api.depends("partner_id", "way")
    @api.depends_context("lang")
    def _compute_display_name(self):
        ways = dict(self._fields["way"]._description_selection(self.env))
        for feedback in self:
            feedback.display_name = self.env._(
                "%(way)s: %(customer)s",
                way=ways.get(feedback.way, ""),
                customer=feedback.partner_id.display_name or self.env._("anonymous"),
            )

    def write(self, vals):
        refuse_engine_owned(self, vals)
        return super().write(vals)

    @api.model
    def _record(self, vals_list):
        """Note what customers said; the one place by which feedback of any way comes in.

        What the values leave out is taken from the case: customer, company, device, assignee,
        team, type. The moment is now where none is given. The tiers of that moment are looked up
        for all rows at once, and the service level where there is no case that had one.

        :param list vals_list: dicts as of ``create``; ``way`` is required, and ``company_id``
            where there is no case. Leave ``score`` out where there is none; it is worked out of
            ``given_score`` on a ``given_scale``, see :func:`score_of`.
        :return: the new feedback, in the order of the values
        """
        # sudo: nobody creates feedback by hand; who may call this is checked by the callers.
        quiet = self.sudo().with_context(**QUIET)
        feedback = quiet.create([quiet._whole_values(vals) for vals in vals_list])
        feedback._freeze_classes()
        return feedback.with_env(self.env)

    def _whole_values(self, vals):
        """Return the values of new feedback with what follows from its case and its moment."""
        case = self.env["repair.case"].browse(vals.get("case_id"))
        taken = {
            name: self._fields[name].convert_to_write(case[source], self)
            for name, source in OF_CASE.items()
            if case and name not in vals
        }
        vals = {"date": fields.Datetime.now(), **taken, **vals}
        if not vals.get("score"):
            # Not the same as 0: who gives no score does not lower the mean.
            vals.pop("score", None)
        if not vals.get("given_scale"):
            vals = {k: v for k, v in vals.items() if k not in ("given_score", "given_scale")}
        elif "score" not in vals:
            vals["score"] = score_of(vals.get("given_score", 0), vals["given_scale"])
        moment = fields.Datetime.to_datetime(vals["date"])
        company = self.env["res.company"].browse(vals["company_id"])
        return {**vals, "day": company._repair_day(moment)}

    def _freeze_classes(self):
        """Write down the tiers that the customers of this feedback had when they said it."""
        self.env.flush_all()
        frozen.freeze_feedback(self.env.cr, self.ids)
        self.invalidate_recordset(frozen.CLASS_COLUMNS)

    @api.model
    def _follow_ratings(self, ratings):
        """Note what these ratings say of cases, as it is now; what is taken back is no more."""
        self.env.flush_all()
        rating_rows.follow(self.env.cr, SQL("r.id = ANY(%s)", ratings.ids))
        self.invalidate_model()
        # sudo: whoever rates; the outcome only tells that somebody did.
        self._answers_changed(ratings.sudo().repair_case_id)

    @api.model
    def _take_over_ratings(self):
        """Note what was rated before the addon knew of feedback."""
        self.env.flush_all()
        rating_rows.follow(
            self.env.cr,
            SQL("NOT EXISTS (SELECT FROM repair_feedback AS f WHERE f.rating_id = r.id)"),
        )
        self.invalidate_model()

    @api.model
    def _answers_changed(self, cases):
        """Have the outcomes of cases tell whether their customers answered."""
        if cases:
            self.env["repair.case.outcome"]._bring_in_line(SQL("c.id = ANY(%s)", cases.ids))

    @api.model
    def _action_of(self, domain, name, **context):
        """Return the action that lists the feedback of a domain.

        :param str name: what it is feedback of
        :param context: what a new answer begins with
        :raise AccessError: when the user may not read feedback
        """
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_feedback_action"
        )
        return {
            **action,
            "display_name": self.env._("Feedback: %s", name),
            "domain": domain,
            "context": context,
        }
