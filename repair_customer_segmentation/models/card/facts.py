"""What is known of customers that belongs on their cards: as records, by a fixed number of queries.

Records are those that the user may read. Figures are the customer's, whichever of the cases behind
them the user may open, as on the customer's form.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Domain

from ...figures.measure import Scope, measure
from ...figures.tally import CUSTOMER
from ...vocabulary import GROUP_AMOUNT, OPEN_STATES
from ..review.repair_relationship_review import OPEN as OPEN_REVIEWS
from .first_rows import Rows, first_rows
from .last_repairs import newest

# How many lines a part of the card has at most: the rest is counted in its last line.
SHOWN_ROWS = {
    "contacts": 3,
    "cases": 4,
    "visits": 2,
    "declined": 2,
    "activities": 2,
    "devices": 6,
    "repairs": 6,
    "answers": 3,
    "contracts": 3,
}
# So far back are figures counted.
FIGURE_MONTHS = 12
# Who was unhappy longer ago than this is not asked about it any more.
UNHAPPY, UNHAPPY_DAYS = 2, 90
SAID_FIGURES = ("satisfied_share", "mean_score", "complaint_rate", "resolution_attainment")


class CardFacts:
    """``CardFacts(customers, company)`` holds customer id -> :class:`Rows` of each part.

    :param customers: commercial partners that the user may read
    :param company: the company whose cards they are; no other one's records are looked at
    """

    def __init__(self, customers, company):
        self.company, self.env = company, customers.env
        self.customers, self.ids = customers, customers.ids
        self.today = company._repair_day()
        self.may_see_amounts = self.env.user.has_group(GROUP_AMOUNT)
        self._own = Domain("company_id", "=", company.id) & Domain(
            "commercial_partner_id", "in", self.ids
        )
        self._known()
        self._open()
        self._past()
        self._said()

    def of(self, part, customer):
        """Return the :class:`Rows` of a part of a customer's card."""
        found = getattr(self, part)
        return found.get(customer.id) or Rows(())

    def _rows(self, model, domain, order, most, customer="commercial_partner_id"):
        return first_rows(self.env[model], domain, customer, order, most)

    def _known(self):
        """Find who the customers are: profiles, contact people, devices and contracts."""
        profiles = self.env["repair.customer.profile"].with_context(active_test=False)
        profiles = profiles.search(
            [("company_id", "=", self.company.id), ("partner_id", "in", self.ids)]
        )
        self.profiles = {profile.partner_id.id: profile for profile in profiles}
        self.contacts = self._rows(
            "res.partner",
            [
                ("commercial_partner_id", "in", self.ids),
                ("id", "not in", self.ids),
                ("type", "=", "contact"),
            ],
            "name, id",
            SHOWN_ROWS["contacts"],
        )
        self._devices = Domain("company_id", "in", (False, self.company.id)) & Domain(
            "commercial_partner_id", "in", self.ids
        )
        self.devices = self._rows(
            "repair.device", self._devices, "warranty_date desc nulls last, name, id",
            SHOWN_ROWS["devices"],
        )  # fmt: skip
        self.contracts = self._rows(
            "repair.service.contract",
            self._own & Domain("state", "in", ("running", "planned")),
            "date_start, id",
            SHOWN_ROWS["contracts"],
        )

    def _open(self):
        """Find what is open: cases, declined work, visits, reviews and promised activities."""
        self._open_cases = self._own & Domain("state", "in", OPEN_STATES)
        self.cases = self._rows(
            "repair.case", self._open_cases, "next_deadline, date_open, id", SHOWN_ROWS["cases"]
        )
        self._open_declined = self._own & Domain("state", "=", "open")
        self.declined = self._rows(
            "repair.declined.work", self._open_declined, "recall_date, id", SHOWN_ROWS["declined"]
        )
        # Those that are opened are cases by now.
        self._visits = (
            self._own & Domain("is_expected", "=", True) & Domain("state", "=", "planned")
        )
        self.visits = self._rows(
            "repair.maintenance.visit", self._visits, "date_due, id", SHOWN_ROWS["visits"]
        )
        self.reviews = self._rows(
            "repair.relationship.review",
            [
                ("company_id", "=", self.company.id),
                ("partner_id", "in", self.ids),
                ("state", "in", OPEN_REVIEWS),
            ],
            "date_due, id",
            1,
            customer="partner_id",
        )
        self.activities = self._promised()

    def _promised(self):
        """Return customer id -> :class:`Rows` of the activities planned with them."""
        contacts = self.env["res.partner"].with_context(active_test=False)
        about = {
            "res.partner": contacts._search([("commercial_partner_id", "in", self.ids)]),
            "repair.case": self.env["repair.case"]._search(self._open_cases),
            "repair.declined.work": self.env["repair.declined.work"]._search(self._open_declined),
        }
        found = self.env["mail.activity"].search(
            Domain.OR(
                Domain("res_model", "=", model) & Domain("res_id", "in", query)
                for model, query in about.items()
            ),
            order="date_deadline, id",
        )
        of_customer = {}
        for model, activities in found.grouped("res_model").items():
            records = self.env[model].browse(activities.mapped("res_id"))
            owners = {record.id: record.commercial_partner_id.id for record in records}
            for activity in activities:
                of_customer.setdefault(owners[activity.res_id], []).append(activity.id)
        ordered = {
            owner: found.filtered(lambda a, own=frozenset(ids): a.id in own)
            for owner, ids in of_customer.items()
        }
        return {
            owner: Rows(activities[: SHOWN_ROWS["activities"]], len(activities))
            for owner, activities in ordered.items()
        }

    def _past(self):
        """Find the last repairs, and the figures of service and satisfaction."""
        # Other addons have repairs of their own.
        reports, most = self.env["ir.actions.report"], SHOWN_ROWS["repairs"]
        self.repairs = newest(reports._last_repairs(self.customers, self.company, most), most)
        self.since = self.today - relativedelta(months=FIGURE_MONTHS)
        self.env.flush_all()
        scope = Scope(self.company.id, self.since, self.today, partner_ids=tuple(self.ids))
        found = measure(self.env.cr, scope, SAID_FIGURES, by=[CUSTOMER])
        self.figures = {key[0]: figures for key, figures in found.items()}

    def _said(self):
        """Find the last answers, and the unhappy ones that nobody followed up."""
        feedback = "repair.feedback"
        order = "date desc, id desc"
        self.answers = self._rows(feedback, self._own, order, SHOWN_ROWS["answers"])
        scored = self._own & Domain("score", ">", 0)
        last = self._rows(feedback, scored, order, 1)
        recent = self.today - timedelta(days=UNHAPPY_DAYS)
        answers = {
            owner: rows.records
            for owner, rows in last.items()
            if rows.records.score <= UNHAPPY and rows.records.day >= recent
        }
        answered = self._written_after(answers.values())
        self.unhappy = {
            owner: answer
            for owner, answer in answers.items()
            if owner not in self.activities and answer not in answered
        }

    def _written_after(self, answers):
        """Return those of the answers after which one of ours wrote on their case."""
        answers = self.env["repair.feedback"].union(*answers)
        cases = answers.case_id._filtered_access("read")
        # sudo: of cases that the user may read; only whether somebody wrote is told.
        last = dict(
            self.env["mail.message"]
            .sudo()
            ._read_group(
                [
                    ("model", "=", "repair.case"),
                    ("res_id", "in", cases.ids),
                    ("message_type", "in", ("comment", "email_outgoing")),
                    ("author_id.partner_share", "=", False),
                ],
                ["res_id"],
                ["date:max"],
            )
        )
        return answers.filtered(lambda a: last.get(a.case_id.id) and last[a.case_id.id] > a.date)
