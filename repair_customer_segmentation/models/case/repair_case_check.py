from odoo import fields, models
from odoo.exceptions import UserError

from ...vocabulary import DONE_STATES


class RepairCaseCheck(models.Model):
    """A line of the checklist of a case: what there is to check, and who ticked it when.

    The rows are copies, made by one statement (``case/checklist.py``); who may change the case
    ticks them, one at a time, so that each tick says whose it is.
    """

    _name = "repair.case.check"
    _description = "Check of a Case"
    _order = "is_former, sequence, id"
    _log_access = False

    case_id = fields.Many2one("repair.case", required=True, readonly=True, ondelete="cascade")
    line_id = fields.Many2one(
        "repair.checklist.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("What to Check", required=True, readonly=True, translate=True)
    hint = fields.Char(readonly=True, translate=True)
    is_required = fields.Boolean("Required", readonly=True)
    is_former = fields.Boolean(
        "Former",
        readonly=True,
        help="Ticked earlier: the checklist of the case does not have this line any more.",
    )
    is_done = fields.Boolean("Checked", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Checked by", readonly=True)
    done_date = fields.Datetime("Checked on", readonly=True)

    _one_a_line = models.Constraint(
        "UNIQUE (case_id, line_id)", "A case can have each line of a checklist only once."
    )

    def action_tick(self):
        """Record that the current user checked these lines, now.

        :raise AccessError: when the user may not change their case
        :raise UserError: when the case is closed
        """
        self._mark(
            {
                "is_done": True,
                "done_by_id": self.env.uid,
                "done_date": fields.Datetime.now(),
            }
        )

    def action_untick(self):
        """Take the ticks of these lines back, and with them the signature of the checklist.

        :raise AccessError: when the user may not change their case
        :raise UserError: when the case is closed
        """
        self._mark({"is_done": False, "done_by_id": False, "done_date": False})

    def _mark(self, values):
        self.check_access("read")
        cases = self.case_id
        cases.check_access("write")
        for case in cases.filtered(lambda c: c.state in DONE_STATES):
            raise UserError(
                self.env._(
                    "“%s” is closed: what was checked stays as it is. Reopen the case to check "
                    "it again.",
                    case.display_name,
                )
            )
        # sudo: the rows are the system's; who ticks one may change its case, see above.
        lines = self.sudo().filtered(lambda line: line.is_done != values["is_done"])
        lines.write(values)
        cases._count_checks()
        if not values["is_done"] and lines:
            cases._withdraw_signature()
