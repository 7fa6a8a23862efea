from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...desk.rhythm import MONTHS, OWN, REPAIRS
from ...fields import MOST_DAYS, MOST_HOURS, MOST_MONTHS, Date, Float, Integer
from .plan_scope import SCOPES
from .plan_words import PlanWords
from .visit_rows import VisitRows

INSPECTION = "repair_customer_segmentation.repair_case_type_inspection"
# What a change of moves the visits that are planned.
MOVING = {
    "active", "is_running", "scope", *SCOPES.values(), "rhythm", "interval_months",
    "repair_interval", "counts_from", "start_from", "date_start", "is_once", "lead_days",
    "type_id", "planned_hours", "company_id",
}  # fmt: skip


class RepairMaintenancePlan(models.Model):
    """When devices are inspected without anybody having to remember it.

    A plan covers the devices of a scope, and its rhythm says when each of them is due, see
    :mod:`.desk.maintenance`. A plan that is switched on keeps one planned visit for each device
    (``repair.maintenance.visit``); the daily run opens the cases.
    """

    _name = "repair.maintenance.plan"
    _description = "Maintenance Plan"
    _inherit = ["mail.thread", "repair.readable.links"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    is_running = fields.Boolean(
        "Switched On",
        copy=False,
        tracking=True,
        help="Cases are opened only while the plan is switched on. Look at its preview first.",
    )
    date_previewed = fields.Datetime("Last Previewed on", readonly=True, copy=False)
    # Plans without a company are templates: each company starts from copies.
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)

    scope = fields.Selection(
        [
            ("level", "Customers at a service level"),
            ("tier", "Customers in a tier"),
            ("contract", "Devices of a contract"),
            ("device", "A single device"),
        ],
        string="Covers",
        required=True,
        default="level",
        tracking=True,
    )
    service_level_id = fields.Many2one(
        "repair.service.level", check_company=True, tracking=True, ondelete="restrict"
    )
    tier_id = fields.Many2one(
        "repair.segmentation.tier",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id), ('policy_state', '=', 'active')]",
    )
    contract_id = fields.Many2one(
        "repair.service.contract",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
    )
    device_id = fields.Many2one(
        "repair.device",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="cascade",
        domain="[('company_id', 'in', (False, company_id))]",
    )

    rhythm = fields.Selection(
        [
            (MONTHS, "Every so many months"),
            (REPAIRS, "After so many repairs"),
            (OWN, "The device's own rhythm"),
        ],
        required=True,
        default=MONTHS,
        tracking=True,
        help="The device's own rhythm is the median interval between its repairs. It applies "
        "from 5 repairs on.",
    )
    interval_months = Integer("Months", default=6, tracking=True, bounds=(1, MOST_MONTHS))
    repair_interval = Integer(
        "Repairs",
        default=3,
        tracking=True,
        bounds=(1, 1000),
        help="Closed repairs of the device since its last inspection. Cancelled cases, rework and "
        "inspections do not count.",
    )
    counts_from = fields.Selection(
        [("completion", "Completion of the last visit"), ("calendar", "The calendar")],
        string="Next Visit Counts from",
        required=True,
        default="completion",
        tracking=True,
        help="Completion: a visit that is done early or late moves the ones after it. "
        "Calendar: due dates stay where they are.",
    )
    start_from = fields.Selection(
        [("purchase", "Purchase of the device"), ("plan", "First day of the plan")],
        string="First Visit Counts from",
        required=True,
        default="purchase",
        tracking=True,
        help="Purchase: the day the device was bought, or else the day it was entered. First day "
        "of the plan: the first visit of every device is due on that day.",
    )
    date_start = Date(
        "First Day",
        copy=False,
        tracking=True,
        help="No visit is due before this day. Leave empty to begin on the day the plan is "
        "switched on.",
    )
    is_once = fields.Boolean(
        "Only One Visit per Device", tracking=True, help="Such as a check of new devices."
    )
    lead_days = Integer(
        "Open Ahead (Days)",
        default=14,
        tracking=True,
        bounds=(0, MOST_DAYS),
        help="So many days before the visit is due, its case is opened. A visit is skipped if "
        "the device is here for a repair then, or was visited within this time.",
    )

    type_id = fields.Many2one(
        "repair.case.type",
        string="Case Type",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('is_inspection', '=', True)]",
        default=lambda self: self.env.ref(INSPECTION, raise_if_not_found=False),
    )
    subject = fields.Char(
        required=True,
        translate=True,
        default=lambda self: self.env._("Preventive inspection"),
        help="Subject of the cases, in the language of the customer. Customers read it.",
    )
    team_id = fields.Many2one(
        "repair.case.team",
        check_company=True,
        ondelete="set null",
        help="Leave empty to use the team of the case type, or the default team.",
    )
    planned_hours = Float(
        default=1.0, tracking=True, bounds=(0, MOST_HOURS), help="Working time of one visit."
    )

    sentence = fields.Char("What It Does", compute="_compute_sentence")
    rhythm_note = fields.Char(compute="_compute_rhythm_note")

    @api.depends(
        "scope", *SCOPES.values(), "rhythm", "interval_months", "repair_interval", "counts_from",
        "start_from", "date_start", "is_once", "lead_days",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_sentence(self):
        for plan in self:
            plan.sentence = PlanWords(plan).sentence()

    @api.depends("rhythm", "scope", *SCOPES.values())
    @api.depends_context("lang")
    def _compute_rhythm_note(self):
        for plan in self:
            plan.rhythm_note = PlanWords(plan).rhythm_note()

    @api.onchange("scope")
    def _onchange_scope(self):
        """Empty what belongs to another scope than the one chosen."""
        self.update({name: False for scope, name in SCOPES.items() if scope != self.scope})

    @api.constrains("scope", *SCOPES.values())
    def _check_scope(self):
        for plan in self:
            field = plan._fields[SCOPES[plan.scope]]
            label = field._description_string(self.env)
            if not plan[field.name]:
                raise ValidationError(
                    self.env._("Plan “%(plan)s”: fill in “%(field)s”.", plan=plan.name, field=label)
                )
            for name in SCOPES.values():
                if plan[name] and name != field.name:
                    raise ValidationError(
                        self.env._(
                            "Plan “%(plan)s” has both “%(field)s” and “%(other)s”. Leave one of "
                            "them empty: a plan covers one thing.",
                            plan=plan.name,
                            field=label,
                            other=plan._fields[name]._description_string(self.env),
                        )
                    )

    @api.constrains("rhythm", "interval_months", "lead_days", "is_once")
    def _check_rhythm(self):
        for plan in self:
            if (
                plan.rhythm == MONTHS
                and not plan.is_once
                and plan.lead_days >= 28 * plan.interval_months
            ):
                raise ValidationError(
                    self.env._(
                        "Plan “%(plan)s”: “Open Ahead (Days)” is %(lead)s, which is longer than "
                        "the time between two visits. Enter less than %(most)s.",
                        plan=plan.name,
                        lead=plan.lead_days,
                        most=28 * plan.interval_months,
                    )
                )

    @api.constrains("type_id")
    def _check_type(self):
        for plan in self:
            if not plan.type_id.is_inspection:
                raise ValidationError(
                    self.env._(
                        "Plan “%(plan)s”: cases of type “%(type)s” count as repairs. Choose a "
                        "type that is marked as “Inspection”.",
                        plan=plan.name,
                        type=plan.type_id.name,
                    )
                )

    @api.constrains("is_running", "date_previewed")
    def _check_previewed(self):
        for plan in self:
            if plan.is_running and not plan.date_previewed:
                raise ValidationError(
                    self.env._("Plan “%s”: look at its preview before you switch it on.", plan.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given_links(vals_list)
        plans = super().create(vals_list)
        plans._moved()
        return plans

    def write(self, vals):
        self._check_given_links([vals])
        res = super().write(vals)
        if MOVING & set(vals):
            self._moved()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_visits(self):
        """Say what to do instead: visits that were opened are the history of devices."""
        for plan in self:
            if plan.opened_count or plan.done_count:
                raise UserError(
                    self.env._(
                        "“%s” has visits. Archive it instead: their history is kept.", plan.name
                    )
                )

    def _moved(self):
        """Bring the planned visits of these plans in line with what the plans say now."""
        self.env.registry.clear_cache()
        # sudo: what follows from a plan is the system's record.
        for plan in self.sudo().filtered("company_id"):
            if plan.is_running and not plan.date_start:
                # Which moves the plan once more.
                plan.date_start = plan.company_id._repair_day()
            else:
                VisitRows(plan).refresh()
