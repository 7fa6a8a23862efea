from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...vocabulary import OPEN_STATES

REMEDIES = [
    ("explained", "Explained"),
    ("apology", "Apology"),
    ("redone", "Done again free of charge"),
    ("refund", "Refund"),
    ("voucher", "Voucher"),
    ("unjustified", "Not justified"),
]
# What the feedback of a complaint tells of its case; a change of one changes the other.
COMPLAINT_TOLD = {
    "type_id",
    "about_case_id",
    "complained_user_id",
    "complaint_cause_id",
    "partner_id",
}


class RepairCase(models.Model):
    """What came of a complaint: its cause and its remedy, without which it is not closed.

    Each complaint that is not cancelled is one row of feedback. The row belongs to the complaint,
    so that whoever may not see that sees neither; it counts for the colleague, the team and the
    type of the case that it is about.
    """

    _inherit = "repair.case"

    complaint_cause_id = fields.Many2one(
        "repair.feedback.cause",
        string="Cause",
        index="btree_not_null",
        tracking=True,
        copy=False,
        ondelete="restrict",
        help="What the customer complains about.",
    )
    remedy = fields.Selection(
        REMEDIES, tracking=True, copy=False, help="What we did about the complaint."
    )
    remedy_note = fields.Text(
        "What Was Agreed",
        tracking=True,
        copy=False,
        help="What the customer got or was told, in a few words.",
    )

    def _opened(self):
        """Record new complaints as what customers say; the team's leader hears of them first."""
        complaints = self.filtered("is_complaint")
        complaints._complaints_said()
        res = super()._opened()
        complaints._keep_from_complained()
        return res

    def _changed(self, vals, before):
        res = super()._changed(vals, before)
        if "type_id" in vals:
            former = self.filtered(lambda case: case.complained_user_id and not case.is_complaint)
            former.write({"complained_user_id": False})
            self._complaints_said()
        elif COMPLAINT_TOLD & set(vals):
            self.filtered("is_complaint")._complaints_said()
        if "complained_user_id" in vals:
            self.filtered("is_complaint")._assign_by_team()
        if {"complained_user_id", "is_confidential"} & set(vals):
            self._keep_from_complained()
        return res

    def _state_changed(self, old):
        res = super()._state_changed(old)
        self.filtered(
            lambda case: case.is_complaint and "cancelled" in (old, case.state)
        )._complaints_said()
        return res

    def _take_records(self, others):
        """Count complaints that are merged as the one that is kept."""
        others._complaint_feedback().unlink()
        return super()._take_records(others)

    @api.ondelete(at_uninstall=False)
    def _unlink_complaints_said(self):
        """Delete what these complaints count for along with them."""
        self._complaint_feedback().unlink()

    def _closing_hindrances(self):
        return super()._closing_hindrances() + self._complaint_hindrances()

    def _complaint_hindrances(self):
        """Return what a complaint lacks before it can be closed, as sentences."""
        self.ensure_one()
        if not self.is_complaint:
            return []
        names = [name for name in ("complaint_cause_id", "remedy") if not self[name]]
        labels = {name: self._fields[name]._description_string(self.env) for name in names}
        if len(labels) == 2:
            return [
                self.env._(
                    "A complaint is closed with “%(cause)s” and “%(remedy)s”: fill them in on the "
                    "page “Complaint”.",
                    cause=labels["complaint_cause_id"],
                    remedy=labels["remedy"],
                )
            ]
        return [
            self.env._(
                "A complaint is closed with “%s”: fill it in on the page “Complaint”.", label
            )
            for label in labels.values()
        ]

    # What the complaint counts for.

    def _complaint_feedback(self):
        """Return the rows of feedback that these complaints are, as superuser."""
        # sudo: rows are the system's, whoever changes the case.
        feedback = self.env["repair.feedback"].sudo()
        return feedback.search([("case_id", "in", self.ids), ("way", "=", "complaint")])

    def _complaints_said(self):
        """Bring the feedback that these cases are in line with them; tell of new complaints."""
        if not self:
            return
        # sudo: see _complaint_feedback.
        cases = self.sudo()
        rows = self._complaint_feedback()
        wanted = cases.filtered(lambda c: c.is_complaint and c.state != "cancelled")
        gone = rows.filtered(lambda row: row.case_id not in wanted)
        gone.unlink()
        for row in rows - gone:
            values = row.case_id._complaint_told()
            changed = {
                name: value
                for name, value in values.items()
                if row._fields[name].convert_to_write(row[name], row) != value
            }
            if changed:
                row.write(changed)
        new = wanted - (rows - gone).case_id
        if new:
            self.env["repair.feedback"]._record([case._complaint_said() for case in new])
            new._tell_of_complaints()

    def _complaint_told(self):
        """Return the values of the feedback that follow this complaint."""
        about = self.about_case_id or self
        return {
            "partner_id": self.partner_id.id,
            "user_id": self.complained_user_id.id,
            "team_id": about.team_id.id,
            "type_id": about.type_id.id,
            "cause_id": self.complaint_cause_id.id,
        }

    def _complaint_said(self):
        """Return the values of the feedback of this new complaint."""
        text = html2plaintext(self.description or "").strip()
        return {
            **self._complaint_told(),
            "way": "complaint",
            "case_id": self.id,
            "company_id": self.company_id.id,
            "date": self.date_open,
            "device_id": (self.device_id or self.about_case_id.device_id).id,
            "text": "\n".join(filter(None, [self.name, text])),
        }

    def _tell_of_complaints(self):
        """Tell who leads the work of open complaints at once, unless they are what it is about."""
        if self.env.context.get("import_file") or self.env.context.get("install_mode"):
            return
        for case in self.filtered(lambda c: c.state in OPEN_STATES):
            case._tell_users(case._complaint_to_tell() - self.env.user, "complaint")
