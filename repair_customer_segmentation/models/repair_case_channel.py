from odoo import api, fields, models

from .fields_bounded import MOST, Integer

CHANNEL = "repair_customer_segmentation.repair_case_channel_%s"


class RepairCaseChannel(models.Model):
    _name = "repair.case.channel"
    _description = "Repair Case Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    color = Integer(aggregator=False, bounds=(0, 11))

    _name_unique = models.Constraint("UNIQUE (name)", "There is a channel of this name already.")

    @api.model
    def _shipped(self, name):
        """Return one of the shipped channels: phone, walk_in, email, portal, web or import.

        It may be empty: whoever needs no such channel may have deleted it.
        """
        # Rows of an import ask for it one by one: this is looked up once.
        data = self.env["ir.model.data"]
        return self.browse(data._xmlid_to_res_id(CHANNEL % name, raise_if_not_found=False) or ())


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
