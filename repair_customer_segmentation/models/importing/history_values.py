"""What the rows of a ledger become: the values of cases, customers and devices."""

from collections import Counter
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo.tools import plaintext2html

from ...history_file.understanding import customer_key
from ...segmentation.days import day_start
from ...vocabulary import CASE
from .names import STATE_OF


class HistoryValues:
    """The values of the repairs of one company, its stages and types known by their names."""

    model = CASE

    def __init__(self, history):
        self.history, self.env = history, history.env
        self.company = history.company_id
        self.zone = self.company._repair_tz()
        self.clock = ZoneInfo(self.zone)
        domain = [("company_id", "in", (False, self.company.id))]
        types = self.env["repair.case.type"].search(domain)
        self.types = {customer_key(record.name): record for record in reversed(types)}
        stages = self.env["repair.case.stage"].search(domain)
        self.stages = {customer_key(record.name): record for record in reversed(stages)}
        self.of_state = {}
        self.default_subject = self.env._("Repair")

    def moment(self, moment, is_timed):
        """Return a moment on the clock of the company in UTC; a day alone begins where it is."""
        if not is_timed:
            return day_start(moment.date(), self.zone)
        return moment.replace(tzinfo=self.clock).astimezone(UTC).replace(tzinfo=None)

    def subject(self, repair):
        """Return what a case is called: by its subject, else by its device."""
        return repair.values.get("name") or repair.values.get("device_id") or self.default_subject

    def case(self, repair, partner_id, device_id):
        """Return the values of the case of a repair."""
        case_type = self.types.get(customer_key(repair.values.get("type_id", "")))
        stage = self._stage(repair, case_type)
        opened = self.moment(repair.opened, repair.is_opened_timed)
        values = {
            "name": self.subject(repair),
            "partner_id": partner_id,
            "company_id": self.company.id,
            "date_open": opened,
            "is_rework": repair.is_rework,
        }
        if repair.amount:
            values["amount"] = float(repair.amount)
        # 0 is an answer.
        if repair.parts is not None:
            values["parts_cost"] = float(repair.parts)
        if repair.hours is not None:
            values["work_hours"] = float(repair.hours)
        if case_type:
            values["type_id"] = case_type.id
        if stage:
            values["stage_id"] = stage.id
        if stage.case_state == "closed" and repair.closed:
            values["date_closed"] = max(opened, self.moment(repair.closed, repair.is_closed_timed))
        if reference := repair.values.get("reference"):
            values["reference"] = reference
        if device_id:
            values["device_id"] = device_id
        if note := self._note(repair):
            values["description"] = plaintext2html(note)
        return values

    def _stage(self, repair, case_type):
        """Return the stage of a repair: as its row says, else by whether it was completed."""
        word = customer_key(repair.values.get("stage_id", ""))
        case_type = case_type or self.env["repair.case.type"]
        named = self.stages.get(word)
        if named and named in case_type._process_stages(self.company):
            return named
        state = named.case_state if named else STATE_OF.get(word)
        if not state:
            state = "closed" if repair.closed else self.history.without_state
        key = state, case_type.id
        if key not in self.of_state:
            first = self.env[CASE]._first_stage(state, self.company, case_type)
            self.of_state[key] = first
        return self.of_state[key]

    def _note(self, repair):
        """Return what the case has no field for: no word of the file is lost."""
        lines = [f"{label}: {repair.values[target]}" for target, label in self._unknown_of(repair)]
        return "\n".join([*lines, repair.note] if repair.note else lines)

    def _unknown_of(self, repair):
        """Yield the names in a row that nothing has, each with what it should be."""
        word = repair.values.get("type_id")
        if word and customer_key(word) not in self.types:
            yield "type_id", self.env._("Type")
        word = customer_key(repair.values.get("stage_id", ""))
        if word and word not in self.stages and word not in STATE_OF:
            yield "stage_id", self.env._("Status")

    def unknown_words(self, repairs):
        """Return the types and statuses that nobody knows, with how many rows say them."""
        found = Counter()
        for repair in repairs:
            for target, label in self._unknown_of(repair):
                found[label, repair.values[target]] += 1
        return [[label, word, count] for (label, word), count in found.most_common(10)]

    def customer(self, group):
        """Return the values of a new contact."""
        return {
            "name": group.name,
            "phone": group.phone or False,
            "email": group.email or False,
            "is_company": group.is_company,
            "company_id": False,
        }

    def devices(self, wanted):
        """Return the devices of repairs, those added that are not there yet.

        :param list wanted: triples of contact, device and serial number
        :return: dict of the triples, as :func:`device_key` compares them -> id, and how many
            were added
        """
        devices = self.env["repair.device"]
        partners = self.env["res.partner"].browse({partner for partner, *_ in wanted})
        owner = {partner.id: partner.commercial_partner_id.id for partner in partners}
        known = devices.search(
            [
                ("commercial_partner_id", "in", list(set(owner.values()))),
                ("company_id", "in", (False, self.company.id)),
            ]
        )
        by_serial, by_name = {}, {}
        for device in known:
            key = device.commercial_partner_id.id
            if device.serial_number:
                by_serial[key, device.serial_number.casefold()] = device.id
            by_name.setdefault((key, customer_key(device.name)), device.id)
        taken = self._taken_serials(wanted)
        found, new = {}, {}
        for partner, name, serial in wanted:
            key = device_key(partner, name, serial)
            if serial:
                device = by_serial.get((owner[partner], serial.casefold()))
                if not device and serial.casefold() in taken:
                    # Somebody else has it: it may have changed hands since.
                    continue
            else:
                device = by_name.get((owner[partner], customer_key(name)))
            if device:
                found[key] = device
            else:
                same = ("", serial.casefold()) if serial else (owner[partner], customer_key(name))
                new.setdefault(
                    same,
                    (
                        {
                            "name": name or serial,
                            "serial_number": serial or False,
                            "partner_id": partner,
                            "company_id": self.company.id,
                        },
                        [],
                    ),
                )[1].append(key)
        created = devices.create([values for values, _keys in new.values()])
        for device, (_values, keys) in zip(created, new.values(), strict=True):
            found.update(dict.fromkeys(keys, device.id))
        return found, len(created)

    def _taken_serials(self, wanted):
        serials = list({serial.casefold() for _partner, _name, serial in wanted if serial})
        if not serials:
            return set()
        # sudo: whether a number is taken, nothing of the device is shown.
        devices = self.env["repair.device"].sudo().with_context(active_test=False)
        devices.flush_model(["serial_number"])
        self.env.cr.execute(
            "SELECT lower(serial_number) FROM repair_device WHERE lower(serial_number) = ANY(%s)",
            [serials],
        )
        return {serial for (serial,) in self.env.cr.fetchall()}


def device_key(partner_id, name, serial):
    """Return by what the device of a row is looked up."""
    return partner_id, customer_key(name), serial.casefold()
