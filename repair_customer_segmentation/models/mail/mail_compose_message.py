from odoo import api, fields, models
from odoo.exceptions import UserError

from ..partner.selection import archived_text, chosen_customers, named


class MailComposeMessage(models.TransientModel):
    """Writes to many customers at once, and says who of them gets nothing."""

    _inherit = "mail.compose.message"

    repair_notice = fields.Text(compute="_compute_repair_notice")

    @api.depends("model", "composition_mode")
    @api.depends_context("active_ids", "repair_chosen_ids", "uid", "lang")
    def _compute_repair_notice(self):
        ids = self.env.context.get("repair_chosen_ids") or self.env.context.get("active_ids")
        for composer in self:
            many = composer.model == "res.partner" and composer.composition_mode == "mass_mail"
            composer.repair_notice = self._repair_unreached_text(ids or []) if many else False

    @api.model
    def _repair_unreached_text(self, ids):
        """Return which of these contacts get no mail, and why, a line for each reason."""
        contacts = self.env["res.partner"].with_context(active_test=False)
        chosen = [("id", "in", list(ids))]
        without = contacts.search([*chosen, ("email_normalized", "=", False)])
        blocked = contacts.search([*chosen, ("is_blacklisted", "=", True)])
        lines = []
        if without:
            lines.append(
                self.env._(
                    "%(count)s of %(total)s have no email address: %(names)s.",
                    count=len(without),
                    total=contacts.search_count(chosen),
                    names=named(without),
                )
            )
        if blocked:
            lines.append(
                self.env._(
                    "On the blacklist, and left out (%(count)s): %(names)s.",
                    count=len(blocked),
                    names=named(blocked),
                )
            )
        lines.append(archived_text(contacts.search([*chosen, ("active", "=", False)])))
        return "\n".join(line for line in lines if line)

    @api.model
    def _repair_open(self, records):
        """Return the action that writes to chosen customers.

        :param records: customer profiles
        :raise UserError: when nobody of them has an e-mail address
        """
        customers, archived = chosen_customers(records)
        reached = customers.search([("id", "in", customers.ids), ("email_normalized", "!=", False)])
        if not reached:
            raise UserError(
                self.env._("None of these customers has an email address. Add one and try again.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("mail.action_partner_mass_mail")
        action["context"] = {
            "default_composition_mode": "mass_mail",
            "default_model": "res.partner",
            "default_partner_to": "{{ object.id or '' }}",
            "default_subtype_xmlid": "mail.mt_comment",
            "default_reply_to_force_new": True,
            "active_model": "res.partner",
            "active_id": reached[:1].id,
            "active_ids": reached.ids,
            "repair_chosen_ids": (customers | archived).ids,
        }
        return action
