from odoo import api, fields, models
from odoo.exceptions import UserError

from ...quality import duplicates
from ...vocabulary import CRON_DUPLICATES

# Odoo merges so many contacts at a time, for safety.
MERGED_AT_ONCE = 3
# From so many customers on, a click does not keep the browser waiting.
DUPLICATES_BACKGROUND_FROM = 100_000


class RepairCustomerDuplicate(models.Model):
    """Customers of a company who have an e-mail address, phone number or tax id in common.

    The groups are found for all customers at once, nightly and on demand, see
    ``segmentation/duplicates.py``. What a person has dismissed is never brought up again.
    """

    _name = "repair.customer.duplicate"
    _description = "Possible Duplicate Customers"
    _inherit = ["repair.engine.owned"]
    _log_access = False
    _order = "repair_count desc, id"
    _rec_name = "key"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection(
        [("email", "Email"), ("phone", "Phone"), ("vat", "Tax ID")],
        string="Same",
        required=True,
        readonly=True,
    )
    key = fields.Char("In Common", required=True, readonly=True)
    partner_ids = fields.Many2many(
        "res.partner",
        "repair_customer_duplicate_partner_rel",
        "duplicate_id",
        "partner_id",
        string="Customers",
        readonly=True,
    )
    partner_count = fields.Integer("Number of Customers", readonly=True)
    repair_count = fields.Integer(
        "Repairs", readonly=True, help="Total repairs of these customers together."
    )
    is_dismissed = fields.Boolean("Not a Duplicate", readonly=True)
    dismissed_by = fields.Many2one("res.users", readonly=True, ondelete="set null")
    dismissed_on = fields.Datetime(readonly=True)

    _one_a_key = models.Constraint(
        "UNIQUE (company_id, kind, key)", "These customers are already in a group."
    )

    @api.model
    def _refresh(self, companies):
        """Find the groups of these companies anew."""
        self.env.flush_all()
        with_sanitized = "phone_sanitized" in self.env["res.partner"]._fields
        for company in companies:
            duplicates.refresh(
                self.env.cr,
                company.id,
                company.parent_ids.ids,
                company.country_id.phone_code or None,
                with_sanitized,
            )
        self.env.invalidate_all()

    @api.model
    def _cron_refresh(self):
        """Find the groups of every company, each in a transaction of its own."""
        companies = self.env["res.company"].search([("active", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._refresh(company)
            if not cron._commit_progress(1):
                return

    def action_search(self):
        """Find the groups of the user's companies: now, or in the background where it takes long.

        :raise AccessError: for anybody but managers
        """
        self.check_access("write")
        companies = [("company_id", "in", self.env.companies.ids)]
        profiles = self.env["repair.customer.profile"]
        if (
            profiles.search_count(companies, limit=DUPLICATES_BACKGROUND_FROM)
            >= DUPLICATES_BACKGROUND_FROM
        ):
            # sudo: starting the scheduled action early; who asks was checked to be a manager.
            self.env.ref(CRON_DUPLICATES).sudo()._trigger()
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._(
                        "With this many customers, the comparison runs in the background. "
                        "Check again in a minute."
                    ),
                },
            }
        self._refresh(self.env.companies)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_merge(self):
        """Open Odoo's merge of contacts with the customers of this group.

        Of more than three, which Odoo refuses, those with most repairs are taken; the rest
        is left in the group for the next time.

        :raise AccessError: for who may not merge contacts
        :raise UserError: when fewer than two of the customers are left
        """
        self.ensure_one()
        self.check_access("write")
        profiles = self.env["repair.customer.profile"].search(
            [("partner_id", "in", self.partner_ids.ids), ("company_id", "=", self.company_id.id)],
            order="repair_count_total desc, id",
            limit=MERGED_AT_ONCE,
        )
        partners = profiles.partner_id
        if len(partners) < 2:
            raise UserError(
                self.env._(
                    "Fewer than two of these customers remain. Click “Search Again” to refresh "
                    "the list."
                )
            )
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "partner_ids": [fields.Command.set(partners.ids)],
                "dst_partner_id": partners[0].id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_dismiss(self):
        """Never bring these groups up again.

        :raise AccessError: for anybody but managers
        """
        self.check_access("write")
        # sudo: who decided, and when, is recorded; a manager does, see above.
        self.sudo().write(
            {
                "is_dismissed": True,
                "dismissed_by": self.env.user.id,
                "dismissed_on": fields.Datetime.now(),
            }
        )

    def action_restore(self):
        """Have these groups listed again after all.

        :raise AccessError: for anybody but managers
        """
        self.check_access("write")
        # sudo: as in action_dismiss.
        self.sudo().write({"is_dismissed": False, "dismissed_by": False, "dismissed_on": False})

    def action_view_partners(self):
        """List the customers of this group side by side."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_data_quality_action"
        )
        return {
            **action,
            "name": self.key,
            "domain": [("id", "in", self.partner_ids.ids)],
            "context": {},
        }

    def _recount(self):
        """Count the customers of these groups who are there; drop groups of one."""
        for group in self:
            group.partner_count = len(group.partner_ids.filtered("active"))
        self.filtered(lambda g: g.partner_count < 2 and not g.is_dismissed).unlink()
