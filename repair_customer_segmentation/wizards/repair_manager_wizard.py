from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.access.enumerated import enumerated
from ..models.customer.manager_suggestions import ManagerSuggestions, set_managers
from ..models.team.assignment_words import AssignmentWords

# So many customers are looked through at a time, the best first.
MOST_CUSTOMERS = 200


class RepairManagerWizard(models.TransientModel):
    """Suggested managers of customers, to look through and apply."""

    _name = "repair.manager.wizard"
    _inherit = ["repair.readable.dialog"]
    _description = "Suggest Account Managers"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    scope = fields.Selection(
        [
            ("without", "Customers without an account manager"),
            ("all", "All customers"),
            ("chosen", "Customers selected in the list"),
        ],
        string="For",
        required=True,
        default="without",
    )
    tier_ids = fields.Many2many(
        "repair.segmentation.tier",
        string="Value",
        domain="[('dimension', '=', 'value'), ('company_id', '=', company_id), "
        "('policy_state', '=', 'active')]",
        help="Leave empty for customers of any value.",
    )
    # A column, no relation: profiles have no foreign keys.
    profile_ids = fields.Json(readonly=True)
    summary = fields.Char(readonly=True)
    line_ids = fields.One2many("repair.manager.wizard.line", "wizard_id")

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Suggested Account Managers")

    @api.model
    def _open(self, profiles=None):
        """Return the action that shows suggestions.

        :param profiles: customers that were chosen; default: those without a manager
        """
        wizard = self.create(
            {
                "company_id": self.env.company.id,
                "scope": "chosen" if profiles else "without",
                "profile_ids": profiles.ids if profiles else False,
            }
        )
        return wizard.action_suggest()

    def _customers(self):
        """Return the customers to look through, the highest value first."""
        profiles = self.env["repair.customer.profile"]
        domain = [("company_id", "=", self.company_id.id)]
        if self.scope == "chosen":
            domain.append(("id", "in", self.profile_ids or []))
        elif self.scope == "without":
            domain.append(("partner_id.user_id", "=", False))
        if self.tier_ids:
            domain.append(("value_tier_id", "in", self.tier_ids.ids))
        return profiles.search(
            domain, order="value_tier_id, repair_count desc, id", limit=MOST_CUSTOMERS
        ), profiles.search_count(domain)

    def action_suggest(self):
        """Fill the list anew.

        :raise AccessError: for anybody but managers
        """
        self.ensure_one()
        self.check_access("write")
        profiles, total = self._customers()
        suggestions = ManagerSuggestions(profiles).all() if profiles else []
        words = AssignmentWords(self.env)
        lines = [
            Command.create(
                {
                    "partner_id": profile.partner_id.id,
                    "value_tier_id": profile.value_tier_id.id,
                    "former_user_id": profile.partner_id.user_id.id,
                    "user_id": user_id,
                    "reasons": words.reasons_text(reasons),
                }
            )
            for profile, user_id, reasons in suggestions
            if user_id and user_id != profile.partner_id.user_id.id
        ]
        nobody = sum(not user_id for _profile, user_id, _reasons in suggestions)
        self.write(
            {
                "line_ids": [Command.clear(), *lines],
                "summary": self._summary_words(total, len(profiles), len(lines), nobody),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggested Account Managers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _summary_words(self, total, seen, suggested, nobody):
        if not total:
            return self.env._("There are no matching customers.")
        words = [self.env._("Suggestions: %(count)s.", count=suggested)]
        if seen - suggested - nobody:
            words.append(
                self.env._(
                    "Customers keeping their account manager: %(count)s.",
                    count=seen - suggested - nobody,
                )
            )
        if nobody:
            words.append(
                self.env._(
                    "Customers for whom no member has capacity: %(count)s. Enter “Max. "
                    "Customers” for members in Configuration / Cases / Teams.",
                    count=nobody,
                )
            )
        if total > seen:
            words.append(
                self.env._(
                    "Showing the first %(seen)s of %(total)s: apply these, then suggest again.",
                    seen=seen,
                    total=total,
                )
            )
        return " ".join(words)

    def action_apply(self):
        """Make the suggested managers those of the customers.

        :raise UserError: when there is no suggestion, or another manager was named meanwhile
        """
        self.ensure_one()
        self.check_access("write")
        if not self.line_ids:
            raise UserError(self.env._("There are no suggestions to apply."))
        changed = self.line_ids.filtered(lambda li: li.partner_id.user_id != li.former_user_id)
        if changed:
            raise UserError(
                self.env._(
                    "Someone has meanwhile assigned another account manager to %s. Suggest again.",
                    enumerated(self.env, changed[:10].partner_id.mapped("display_name")),
                )
            )
        set_managers(
            self.env,
            ((line.partner_id, line.user_id) for line in self.line_ids if line.user_id),
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_customer_manager_action"
        ) | {"target": "main"}


class RepairManagerWizardLine(models.TransientModel):
    _name = "repair.manager.wizard.line"
    _inherit = ["repair.readable.dialog"]
    _description = "Suggested Account Manager of a Customer"
    _order = "id"

    wizard_id = fields.Many2one("repair.manager.wizard", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    value_tier_id = fields.Many2one(
        "repair.segmentation.tier", string="Value", readonly=True, ondelete="cascade"
    )
    value_tier_color = fields.Integer(related="value_tier_id.color")
    former_user_id = fields.Many2one("res.users", string="Current Account Manager", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Suggested", required=True, domain="[('share', '=', False)]"
    )
    reasons = fields.Char("Why", readonly=True)
