from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...desk.similarity import words_of
from ...vocabulary import OPEN_STATES

# So many words in common, or all of them, name the same work.
WORDS_IN_COMMON = 2


class RepairDeclinedWork(models.Model):
    """Which later case does the declined work: the one opened for it, or one that names it."""

    _inherit = "repair.declined.work"

    followup_case_id = fields.Many2one(
        "repair.case",
        string="Taken Up in",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        help="The case that does the work. When it is closed, the work is done.",
    )
    likely_case_id = fields.Many2one(
        "repair.case",
        string="Perhaps Done in",
        compute="_compute_likely_case_id",
        help="A later case of the same device that names this work. Check, then click Done.",
    )

    @api.depends("name", "device_id", "date_declined", "state", "followup_case_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_likely_case_id(self):
        """Find the first later case of the device that names the work, in one query for all."""
        self.likely_case_id = False
        works = self.filtered(
            lambda w: w.state == "open" and w.device_id and not w.followup_case_id
        )
        if not works:
            return
        later = self.env["repair.case"].search_fetch(
            [
                ("device_id", "in", works.device_id.ids),
                ("state", "!=", "cancelled"),
                ("date_open", ">", min(works.case_id.mapped("date_open"))),
            ],
            ["device_id", "date_open", "subject_words", "solution"],
            order="date_open, id",
        )
        by_device = later.grouped("device_id")
        for work in works:
            work.likely_case_id = next(
                (case for case in by_device.get(work.device_id, ()) if work._is_named_by(case)),
                False,
            )

    def _is_named_by(self, case):
        """Return whether the subject or the solution of a later case says what this work says."""
        opened = self.case_id.date_open
        if case == self.case_id or case.date_open <= opened or not case.date_open:
            return False
        return self._is_said({*(case.subject_words or "").split(), *words_of(case.solution)})

    def _is_said(self, said):
        """Return whether a set of words names this work."""
        words = words_of(self.name)
        common = said.intersection(words)
        return bool(common) and len(common) >= min(WORDS_IN_COMMON, len(words))

    def action_open_case(self):
        """Open the case that does the work: the one there is, or a new one for the same device.

        :return: dict: the action that shows the case
        :raise UserError: when the work is not open
        """
        self.check_access("write")
        self.ensure_one()
        case = self.followup_case_id
        if not case:
            self._refuse_unless_open()
            case = self.env["repair.case"].create(self._followup_values())
            self._take_up(case)
        return {
            "type": "ir.actions.act_window",
            "res_model": "repair.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def _followup_values(self):
        """Return the values of a new case that does the work."""
        case, device = self.case_id, self.device_id
        is_theirs = device.commercial_partner_id == self.commercial_partner_id and device.active
        return {
            "name": self.name,
            "description": plaintext2html(
                self.env._(
                    "Recommended on %(case)s and declined then: %(work)s",
                    case=case.reference,
                    work=" · ".join(filter(None, (self.name, self.note))),
                )
            ),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "device_id": is_theirs and device.id,
            "is_confidential": case.is_confidential,
        }

    def action_take_up(self):
        """Have the case that the client names (``repair_case_id`` in the context) do the work.

        :raise UserError: when the work is not open, or the case is over or another customer's
        """
        self.check_access("write")
        case = self.env["repair.case"].browse(self.env.context.get("repair_case_id"))
        case.check_access("write")
        for work in self:
            work._refuse_unless_open()
            same = (case.commercial_partner_id, case.company_id) == (
                work.commercial_partner_id,
                work.company_id,
            )
            if len(case) != 1 or not same or case == work.case_id or case.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%s” can only be taken up in another open case of the same customer.",
                        work.name,
                    )
                )
        self._take_up(case)

    def _take_up(self, case):
        # sudo: which case does the work is the system's record; both were checked.
        self.sudo().write({"followup_case_id": case.id})

    def _refuse_unless_open(self):
        self.ensure_one()
        if self.state != "open":
            raise UserError(self.env._("“%s” is not open any more. Reopen it first.", self.name))
