from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .visit_rows import VisitRows
from .visit_run import VisitRun

SKIP_REASONS = [
    ("device", "Device archived"),
    ("customer", "Customer archived"),
    ("scope", "No longer covered by the plan"),
    ("contract", "Contract ended"),
    ("visit", "Another visit of the device within the lead time"),
    ("case", "The device is here for a repair"),
    ("cancelled", "Case cancelled"),
    ("deleted", "Case deleted"),
    ("hand", "Skipped by hand"),
]

# Visits that will be held, or are being held.
EXPECTED = [("state", "in", ("planned", "opened")), ("reason", "=", False)]


class RepairMaintenanceVisit(models.Model):
    """One occurrence of a maintenance plan for one device: planned, opened, done or skipped.

    There is one for each plan, device and due day, by a key of the database, and one that is
    planned for each plan and device. Rows are the run's; people open a visit early or skip it.
    """

    _name = "repair.maintenance.visit"
    _description = "Planned Visit"
    _inherit = ["repair.engine.owned"]
    _order = "date_due, id"
    _rec_name = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "repair.maintenance.plan", readonly=True, required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    device_id = fields.Many2one(
        "repair.device", readonly=True, required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        required=True,
        index=True,
        ondelete="cascade",
        help="Whoever had the device on that day.",
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
    )
    date_due = fields.Date("Due on", readonly=True, required=True)
    date_opening = fields.Date(
        "Opens on", readonly=True, help="Its case is opened on this day, or the day after it."
    )
    planned_hours = fields.Float(readonly=True)
    case_id = fields.Many2one(
        "repair.case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    skip_reason = fields.Selection(SKIP_REASONS, "Skipped because", readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("opened", "Case Opened"),
            ("done", "Done"),
            ("skipped", "Skipped"),
        ],
        compute="_compute_state",
        store=True,
        readonly=True,
    )
    reason = fields.Selection(
        SKIP_REASONS,
        "Reason for Skipping",
        compute="_compute_state",
        store=True,
        readonly=True,
        help="Of a planned visit: why it will be skipped, if nothing changes.",
    )
    date_done = fields.Date("Done on", compute="_compute_state", store=True, readonly=True)
    is_expected = fields.Boolean(
        compute="_compute_is_expected", search="_search_is_expected", help="It will be held."
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    _plan_device_due_uniq = models.Constraint(
        "UNIQUE (plan_id, device_id, date_due)",
        "A device has one visit by a plan and due day.",
    )
    _planned_uniq = models.UniqueIndex("(plan_id, device_id) WHERE state = 'planned'")
    _opening_idx = models.Index("(company_id, date_opening) WHERE state = 'planned'")
    _due_idx = models.Index("(company_id, date_due)")

    @api.depends(
        "skip_reason", "case_id.state", "case_id.date_closed",
        "case_id.merged_into_id.state", "case_id.merged_into_id.date_closed",
    )  # fmt: skip
    def _compute_state(self):
        """Follow the case, or the one it was merged into."""
        # sudo: what became of a visit is for whoever may see visits, not only its case.
        for visit in self.sudo():
            case = visit.case_id.merged_into_id or visit.case_id
            state, reason, done = "planned", False, False
            if visit.skip_reason or case.state == "cancelled":
                state, reason = "skipped", visit.skip_reason or "cancelled"
            elif case.state == "closed":
                state, done = "done", visit.company_id._repair_day(case.date_closed)
            elif case:
                state = "opened"
            visit.state, visit.reason, visit.date_done = state, reason, done

    @api.depends("state", "reason")
    def _compute_is_expected(self):
        for visit in self:
            visit.is_expected = visit.filtered_domain(EXPECTED) == visit

    @api.model
    def _search_is_expected(self, operator, value):
        return EXPECTED if operator == "in" and True in value else NotImplemented

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        for visit in self:
            today = visit.company_id._repair_day()
            visit.is_overdue = visit.state in ("planned", "opened") and visit.date_due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("date_due", "<", company._repair_day())
            for company in self.env.companies
        )
        return Domain("state", "in", ("planned", "opened")) & late

    @api.depends("plan_id", "device_id", "date_due")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = self.env._(
                "%(device)s: %(plan)s",
                plan=visit.plan_id.name,
                device=visit.device_id.name,
            )

    def action_open_now(self):
        """Open the cases of planned visits before their day.

        :raise UserError: when one is not planned any more
        """
        self.env["repair.maintenance.plan"].browse().check_access("write")
        self._check_planned()
        # sudo: rows are the system's; who may change plans opens visits.
        VisitRun(self.sudo().company_id).open_visits(self.sudo())

    def action_skip(self):
        """Skip planned visits: the next ones count from their due days.

        :raise UserError: when one is not planned any more
        """
        self.env["repair.maintenance.plan"].browse().check_access("write")
        self._check_planned()
        # sudo: see action_open_now.
        visits = self.sudo()
        visits.skip_reason = "hand"
        for plan, skipped in visits.grouped("plan_id").items():
            VisitRows(plan).refresh(skipped.device_id.ids)

    def _check_planned(self):
        self.lock_for_update()
        for visit in self:
            if visit.state != "planned":
                raise UserError(
                    self.env._("“%s” is not planned any more. Reload the page.", visit.display_name)
                )

    def action_view_case(self):
        """Open the case of the visit."""
        self.check_access("read")
        self.ensure_one()
        # sudo: only where it leads; whether the user may read the case is asked there.
        case = self.sudo().case_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "repair.case",
            "res_id": (case.merged_into_id or case).id,
            "views": [(False, "form")],
        }

    @api.model
    def _cron_open_visits(self):
        """Plan and open the visits of the day in every company, in batches that are committed."""
        plans = self.env["repair.maintenance.plan"].search([("is_running", "=", True)])
        for company in plans.company_id:
            if not VisitRun(company).run():
                return
