from odoo import api, fields, models
from odoo.tools import SQL


class RepairCase(models.Model):
    """A case as what a planned visit opened, and as what is followed up after its closing."""

    _inherit = "repair.case"

    maintenance_visit_ids = fields.One2many(
        "repair.maintenance.visit", "case_id", string="Planned Visits"
    )

    _care_idx = models.Index("(company_id, date_closed) WHERE state = 'closed'")

    @api.ondelete(at_uninstall=False)
    def _unlink_visits(self):
        """Keep the visits of these cases as skipped: they are not opened again."""
        # sudo: rows are the system's, whoever deletes a case.
        self.sudo().maintenance_visit_ids.skip_reason = "deleted"

    def _plan_visits_anew(self):
        """Plan the visits of the devices anew, for what these cases have become."""
        for company, cases in self.grouped("company_id").items():
            # sudo: devices follow whoever closes a case.
            self.env["repair.maintenance.plan"]._plan_anew(cases.sudo().device_id, company)

    @api.model
    def _closed_work(self, company):
        """Return the SELECTs of the work of a company to follow up; other addons append theirs.

        Columns: ``key`` (tells it from all other work), ``partner_id`` (whose it was),
        ``date_closed`` (naive UTC).
        """
        return [
            SQL(
                """
                SELECT 'case-' || id AS key, partner_id, date_closed
                  FROM repair_case
                 WHERE company_id = %s AND state = 'closed' AND active
                """,
                company.id,
            )
        ]
