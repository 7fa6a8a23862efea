from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...desk.contract_terms import DAY
from ...desk.coverage import covering
from ..access.enumerated import enumerated
from .overlaps import standing_overlaps


class RepairServiceContract(models.Model):
    """What a contract says of itself in one line: what it covers, and what is wrong with it."""

    _inherit = "repair.service.contract"

    covered_text = fields.Char("Covers", compute="_compute_covered_text")
    lost_text = fields.Char(compute="_compute_covered_text")
    is_overlapping = fields.Boolean(
        "Overlapping",
        compute="_compute_overlap_text",
        search="_search_is_overlapping",
        help="Two customers were merged, and both had a contract for the same devices.",
    )
    overlap_text = fields.Char(compute="_compute_overlap_text")

    @api.depends("device_ids.commercial_partner_id", "device_ids.display_name", "partner_id")
    @api.depends_context("lang")
    def _compute_covered_text(self):
        for contract in self:
            # sudo: a device that changed hands may be one that the user cannot see any more.
            devices = contract.sudo().device_ids
            own = devices.filtered(
                lambda d, c=contract: d.commercial_partner_id == c.commercial_partner_id
            )
            lost = devices - own
            contract.covered_text = (
                enumerated(self.env, own.mapped("display_name"))
                if devices
                else self.env._("All devices")
            )
            contract.lost_text = bool(lost) and self.env._(
                "No longer the customer's, so not covered: %s",
                enumerated(self.env, lost.mapped("name")),
            )

    @api.depends("date_start", "date_until", "device_ids", "commercial_partner_id")
    @api.depends_context("lang")
    def _compute_overlap_text(self):
        others = standing_overlaps(self)
        for contract in self:
            rivals = others.get(contract.id, self.browse())
            contract.is_overlapping = bool(rivals)
            contract.overlap_text = bool(rivals) and self.env._(
                "Customers were merged: this contract and %s cover the same devices. The higher "
                "service level applies. Cancel or change one of them.",
                enumerated(self.env, rivals.mapped("reference")),
            )

    @api.model
    def _search_is_overlapping(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = list(standing_overlaps(self.browse()))
        return [("id", "in" if True in value else "not in", found)]

    def _why_text(self):
        """Return the contract and until when it holds, as the reason of a service level."""
        if not self.date_until:
            return self.env._("by contract %s, renewed automatically", self.reference)
        return self.env._(
            "by contract %(contract)s until %(day)s",
            contract=self.reference,
            day=format_date(self.env, self.date_until, date_format="long"),
        )

    def _next_texts(self):
        """Return what comes next of each of these contracts: its begin, end, or next term."""
        texts = []
        for contract in self:
            if contract.state == "planned":
                words, day = self.env._("Contract %(contract)s begins on %(day)s."), "date_start"
            elif contract.date_until:
                words, day = self.env._("Contract %(contract)s ends on %(day)s."), "date_until"
            else:
                words, day = self.env._("Contract %(contract)s is renewed on %(day)s."), "date_end"
            date = contract[day] + DAY if day == "date_end" else contract[day]
            date = format_date(self.env, date, date_format="long")
            texts.append(words % {"contract": contract.reference, "day": date})
        return texts

    @api.model
    def _wholly_covering(self, company, customers):
        """Return commercial partner id -> the contract for all of their devices, today."""
        if not customers.ids:
            return {}
        self.env["repair.service.coverage"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT customer.id, %s FROM unnest(%s) AS customer (id)",
                covering(
                    SQL("%s", company.id),
                    SQL("customer.id"),
                    SQL("NULL::int"),
                    SQL("%s::date", company._repair_day()),
                ),
                customers.ids,
            )
        )
        # sudo: of customers that the user sees, in their company; only days are told.
        return {
            partner_id: self.sudo().browse(contract_id)
            for partner_id, contract_id in rows
            if contract_id
        }
