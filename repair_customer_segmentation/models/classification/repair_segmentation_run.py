from odoo import api, fields, models
from odoo.tools import format_time

from ..access.day_text import day_text


class RepairSegmentationRun(models.Model):
    """One classification: when, of whom, with which cut points, and how far it is.

    What it works out is in ``steps.py``, how it survives anything in ``pieces.py``.
    """

    _name = "repair.segmentation.run"
    _description = "Classification Run"
    _order = "id desc"

    policy_id = fields.Many2one(
        "repair.segmentation.policy", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    scope = fields.Selection(
        [("all", "All customers"), ("some", "Changed customers")],
        required=True,
        readonly=True,
        default="all",
    )
    state = fields.Selection(
        [("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    is_nightly = fields.Boolean(readonly=True)
    as_of = fields.Datetime(
        "As of", required=True, readonly=True, help="Only repairs before this time were counted."
    )
    window_start = fields.Datetime(
        "Period Start",
        readonly=True,
        help="Start of the period; empty when the entire history is counted.",
    )
    message = fields.Text(readonly=True)

    @api.depends("as_of", "scope")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for run in self:
            name = scopes.get(run.scope, "")
            if run.as_of:
                as_of = fields.Datetime.context_timestamp(run, run.as_of)
                time = format_time(self.env, as_of.time(), time_format="short")
                name = f"{name} ({day_text(self.env, as_of.date())} {time})"
            run.display_name = name

    def _today(self):
        """Return the day of this run: that of its company."""
        self.ensure_one()
        return self.company_id._repair_day(self.as_of)

    def action_classify_now(self):
        """Classify all customers by the policy of this run, or of the current company.

        :raise AccessError: for anybody but managers
        """
        policy = self[:1].policy_id.filtered(lambda policy: policy.state == "active")
        return (policy or self.env.company._active_repair_policy()).action_classify()

    @api.autovacuum
    def _gc_partial_runs(self):
        """Forget runs of a few customers after a month: nothing refers to them but history."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("scope", "=", "some"), ("create_date", "<", old)], limit=10_000).unlink()
