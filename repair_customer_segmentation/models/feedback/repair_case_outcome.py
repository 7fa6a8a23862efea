from odoo import api, fields, models
from odoo.tools import SQL

from ...feedback import frozen, outcome_rows

RESULTS = [("met", "Met"), ("missed", "Missed")]
FIX_RESULTS = [("fixed", "Fixed at once"), ("back", "Came back")]


class RepairCaseOutcome(models.Model):
    """What became of a case that was closed, and the classes that its customer had on that day.

    Figures are counted from these narrow rows. ``feedback/outcome_rows.py`` alone writes them: it
    brings those of all cases that were changed in line with the cases, in one statement. A case
    that is open again keeps its row; a cancelled one has none.
    """

    _name = "repair.case.outcome"
    _description = "Closed Case"
    _inherit = ["repair.frozen.classes"]
    _log_access = False
    _order = "closed_on desc, id desc"
    _rec_name = "case_id"

    case_id = fields.Many2one("repair.case", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    device_id = fields.Many2one(
        "repair.device", readonly=True, index="btree_not_null", ondelete="set null"
    )
    category_id = fields.Many2one(
        "product.category",
        "Device Category",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The product category of the device when the case was closed, or last changed.",
    )
    type_id = fields.Many2one("repair.case.type", readonly=True, ondelete="set null")
    team_id = fields.Many2one(
        "repair.case.team", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    is_confidential = fields.Boolean(readonly=True)
    closed_on = fields.Date(
        "First Closed",
        required=True,
        readonly=True,
        help="The day on which the case was closed for the first time, in the company's time zone.",
    )
    response_result = fields.Selection(
        RESULTS,
        "Reply",
        readonly=True,
        help="Whether the first reply came in time. Empty: no target, or no reply.",
    )
    resolution_result = fields.Selection(
        RESULTS,
        "Resolution",
        readonly=True,
        help="Whether the case was closed in time. Empty: no target, or the case is open again.",
    )
    is_reopened = fields.Boolean("Reopened", readonly=True)
    fix_result = fields.Selection(
        FIX_RESULTS,
        "First-Time Fix",
        readonly=True,
        help="Whether the device came back for rework within the days of the settings. Empty: "
        "not known yet, no device, or no repair (rework, inspection, complaint).",
    )
    fix_known_on = fields.Date(
        "Fix Known after",
        readonly=True,
        help="The last day on which a rework of the device would count.",
    )
    is_complaint = fields.Boolean("Complaint", readonly=True)
    asked_on = fields.Date(
        "Rating Requested", readonly=True, help="The day on which the customer was asked to rate."
    )
    answered = fields.Boolean("Rated", readonly=True)

    _case_uniq = models.UniqueIndex("(case_id)")
    _closed_idx = models.Index("(company_id, closed_on)")
    _order_idx = models.Index("(closed_on DESC, id DESC)")
    _unknown_fix_idx = models.Index(
        "(fix_known_on) WHERE fix_result IS NULL AND fix_known_on IS NOT NULL"
    )

    def action_open_case(self):
        """Open the case."""
        self.ensure_one()
        return self.case_id.get_formview_action()

    @api.model
    def _bring_in_line(self, cases):
        """Bring the rows of cases in line with the cases.

        :param SQL cases: condition on ``repair_case AS c``
        """
        self.env.flush_all()
        outcome_rows.bring_in_line(self.env.cr, fields.Datetime.now(), cases)
        self.invalidate_model()

    @api.model
    def _fill(self):
        """Give all cases that were closed before the addon knew of outcomes their row."""
        self._bring_in_line(
            SQL(
                "c.date_first_closed IS NOT NULL AND NOT EXISTS ("
                "SELECT FROM repair_case_outcome AS o WHERE o.case_id = c.id)"
            )
        )

    @api.model
    def _cron_settle(self):
        """Write down which repairs have lasted, once their days have passed."""
        outcome_rows.settle(self.env.cr, fields.Datetime.now())
        self.invalidate_model()

    @api.model
    def _fill_classes(self, company):
        """Fill in the tiers that were not known yet, now that the past of a company is rebuilt."""
        self.env.flush_all()
        frozen.fill(self.env.cr, company.id)
        self.invalidate_model(frozen.CLASS_COLUMNS)
        self.env["repair.feedback"].invalidate_model(frozen.CLASS_COLUMNS)
