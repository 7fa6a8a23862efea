from mimetypes import guess_type

from odoo import api, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import human_size, plaintext2html
from odoo.tools.mimetypes import guess_mimetype

from ..access.marks import marked
from ..case.told import COMES_IN
from ..device.serial import LONGEST_SERIAL

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024  # of one file
MOST_LETTERS = 200  # of a subject
MOST_TEXT = 10_000  # of what is told at length
LONGEST = {"device_name": MOST_LETTERS, "serial_number": LONGEST_SERIAL, "description": MOST_TEXT}
# By what is in the file, whatever its name says.
FILE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/heif",
    "application/pdf",
    "video/mp4",
    "video/quicktime",
}


class RepairCase(models.Model):
    """Takes in what a customer reports in the portal."""

    _inherit = "repair.case"

    @api.model
    def _portal_types(self):
        """Return the types that customers of the current company choose from."""
        # sudo: the names of these types are for customers.
        types = self.env["repair.case.type"].sudo()
        return types.search(
            [("is_portal", "=", True), ("company_id", "in", (False, self.env.company.id))]
        )

    @api.model
    def _portal_devices(self):
        """Return the devices of the current user's company, or of himself."""
        # sudo: portal users have no right to devices; the domain says which are theirs.
        devices = self.env["repair.device"].sudo()
        owner = self.env.user.commercial_partner_id
        if not self.env.user.share:
            owner = self.env.user.partner_id
        return devices.search(
            Domain("commercial_partner_id", "=", owner.id)
            & Domain("company_id", "in", (False, self.env.company.id))
        )

    @api.model
    def _portal_report(self, values, files=()):
        """Open a case for the current user, who is a customer, as he reported it.

        Everything is checked before anything is written.

        :param dict values: texts of the form: ``name``, ``description``, ``type_id``, ``device_id``
            (an id or empty), ``device_name``, ``serial_number``
        :param files: pairs of file name and bytes
        :raise ValidationError: names the field and what to do
        :return: the new case, as superuser
        """
        labels = {
            "name": self.env._("Subject"),
            "device_name": self.env._("Which other device?"),
            "serial_number": self.env._("Serial number"),
            "description": self.env._("Description"),
        }
        texts = {
            name: self._portal_text(labels.get(name, name), value, LONGEST.get(name))
            for name, value in values.items()
        }
        name, description = texts.get("name", ""), texts.get("description", "")
        if not name:
            raise ValidationError(self.env._("“Subject”: say in a few words what is wrong."))
        if len(name) > MOST_LETTERS:
            raise ValidationError(
                self.env._(
                    "“Subject” has %(count)s letters: shorten it to %(most)s, and put the rest "
                    "into “Description”.",
                    count=len(name),
                    most=MOST_LETTERS,
                )
            )
        if not description:
            raise ValidationError(
                self.env._("“Description”: tell us what happens, since when, and what you tried.")
            )
        case_type = self._portal_chosen_type(texts.get("type_id"))
        self._portal_check_files(files)
        device = self._portal_chosen_device(texts)
        # sudo: portal users have no right to cases; whose case it is, is not theirs to say.
        # Nobody of ours knows of it yet: see case/told.py.
        case = marked(self.sudo(), COMES_IN).create(
            {
                "name": name,
                "description": plaintext2html(description),
                "partner_id": self.env.user.partner_id.id,
                "company_id": self.env.company.id,
                "type_id": case_type.id,
                "device_id": device.id,
                "channel_id": self.env["repair.case.channel"].sudo()._shipped("portal").id,
            }
        )
        # Who reported it hears of it, and sees it still should it become confidential.
        case.message_subscribe(self.env.user.partner_id.ids)
        case._portal_say(description, files)
        if device.reported_serial:
            case._tell_of_reported_serial()
        return case.with_context(**{COMES_IN: False})

    @api.model
    def _portal_text(self, label, text, most=MOST_TEXT):
        """Return what a customer typed into a field, without blanks around it.

        :param str label: what the field is called on the page
        :param int most: letters; ``None`` where the field says itself what is too long
        :raise ValidationError: when it is longer, or no text
        """
        text = (text or "").strip()
        if "\0" in text:
            raise ValidationError(
                self.env._("“%s” has a character that no text has. Type it again.", label)
            )
        if most and len(text) > most:
            raise ValidationError(
                self.env._(
                    "“%(field)s” has %(count)s letters: shorten it to %(most)s.",
                    field=label,
                    count=len(text),
                    most=most,
                )
            )
        return text

    @api.model
    def _portal_chosen_type(self, type_id):
        types = self._portal_types()
        chosen = types.filtered(lambda t: str(t.id) == type_id)
        if types and not chosen:
            raise ValidationError(self.env._("“What is it about?”: choose one of the list."))
        return chosen

    @api.model
    def _portal_chosen_device(self, texts):
        """Return the device that was chosen, or made of what was typed; empty for none."""
        device_id = texts.get("device_id")
        name, serial = texts.get("device_name", ""), texts.get("serial_number", "")
        devices = self._portal_devices()
        if device_id:
            chosen = devices.filtered(lambda d: str(d.id) == device_id)
            if not chosen:
                raise ValidationError(
                    self.env._("“Device”: choose one of the list, or name another one below.")
                )
            if name or serial:
                raise ValidationError(
                    self.env._(
                        "“Device”: you chose %(device)s and named another one. Choose none of the "
                        "list, or empty “Which other device?” and “Serial number”.",
                        device=chosen.display_name,
                    )
                )
            return chosen
        if not name and not serial:
            return devices.browse()
        if serial:
            known = devices.filtered(lambda d: d._portal_serial().casefold() == serial.casefold())
            if known:
                return known[:1]
        if not name:
            raise ValidationError(
                self.env._(
                    "“Serial number” %s: say in “Which other device?” what it is, maker and model "
                    "for example.",
                    serial,
                )
            )
        return self._portal_new_device(name, serial)

    @api.model
    def _portal_new_device(self, name, serial):
        # sudo: a device of the customer's own, in his company; nothing else is his to say.
        devices = self.env["repair.device"].sudo()
        serial = devices._clean({"serial_number": serial})["serial_number"]
        # Whether a number is on our books already, customers are not told: the desk is.
        taken = devices._taken_serials([(0, serial, self.env.company.id)])
        return devices.create(
            {
                "name": name,
                "reported_serial" if taken else "serial_number": serial,
                "partner_id": self.env.user.partner_id.id,
                "company_id": self.env.company.id,
            }
        )

    def _tell_of_reported_serial(self):
        """Have the desk look whose device it is that has the number which a customer gave."""
        device = self.device_id
        [(_serial, other_id)] = device._taken_serials(
            [(device.id, device.reported_serial, device.company_id.id)]
        ) or [("", False)]
        other = device.browse(other_id)
        if not other or (other.company_id and other.company_id != self.company_id):
            return
        self.with_user(SUPERUSER_ID).message_post(
            body=self.env._(
                "The customer gave the serial number %(serial)s. It is that of “%(device)s” of "
                "%(customer)s: look whose device it is.",
                serial=device.reported_serial,
                device=other.name,
                customer=other.partner_id.display_name,
            ),
            subtype_xmlid="mail.mt_note",
        )

    @api.model
    def _portal_check_files(self, files):
        """Refuse files that are too many, too big, empty, or neither photo, video nor PDF."""
        if len(files) > MOST_FILES:
            raise ValidationError(
                self.env._(
                    "“Photos”: %(count)s files are too many. Send at most %(most)s, and the rest "
                    "in a message afterwards.",
                    count=len(files),
                    most=MOST_FILES,
                )
            )
        for name, content in files:
            if "\0" in name or len(name) > MOST_LETTERS:
                raise ValidationError(
                    self.env._("“Photos”: the name of a file is too long. Give it a shorter one.")
                )
            if not content:
                raise ValidationError(
                    self.env._("“Photos”: the file %s is empty. Choose it again.", name)
                )
            if len(content) > MOST_BYTES:
                raise ValidationError(
                    self.env._(
                        "“Photos”: the file %(name)s is larger than %(most)s. Choose a smaller "
                        "one.",
                        name=name,
                        most=human_size(MOST_BYTES),
                    )
                )
            named = guess_type(name)[0]
            if named and named not in FILE_TYPES:
                raise ValidationError(
                    self.env._(
                        "“Photos”: by its name, the file %s is no photo, video or PDF. Give it "
                        "the ending that it should have, like .jpg.",
                        name,
                    )
                )
            if guess_mimetype(content, default="") not in FILE_TYPES:
                raise ValidationError(
                    self.env._(
                        "“Photos”: the file %s is no photo, video or PDF. Choose a JPEG, PNG, "
                        "GIF, WebP or HEIC picture, an MP4 video, or a PDF.",
                        name,
                    )
                )
