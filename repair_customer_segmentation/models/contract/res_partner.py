from odoo import api, fields, models
from odoo.exceptions import UserError

from ...vocabulary import DIMENSIONS, GROUP_USER
from .overlaps import customer_changed

# So many of a customer's last cases are shown on the page of what they get.
SHOWN_CASES = 3


class ResPartner(models.Model):
    """The page “Service”: what a customer has, what comes next, what they got last."""

    _inherit = "res.partner"

    repair_service_level_id = fields.Many2one(
        "repair.service.level",
        compute="_compute_repair_service",
        compute_sudo=False,
        groups=GROUP_USER,
    )
    repair_service_level_color = fields.Integer(
        "Level Color", compute="_compute_repair_service", compute_sudo=False, groups=GROUP_USER
    )
    repair_service_why = fields.Char(
        compute="_compute_repair_service", compute_sudo=False, groups=GROUP_USER
    )
    repair_contract_ids = fields.Many2many(
        "repair.service.contract",
        string="Contracts",
        compute="_compute_repair_contracts",
        compute_sudo=False,
        groups=GROUP_USER,
        help="Running and planned contracts in the current company.",
    )
    repair_contract_next = fields.Text(
        compute="_compute_repair_contracts", compute_sudo=False, groups=GROUP_USER
    )
    repair_contract_count = fields.Integer(
        "Number of Contracts",
        compute="_compute_repair_contracts",
        compute_sudo=False,
        groups=GROUP_USER,
    )
    repair_last_case_ids = fields.Many2many(
        "repair.case",
        string="Last Closed Cases",
        compute="_compute_repair_last_case_ids",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_service(self):
        """Say how the customer is served in the current company, and why."""
        company = self.env.company
        customers = self.commercial_partner_id
        levels = self.env["repair.service.level"]._customer_levels(company.id, customers.ids)
        by_contract = self.env["repair.service.contract"]._wholly_covering(company, customers)
        known = self.env["repair.service.level"]
        for partner in self:
            customer = partner.commercial_partner_id
            level = known.browse(levels.get(customer._origin.id) or ())
            contract = by_contract.get(customer._origin.id)
            partner.repair_service_level_id = level
            partner.repair_service_level_color = level.color
            if contract:
                partner.repair_service_why = contract._why_text()
            else:
                partner.repair_service_why = partner._repair_tier_why(level)

    def _repair_tier_why(self, level):
        """Return which tier gives a customer its level, or that none does."""
        profile = self.repair_profile_id
        tiers = [profile[f"{dimension}_tier_id"] for dimension in DIMENSIONS]
        given = [tier for tier in tiers if level and tier.service_level_id == level]
        if given:
            return self.env._("by tier %s", given[0].name)
        return bool(level) and self.env._("default level")

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_repair_contracts(self):
        """Find the contracts of each customer, and say what comes next of them."""
        contracts = self.env["repair.service.contract"].search(
            [
                ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", self.env.company.id),
            ],
            order="date_start, id",
        )
        of_customer = contracts.grouped("commercial_partner_id")
        for partner in self:
            own = of_customer.get(partner.commercial_partner_id, contracts.browse())
            ahead = own.filtered(lambda c: c.state in ("running", "planned"))
            partner.repair_contract_count = len(own)
            partner.repair_contract_ids = ahead
            partner.repair_contract_next = "\n".join(ahead._next_texts()) or False

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_repair_last_case_ids(self):
        for partner in self:
            partner.repair_last_case_ids = self.env["repair.case"].search(
                [
                    ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                    ("company_id", "=", self.env.company.id),
                    ("state", "=", "closed"),
                ],
                order="date_closed DESC, id DESC",
                limit=SHOWN_CASES,
            )

    def action_view_repair_contracts(self):
        """List the contracts of the customer, ended ones too."""
        self.env["repair.service.contract"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_service_contract_action"
        )
        action["domain"] = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"default_partner_id": self.id}
        return action

    def _mark_repair_customers_stale(self, merged=False):
        """Have contracts follow their customer who was merged, or became part of another."""
        # sudo: contracts of every company, whichever of them the user may see.
        contracts = self.env["repair.service.contract"].sudo()
        customer_changed(contracts.search([("commercial_partner_id", "in", self.ids)]))
        return super()._mark_repair_customers_stale(merged=merged)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_contracts(self):
        """Say what to do instead, before the database refuses."""
        # sudo: contracts of every company count, whichever of them the user may see.
        contracts = self.env["repair.service.contract"].sudo()
        contract = contracts.search(
            [
                "|",
                ("partner_id", "in", self.ids),
                "&",
                ("device_ids.partner_id", "in", self.ids),
                ("device_ids.commercial_partner_id", "in", self.ids),
            ],
            limit=1,
        )
        if contract:
            raise UserError(
                self.env._(
                    "“%(customer)s” has the service contract %(contract)s: deleting the contact "
                    "would lose what was agreed. Archive it, or merge it into another contact.",
                    customer=contract.partner_id.display_name,
                    contract=contract.reference,
                )
            )
