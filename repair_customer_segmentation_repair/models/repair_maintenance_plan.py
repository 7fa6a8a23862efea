from odoo import models
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.segmentation.days import day_sql

from ..segmentation.orders import finished, in_progress


class RepairMaintenancePlan(models.Model):
    """Repair orders of a device are repairs that its visits follow from."""

    _inherit = "repair.maintenance.plan"

    def _repair_sources(self, device_ids=None):
        company = self.company_id
        orders = SQL(
            "SELECT device_id, %s AS closed_on FROM (%s) AS finished",
            day_sql(SQL("given_back"), company._repair_tz()),
            finished(company.ids, device_ids),
        )
        return [*super()._repair_sources(device_ids), orders]

    def _busy_sources(self, device_ids=None):
        orders = in_progress(self.company_id.id, device_ids)
        return [*super()._busy_sources(device_ids), orders]
