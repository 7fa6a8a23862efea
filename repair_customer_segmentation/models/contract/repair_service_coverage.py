from odoo import fields, models

from ...fields import EngineMany2one


class RepairServiceCoverage(models.Model):
    """What a contract covers: a device a row, or one row without a device for all of them.

    Written in SQL, by ``coverage.py`` alone: a copy of what the contracts say, so that a look-up
    is one index, and so that two contracts cannot cover the same thing on one day, not even when
    both are saved at once. The ranges of one number stand for equality, which an exclusion
    constraint would else need an extension for; a range without bounds is every device.
    """

    _name = "repair.service.coverage"
    _description = "What a Service Contract Covers"
    _log_access = False
    _rec_name = "contract_id"

    contract_id = fields.Many2one(
        "repair.service.contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    # Without a foreign key, which a merge of customers would follow before it is looked at anew.
    commercial_partner_id = EngineMany2one(
        "res.partner", string="Customer", required=True, readonly=True
    )
    device_id = fields.Many2one(
        "repair.device", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    date_start = fields.Date("First Day", required=True, readonly=True)
    date_until = fields.Date("Holds until", readonly=True)
    is_kept = fields.Boolean("Overlap Kept after a Merge", readonly=True)

    _customer_idx = models.Index("(commercial_partner_id, company_id, date_start)")
    _level_idx = models.Index("(company_id, date_start) WHERE device_id IS NULL")
    _once = models.Constraint(
        "EXCLUDE USING gist ("
        " int4range(commercial_partner_id, commercial_partner_id, '[]') WITH &&,"
        " int4range(company_id, company_id, '[]') WITH &&,"
        " int4range(device_id, device_id, '[]') WITH &&,"
        " daterange(date_start, date_until, '[]') WITH &&"
        ") WHERE (NOT is_kept)",
        "Another contract of this customer covers the same devices on these days.",
    )
