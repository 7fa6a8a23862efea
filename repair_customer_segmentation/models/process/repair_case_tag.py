from random import randint

from odoo import fields, models

from ...fields import Integer


class RepairCaseTag(models.Model):
    _name = "repair.case.tag"
    _description = "Repair Case Tag"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = Integer(aggregator=False, default=lambda self: randint(1, 11), bounds=(0, 11))
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(name)", "A tag with this name already exists.")
