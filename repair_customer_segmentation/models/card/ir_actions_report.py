from odoo import api, models

from .last_repairs import last_cases
from .pages import card_pages

CARD_REPORT = "repair_customer_segmentation.report_customer_card"


class IrActionsReport(models.Model):
    """Prints customer cards: for whoever may read the customers, and for nobody else.

    Anybody who can log in may ask the server for any report and any record by its address.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        # sudo: the name of the report, whoever prints it.
        if report.sudo().report_name.startswith(CARD_REPORT):
            values["cards"] = card_pages(self.env[report.sudo().model].browse(docids))
        return values

    @api.model
    def _last_repairs(self, customers, company, most):
        """Return where the last repairs on a card come from, as the user may read them.

        :return: list of dicts of customer id -> ``Rows`` of ``LastRepair``, see
            ``last_repairs.py``; other addons add theirs
        """
        return [last_cases(customers, company, most)]
