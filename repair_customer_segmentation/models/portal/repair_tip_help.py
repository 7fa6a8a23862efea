from odoo import fields, models


class RepairTipHelp(models.Model):
    """One problem that a customer solved by a tip, so that no case was needed.

    The pages of the portal alone record them; once a tip, customer and day, however often the
    customer clicks.
    """

    _name = "repair.tip.help"
    _description = "Problem Solved by a Tip"
    _order = "id desc"
    _rec_name = "problem"

    tip_id = fields.Many2one("repair.tip", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    device_id = fields.Many2one("repair.device", ondelete="set null")
    day = fields.Date(required=True, help="The day in the time zone of the company.")
    problem = fields.Char(help="What the customer had typed as the subject.")

    _once = models.UniqueIndex("(tip_id, partner_id, company_id, day)")
