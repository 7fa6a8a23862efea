from odoo import fields, models

from ...fields import MOST, Integer
from ...vocabulary import OPEN_STATES


class RepairChecklist(models.Model):
    """What has to be checked before a case of some types is closed, and who answers for it.

    Cases get copies of the lines when they get their type: what was checked stays on record,
    whatever becomes of the checklist.
    """

    _name = "repair.checklist"
    _description = "Quality Checklist"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char("Title", required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to share this checklist between all companies."
    )
    signer = fields.Selection(
        [
            ("assignee", "The assignee"),
            ("leader", "The team leader"),
            ("other", "Someone other than the assignee"),
        ],
        string="Signed Off by",
        help="Who confirms that everything was checked, before the case can be closed. Leave empty "
        "if the ticks are enough.",
    )
    line_ids = fields.One2many("repair.checklist.line", "checklist_id", string="Lines", copy=True)
    type_ids = fields.One2many(
        "repair.case.type",
        "checklist_id",
        string="Used for Types",
        help="New cases of these types get the lines of this checklist.",
    )

    def action_apply(self):
        """Give the open cases of the types of this checklist its lines as they are now.

        Lines that were ticked are kept.

        :return: dict: the action of a notification that says how many cases there were
        :raise AccessError: when the user may not change the checklist
        """
        self.check_access("write")
        # sudo: the checklist holds for every case of the type, whoever may see it.
        cases = self.env["repair.case"].sudo()
        cases = cases.search(
            [("type_id.checklist_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        )
        cases._take_checklists()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Open cases that have these lines now: %(count)s.", count=len(cases)
                ),
            },
        }


class RepairChecklistLine(models.Model):
    _name = "repair.checklist.line"
    _description = "Line of a Quality Checklist"
    _order = "sequence, id"

    checklist_id = fields.Many2one(
        "repair.checklist", required=True, ondelete="cascade", index=True
    )
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    name = fields.Char("What to Check", required=True, translate=True)
    hint = fields.Char(translate=True, help="How to check it, or which value is good enough.")
    is_required = fields.Boolean(
        "Required", default=True, help="The case cannot be closed before this is ticked."
    )


class RepairCaseType(models.Model):
    _inherit = "repair.case.type"

    checklist_id = fields.Many2one(
        "repair.checklist",
        string="Quality Checklist",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        help="What has to be checked before a case of this type is closed. New cases get its "
        "lines; to give them to open cases, too, choose “Apply to Open Cases” on the checklist.",
    )
