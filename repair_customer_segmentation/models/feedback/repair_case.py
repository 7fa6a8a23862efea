from odoo import api, fields, models
from odoo.tools import SQL

from ...feedback import outcome_rows
from ...feedback.frozen import CLASS_COLUMNS

# A change of one of these may take a rework from the repair that it undid.
MOVES_REWORK = {"device_id", "is_rework"}


def closed_field(name, string):
    """Return the field of a case for a tier that its customer had on the day of the outcome."""
    return fields.Many2one(
        "repair.segmentation.tier",
        string=string,
        compute="_compute_closed_classes",
        help="The class that the customer had on the day on which the case was first closed. It "
        "stays when the customer moves to another class.",
    )


class RepairCase(models.Model):
    """Keeps the outcome of closed cases in line with whatever writes the case.

    All that is written to a case by the ORM, worked out or given, passes ``_write_multi``, many
    cases at a time; so it is there that their outcomes follow, in one statement.
    """

    _inherit = "repair.case"

    closed_value_tier_id = closed_field("value_tier_id", "Value When Closed")
    closed_frequency_tier_id = closed_field("frequency_tier_id", "Frequency When Closed")
    closed_rfm_tier_id = closed_field("rfm_tier_id", "RFM Segment When Closed")
    closed_abc_tier_id = closed_field("abc_tier_id", "ABC Class When Closed")
    closed_kind_tier_id = closed_field("kind_tier_id", "Kind When Closed")
    closed_size_tier_id = closed_field("size_tier_id", "Size When Closed")
    closed_location_tier_id = closed_field("location_tier_id", "Location When Closed")
    closed_need_tier_id = closed_field("need_tier_id", "Need When Closed")
    outcome_ids = fields.One2many("repair.case.outcome", "case_id", readonly=True)
    feedback_ids = fields.One2many("repair.feedback", "case_id", readonly=True)

    @api.depends("date_first_closed")
    def _compute_closed_classes(self):
        closed = self.filtered("date_first_closed")
        # sudo: whoever sees the case sees the class of its customer, also of that day.
        outcomes = self.env["repair.case.outcome"].sudo()
        found = outcomes.search([("case_id", "in", closed.ids)]) if closed else outcomes
        by_case = {outcome.case_id.id: outcome for outcome in found}
        for case in self:
            outcome = by_case.get(case._origin.id, outcomes)
            for name in CLASS_COLUMNS:
                case[f"closed_{name}"] = outcome[name]

    def action_view_feedback(self):
        """List what was said of this case."""
        self.check_access("read")
        self.ensure_one()
        return self.env["repair.feedback"]._action_of(
            [("case_id", "=", self.id)], self.display_name, default_case_id=self.id
        )

    def _create(self, data_list):
        cases = super()._create(data_list)
        if any(data["stored"].get("is_rework") for data in data_list):
            cases._outcomes_follow()
        return cases

    # pylint: disable-next=missing-return
    def _write_multi(self, vals_list):
        followed, reworks = self._with_outcome(vals_list)
        former = reworks._rework_devices()
        super()._write_multi(vals_list)
        if followed:
            followed._outcomes_follow(former)

    def _with_outcome(self, vals_list):
        """Return those of these cases whose outcome a write may change, and likely reworks.

        It looks into the cache alone: a case that is known to be open for the first time, and no
        rework, has no outcome, and undoes none.
        """
        closed, rework = (
            self._fields[name]._get_cache(self.env) for name in ("date_first_closed", "is_rework")
        )
        followed, reworks = [], []
        for case_id, vals in zip(self.ids, vals_list, strict=True):
            if outcome_rows.FOLLOWED.isdisjoint(vals):
                continue
            is_rework = "is_rework" in vals or rework.get(case_id, True)
            if is_rework or closed.get(case_id, True):
                followed.append(case_id)
            if is_rework and not MOVES_REWORK.isdisjoint(vals):
                reworks.append(case_id)
        return self.browse(followed), self.browse(reworks)

    def _rework_devices(self):
        """Return the ids of the devices of those of these cases that the database calls rework."""
        if not self:
            return []
        self.env.cr.execute(
            SQL(
                "SELECT device_id FROM repair_case"
                " WHERE id = ANY(%s) AND is_rework AND device_id IS NOT NULL",
                self.ids,
            )
        )
        return [device_id for (device_id,) in self.env.cr.fetchall()]

    def _outcomes_follow(self, device_ids=()):
        """Bring the outcomes of these cases in line, and those of repairs of some devices."""
        cases = SQL("c.id = ANY(%s)", self.ids)
        if device_ids:
            cases = SQL("(%s OR c.device_id = ANY(%s))", cases, list(device_ids))
        outcome_rows.bring_in_line(self.env.cr, fields.Datetime.now(), cases)
        self.env["repair.case.outcome"].invalidate_model(flush=False)
        self.invalidate_recordset(["outcome_ids"], flush=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_rework(self):
        """Take back that these cases undid a repair."""
        rework = self.filtered(lambda case: case.is_rework and case.device_id)
        if rework:
            devices = rework.device_id.ids
            self.env.flush_all()
            # They are gone in a moment: nobody is to be told that they were no rework.
            self.env.cr.execute(
                SQL("UPDATE repair_case SET is_rework = FALSE WHERE id = ANY(%s)", rework.ids)
            )
            self.env["repair.case.outcome"]._bring_in_line(SQL("c.device_id = ANY(%s)", devices))
