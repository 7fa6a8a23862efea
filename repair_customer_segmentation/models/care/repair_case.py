from odoo import models


class RepairCase(models.Model):
    """Found by the day of its closing, to be followed up."""

    _inherit = "repair.case"

    _care_idx = models.Index("(company_id, date_closed) WHERE state = 'closed'")
