import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from odoo.tests import tagged

from ..bases.outlook import WATCHED, OutlookCase, at_least

FIRST = datetime(2026, 1, 20)
QUARTER = 90


@tagged("post_install", "-at_install")
class TestPredictedDays(OutlookCase):
    """A day that the outlook names is the day of the run that says so.

    Nobody comes for a quarter with two changes of clocks and a month of 28 days; each day has its
    run, and each run's prediction is held against what the runs that followed said.
    """

    def quarter(self, tz, hour, minute, months=12):
        self.company.resource_calendar_id.tz = tz
        self.policy.write({"window_months": months, "grace_days": 10})
        people = self.customers(20)
        chance = random.Random(f"{tz} {months}")
        self.history(
            [
                (
                    partner,
                    FIRST
                    - timedelta(days=30.5 * months)
                    + timedelta(minutes=chance.randrange(min(QUARTER, 30 * months) * 24 * 60)),
                    chance.choice((100, 300, 700)),
                )
                for partner in people
                for _repair in range(chance.randrange(2, 8))
            ]
        )
        states, predicted = defaultdict(dict), []
        for number in range(QUARTER):
            as_of = FIRST + timedelta(days=number, hours=hour, minutes=minute)
            self.policy.classify(as_of=as_of)
            today = self.company._repair_day(as_of)
            for profile in self.profile_of_all(people):
                for dimension in WATCHED:
                    states[profile, dimension][today] = (
                        profile[f"{dimension}_computed_tier_id"],
                        profile[f"{dimension}_tier_id"],
                    )
            predicted += [
                (row.profile_id, row.dimension, row.kind, row.day, today)
                for row in self.env["repair.customer.outlook"].search(
                    [
                        ("company_id", "=", self.company.id),
                        ("kind", "!=", "rise"),
                        ("dimension", "in", WATCHED),
                    ]
                )
            ]
        return states, predicted

    def profile_of_all(self, people):
        return self.env["repair.customer.profile"].search([("partner_id", "in", people.ids)])

    def assertTrue_to_the_day(self, states, predicted):
        """Compare each prediction with the first later day on which the tier was another."""
        wrong, compared = [], 0
        for profile, dimension, kind, day, said_on in predicted:
            days = states[profile, dimension]
            which = 0 if kind == "leave" else 1
            before = days[said_on][which]
            actual = next((d for d in days if d > said_on and days[d][which] != before), None)
            if actual is None and day > max(days):
                continue
            compared += 1
            if actual != day:
                wrong.append((profile.partner_id.name, dimension, kind, said_on, day, actual))
        self.assertGreater(compared, 100)
        self.assertFalse(wrong, f"{len(wrong)} of {compared} predictions")

    def assertEverybodyWasTold(self, states, predicted):
        """Nobody falls whom the run of the day before did not name."""
        told = {(p, d, kind, day) for p, d, kind, day, _said_on in predicted}
        for (profile, dimension), days in states.items():
            for before, day in pairwise(sorted(days)):
                for which, kind in ((0, "leave"), (1, "fall")):
                    if days[before][which] != days[day][which]:
                        self.assertIn((profile, dimension, kind, day), told)

    def check(self, *args, **kwargs):
        states, predicted = self.quarter(*args, **kwargs)
        self.assertTrue_to_the_day(states, predicted)
        self.assertEverybodyWasTold(states, predicted)

    def test_a_tier_that_days_alone_take_away(self):
        """High takes 1,000 $ and a repair within 300 days: the earlier of the two counts."""
        self.set_tiers(
            "value",
            [
                (
                    "High",
                    "all",
                    [
                        at_least("amount", 1000),
                        {**at_least("recency_days", 300), "operator": "at_most"},
                    ],
                ),
                ("Ordinary", "all", []),
            ],
        )
        self.assertTrue_to_the_day(*self.quarter("Asia/Shanghai", 1, 30))

    def test_shanghai_at_night(self):
        self.check("Asia/Shanghai", 1, 30)

    def test_berlin_at_night(self):
        self.check("Europe/Berlin", 1, 30)

    def test_los_angeles_at_night(self):
        self.check("America/Los_Angeles", 1, 30)

    def test_los_angeles_in_the_evening_with_months_of_all_lengths(self):
        self.check("America/Los_Angeles", 6, 59, months=2)
