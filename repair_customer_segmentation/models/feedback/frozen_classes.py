from odoo import fields, models

from ...fields import EngineMany2one


def class_field(string):
    """Return a field for the tier that a customer was in at the moment of a record."""
    return EngineMany2one("repair.segmentation.tier", string=string, readonly=True)


class RepairFrozenClasses(models.AbstractModel):
    """The classes of a customer at one moment: they stay as they were when customers move."""

    _name = "repair.frozen.classes"
    _description = "Classes at a Moment"

    value_tier_id = class_field("Value")
    frequency_tier_id = class_field("Frequency")
    rfm_tier_id = class_field("RFM Segment")
    abc_tier_id = class_field("ABC Class")
    kind_tier_id = class_field("Kind")
    size_tier_id = class_field("Size")
    location_tier_id = class_field("Location")
    need_tier_id = class_field("Need")
    service_level_id = fields.Many2one("repair.service.level", readonly=True, ondelete="set null")
