from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...vocabulary import GROUP_AMOUNT, GROUP_USER


class ResPartner(models.Model):
    """The page “Repair Profile”: marks at the badges, the last changes, what is ahead, buttons."""

    _inherit = "res.partner"

    repair_badge_marks = fields.Json(
        compute="_compute_repair_badge_marks", compute_sudo=False, groups=GROUP_USER
    )
    repair_timeline = fields.Html(
        compute="_compute_repair_timeline", compute_sudo=False, sanitize=False, groups=GROUP_USER
    )

    repair_outlook = fields.Text(
        compute="_compute_repair_outlook",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    repair_net_text = fields.Char(
        "Net Value",
        compute="_compute_repair_net_text",
        compute_sudo=False,
        groups=GROUP_AMOUNT,
        help="What remains of the amount after the known costs of its cases: parts, hours, desk "
        "time, and rework.",
    )

    @api.depends("repair_profile_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_net_text(self):
        for partner in self:
            profile = partner.repair_profile_id
            partner.repair_net_text = bool(profile.costed_count) and self.env._(
                "%(net)s net (costs known of %(costed)s cases; %(all)s repairs)",
                net=format_amount(self.env, profile.net_value, profile.currency_id),
                costed=profile.costed_count,
                all=profile.repair_count,
            )

    @api.depends("repair_profile_id")
    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_repair_badge_marks(self):
        for partner in self:
            partner.repair_badge_marks = partner.repair_profile_id.badge_marks

    @api.depends("repair_profile_id")
    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_repair_timeline(self):
        for partner in self:
            partner.repair_timeline = partner.repair_profile_id.timeline

    @api.depends("repair_profile_id")
    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_repair_outlook(self):
        """A line for each dimension that is about to change, as in the list of such customers."""
        rows = self.env["repair.customer.outlook"].search(
            [("profile_id", "in", self.repair_profile_id.ids)]
        )
        dimensions = dict(rows._fields["dimension"]._description_selection(self.env))
        of_profile = rows.grouped("profile_id")
        for partner in self:
            own = of_profile.get(partner.repair_profile_id, rows.browse())
            partner.repair_outlook = "\n".join(
                self.env._(
                    "%(dimension)s: %(words)s", dimension=dimensions[row.dimension], words=row.words
                )
                for row in own
            )

    def action_open_repair_profile(self):
        """Open the customer's own form, its repair profile first."""
        self.env["repair.customer.profile"].check_access("read")
        self.ensure_one()
        view = self.env.ref("repair_customer_segmentation.res_partner_view_form_repair_customer")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    def action_repair_explain(self):
        """Open the explanation of the customer's tiers in the current company."""
        self.ensure_one()
        return self._repair_profile_there_is().action_explain()

    def action_repair_transitions(self):
        """List all changes of the customer's tiers in the current company."""
        self.ensure_one()
        return self._repair_profile_there_is().action_view_transitions()

    def _repair_profile_there_is(self):
        """Return the profile of the customer.

        :raise UserError: when it was never classified
        """
        if not self.repair_profile_id:
            self.env["repair.customer.profile"].check_access("read")
            raise UserError(
                self.env._(
                    "%s has no tiers in this company yet. Customers get them with their first "
                    "repair, or when you click “Classify Now”.",
                    self.display_name,
                )
            )
        return self.repair_profile_id

    def action_repair_override(self):
        """Ask for an override of these customers' tiers.

        :raise AccessError: for anybody but managers, when the dialog opens
        """
        self.env["repair.override.wizard"].check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_override_wizard_action"
        )
        action["context"] = {"default_partner_ids": self.commercial_partner_id.ids}
        return action
