from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.contract import ContractCase

NOTICE = 30
# Each contract: first day, last day of each term as a clerk counts it, renewal, and the first day
# without it.
BOOK = {
    "new year": ("2024-01-01", ["2024-12-31"], "none", None),
    "month of January": ("2024-01-31", ["2024-02-29"], "none", None),
    "leap day": ("2024-02-29", ["2025-02-28"], "none", None),
    "by itself": ("2024-02-10", ["2024-05-09", "2024-08-09", "2024-11-09", "2025-02-09",
                                 "2025-05-09"], "auto", None),
    "by hand": ("2024-03-15", ["2024-06-14", "2024-09-14"], "manual", None),
    "cancelled": ("2024-01-10", ["2025-01-09"], "manual", "2024-07-01"),
    "ten days": ("2024-04-26", ["2024-05-05", "2024-05-15", "2024-05-25"], "auto", "2024-05-20"),
}  # fmt: skip
MONTHS = {"new year": 12, "month of January": 1, "leap day": 12, "by itself": 3, "by hand": 3}
# When a clerk renews the one "by hand", and cancels two others: as of the day before.
RENEWED, CANCELLED, CUT = date(2024, 6, 20), date(2024, 7, 2), date(2024, 5, 21)


def day_of(text):
    return date.fromisoformat(text)


@tagged("post_install", "-at_install")
class TestContractYear(ContractCase):
    """A year of contracts, day after day, against what a clerk would write into a table."""

    def test_in_germany(self):
        self.live_through("Europe/Berlin", 1)

    def test_in_china(self):
        self.live_through("Asia/Shanghai", 8)

    def live_through(self, zone, hours):
        """Compare each day around an event with the book.

        :param int hours: hours that the zone is ahead of UTC: work begins an hour after midnight
        """
        self.company.resource_calendar_id = self.make_calendar(zone, tz=zone)
        self.company.repair_contract_notice_days = NOTICE
        manager = self.user(f"rcs_{zone}", "manager")

        def morning(day):
            return datetime.combine(day, datetime.min.time()) - timedelta(hours=hours - 1)

        with freeze_time(morning(date(2023, 12, 31))):
            customers = {name: self.customer(f"{name} {zone}") for name in BOOK}
            contracts = {
                name: self.contract(
                    customers[name],
                    first,
                    user_id=manager.id,
                    renewal=renewal,
                    months=MONTHS.get(name, 12),
                    **({"date_end": ends[0]} if name == "ten days" else {}),
                )
                for name, (first, ends, renewal, _cancelled) in BOOK.items()
            }
            cases = {name: self.case(customer) for name, customer in customers.items()}
        seen, wanted = [], []
        for day in self.days():
            with freeze_time(morning(day)):
                self.work_of(day, contracts)
                self.run_all()
                for name, contract in contracts.items():
                    seen.append((day, name, *self.seen(contract, cases[name])))
                    wanted.append((day, name, *self.wanted(name, day)))
        self.assertEqual(seen, wanted)
        for name, contract in contracts.items():
            self.assertEqual(self.reminded(contract), self.to_remind(name), name)

    def days(self):
        """Return the days around each event of the book, in order."""
        events = {RENEWED, CANCELLED, CUT, date(2024, 12, 31)}
        for first, ends, _renewal, cancelled in BOOK.values():
            events |= {day_of(each) for each in (first, *ends, cancelled) if each}
        events |= {event - timedelta(days=NOTICE) for event in events}
        around = {event + timedelta(days=n) for event in events for n in (-1, 0, 1)}
        return sorted(day for day in around if date(2024, 1, 1) <= day <= date(2025, 3, 2))

    def work_of(self, day, contracts):
        """Do what people do on a day."""
        if day == RENEWED:
            contracts["by hand"].action_renew()
        for when, name in ((CANCELLED, "cancelled"), (CUT, "ten days")):
            if day == when:
                contracts[name].write(
                    {"cancel_date": day - timedelta(days=1), "cancel_reason": "Sold"}
                )

    def run_all(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "repair_customer_segmentation.ir_cron_follow_contracts"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def seen(self, contract, case):
        """Return what is shown: state, days of the last term, and the level of the case."""
        last = contract.term_ids.sorted("date_start")[-1]
        return (
            contract.state,
            str(last.date_start),
            str(last.date_end),
            case.service_level_id.name,
            case.contract_id == contract,
        )

    def wanted(self, name, day):
        """Return the same as the book has it."""
        first, ends, renewal, cancelled = BOOK[name]
        known = day >= {"cancelled": CANCELLED, "ten days": CUT}.get(name, date.max)
        # Terms that have begun by themselves; the one by hand from the day of the clerk on.
        terms = 1
        if renewal == "auto":
            stop = day_of(cancelled) if known else date.max
            while terms < len(ends) and min(day, stop) > day_of(ends[terms - 1]):
                terms += 1
        elif name == "by hand" and day >= RENEWED:
            terms = 2
        begins = day_of(first) if terms == 1 else day_of(ends[terms - 2]) + timedelta(days=1)
        if known and day >= day_of(cancelled):
            state = "cancelled"
        elif day < day_of(first):
            state = "planned"
        else:
            state = "running" if renewal == "auto" or day <= day_of(ends[terms - 1]) else "ended"
        runs = state == "running"
        return state, str(begins), ends[terms - 1], "Best" if runs else "Basic", runs

    def reminded(self, contract):
        """Return the days on which somebody was told of an end, in order."""
        found = self.env["mail.activity"].search(
            [("res_model", "=", contract._name), ("res_id", "=", contract.id)], order="id"
        )
        return found.mapped("date_deadline")

    def to_remind(self, name):
        """Return the same by the book: the first day of work within the notice, once a term."""
        first, ends, _renewal, cancelled = BOOK[name]
        told = []
        for number, end in enumerate(ends):
            begins = day_of(first) if not number else day_of(ends[number - 1]) + timedelta(days=1)
            for day in self.days():
                if cancelled and day >= {"cancelled": CANCELLED, "ten days": CUT}[name]:
                    break
                there = RENEWED if name == "by hand" and number else begins
                if max(day_of(end) - timedelta(days=NOTICE), there) <= day <= day_of(end):
                    told.append(day)
                    break
        return told
