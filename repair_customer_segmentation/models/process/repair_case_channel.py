from odoo import api, fields, models

from ...fields import MOST, Integer

CHANNEL = "repair_customer_segmentation.repair_case_channel_%s"


class RepairCaseChannel(models.Model):
    _name = "repair.case.channel"
    _description = "Repair Case Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    color = Integer(aggregator=False, bounds=(0, 11))

    _name_unique = models.Constraint("UNIQUE (name)", "A channel with this name already exists.")

    @api.model
    def _shipped(self, name):
        """Return one of the shipped channels: phone, walk_in, email, portal, web or import.

        It may be empty: whoever needs no such channel may have deleted it.
        """
        # Rows of an import ask for it one by one: this is looked up once.
        data = self.env["ir.model.data"]
        return self.browse(data._xmlid_to_res_id(CHANNEL % name, raise_if_not_found=False) or ())
