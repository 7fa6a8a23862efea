from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    repair_care_limit = fields.Integer(related="company_id.repair_care_limit", readonly=False)
