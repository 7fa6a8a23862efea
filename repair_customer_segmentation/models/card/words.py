"""A customer's card in words: in the language of the user, and in their time zone."""

from odoo import fields
from odoo.tools import formatLang
from odoo.tools.misc import format_amount

from ...figures.measure import MEAN
from ..access.day_text import short_day_text, time_text
from ..access.enumerated import enumerated
from ..access.figure_words import FigureWords
from ..rating.rated_mixin import SATISFIED
from .clauses import clauses
from .open_words import OpenWords
from .tiers import TierReasons
from .topics import Topics

IN_TIME = "resolution_attainment"
TOPICS = 8
# So many devices of a contract are named.
NAMED_DEVICES = 2


class CardWords:
    """``CardWords(facts, shared).card(customer)`` returns what is printed of a customer.

    :param facts: :class:`.talk_facts.TalkFacts`
    :param shared: :class:`.tiers.SharedLookups`; ``None`` where no customer has tiers
    """

    def __init__(self, facts, shared):
        self.facts, self.shared = facts, shared
        self.env, self.company = facts.env, facts.company
        self.figure_words = FigureWords(self.env)
        self.ways = dict(
            self.env["repair.feedback"]._fields["way"]._description_selection(self.env)
        )
        self.contract_states = dict(
            self.env["repair.service.contract"]._fields["state"]._description_selection(self.env)
        )

    def card(self, customer):
        """Return the card of a customer: dict of texts, and of lists of texts or of dicts.

        ``more`` holds a sentence for each part that has more lines than are shown.
        """
        profile = self.facts.profiles.get(customer.id)
        reasons = TierReasons(profile, self.shared) if profile else None
        topics = list(Topics(self.facts, customer).texts())
        parts = ("contacts", "devices", "repairs", "answers", "contracts")
        return {
            "customer": customer,
            "company": self.company.name,
            "printed": self._printed(),
            "subtitle": self._subtitle(customer, profile),
            "reach": self._reach(customer),
            "contacts": [self._contact(person) for person in self._of("contacts", customer)],
            "tiers": reasons.lines() if reasons else [],
            "facts": " · ".join(reasons.facts()) if reasons else "",
            "figures": self._figures(profile) if profile else [],
            "topics": topics[:TOPICS],
            "open": list(OpenWords(self.facts, customer).rows()),
            "devices": [self._device(device) for device in self._of("devices", customer)],
            "repairs": [self._repair(case) for case in self._of("repairs", customer)],
            "said": self._said(customer),
            "answers": [self._answer(answer) for answer in self._of("answers", customer)],
            "contracts": [self._contract(each) for each in self._of("contracts", customer)],
            "more": {
                **{part: self.more(self.facts.of(part, customer).more) for part in parts},
                "topics": self.more(len(topics) - TOPICS),
            },
        }

    def _of(self, part, customer):
        return self.facts.of(part, customer).records

    def more(self, count):
        """Return how many lines are left out, in words; nothing where none is."""
        if count <= 0:
            return ""
        return self.env._("and %s more", formatLang(self.env, count, digits=0))

    def _printed(self):
        now = fields.Datetime.now()
        return self.env._(
            "Printed by %(user)s on %(day)s, %(time)s",
            user=self.env.user.name,
            day=short_day_text(self.env, now),
            time=time_text(self.env, now),
        )

    def _subtitle(self, customer, profile):
        """Return what kind of customer it is, who looks after it, and how it is served."""
        kinds = dict(customer._fields["company_type"]._description_selection(self.env))
        texts = [kinds[customer.company_type]]
        if not customer.active:
            texts.append(self.env._("Archived"))
        if profile and profile.service_level_id:
            texts.append(self.env._("Service level: %s", profile.service_level_id.name))
        if customer.user_id:
            # sudo: the name of the account manager, as the customer's form shows it.
            manager = customer.sudo().user_id.name
            texts.append(self.env._("Account manager: %s", manager))
        return texts

    def _reach(self, customer):
        address = ", ".join(
            line.strip()
            for line in customer._display_address(without_company=True).splitlines()
            if line.strip()
        )
        return [text for text in (customer.phone, customer.email, address) if text]

    def _contact(self, person):
        name = person.name or self.env._("Contact")
        if person.function:
            name = f"{name} ({person.function})"
        return ", ".join(filter(None, [name, person.phone, person.email]))

    def _figures(self, profile):
        """Return pairs of what is counted and how much of it there is."""
        number = self._number
        figures = [
            (self.env._("Repairs in the Period"), number(profile.repair_count)),
            (self.env._("Total Repairs"), number(profile.repair_count_total)),
            (self.env._("Rework"), number(profile.rework_count)),
            (self.env._("Last Repair"), self._day(profile.last_repair_date)),
            (self.env._("Customer since"), self._day(profile.first_repair_date)),
        ]
        if self.facts.may_see_amounts:
            figures[1:1] = [(self.env._("Amount in the Period"), self._money(profile.amount))]
        return [(label, value) for label, value in figures if value]

    def _device(self, device):
        return {
            "name": device.display_name,
            "warranty": short_day_text(self.env, device.warranty_date)
            if device.warranty_date
            else "",
            "over": bool(device.warranty_date and device.warranty_date < self.facts.today),
            "repaired": self._day(device.last_repair_date),
        }

    def _repair(self, repair):
        amount = format_amount(self.env, repair.amount, repair.currency) if repair.amount else ""
        return {"day": self._day(repair.moment), "name": repair.name, "amount": amount}

    def _said(self, customer):
        """Return the figures of the last 12 months, each with how many it is made of."""
        figures = self.facts.figures.get(customer.id) or {}
        lines = []
        answers, cases = self.env._("answers: %s"), self.env._("cases: %s")
        labels = {
            SATISFIED: self.env._("Satisfied (4 or 5)"),
            MEAN: self.env._("Average Score (1 to 5)"),
            IN_TIME: self.env._("Resolved in Time"),
        }
        for name, label in labels.items():
            figure = figures.get(name)
            if figure and figure.n:
                value = self.figure_words.number(name, figure.value)
                counted = cases if name == IN_TIME else answers
                lines.append((label, value, counted % self._number(figure.n)))
        complaints = figures.get("complaint_rate")
        if complaints and complaints.successes:
            lines.append((self.env._("Complaints"), self._number(complaints.successes), ""))
        return lines

    def _answer(self, answer):
        score = ""
        if answer.score:
            score = self.env._("%s of 5", formatLang(self.env, answer.score, digits=0))
        return {
            "day": self._day(answer.day),
            "said": " ".join(filter(None, [self.ways[answer.way], score])),
            "text": " ".join((answer.text or "").split()),
        }

    def _contract(self, contract):
        texts = [contract.service_level_id.name, self._covered(contract)]
        if contract.visits_year:
            texts.append(self.env._("visits a year: %s", self._number(contract.visits_year)))
        if self.facts.may_see_amounts and contract.price_year:
            texts.append(
                self.env._(
                    "%s a year",
                    format_amount(self.env, contract.price_year, contract.currency_id),
                )
            )
        return {
            "name": contract.reference,
            "until": self._until(contract),
            "covers": clauses(self.env, texts),
        }

    def _until(self, contract):
        if contract.state == "planned":
            return self.env._("from %s", short_day_text(self.env, contract.date_start))
        if not contract.date_until:
            return self.env._("renewed automatically")
        return self.env._("until %s", short_day_text(self.env, contract.date_until))

    def _covered(self, contract):
        names = contract.device_ids.mapped("display_name")
        if not names:
            return self.env._("All devices")
        text = enumerated(self.env, names[:NAMED_DEVICES])
        return " ".join(filter(None, [text, self.more(len(names) - NAMED_DEVICES)]))

    def _day(self, moment):
        return short_day_text(self.env, moment) if moment else ""

    def _number(self, number):
        return formatLang(self.env, number, digits=0)

    def _money(self, amount):
        return format_amount(self.env, amount, self.company.currency_id)
