from odoo import fields, models

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_MANAGER


class ResCompany(models.Model):
    """The project that time on cases is logged on: Odoo's timesheets need one."""

    _inherit = "res.company"

    repair_timesheet_project_id = fields.Many2one(
        "project.project",
        string="Project of Cases",
        ondelete="set null",
        groups=GROUP_MANAGER,
        help="Time that is logged on repair cases belongs to this project.",
    )

    def _repair_timesheet_project(self):
        """Return the project of the cases of this company, which is made when it is needed."""
        self.ensure_one()
        # sudo: whoever logs the first time on a case need not be one who makes projects.
        company = self.sudo()
        if not company.repair_timesheet_project_id:
            company.repair_timesheet_project_id = (
                self.env["project.project"]
                .sudo()
                .with_company(company)
                .create(
                    {
                        "name": self.env._("Repair Cases"),
                        "company_id": company.id,
                        "allow_timesheets": True,
                        "privacy_visibility": "employees",
                    }
                )
            )
        return company.repair_timesheet_project_id
