from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class RepairDevice(models.Model):
    """The serial number: one device in a company, whatever the case of its letters."""

    _inherit = "repair.device"

    serial_number = fields.Char(tracking=True, copy=False, index="trigram")

    # Two people at once: the check before says it better.
    _serial_unique = models.UniqueIndex(
        "(lower(serial_number), COALESCE(company_id, 0)) WHERE serial_number IS NOT NULL",
        "Another device has this serial number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._clean(vals) for vals in vals_list]
        default = self.default_get(["company_id"]).get("company_id")
        self._refuse_taken_serials(
            [
                (0, vals.get("serial_number"), vals.get("company_id", default) or None)
                for vals in vals_list
            ]
        )
        return super().create(vals_list)

    def write(self, vals):
        vals = self._clean(vals)
        if {"serial_number", "company_id"} & set(vals):
            self._refuse_taken_serials(
                [
                    (
                        device.id,
                        vals.get("serial_number", device.serial_number),
                        vals.get("company_id", device.company_id.id) or None,
                    )
                    for device in self
                ]
            )
        return super().write(vals)

    @api.model
    def _clean(self, vals):
        """Return values whose serial number has no blanks around it; an empty one is none."""
        if "serial_number" not in vals:
            return vals
        return {**vals, "serial_number": (vals["serial_number"] or "").strip() or False}

    @api.model
    def _refuse_taken_serials(self, wanted):
        """Refuse a serial number twice in a company, and say whose device has it.

        :param list wanted: (id of the device, 0 for a new one; serial number; id of the
            company, None when shared)
        :raise ValidationError: when another device has one of them, archived or not
        """
        wanted = [row for row in wanted if row[1]]
        if not wanted:
            return
        self.env["repair.device"].flush_model(["serial_number", "company_id"])
        taken = self.env.execute_query(
            SQL(
                """
                SELECT wanted.serial, device.id
                  FROM unnest(%s::int[], %s::text[], %s::int[]) AS wanted (id, serial, company_id)
                  JOIN repair_device AS device
                    ON lower(device.serial_number) = lower(wanted.serial)
                   AND device.id <> wanted.id
                   AND (device.company_id = wanted.company_id
                        OR device.company_id IS NULL OR wanted.company_id IS NULL)
                 LIMIT 1
                """,
                *(list(column) for column in zip(*wanted, strict=True)),
            )
        )
        if not taken:
            return
        [(serial, device_id)] = taken
        # sudo: what is shown of the device below is that of a company of the user.
        other = self.sudo().browse(device_id)
        values = {
            "serial": serial,
            "device": other.name,
            "customer": other.partner_id.display_name,
        }
        if self.env.user.share:
            # Whose device it is, customers are not told.
            message = self.env._(
                "Serial number “%(serial)s” is on our books already. Correct it, or leave it empty "
                "and write it into the description: we look at it.",
                serial=serial,
            )
        elif other.company_id and other.company_id not in self.env.companies:
            message = self.env._(
                "Serial number “%(serial)s”: a device of another company has it.", serial=serial
            )
        elif other.active:
            message = self.env._(
                "Serial number “%(serial)s” is that of “%(device)s” of %(customer)s. "
                "Correct it, or open that device.",
                **values,
            )
        else:
            message = self.env._(
                "Serial number “%(serial)s” is that of “%(device)s” of %(customer)s, which "
                "is archived. Correct it, or unarchive that device.",
                **values,
            )
        raise ValidationError(message)
