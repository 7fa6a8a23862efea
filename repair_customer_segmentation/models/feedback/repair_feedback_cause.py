from odoo import fields, models

from ...fields import MOST, Integer


class RepairFeedbackCause(models.Model):
    """What customers are pleased with, or complain about: a short list, for all companies."""

    _name = "repair.feedback.cause"
    _description = "Cause of Feedback"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = Integer(default=10, bounds=(-MOST, MOST))
    active = fields.Boolean(default=True)
    color = Integer(aggregator=False, bounds=(0, 11))
