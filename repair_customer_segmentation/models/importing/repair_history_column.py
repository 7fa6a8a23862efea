from odoo import fields, models


class RepairHistoryColumn(models.Model):
    """What a column of a file is."""

    _name = "repair.history.column"
    _description = "Column of a History"
    _order = "sequence, id"

    import_id = fields.Many2one(
        "repair.history.import", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    heading = fields.Char("Column", readonly=True)
    sample = fields.Char("For Example", readonly=True)
    target = fields.Selection(
        [
            ("partner_id", "Customer"),
            ("phone", "Customer's phone"),
            ("email", "Customer's email"),
            ("date_open", "Opened on"),
            ("date_closed", "Closed on"),
            ("name", "Subject"),
            ("amount", "Amount"),
            ("parts_cost", "Cost of parts"),
            ("work_hours", "Hours worked"),
            ("reference", "Reference"),
            ("stage_id", "Stage or status"),
            ("type_id", "Type"),
            ("device_id", "Device"),
            ("serial_number", "Serial number"),
            ("is_rework", "Rework"),
            ("note", "Note of the case"),
        ],
        string="Becomes",
        help="Empty: the column is left out.",
    )
