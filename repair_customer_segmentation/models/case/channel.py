from odoo import api, fields, models


class RepairCase(models.Model):
    """Which way a case came in: each way sets its own."""

    _inherit = "repair.case"

    channel_id = fields.Many2one(
        "repair.case.channel",
        string="Came in by",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        default=lambda self: self._default_channel_id(),
        help="How the customer reached us. Mails, the portal and imports set it by themselves.",
    )

    @api.model
    def _default_channel_id(self):
        """Tell what is imported from what comes in; else people say it."""
        channels = self.env["repair.case.channel"]
        return channels._shipped("import") if self.env.context.get("import_file") else channels
