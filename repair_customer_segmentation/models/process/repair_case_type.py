from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ...fields import MOST, MOST_HOURS, MOST_MINUTES, Float, Integer
from ...vocabulary import IMPACTS, OPEN_STATES, STAFF

# What says how cases of a type count in the history of their customers.
COUNTED = ("need", "is_inspection")
STAGE_TYPES = "repair_case_stage_type_rel"


class RepairCaseType(models.Model):
    """What a case is about, and its process: its stages, and what a new case begins with."""

    _name = "repair.case.type"
    _description = "Repair Case Type"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True, tracking=True)
    color = Integer(aggregator=False, bounds=(0, 11))
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer this type in every company."
    )
    impact = fields.Selection(
        IMPACTS,
        required=True,
        default="2",
        help="Default impact of such a case on the customer; it can be changed on the case.",
    )
    need = fields.Selection(
        [("functional", "Functional"), ("service", "Service")],
        required=True,
        default="functional",
        help="Functional: something must work again. "
        "Service: installation, training, maintenance, advice.",
    )
    is_inspection = fields.Boolean(
        "Inspection",
        tracking=True,
        help="Visits that we plan ourselves, such as maintenance. They do not count as repairs: "
        "they make no customer frequent, and are no failure of the device.",
    )
    is_complaint = fields.Boolean(
        "Complaint",
        tracking=True,
        help="Customers complain about our work. Such cases are no repairs that could be done "
        "right the first time; they count for the share of complaints.",
    )
    response_hours = Float(
        "Reply within (Hours)",
        tracking=True,
        bounds=(0, MOST_HOURS),
        help="Working hours until the customer gets a reply. Where the service level has a target, "
        "too, the stricter one holds (0 = that of the service level).",
    )
    resolution_hours = Float(
        "Resolve within (Hours)",
        tracking=True,
        bounds=(0, MOST_HOURS),
        help="Working hours until the case is closed. Where the service level has a target, too, "
        "the stricter one holds (0 = that of the service level).",
    )
    desk_minutes = Integer(
        "Desk Time (Minutes)",
        bounds=(0, MOST_MINUTES),
        groups=STAFF,
        help="Calls, emails and paperwork for such a case, unless the case says otherwise. It is "
        "part of the cost of a case (0 = none).",
    )
    description = fields.Text(translate=True)

    stage_ids = fields.Many2many(
        "repair.case.stage",
        STAGE_TYPES,
        "type_id",
        "stage_id",
        string="Own Stages",
        check_company=True,
        help="Stages used only by cases of this type. They replace the shared stages of the "
        "same meaning (open, waiting, closed, cancelled). Empty: the shared stages.",
    )
    team_id = fields.Many2one(
        "repair.case.team",
        string="Default Team",
        check_company=True,
        help="New cases of this type go to this team.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Default Responsible",
        domain="[('share', '=', False)]",
        check_company=True,
        help="New cases of this type are assigned to this user.",
    )
    description_template = fields.Html(
        translate=True,
        help="Pre-fills the empty description of a new case: what to ask, what to note.",
    )
    is_portal = fields.Boolean(
        "For Customers",
        default=True,
        help="Customers can choose this type in the portal and see its name on their cases. "
        "Otherwise the type is for internal use only.",
    )

    @api.constrains("stage_ids")
    def _check_stages(self):
        self.stage_ids._check_types()

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env.registry.clear_cache()
        types.filtered("stage_ids")._realign_cases()
        return types

    def write(self, vals):
        """Classify customers again when these types count otherwise, and move cases."""
        needs_changed = self.filtered(lambda t: any(t[n] != vals.get(n, t[n]) for n in COUNTED))
        res = super().write(vals)
        if needs_changed:
            self.env["repair.customer.stale"]._mark_cases(
                SQL("type_id = ANY(%s)", needs_changed.ids)
            )
        if {"is_complaint", "is_inspection"} & set(vals):
            self._outcomes_follow()
        if "stage_ids" in vals:
            self.env.registry.clear_cache()
            self._realign_cases()
        if "is_complaint" in vals:
            # sudo: they count for whoever may see them.
            cases = self.env["repair.case"].sudo().with_context(active_test=False)
            cases.search([("type_id", "in", self.ids)])._complaints_said()
        if {"response_hours", "resolution_hours"} & set(vals):
            served = Domain("type_id", "in", self.ids)
            self.env["repair.service.level"]._terms_changed(cases=served)
        return res

    def unlink(self):
        """Delete the types; stages that were theirs alone become shared ones."""
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    def _outcomes_follow(self):
        """Have the outcomes of closed cases of these types tell what the types say of them."""
        self.env["repair.case.outcome"]._bring_in_line(SQL("c.type_id = ANY(%s)", self.ids))

    def _process_stages(self, company):
        """Return the stages of the cases of this type, or of cases without one, in order.

        Stages of the type replace the shared stages of the same meaning: a type that only says
        how its work is done is still closed and cancelled like all others.

        :param company: the ``res.company`` of the cases
        """
        return self.env["repair.case.stage"].browse(self._process_stage_ids(company.id))

    @tools.ormcache("tuple(self.ids)", "company_id")
    def _process_stage_ids(self, company_id):
        # sudo: which stages there are is the same for whoever asks; asked for at each new case.
        stages = self.env["repair.case.stage"].sudo().with_context(active_test=True)
        stages = stages.search(
            [("company_id", "in", (False, company_id)), ("type_ids", "in", [*self.ids, False])]
        )
        own = stages.filtered("type_ids")
        meanings = set(own.mapped("case_state"))
        return stages.filtered(lambda s: s.type_ids or s.case_state not in meanings).ids

    def _realign_cases(self):
        """Move open cases of these types that stand in a stage which is theirs no more.

        Cases that are done stay where they were closed.
        """
        # sudo: the process holds for every case of the type, whoever may see it.
        cases = (
            self.env["repair.case"]
            .sudo()
            .with_context(active_test=False)
            .search([("type_id", "in", self.ids), ("state", "in", OPEN_STATES)])
        )
        cases._move_into_process()
