from odoo import api, fields, models
from odoo.exceptions import UserError

from ..fields import MOST, Integer
from ..models.policy import turns
from ..vocabulary import CRON_CLASSIFY_ALL


class RepairBackfillWizard(models.TransientModel):
    """Ask how many months of classes to rebuild from history, and start it."""

    _name = "repair.backfill.wizard"
    _inherit = ["repair.readable.dialog"]
    _description = "Rebuild History"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    policy_id = fields.Many2one(related="company_id.repair_policy_id")
    months = Integer(
        default=24,
        required=True,
        bounds=(-MOST, MOST),
        help="Number of month ends to go back, from 1 to 60.",
    )
    date_first = fields.Date(compute="_compute_dates", string="First Month End")
    date_last = fields.Date(compute="_compute_dates", string="Last Month End")
    count = fields.Integer(compute="_compute_dates", string="Month Ends")

    @api.depends("months", "company_id")
    def _compute_dates(self):
        for wizard in self:
            moments = wizard._moments()
            # A month's end is the first moment of the next: people say its last day.
            days = [
                fields.Date.subtract(wizard.company_id._repair_day(moment), days=1)
                for moment in moments
            ]
            wizard.count = len(days)
            wizard.date_first = days[0] if days else False
            wizard.date_last = days[-1] if days else False

    def _moments(self):
        """Return the month ends that a rebuild would write."""
        self.ensure_one()
        if not self.policy_id or not 1 <= self.months <= 60:
            return []
        # sudo: all changes of tier of the company are looked at for the first of them.
        runs = self.env["repair.segmentation.run"].sudo()
        return runs._month_ends(self.policy_id.sudo(), self.months, fields.Datetime.now())

    def action_rebuild(self):
        """Rebuild the classes of past month ends: at once when cases are few, else by and by.

        :raise AccessError: for anybody but managers
        :raise UserError: when there is no month to rebuild, or one rebuild is going on
        """
        self.ensure_one()
        policy = self.company_id._active_repair_policy()
        policy.check_access("write")
        if not 1 <= self.months <= 60:
            raise UserError(self.env._("Choose from 1 to 60 months."))
        if not self._moments():
            raise UserError(
                self.env._(
                    "Nothing to rebuild: customers have been classified, and every change "
                    "recorded, since before the end of last month."
                )
            )
        # sudo: runs and transitions are written by the engine alone, on behalf of whoever may
        # change the policy.
        policy = policy.sudo()
        runs = policy.env["repair.segmentation.run"]
        underway = [
            ("company_id", "=", self.company_id.id),
            ("scope", "=", "backfill"),
            ("state", "in", ("queued", "running")),
        ]
        if runs.search_count(underway) or not turns.take(policy, scope="backfill"):
            raise UserError(
                self.env._("The history of %s is already being rebuilt.", self.company_id.name)
            )
        run = policy._create_run(
            fields.Datetime.now(), scope="backfill", state="queued", month_count=self.months
        )
        if policy._has_many_cases():
            policy.env.ref(CRON_CLASSIFY_ALL)._trigger()
        else:
            while run.state in ("queued", "running"):
                run._step()
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }
