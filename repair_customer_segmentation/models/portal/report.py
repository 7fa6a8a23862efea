from functools import cached_property

from odoo.api import SUPERUSER_ID
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import plaintext2html
from odoo.tools.misc import get_lang

from ...vocabulary import CASE
from ..access.marks import marked
from ..case.told import COMES_IN
from ..device.serial import LONGEST_SERIAL
from .files import refuse_bad_files
from .typed_text import MOST_LETTERS, MOST_TEXT, typed_text

LONGEST = {"device_name": MOST_LETTERS, "serial_number": LONGEST_SERIAL, "description": MOST_TEXT}


class PortalReport:
    """The form in which a customer reports a problem: what it offers, and what becomes of it.

    Customers have rights to nothing of this, so all of it is done as the system, and what is
    theirs is said here.

    :param env: the environment of the customer
    """

    def __init__(self, env):
        self._env = env

    @cached_property
    def types(self):
        """The types that customers of the current company choose from, as superuser."""
        # sudo: the names of these types are for customers.
        types = self._env["repair.case.type"].sudo()
        return types.search(
            [("is_portal", "=", True), ("company_id", "in", (False, self._env.company.id))]
        )

    @cached_property
    def devices(self):
        """The devices of the customer's company, or of a person of ours, as superuser."""
        # sudo: portal users have no right to devices; the domain says which are theirs.
        devices = self._env["repair.device"].sudo()
        owner = self._env.user.commercial_partner_id
        if not self._env.user.share:
            owner = self._env.user.partner_id
        return devices.search(
            Domain("commercial_partner_id", "=", owner.id)
            & Domain("company_id", "in", (False, self._env.company.id))
        )

    def open(self, values, files=()):
        """Open a case for the current user, who is a customer, as he reported it.

        Everything is checked before anything is written.

        :param dict values: texts of the form: ``name``, ``description``, ``type_id``, ``device_id``
            (an id or empty), ``device_name``, ``serial_number``
        :param files: pairs of file name and bytes
        :raise ValidationError: names the field and what to do
        :return: the new case, as superuser
        """
        env = self._env
        texts = self._texts(values)
        case_type = self._chosen_type(texts.get("type_id"))
        refuse_bad_files(env, files)
        device = self._chosen_device(texts)
        # sudo: portal users have no right to cases; whose case it is, is not theirs to say.
        # Nobody of ours knows of it yet: see case/told.py.
        case = marked(env[CASE].sudo(), COMES_IN).create(
            {
                "name": texts["name"],
                "description": plaintext2html(texts["description"]),
                "partner_id": env.user.partner_id.id,
                "company_id": env.company.id,
                "type_id": case_type.id,
                "device_id": device.id,
                "channel_id": env["repair.case.channel"].sudo()._shipped("portal").id,
            }
        )
        # Who reported it hears of it, and sees it still should it become confidential.
        case.message_subscribe(env.user.partner_id.ids)
        case._portal_say(texts["description"], files)
        if device.reported_serial:
            _tell_of_reported_serial(case)
        return case.with_context(**{COMES_IN: False})

    def _texts(self, values):
        """Return what was typed, without blanks around it; subject and description are there."""
        env = self._env
        labels = {
            "name": env._("Subject"),
            "device_name": env._("Which other device?"),
            "serial_number": env._("Serial number"),
            "description": env._("Description"),
        }
        texts = {
            name: typed_text(env, labels.get(name, name), value, LONGEST.get(name))
            for name, value in values.items()
        }
        name = texts.get("name", "")
        if not name:
            raise ValidationError(env._("“Subject”: describe the problem in a few words."))
        if len(name) > MOST_LETTERS:
            raise ValidationError(
                env._(
                    "“Subject” has %(count)s characters: shorten it to %(most)s, and put the "
                    "rest into “Description”.",
                    count=len(name),
                    most=MOST_LETTERS,
                )
            )
        if not texts.get("description"):
            raise ValidationError(
                env._("“Description”: tell us what happens, since when, and what you have tried.")
            )
        return texts

    def _chosen_type(self, type_id):
        chosen = self.types.filtered(lambda t: str(t.id) == type_id)
        if self.types and not chosen:
            raise ValidationError(self._env._("“What is it about?”: choose one from the list."))
        return chosen

    def _chosen_device(self, texts):
        """Return the device that was chosen, or made of what was typed; empty for none."""
        env, devices = self._env, self.devices
        device_id = texts.get("device_id")
        name, serial = texts.get("device_name", ""), texts.get("serial_number", "")
        if device_id:
            chosen = devices.filtered(lambda d: str(d.id) == device_id)
            if not chosen:
                raise ValidationError(
                    env._("“Device”: choose one from the list, or enter another one below.")
                )
            if name or serial:
                raise ValidationError(
                    env._(
                        "“Device”: you chose %(device)s and also entered another one. Choose "
                        "none from the list, or clear “Which other device?” and “Serial "
                        "number”.",
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
                env._(
                    "“Serial number” %s: enter what the device is in “Which other device?”, "
                    "such as maker and model.",
                    serial,
                )
            )
        return self._new_device(name, serial)

    def _new_device(self, name, serial):
        """Return a new device of the customer's own, with the serial number if nobody has it."""
        # sudo: a device of the customer's own, in his company; nothing else is his to say.
        devices = self._env["repair.device"].sudo()
        serial = devices._clean({"serial_number": serial})["serial_number"]
        # Whether a number is on our books already, customers are not told: the desk is.
        taken = devices._taken_serials([(0, serial, self._env.company.id)])
        return devices.create(
            {
                "name": name,
                "reported_serial" if taken else "serial_number": serial,
                "partner_id": self._env.user.partner_id.id,
                "company_id": self._env.company.id,
            }
        )


def _tell_of_reported_serial(case):
    """Have the desk look whose device it is that has the number which a customer gave."""
    device = case.device_id
    [(_serial, other_id)] = device._taken_serials(
        [(device.id, device.reported_serial, device.company_id.id)]
    ) or [("", False)]
    other = device.browse(other_id)
    if not other or (other.company_id and other.company_id != case.company_id):
        return
    # A note is for all who work here, in their language, not in the customer's.
    lang = get_lang(case.env, case.company_id.sudo().partner_id.lang).code
    case.with_user(SUPERUSER_ID).message_post(
        body=case.with_context(lang=lang).env._(
            "The customer gave the serial number %(serial)s, which belongs to “%(device)s” of "
            "%(customer)s. Check whose device it is.",
            serial=device.reported_serial,
            device=other.name,
            customer=other.partner_id.display_name,
        ),
        subtype_xmlid="mail.mt_note",
    )
