"""What is about to happen with customers, is late, or is not known yet."""

from datetime import timedelta

from odoo.fields import Domain

from ...care.yearly import lunar_returns, returns
from .facts import CardFacts

# So many days ahead are ends of contracts and warranties, reviews and birthdays told.
CONTRACT_DAYS, WARRANTY_DAYS, REVIEW_DAYS, BIRTHDAY_DAYS = 90, 60, 14, 30
# What a customer can be asked for, as ``quality_checks.py`` calls it; the rest is ours to enter.
ASKED_FOR = ("contact", "kind", "industry", "country", "employees")


class TalkFacts(CardFacts):
    """The facts of cards, and with them what the topics of a talk are made of."""

    def __init__(self, customers, company):
        super().__init__(customers, company)
        self._to_talk_about()

    def _to_talk_about(self):
        """Find what is about to happen, is late, or is not known, with each customer."""
        day, ahead = self.today, lambda days: self.today + timedelta(days=days)
        self.overdue = self._rows(
            "repair.case", self._open_cases & Domain("sla_state", "=", "breached"),
            "next_deadline, id", 1,
        )  # fmt: skip
        self.late_visits = self._rows(
            "repair.maintenance.visit", self._visits & Domain("date_due", "<", day),
            "date_due, id", 1,
        )  # fmt: skip
        self.warranties = self._rows(
            "repair.device",
            self._devices
            & Domain("warranty_date", ">=", day)
            & Domain("warranty_date", "<=", ahead(WARRANTY_DAYS)),
            "warranty_date, id",
            1,
        )
        self.recalls = self._rows(
            "repair.declined.work", self._open_declined & Domain("recall_date", "<=", day),
            "recall_date, id", 1,
        )  # fmt: skip
        self.ending = self._rows(
            "repair.service.contract",
            self._own
            & Domain("state", "=", "running")
            & Domain("date_until", "<=", ahead(CONTRACT_DAYS)),
            "date_until, id",
            1,
        )
        rows = self.env["repair.customer.outlook"].search(
            [("profile_id", "in", [profile.id for profile in self.profiles.values()])]
        )
        self.outlook = rows.grouped(lambda row: row.profile_id.partner_id.id)
        self.gaps = self._gaps()
        self.offers = self._offers()
        self.birthdays = self._birthdays(day, ahead(BIRTHDAY_DAYS))

    def _gaps(self):
        """Return customer id -> names of what is missing that a customer can be asked for."""
        customers, found = self.env["res.partner"].with_context(active_test=False), {}
        for name in ASKED_FOR:
            lacking = customers.search([("id", "in", self.ids), ("repair_gaps", "in", [name])])
            for customer in lacking:
                found.setdefault(customer.id, []).append(name)
        return found

    def _offers(self):
        """Return customer id -> (name of the contract, saving): the best offer of each."""
        offers = self.env["repair.contract.offer"]
        if not self.may_see_amounts or not offers.has_access("read"):
            return {}
        return offers._best_offers(self.company, self.ids)

    def _birthdays(self, first, last):
        """Return customer id -> list of (day, name) of the birthdays ahead, the next one first."""
        kept = {
            (code, is_lunar): day
            for is_lunar, days in ((False, returns), (True, lunar_returns))
            for day, code, _year in days(first, last)
        }
        people = self.env["res.partner"].search(
            [
                ("commercial_partner_id", "in", self.ids),
                ("repair_birthday_code", "in", [code for code, _is_lunar in kept]),
            ]
        )
        found = {}
        for person in people:
            day = kept.get((person.repair_birthday_code, person.repair_birthday_lunar))
            if day:
                own = found.setdefault(person.commercial_partner_id.id, [])
                own.append((day, person.name or person.display_name))
        return {owner: sorted(days) for owner, days in found.items()}
