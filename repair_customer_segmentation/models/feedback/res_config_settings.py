from odoo import fields, models

from ...vocabulary import GROUP_NAMES, GROUP_USER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_repair_agent_names = fields.Boolean(
        "Names in Feedback and Reports",
        group=GROUP_USER,
        implied_group=GROUP_NAMES,
        help="Everybody who works on cases sees whose work feedback and figures are about. "
        "Otherwise they see those of their own cases and of the teams that they lead.",
    )
