from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty, plaintext2html

from ...fields import MOST, Integer

COUNTED_DAYS = 365


class RepairTip(models.Model):
    """What customers can do themselves: a question, its answer, and how often it has helped.

    Customers served by a level with self-service are shown tips while they report a problem on
    the portal, see :class:`~.tips.PortalTips`.
    """

    _name = "repair.tip"
    _description = "Self-Service Tip"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_name = "question"
    _rec_names_search = ["question", "keywords"]
    _check_company_auto = True

    question = fields.Char(
        required=True,
        translate=True,
        tracking=True,
        help="The problem in the words of a customer, such as “The dishwasher does not drain”.",
    )
    keywords = fields.Char(
        translate=True,
        help="Other words by which customers describe this problem, separated by spaces.",
    )
    answer = fields.Html(
        required=True,
        translate=True,
        help="What the customer can try, step by step. Pictures are welcome.",
    )
    sequence = Integer(
        default=10,
        help="Of tips that fit equally well, the first is first.",
        bounds=(-MOST, MOST),
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty to share this tip between all companies.",
    )
    type_ids = fields.Many2many(
        "repair.case.type",
        string="Case Types",
        check_company=True,
        help="Offered for problems of these types. Leave empty for all types.",
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Device Categories",
        help="Offered for devices whose product is of one of these categories or of a category "
        "below. Leave empty for all devices.",
    )
    help_ids = fields.One2many("repair.tip.help", "tip_id", string="Solved")
    help_count = fields.Integer(
        "Solved (12 Months)",
        compute="_compute_help_count",
        help="Problems in the last 12 months that customers solved by this tip, without a case.",
    )

    def _compute_help_count(self):
        since = fields.Datetime.now() - timedelta(days=COUNTED_DAYS)
        counts = dict(
            self.env["repair.tip.help"]._read_group(
                [("tip_id", "in", self.ids), ("create_date", ">=", since)],
                ["tip_id"],
                ["__count"],
            )
        )
        for tip in self:
            tip.help_count = counts.get(tip, 0)

    @api.constrains("answer")
    def _check_answer(self):
        for tip in self:
            if is_html_empty(tip.answer):
                raise ValidationError(
                    self.env._(
                        "Tip “%s”: fill in “Answer” with what the customer can try.", tip.question
                    )
                )

    def write(self, vals):
        self.check_access("write")
        return super().write(vals)

    def action_view_helps(self):
        """List the problems that customers solved by this tip."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_tip_help_action"
        )
        action["domain"] = [("tip_id", "=", self.id)]
        return action

    @api.model
    def _from_case(self, case):
        """Return the action that opens a new tip, filled with a case's problem and solution."""
        case.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Tip"),
            "res_model": "repair.tip",
            "views": [(False, "form")],
            "context": {
                "default_question": case.name,
                "default_answer": plaintext2html(case.solution or ""),
                "default_type_ids": case.type_id.ids,
                "default_category_ids": case.device_id.product_id.categ_id.ids,
                "default_company_id": case.company_id.id,
            },
        }
