from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...care.yearly import day_code, lunar_code
from ...fields import Date
from ...vocabulary import GROUP_MANAGER, GROUP_USER


class ResPartner(models.Model):
    """What care needs to know of a customer: when the birthday is, and whether care is wanted."""

    _inherit = "res.partner"

    repair_birthday = Date(
        "Birthday",
        groups=GROUP_USER,
        help="Date of birth in the common calendar. If the birthday is kept by the lunar "
        "calendar, tick the box; the date of each year is worked out.",
    )
    repair_birthday_lunar = fields.Boolean(
        "Lunar Birthday",
        groups=GROUP_USER,
        help="The birthday is kept by the lunar calendar. Leap months count as plain ones.",
    )
    # Month and day in the calendar of the birthday, as a number: by what it is found each year.
    repair_birthday_code = fields.Integer(
        compute="_compute_repair_birthday_code", store=True, groups=GROUP_USER
    )
    repair_care_opt_out = fields.Boolean(
        "No Care Messages",
        copy=False,
        groups=GROUP_USER,
        help="The customer wants no greetings, reminders or follow-ups. Customers set this with "
        "the link in each message; messages about their cases still arrive.",
    )
    # Between commas: links in messages that were sent to contacts who were merged into this one
    # carry their numbers.
    repair_former_ids = fields.Char(readonly=True, copy=False, groups=GROUP_MANAGER)
    repair_care_contact_ids = fields.One2many(
        "repair.care.contact", "partner_id", string="Care Contacts", groups=GROUP_USER
    )

    _repair_birthday_idx = models.Index(
        "(repair_birthday_code) WHERE repair_birthday_code IS NOT NULL"
    )

    _repair_former_ids_idx = models.Index("(repair_former_ids) WHERE repair_former_ids IS NOT NULL")

    @api.depends("repair_birthday", "repair_birthday_lunar")
    def _compute_repair_birthday_code(self):
        for partner in self:
            birthday = partner.repair_birthday
            code = lunar_code if partner.repair_birthday_lunar else day_code
            partner.repair_birthday_code = (birthday and code(birthday)) or False

    @api.constrains("repair_birthday")
    def _check_repair_birthday(self):
        for partner in self:
            birthday = partner.repair_birthday
            if birthday and birthday > fields.Date.context_today(partner):
                raise ValidationError(
                    self.env._(
                        "“Birthday” of “%s” is in the future. Enter the date of birth.",
                        partner.name,
                    )
                )
