from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...vocabulary import OPEN_STATES

# The costs of a case that are asked for when it is closed.
COSTS_ASKED = ("parts_cost", "work_hours")
# So many cases are named that cannot be closed.
MOST_REFUSED = 10


class RepairCase(models.Model):
    """Closes and reopens cases; keeps when each was first closed and how often it was reopened."""

    _inherit = "repair.case"

    reopen_count = fields.Integer(
        "Times Reopened",
        readonly=True,
        copy=False,
        help="How often the case was reopened, by the customer or by us.",
    )
    date_first_closed = fields.Datetime(
        "First Closed on",
        compute="_compute_date_first_closed",
        store=True,
        copy=False,
        help="When the case was closed for the first time. “Closed on” shows the last time.",
    )

    @api.depends("state", "date_closed")
    def _compute_date_first_closed(self):
        """Take over the date of closing as long as the case was never reopened."""
        for case in self:
            if case.state == "closed" and not case.reopen_count:
                case.date_first_closed = case.date_closed
            else:
                case.date_first_closed = case._origin.date_first_closed

    def _count_reopening(self, old):
        """Count those of these cases, which were in the state ``old``, that are open again."""
        if old not in OPEN_STATES:
            # sudo: the count is the system's record, whoever reopens.
            for case in self.sudo().filtered(
                lambda c: c.state in OPEN_STATES and c.date_first_closed
            ):
                case.reopen_count += 1

    def action_close(self):
        """Move the cases to the first closing stage of their company.

        :raise ValidationError: when no closing stage is left
        """
        self._move_to_first(
            "closed",
            self.env._(
                "There is no closing stage. Tick “Closing Stage” on a stage in Configuration / "
                "Stages."
            ),
        )

    def action_close_asking(self):
        """Close the case, and ask first for its amount, costs and solution where not known.

        :return: the action of the dialog that asks; ``None`` when the case was closed at once
        :raise ValidationError: when no closing stage is left
        """
        self.check_access("write")
        self.ensure_one()
        is_asked = not self["solution"] or self._is_amount_unknown() or self._unknown_costs()
        if not is_asked and not self._closing_hindrances():
            return self.action_close()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Case"),
            "res_model": "repair.case.close",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _closing_hindrances(self):
        """Return what keeps this case from being closed, as sentences that say what to do."""
        self.ensure_one()
        return self._checklist_hindrances()

    def _check_closing(self):
        """Refuse to close those of these cases of which something is left to do, by any route.

        :raise ValidationError: names the cases, what is left and what to do
        """
        texts = []
        for case in self:
            if hindrances := case._closing_hindrances():
                values = {"case": case.display_name, "reasons": " ".join(hindrances)}
                texts.append(self.env._("“%(case)s” cannot be closed yet. %(reasons)s", **values))
        if texts:
            raise ValidationError("\n".join(texts[:MOST_REFUSED]))

    def _is_amount_unknown(self):
        """Return whether the user could say what was paid, and nobody has."""
        self.ensure_one()
        return self._has_field_access(self._fields["amount"], "write") and not self.amount

    def _unknown_costs(self):
        """Return the costs of this case that the user could say, and nobody has: field names.

        None where the company counts no costs.
        """
        self.ensure_one()
        unknown = [
            name
            for name in COSTS_ASKED
            if self._has_field_access(self._fields[name], "write") and self[name] is False
        ]
        return unknown if unknown and self.company_id._counts_repair_costs() else []

    def action_reopen(self):
        """Move the cases back to the first open stage.

        :raise UserError: when one was merged into another case, which goes on in its place
        :raise ValidationError: when no open stage is left
        """
        if merged := self.filtered("merged_into_id"):
            raise UserError(
                self.env._(
                    "“%s” was merged into another case, which goes on in its place. Reopen that "
                    "one instead.",
                    merged[0].display_name,
                )
            )
        self._move_to_first(
            "open",
            self.env._(
                "There is no open stage. In Configuration / Stages, leave one stage without a "
                "tick for waiting, closing and cancelled."
            ),
        )

    def _move_to_first(self, state, refusal):
        """Move the cases to the first stage of their company and type that means ``state``.

        :param str refusal: what to say where a company has no such stage
        """
        for (company, case_type), cases in self._by_process():
            stage = self._first_stage(state, company, case_type)
            if not stage:
                raise ValidationError(refusal)
            cases.write({"stage_id": stage.id})

    @api.model
    def _with_closing_moment(self, vals, case=None):
        """Return values in which a day of closing without a time is not before the opening.

        Closed on the day it was opened, a case was closed then at the earliest. Without a time is
        midnight for the company, for the user or, over RPC, in UTC.

        :param case: the case that is changed; ``None`` for a new one
        """
        if not vals.get("date_closed") or ("date_open" in vals and not vals["date_open"]):
            return vals
        try:
            closed = fields.Datetime.to_datetime(vals["date_closed"])
            opened = fields.Datetime.to_datetime(
                vals.get("date_open") or (case and case.date_open) or fields.Datetime.now()
            )
        except (TypeError, ValueError):
            # The field itself says what is wrong with it.
            return vals
        if closed >= opened:
            return vals
        company = self.env["res.company"].browse(vals.get("company_id")) or (
            case.company_id if case else self.env.company
        )
        for zone in (company._repair_tz(), self.env.tz.zone, "UTC"):
            local = self.with_context(tz=zone)
            start, moment = (
                fields.Datetime.context_timestamp(local, value) for value in (closed, opened)
            )
            is_day = (start.hour, start.minute, start.second) == (0, 0, 0)
            if is_day and start.date() == moment.date():
                return {**vals, "date_closed": opened}
        return vals
