import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ...vocabulary import GROUP_USER

# Searches that look for a part; the others have nothing to compare with.
PART = ("ilike", "like", "=ilike", "=like")


def serial_part(text):
    """Return the domain of devices whose serial number begins with a text."""
    text = unicodedata.normalize("NFKC", text or "").strip()
    return Domain("serial_number", "=ilike", escape_psql(text) + "%") if text else Domain.FALSE


class RepairDeskSearchMixin(models.AbstractModel):
    """For records that people search by whatever a customer says at the desk."""

    _name = "repair.desk.search.mixin"
    _description = "Search by What a Customer Says"

    find_text = fields.Char(
        "Case, Customer or Device",
        compute="_compute_find_text",
        search="_search_find_text",
        exportable=False,
        groups=GROUP_USER,
    )

    def _compute_find_text(self):
        self.find_text = False

    @api.model
    def _search_find_text(self, operator, value):
        if operator in PART:
            return self._found_by((value or "").strip("%"))
        if operator == "in":
            return Domain.OR(self._found_by(text) for text in value if text)
        return NotImplemented

    @api.model
    def _found_by(self, text):
        """Return the domain of the records that a text from the desk may mean."""
        raise NotImplementedError


class RepairCase(models.Model):
    """Finds cases by what a customer says: number, address, name, subject, serial number."""

    _name = "repair.case"
    _inherit = ["repair.case", "repair.desk.search.mixin"]

    find_text = fields.Char(
        "Case, Customer or Device",
        help="Search by case number, subject, phone number in any format, email, name or "
        "serial number.",
    )

    @api.model
    def _found_by(self, text):
        if not text:
            return Domain.TRUE
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners._search(partners._repair_found(text))
        devices = self.env["repair.device"].with_context(active_test=False)
        return (
            Domain("name", "ilike", text)
            | Domain("reference", "ilike", text)
            | Domain("partner_id", "in", partners)
            | Domain("commercial_partner_id", "in", partners)
            | Domain("device_id", "in", devices._search(serial_part(text)))
        )


class RepairCustomerProfile(models.Model):
    """Finds customers by what one of them says, or is known by."""

    _name = "repair.customer.profile"
    _inherit = ["repair.customer.profile", "repair.desk.search.mixin"]

    find_text = fields.Char(
        "Name, Phone, Email or Serial Number",
        help="Search by name of the customer or a contact, phone number in any format, email, "
        "or serial number of a device.",
    )

    @api.model
    def _found_by(self, text):
        if not text:
            return Domain.TRUE
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners._search(partners._repair_found(text))
        devices = self.env["repair.device"].with_context(active_test=False)
        devices = devices._search(serial_part(text))
        return Domain("partner_id", "in", partners.subselect("commercial_partner_id")) | Domain(
            "partner_id", "in", devices.subselect("commercial_partner_id")
        )
