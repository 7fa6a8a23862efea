from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...vocabulary import OPEN_STATES

STAGE_TYPES = "repair_case_stage_type_rel"


class RepairCaseType(models.Model):
    """The process of a type: the stages of its cases, and what a new case begins with."""

    _inherit = "repair.case.type"
    _check_company_auto = True

    stage_ids = fields.Many2many(
        "repair.case.stage",
        STAGE_TYPES,
        "type_id",
        "stage_id",
        string="Own Stages",
        check_company=True,
        help="Stages that cases of this type alone go through. They replace the shared stages of "
        "the same meaning (open, waiting, closed, cancelled). None: the shared stages.",
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
        help="Fills the empty description of a new case: what to ask, what to note down.",
    )

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
        res = super().write(vals)
        if "stage_ids" in vals:
            self.env.registry.clear_cache()
            self._realign_cases()
        return res

    def unlink(self):
        """Forget which stages are whose: the own ones of these types become shared."""
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

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


class RepairCaseStage(models.Model):
    _inherit = "repair.case.stage"
    _check_company_auto = True

    type_ids = fields.Many2many(
        "repair.case.type",
        STAGE_TYPES,
        "stage_id",
        "type_id",
        string="Only for Types",
        check_company=True,
        help="Only cases of these types go through this stage. None: a shared stage.",
    )

    @api.constrains("type_ids")
    def _check_types(self):
        """Refuse to take a stage away from the cases of other types that stand in it."""
        # sudo: cases count, whoever may see them; nothing but their number is told.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        for stage in self.filtered("type_ids"):
            count = cases.search_count(
                [
                    ("stage_id", "=", stage.id),
                    ("state", "in", OPEN_STATES),
                    ("type_id", "not in", stage.type_ids.ids),
                ]
            )
            if count:
                raise ValidationError(
                    self.env._(
                        "Stage “%(stage)s” holds %(count)s open cases of other types: they would "
                        "have no stage. Add a new stage for “%(types)s” instead, or move those "
                        "cases first.",
                        stage=stage.name,
                        count=count,
                        types=", ".join(stage.type_ids.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self.env.registry.clear_cache()
        stages.type_ids._realign_cases()
        return stages

    def write(self, vals):
        moves_cases = {"type_ids", "active", "is_waiting", "is_closed", "is_cancelled"} & set(vals)
        types = self._types() if moves_cases else self.type_ids.browse()
        res = super().write(vals)
        self.env.registry.clear_cache()
        if moves_cases:
            (types | self._types())._realign_cases()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    def _types(self):
        """Return the types that these stages belong to, archived ones too."""
        types = self.env["repair.case.type"].with_context(active_test=False)
        return types.search([("stage_ids", "in", self.ids)])
