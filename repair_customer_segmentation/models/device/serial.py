from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...vocabulary import GROUP_USER

LONGEST_SERIAL = 100


class RepairDevice(models.Model):
    """The serial number: one device in a company, whatever the case of its letters."""

    _inherit = "repair.device"

    serial_number = fields.Char(tracking=True, copy=False, index="trigram")

    reported_serial = fields.Char(
        "Serial Number Given by the Customer",
        readonly=True,
        copy=False,
        groups=GROUP_USER,
        help="Serial number the customer entered in the portal. Another device has it: check "
        "whose it is.",
    )

    # Two people at once: the check before says it better.
    _serial_unique = models.UniqueIndex(
        "(lower(serial_number), COALESCE(company_id, 0)) WHERE serial_number IS NOT NULL",
        "Another device already has this serial number.",
    )

    def _portal_serial(self):
        """Return the serial number as the customer knows it, an empty text when none."""
        self.ensure_one()
        return self.serial_number or self.reported_serial or ""

    @api.model
    def _clean(self, vals):
        """Return values whose serial number has no blanks around it; an empty one is none.

        :raise ValidationError: when it is no text, or longer than any serial number
        """
        if "serial_number" not in vals:
            return vals
        given = vals["serial_number"]
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        # Spreadsheets and integrations send the digits of a number as a number.
        text = "" if given is None or given is False else str(given).strip()
        if not isinstance(given, str | int | float | None) or given is True or "\0" in text:
            raise ValidationError(
                self.env._("“Serial Number”: “%s” is not text. Enter letters and digits.", given)
            )
        if len(text) > LONGEST_SERIAL:
            raise ValidationError(
                self.env._(
                    "“Serial Number” has %(count)s characters. Shorten it to %(most)s.",
                    count=len(text),
                    most=LONGEST_SERIAL,
                )
            )
        return {**vals, "serial_number": text or False}

    @api.model
    def _serials_of_new(self, vals_list):
        """Return the serial numbers of new devices; see :meth:`_refuse_taken_serials`."""
        default = self.default_get(["company_id"]).get("company_id")
        return [
            (0, vals.get("serial_number"), vals.get("company_id", default) or None)
            for vals in vals_list
        ]

    def _serials_after(self, vals):
        """Return the serial numbers after a change; see :meth:`_refuse_taken_serials`."""
        if not {"serial_number", "company_id"} & set(vals):
            return []
        return [
            (
                device.id,
                vals.get("serial_number", device.serial_number),
                vals.get("company_id", device.company_id.id) or None,
            )
            for device in self
        ]

    @api.model
    def _refuse_taken_serials(self, wanted):
        """Refuse a serial number twice in a company, and say whose device has it.

        :param list wanted: (id of the device, 0 for a new one; serial number; id of the
            company, None when shared)
        :raise ValidationError: when another device has one of them, archived or not
        """
        taken = self._taken_serials(wanted)
        if taken:
            self._refuse_taken_serial(*taken[0])

    @api.model
    def _taken_serials(self, wanted):
        """Return the first serial number that another device has, and its id, as a list of one.

        :param list wanted: see :meth:`_refuse_taken_serials`
        """
        wanted = [row for row in wanted if row[1]]
        if not wanted:
            return []
        self.env["repair.device"].flush_model(["serial_number", "company_id"])
        return self.env.execute_query(
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

    @api.model
    def _refuse_taken_serial(self, serial, device_id):
        # sudo: what is shown of the device below is that of a company of the user.
        other = self.sudo().browse(device_id)
        values = {
            "serial": serial,
            "device": other.name,
            "customer": other.partner_id.display_name,
        }
        if other.company_id and other.company_id not in self.env.companies:
            message = self.env._(
                "Serial number “%(serial)s”: a device of another company has it.", serial=serial
            )
        elif other.active:
            message = self.env._(
                "Serial number “%(serial)s” belongs to “%(device)s” of %(customer)s. Correct "
                "it, or open that device.",
                **values,
            )
        else:
            message = self.env._(
                "Serial number “%(serial)s” belongs to “%(device)s” of %(customer)s, which is "
                "archived. Correct it, or unarchive that device.",
                **values,
            )
        raise ValidationError(message)
