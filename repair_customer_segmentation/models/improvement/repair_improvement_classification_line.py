from odoo import api, fields, models

from .classification_findings import A_AMOUNT, A_CUSTOMERS, long_differing

REVIEWED = [
    ("stale", "Classes are out of date"),
    ("empty", "Tiers without customers"),
    ("unreachable", "Rules nobody can meet"),
    ("scores", "Scores nobody has"),
    ("override", "Overrides that have differed for long"),
    ("abc", "Class A is far from 20% / 80%"),
]


class RepairImprovementClassificationLine(models.Model):
    """One thing to mend in the classification: what it means, how much of it, and where."""

    _name = "repair.improvement.classification.line"
    _description = "Line of a Classification Review"
    _log_access = False
    _order = "sequence, id"
    _rec_name = "kind"

    review_id = fields.Many2one(
        "repair.improvement.classification",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(REVIEWED, "What", required=True, readonly=True)
    count = fields.Integer("Number", readonly=True)
    detail = fields.Text("Found", readonly=True, translate=True)
    meaning = fields.Text("What It Means", compute="_compute_meaning")
    tier_ids = fields.Many2many(
        "repair.segmentation.tier",
        "repair_improvement_classification_tier_rel",
        "line_id",
        "tier_id",
        string="Tiers",
        readonly=True,
    )

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_meaning(self):
        meanings = {
            "stale": self.env._(
                "Service levels, lists and reports go by classes of an earlier day."
            ),
            "empty": self.env._(
                "A tier that nobody is in makes no difference to anybody. Its rule may be too "
                "strict, or the tier may not be needed."
            ),
            "unreachable": self.env._(
                "These rules can never apply, whatever customers do. They were hardly meant so."
            ),
            "scores": self.env._(
                "Many customers are alike, so that cut points coincide and some scores stay "
                "empty. RFM segments with these scores have no customers."
            ),
            "override": self.env._(
                "The rule does not say what you say. If you are right, the rule lacks something; "
                "if the reason is gone, so should the override be."
            ),
            "abc": self.env._(
                "Class A usually has about %(customers)s%% of the customers, who bring about "
                "%(amount)s%% of the amount. Far from that, it hardly tells whom to look after "
                "first.",
                customers=A_CUSTOMERS,
                amount=A_AMOUNT,
            ),
        }
        for line in self:
            line.meaning = meanings.get(line.kind)

    def action_mend(self):
        """Open where this is mended: the tiers, the overrides, the policy; or classify now."""
        self.ensure_one()
        self.check_access("read")
        policy = self.company_id._active_repair_policy()
        if self.kind == "stale":
            return policy.action_classify()
        if self.kind == "override":
            return self._list_action("repair_segmentation_override_action", long_differing(policy))
        if self.kind == "empty":
            return self._list_action(
                "repair_segmentation_tier_action", [("id", "in", self.tier_ids.ids)]
            )
        return policy._open()

    def _list_action(self, name, domain):
        """Return an action of the addon with another domain, and without its filters."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"repair_customer_segmentation.{name}"
        )
        return {**action, "domain": domain, "context": {}}
