from random import randint

from odoo import fields, models


class RepairCaseTag(models.Model):
    _name = "repair.case.tag"
    _description = "Repair Case Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(aggregator=False, default=lambda self: randint(1, 11))
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(name)", "A tag with this name exists already.")
