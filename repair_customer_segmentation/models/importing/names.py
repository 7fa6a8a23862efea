from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What other programs and paper ledgers call the meanings of a stage.
STATES = {
    "closed": "已完成 完成 完工 已完工 已修好 修好 已结单 结单 已取机 已交付 closed done completed "
    "complete finished resolved repaired delivered",
    "cancelled": "已取消 取消 作废 已作废 cancelled canceled void",
    "waiting": "等待 待配件 等待配件 待件 等待客户 waiting pending on_hold",
    "open": "维修中 处理中 进行中 未完成 待修 待维修 新建 已受理 open new in_progress",
}
STATE_OF = {
    word.replace("_", " "): state for state, words in STATES.items() for word in words.split()
}


class RepairCase(models.Model):
    """What the names in a row of imported cases mean."""

    _inherit = "repair.case"

    @api.model
    def _import_domain(self, name, row):
        """Return the domain of the records that a cell may name; ``None``: nothing special.

        :param str name: the field of the cell
        :param row: what the other cells say, see ``ir.fields.converter``
        """
        if name == "stage_id":
            stages = row.record("type_id")._process_stages(row.company())
            return [("id", "in", stages.ids)]
        customer = row.record("partner_id").commercial_partner_id if name == "device_id" else False
        if customer:
            return [
                ("commercial_partner_id", "=", customer.id),
                ("company_id", "in", (False, row.company().id)),
            ]
        return None

    @api.model
    def _import_unknown(self, name, value, row):
        """Return the record that a cell means which names none, where that is known.

        :raise ValueError: when it would be made without what it needs
        """
        wanted = (self.env.context.get("name_create_enabled_fields") or {}).get(name)
        if name == "stage_id":
            state = STATE_OF.get(value.strip().casefold())
            stage = state and self._first_stage(state, row.company(), row.record("type_id"))
            if stage or not wanted:
                return stage or self.env["repair.case.stage"]
            raise ValueError(
                self.env._(
                    "There is no stage “%s”. Add it in Configuration / Stages first and set "
                    "whether its cases are closed, or use the name of an existing stage.",
                    value.replace("%", "%%"),
                ),
                {},
            )
        if name == "device_id" and wanted:
            return self._import_device(value, row)
        return self.env[self._fields[name].comodel_name]

    @api.model
    def _import_device(self, value, row):
        customer = row.record("partner_id")
        if not customer:
            raise ValueError(
                self.env._(
                    "The device “%s” is unknown, and the row has no customer to add it to. "
                    "Fill in the customer column.",
                    value.replace("%", "%%"),
                ),
                {},
            )
        devices = self.env["repair.device"]
        device_name, serial = devices._split_display_name(value)
        try:
            return devices.create(
                {
                    "name": device_name,
                    "serial_number": serial,
                    "partner_id": customer.id,
                    "company_id": row.company().id,
                }
            )
        except UserError as error:
            raise ValueError(str(error).replace("%", "%%"), {}) from error

    @api.model
    def _search_display_name(self, operator, value):
        """Find cases by the name that they are shown and exported with, too."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("in", "=", "ilike", "like"):
            return domain
        exact = operator in ("in", "=")
        values = value if operator == "in" else [value]
        for text in values:
            reference, blank, subject = (text or "").partition(" ") if text else ("", "", "")
            if blank:
                domain = Domain(domain) | (
                    Domain("reference", "=" if exact else operator, reference)
                    & Domain("name", "=" if exact else operator, subject.strip())
                )
        return domain


class RepairDevice(models.Model):
    _inherit = "repair.device"

    @api.model
    def _search_display_name(self, operator, value):
        """Find devices by the name that they are shown and exported with, too."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("in", "=", "ilike", "like"):
            return domain
        exact = operator in ("in", "=")
        for text in value if operator == "in" else [value]:
            name, serial = self._split_display_name(text or "")
            if serial:
                domain = Domain(domain) | (
                    Domain("name", "=" if exact else operator, name)
                    & Domain("serial_number", "=ilike" if exact else operator, serial)
                )
        return domain

    @api.model
    def _split_display_name(self, text):
        """Return the name and the serial number, or ``False``, of a device as it is shown."""
        name, bracket, serial = text.rpartition(" (")
        if bracket and name and serial.endswith(")"):
            return name, serial[:-1]
        return text, False
