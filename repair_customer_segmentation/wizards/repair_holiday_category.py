from odoo import fields, models

# The library's words, as a clerk says them; public ones first.
CATEGORIES = [
    ("public", "Public holidays"),
    ("government", "Government offices closed"),
    ("bank", "Banks closed"),
    ("school", "Schools closed"),
    ("half_day", "Half days (added as whole days)"),
    ("optional", "Optional holidays"),
    ("optional_women", "Optional holidays for women"),
    ("unofficial", "Unofficial holidays"),
    ("workday", "Observances that are worked"),
    ("de_facto", "Holidays by custom"),
    ("armed_forces", "Armed forces"),
    ("christian", "Christian holidays"),
    ("catholic", "Catholic holidays"),
    ("protestant", "Protestant holidays"),
    ("orthodox", "Orthodox holidays"),
    ("islamic", "Islamic holidays"),
    ("hebrew", "Jewish holidays"),
    ("hindu", "Hindu holidays"),
    ("yazidi", "Yazidi holidays"),
    ("sabian", "Sabian holidays"),
    ("albanian", "Holidays of Albanians"),
    ("armenian", "Holidays of Armenians"),
    ("bosnian", "Holidays of Bosniaks"),
    ("roma", "Holidays of Roma"),
    ("serbian", "Holidays of Serbs"),
    ("turkish", "Holidays of Turks"),
    ("vlach", "Holidays of Vlachs"),
]


class RepairHolidayCategory(models.TransientModel):
    """A kind of days that a country has, to choose in the dialog of public holidays."""

    _name = "repair.holiday.category"
    _inherit = ["repair.readable.dialog"]
    _description = "Kind of Public Holidays"
    _order = "id"
    _rec_name = "code"

    wizard_id = fields.Many2one("repair.holiday.wizard", required=True, ondelete="cascade")
    is_chosen = fields.Boolean("Include")
    code = fields.Selection(CATEGORIES, "Kind of Days", readonly=True)
