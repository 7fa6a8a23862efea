"""Whose the repairs of a file are, which of them are there already, and what is left out."""

import json
from collections import Counter
from itertools import islice

from odoo.fields import Command
from odoo.tools import SQL, format_amount, formatLang

from ...history_file.columns import MONEY_TARGETS
from ...history_file.customers import grouped
from ...history_file.understanding import phone_digits
from ..access.day_text import day_text
from ..case.repeat import Earlier, repeats_of
from .history_values import HistoryValues

# Rows in which nothing is to be corrected.
NOT_TO_CORRECT = ("there", "total")
# So many rows are shown, and so many of those left out.
SHOWN_ROWS, SHOWN_PROBLEMS = 5, 100


class HistoryPlan:
    """What becomes of each repair of a file.

    ``partners`` says of each customer of the file who it is: the id of a contact, ``None`` for
    a new one, or the ids of those among whom somebody has to choose.
    """

    def __init__(self, history, understood):
        self.history, self.env = history, history.env
        self.repairs, self.problems = understood.repairs, understood.problems
        self.days = understood.days
        self.groups, self.keys, self.unclear = grouped(self.repairs)
        chosen = history.name_ids.filtered("is_chosen")
        may_be_seen = chosen.partner_id._filtered_access("read")
        self.chosen = {
            tuple(json.loads(name.key)): name.partner_id.id
            for name in chosen
            if name.partner_id in may_be_seen
        }
        self.partners = self._partners()
        self.values = HistoryValues(history)
        self.earlier = self._earlier()

    # Who the customers are.

    def _partners(self):
        by_name, by_number, by_email = self._candidates()
        names = Counter(key[0] for key in self.groups if key[0])
        found = {}
        for key, group in self.groups.items():
            if key in self.chosen:
                found[key] = self.chosen[key]
                continue
            phone, email = phone_digits(group.phone), group.email.casefold()
            if key[0]:
                known = by_name.get(key[0], {})
            else:
                known = by_number.get(phone) or by_email.get(email) or {}
            found[key] = _which(known, phone, email, group.is_company, names[key[0]] > 1)
        return found

    def _candidates(self):
        """Return the contacts by name, by number and by address, as a file writes them."""
        names = list({key[0] for key in self.groups if key[0]})
        bare = [group for key, group in self.groups.items() if not key[0]]
        partners = self.env["res.partner"]
        partners.flush_model(["name", "complete_name", "phone", "email"])
        allowed = partners._search([("company_id", "in", (False, self.history.company_id.id))])
        rows = self.env.execute_query(
            SQL(
                """
                WITH contact AS MATERIALIZED (
                    SELECT id, phone, email_normalized,
                           lower(normalize(regexp_replace(btrim(name), '\\s+', ' ', 'g'), NFKC))
                               AS name,
                           lower(normalize(regexp_replace(btrim(complete_name), '\\s+', ' ', 'g'),
                                           NFKC)) AS complete_name,
                           ltrim(right(regexp_replace(phone, '\\D', '', 'g'), 10), '0') AS number
                      FROM res_partner
                     WHERE id IN %s
                )
                SELECT id, phone, email_normalized, name, complete_name, number
                  FROM contact
                 WHERE name = ANY(%s) OR complete_name = ANY(%s) OR number = ANY(%s)
                    OR email_normalized = ANY(%s)
                """,
                allowed.subselect(),
                names,
                names,
                [phone_digits(group.phone) for group in bare if group.phone],
                [group.email.casefold() for group in bare if group.email],
            )
        )
        by_name, by_number, by_email = {}, {}, {}
        for partner_id, phone, email, name, complete_name, number in rows:
            contact = phone_digits(phone or ""), (email or "").casefold()
            for written in {name, complete_name}:
                by_name.setdefault(written, {})[partner_id] = contact
            by_number.setdefault(number, {})[partner_id] = contact
            by_email.setdefault(email, {})[partner_id] = contact
        return by_name, by_number, by_email

    # What becomes of a repair.

    def fate(self, index):
        """Return ``new``, or why a repair is left out: ``there``, ``which``, ``unknown``."""
        key = self.keys[index]
        partner = self.partners[key]
        if isinstance(partner, tuple) or (partner is None and key in self.unclear):
            return "which"
        if index in self.earlier:
            return "there"
        return "new" if partner or self.history.create_customers else "unknown"

    def _earlier(self):
        """Return the repairs that are there already: place in the file -> id of the case."""
        zone = self.history.company_id._repair_tz()
        rows = []
        for index, repair in enumerate(self.repairs):
            partner = self.partners[self.keys[index]]
            reference = repair.values.get("reference")
            known = partner if isinstance(partner, int) else None
            if reference or known:
                moment = self.values.moment(repair.opened, repair.is_opened_timed)
                rows.append(
                    Earlier(
                        index,
                        known,
                        self.history.company_id.id,
                        self.history.company_id._repair_day(moment)
                        if repair.is_opened_timed
                        else repair.opened.date(),
                        zone,
                        float(repair.amount),
                        reference,
                        self.values.subject(repair),
                    )
                )
        return repeats_of(self.env[self.values.model], rows, self.history._newest_case())

    # What is told of it.

    def facts(self, sheet, manner, left_out):
        """Return what is shown before anything is written, as plain values.

        :param list left_out: see :meth:`left_out`
        """
        fates = self._fates()
        new = [i for i, fate in enumerate(fates) if fate == "new"]
        opened = [self.repairs[i].opened for i in new]
        customers = {self.keys[i] for i in new}
        fresh = [key for key in customers if self.partners[key] is None]
        labels = dict(self.history.column_ids._fields["target"]._description_selection(self.env))
        shown = [(i, target) for i, target in enumerate(manner.targets) if target]
        return {
            "rows": len(sheet.rows),
            "repairs": len(new),
            "there": fates.count("there"),
            "which": fates.count("which"),
            "unknown": fates.count("unknown"),
            "wrong": len(self.problems),
            "customers": len(customers),
            "new_customers": len(fresh),
            "first": day_text(self.env, min(opened).date()) if new else "",
            "last": day_text(self.env, max(opened).date()) if new else "",
            "amount": format_amount(
                self.env,
                float(sum(self.repairs[i].amount for i in new)),
                self.history.company_id.currency_id,
            )
            if "amount" in manner.targets
            else "",
            "costs": self._costs(manner, [self.repairs[i] for i in new]),
            "is_order_known": manner.is_order_known,
            "is_mark_known": manner.is_mark_known,
            "unknown_words": self.values.unknown_words(self.repairs[i] for i in new),
            "unread": [sheet.headings[i] for i, target in enumerate(manner.targets) if not target],
            "headings": [sheet.headings[i] for i, _target in shown],
            "becomes": [labels[target] for _i, target in shown],
            "preview": [
                [self._shown(target, cells[i]) for i, target in shown]
                for _line, cells in sheet.rows[:SHOWN_ROWS]
            ],
            "converted": [
                [
                    each.kind,
                    sheet.headings[each.column],
                    each.cell,
                    self._moment_text(each.moment, each.is_timed),
                    each.many,
                ]
                for each in self.days.converted()
            ],
            "zone": self.history.company_id._repair_tz(),
            "sheet": sheet.pages.title if len(sheet.pages.titles) > 1 else "",
            "others": list(sheet.pages.others),
            "done": dict(Counter(row[1] for row in left_out if row[1] in NOT_TO_CORRECT)),
            "problems": [
                [*row[:3], row[3][:60]]
                for row in islice(
                    (row for row in left_out if row[1] not in NOT_TO_CORRECT), SHOWN_PROBLEMS
                )
            ],
        }

    def _costs(self, manner, repairs):
        """Return the sums of costs and of how many repairs they are: target -> sum and count."""
        found = {}
        for target, costs in (
            ("parts_cost", [repair.parts for repair in repairs if repair.parts is not None]),
            ("work_hours", [repair.hours for repair in repairs if repair.hours is not None]),
        ):
            if target in manner.targets:
                total = float(sum(costs))
                text = (
                    format_amount(self.env, total, self.history.company_id.currency_id)
                    if target in MONEY_TARGETS
                    else formatLang(self.env, total)
                )
                found[target] = [text, len(costs)]
        return found

    def _shown(self, target, cell):
        """Return a cell, and what it means where it does not say it by itself."""
        meaning = self.days.meaning(target, cell)
        return f"{cell[:60]} → {self._moment_text(*meaning)}" if meaning else cell[:60]

    def _moment_text(self, moment, is_timed):
        day = day_text(self.env, moment.date())
        return f"{day} {moment:%H:%M}" if is_timed else day

    def _fates(self):
        return [self.fate(index) for index in range(len(self.repairs))]

    def left_out(self, sheet):
        """Return ``(line, reason, heading, cell)`` of each row that is left out, in their order."""
        told = [
            (p.line, p.reason, sheet.headings[p.column] if p.column is not None else "", p.cell)
            for p in self.problems
        ]
        told += [
            (repair.line, fate, "", repair.customer or repair.phone or repair.email)
            for repair, fate in zip(self.repairs, self._fates(), strict=True)
            if fate != "new"
        ]
        return sorted(told)

    def name_commands(self, history):
        """Return the commands that list the contacts among whom somebody has to choose."""
        counts = Counter(self.keys)
        known = {(name.key, name.partner_id.id): name for name in history.name_ids}
        commands = []
        for key, partner in self.partners.items():
            if not isinstance(partner, tuple):
                continue
            for partner_id in partner:
                if not known.pop((json.dumps(key), partner_id), None):
                    values = {
                        "key": json.dumps(key),
                        "name": self.groups[key].name,
                        "row_count": counts[key],
                        "partner_id": partner_id,
                    }
                    commands.append(Command.create(values))
        chosen = {json.dumps(key) for key in self.chosen}
        stale = (name for name in known.values() if name.key not in chosen)
        return [*(Command.delete(name.id) for name in stale), *commands]


def _which(known, phone, email, is_company, has_namesakes):
    """Return the contact whom a customer of a file is.

    :param dict known: contacts of the name: id -> number and address
    :param bool has_namesakes: whether the file has several customers of the name
    :return: an id, ``None`` for nobody, or the ids of those who it may be
    """
    for place, given in enumerate((phone, email)):
        same = [partner_id for partner_id, contact in known.items() if given == contact[place]]
        if given and len(same) == 1:
            return same[0]
    if not is_company:
        if phone:
            known = {i: contact for i, contact in known.items() if contact[0] in ("", phone)}
        if has_namesakes and phone:
            known = {i: contact for i, contact in known.items() if contact[0]}
    if len(known) > 1:
        return tuple(sorted(known))
    return next(iter(known), None)
