from odoo import api, fields, models


class RepairSegmentationRun(models.Model):
    """One classification: when, of whom, with which cut points."""

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
        [("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="running",
    )
    as_of = fields.Datetime(
        "As of", required=True, readonly=True, help="Only repairs before this moment were seen."
    )
    window_start = fields.Datetime(
        readonly=True, help="First moment of the window; empty when all repairs ever count."
    )
    cuts = fields.Json(readonly=True, help="The cut points that this run used.")
    rules_digest = fields.Char(readonly=True)
    is_fallback = fields.Boolean(
        "Fixed Cuts Used",
        readonly=True,
        help="There were too few customers for quantiles: the policy's fixed cuts were used.",
    )
    population = fields.Integer(
        readonly=True, help="Customers with a repair in the window when the cuts were computed."
    )
    customer_count = fields.Integer("Customers", readonly=True)
    changed_count = fields.Integer(
        "Changes", readonly=True, help="Profiles that this run created, changed or removed."
    )
    duration = fields.Float("Seconds", digits=(16, 3), readonly=True)
    message = fields.Text(readonly=True)

    @api.depends("as_of", "scope")
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for run in self:
            as_of = fields.Datetime.context_timestamp(run, run.as_of) if run.as_of else None
            moment = as_of.strftime("%Y-%m-%d %H:%M") if as_of else ""
            run.display_name = f"{moment} {scopes.get(run.scope, '')}".strip()
