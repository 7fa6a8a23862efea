from odoo import api, fields, models
from odoo.exceptions import UserError

from ..vocabulary import OPEN_STATES


class RepairCaseMerge(models.TransientModel):
    """Makes one case of several: one is kept, and the others lead to it."""

    _name = "repair.case.merge"
    _inherit = ["repair.readable.dialog"]
    _description = "Merge of Cases"

    case_ids = fields.Many2many("repair.case", string="Cases", required=True)
    target_id = fields.Many2one(
        "repair.case",
        string="Keep",
        compute="_compute_target_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', case_ids)]",
        help="The case to keep. The others are cancelled, archived and linked to it.",
    )
    company_id = fields.Many2one("res.company", compute="_compute_customer")
    commercial_partner_id = fields.Many2one("res.partner", compute="_compute_customer")
    is_confidential = fields.Boolean(compute="_compute_customer")

    @api.model
    def default_get(self, fields_list):  # pylint: disable=arguments-renamed
        """Take the cases of the list, or of the form, that “Merge” was chosen in.

        Chosen beside the hint at other open cases, these are taken, too.
        """
        self.check_access("create")
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "repair.case" and "case_ids" in fields_list:
            cases = self.env["repair.case"].browse(self.env.context.get("active_ids") or [])
            if self.env.context.get("repair_with_other_open"):
                cases |= cases.union(*cases._other_open_cases().values())
            values["case_ids"] = [(6, 0, cases.ids)]
        self._check_links(values)
        return values

    @api.depends("case_ids")
    def _compute_target_id(self):
        """Suggest the oldest case that is open, else the oldest."""
        for merge in self:
            cases = merge.case_ids._origin
            if merge.target_id not in cases:
                merge.target_id = cases.sorted(
                    lambda case: (case.state not in OPEN_STATES, case.date_open, case.id)
                )[:1]

    @api.depends("case_ids")
    def _compute_customer(self):
        for merge in self:
            case = merge.case_ids[:1]
            merge.company_id = case.company_id
            merge.commercial_partner_id = case.commercial_partner_id
            merge.is_confidential = case.is_confidential

    @api.constrains("case_ids", "target_id")
    def _check_cases(self):
        """Refuse cases that the user may not change: the dialog shows their names."""
        for merge in self:
            (merge.case_ids | merge.target_id).check_access("write")

    def action_merge(self):
        """Merge the cases, and show the one that is kept.

        :raise AccessError: when the user may not change one of them
        :raise UserError: when they cannot be merged, see ``repair.case._merge``
        """
        self.ensure_one()
        if self.target_id not in self.case_ids:
            raise UserError(self.env._("Keep one of the cases that you merge."))
        self.target_id._merge(self.case_ids)
        return {
            "type": "ir.actions.act_window",
            "res_model": "repair.case",
            "res_id": self.target_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
