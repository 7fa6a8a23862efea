from odoo import api, fields, models

from ...vocabulary import OPEN_STATES
from ..access.enumerated import enumerated


class RepairCase(models.Model):
    """The work that was recommended on a case and declined, and what a case takes up of it."""

    _inherit = "repair.case"

    declined_work_ids = fields.One2many("repair.declined.work", "case_id")
    taken_up_work_ids = fields.One2many(
        "repair.declined.work", "followup_case_id", string="Work Taken Up", readonly=True
    )
    earlier_declined_ids = fields.Many2many(
        "repair.declined.work",
        string="Declined Earlier",
        compute="_compute_earlier_declined",
        help="Work recommended on earlier cases of this device that is still open.",
    )
    earlier_declined_hint = fields.Char(
        "Declined Earlier on This Device", compute="_compute_earlier_declined"
    )

    @api.depends("device_id", "company_id", "state", "taken_up_work_ids.state")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_earlier_declined(self):
        """Find what was declined on earlier cases of the device, in one query for all cases."""
        self.update({"earlier_declined_ids": False, "earlier_declined_hint": False})
        cases = self.filtered(lambda case: case.device_id and case.state in OPEN_STATES)
        works = self.env["repair.declined.work"]
        if cases:
            works = works.search(
                [("device_id", "in", cases.device_id.ids), ("state", "=", "open")],
                order="date_declined desc, id desc",
            )
        for case in cases:
            case.earlier_declined_ids = works.filtered(
                lambda work, case=case: (
                    (work.device_id, work.company_id) == (case.device_id._origin, case.company_id)
                    and work.case_id != case._origin
                    and work.commercial_partner_id == case.commercial_partner_id
                    and work.followup_case_id in (case._origin, self.browse())
                )
            )
            waiting = case.earlier_declined_ids.filtered(lambda work: not work.followup_case_id)
            case.earlier_declined_hint = enumerated(self.env, waiting.mapped("name")) or False

    def _declined_work_follows(self, old):
        """Have declined work be done with the case that took it up, and open again without it.

        :param str old: the state in which these cases were
        """
        # sudo: whoever moves a case records what came of it.
        cases = self.sudo()
        closed = cases.filtered(lambda case: case.state == "closed").taken_up_work_ids
        closed.filtered(lambda work: work.state == "open").write({"state": "done"})
        if old == "closed":
            back = cases.filtered(lambda case: case.state != "closed").taken_up_work_ids
            back.filtered(lambda work: work.state == "done").write({"state": "open"})
        cancelled = cases.filtered(lambda case: case.state == "cancelled").taken_up_work_ids
        cancelled.filtered(lambda work: work.state == "open").write({"followup_case_id": False})

    def _take_declined_work(self, others):
        """Take over the declined work of cases that are merged into this one."""
        others.declined_work_ids.write({"case_id": self.id})
        others.taken_up_work_ids.write({"followup_case_id": self.id})
        # A case cannot take up what was declined on it.
        own = self.taken_up_work_ids & self.declined_work_ids
        own.write({"followup_case_id": False})
