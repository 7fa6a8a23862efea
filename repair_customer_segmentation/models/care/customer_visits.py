from odoo import api, fields, models
from odoo.tools import format_date

from ...vocabulary import GROUP_USER


class ResPartner(models.Model):
    """The planned visits of a customer: the next one, the last one, and what the portal shows."""

    _inherit = "res.partner"

    repair_next_visit_date = fields.Date(
        "Next Visit",
        compute="_compute_repair_visits",
        compute_sudo=False,
        groups=GROUP_USER,
        help="When the next planned visit to one of the customer's devices is due.",
    )
    repair_last_visit_date = fields.Date(
        "Last Visit",
        compute="_compute_repair_visits",
        compute_sudo=False,
        groups=GROUP_USER,
        help="When the last planned visit to one of the customer's devices was completed.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_visits(self):
        visits = self.env["repair.maintenance.visit"]
        mine = [("commercial_partner_id", "in", self.commercial_partner_id.ids)]
        following = dict(
            visits._read_group(
                [*mine, ("is_expected", "=", True)], ["commercial_partner_id"], ["date_due:min"]
            )
        )
        last = dict(
            visits._read_group(
                [*mine, ("state", "=", "done")], ["commercial_partner_id"], ["date_done:max"]
            )
        )
        for partner in self:
            customer = partner.commercial_partner_id
            partner.repair_next_visit_date = following.get(customer, False)
            partner.repair_last_visit_date = last.get(customer, False)

    def _portal_next_visits(self):
        """Return what a customer may know of the next visits: one for each device, the first ones.

        :return: list of dicts with ``device`` (its name), ``day`` (as the reader writes it) and
            ``url`` of the case, where it is open and the reader may see it
        """
        self.ensure_one()
        # sudo: the day and the device alone, of the reader's own devices; nothing of plans.
        visits = self.env["repair.maintenance.visit"].sudo()
        found = visits.search(
            [
                ("device_id.commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "in", self.env.companies.ids),
                ("is_expected", "=", True),
                ("is_overdue", "=", False),
            ],
            order="date_due, id",
        )
        cases = self.env["repair.case"]
        shown = cases._portal_find([("id", "in", found.case_id.ids)]) if found.case_id else cases
        first = {}
        for visit in found:
            first.setdefault(visit.device_id, visit)
        return [
            {
                "device": device.display_name,
                "day": format_date(self.env, visit.date_due, date_format="long"),
                "url": visit.case_id in shown and visit.case_id.access_url,
            }
            for device, visit in list(first.items())[:5]
        ]
