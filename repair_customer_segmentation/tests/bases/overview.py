"""A company with a past of two years, and the overview held against what it is made of."""

import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user
from odoo.tools import SQL

from ...models.overview import month_ends
from ...overview import customers, missing, past, served
from ...overview.tables import SUMS
from ...vocabulary import EARNED
from .common import SegmentationCase
from .net_value import NET_SUMS, NetValueChecks, costs_at_random

NOW = datetime(2025, 7, 10, 12)
NOWHERE = "none"
FIGURES = ("resolution_attainment", "satisfied_share", "complaint_rate")


class OverviewCase(NetValueChecks, SegmentationCase):
    """A manager of a company; :meth:`live` gives it customers, cases, answers and a past."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.policy.min_population = 0
        cls.policy.grace_days = 0
        cls.manager = cls.user("rcs_overview", "manager")
        cls.chance = random.Random(7)

    @classmethod
    def live(cls, number=24, cases=160):
        """Let customers come for two years, be classified now and then, and say what they think."""
        cls.people = cls.customers(number)
        goods = cls.env["product.product"].create(
            [
                {"name": name, "categ_id": cls.env["product.category"].create({"name": name}).id}
                for name in ("Kettle", "Mill")
            ]
        )
        devices = cls.env["repair.device"].create(
            [
                {
                    "name": f"Device {number}",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "product_id": goods[number % 3].id if number % 3 < 2 else False,
                }
                for number, partner in enumerate(cls.people)
            ]
        )
        types = cls.env["repair.case.type"].search([("company_id", "=", False)], limit=3)
        rows, costs = [], random.Random(11)
        for _case in range(cases):
            # A few come often.
            place = int(number * cls.chance.random() ** 2)
            opened = NOW - timedelta(hours=cls.chance.randrange(1, 24 * 700))
            rows.append(
                (
                    cls.people[place],
                    opened,
                    cls.chance.choice([0, 20, 35.5, 120, 999.99]),
                    {
                        "device_id": cls.chance.choice([devices[place].id, False]),
                        "type_id": cls.chance.choice([*types.ids, False]),
                    },
                )
            )
        for *_case, values in rows:
            values.update(costs_at_random(costs))
        rows.sort(key=lambda row: row[1])
        for as_of in (*(datetime(2025, month, 20) for month in range(1, 7)), NOW):
            with freeze_time(as_of):
                due = [row for row in rows if row[1] < as_of]
                rows = [row for row in rows if row[1] >= as_of]
                cls.work_off(cls.history(due))
                cls.policy.classify()
        cls.env.flush_all()

    @classmethod
    def work_off(cls, cases):
        """Close most of the cases some time after they were opened; some customers tell."""
        for case in cases:
            if cls.chance.random() < 0.1:
                continue
            closed = min(case.date_open + timedelta(hours=cls.chance.randrange(1, 99)), NOW)
            with freeze_time(max(closed, case.date_open)):
                case.stage_id = cls.stage_closed
            if cls.chance.random() < 0.6:
                way = cls.chance.choice(["rating", "phone", "complaint"])
                cls.env["repair.feedback"]._record(
                    [
                        {
                            "partner_id": case.partner_id.id,
                            "company_id": cls.company.id,
                            "case_id": case.id,
                            "way": "phone" if way == "rating" else way,
                            "date": closed,
                            "score": False if way == "complaint" else cls.chance.choice([1, 4, 5]),
                        }
                    ]
                )

    @property
    def overview(self):
        """Return the overview as the manager sees it."""
        return self.env["repair.overview"].with_user(self.manager)

    def ask(self, period="quarter", dimension="value"):
        return self.overview.get_overview({"period": period, "dimension": dimension})

    def opened(self, part, key, question=None):
        """Return the number of records that a figure opens."""
        action = self.overview.open_records(part, key, question)
        model = self.env[action["res_model"]].with_user(self.manager)
        return model.with_context(**action.get("context", {})).search_count(action["domain"])

    def no_money(self):
        """Return a manager who may not see amounts."""
        manager = self.env.ref("repair_customer_segmentation.group_manager")
        manager.implied_ids -= self.env.ref("repair_customer_segmentation.group_amount")
        return new_test_user(
            self.env,
            "rcs_no_money",
            groups="repair_customer_segmentation.group_manager",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def assertAgrees(self):
        """Hold all figures of all questions against the pages that they come from."""
        for dimension in EARNED:
            for period in ("month", "quarter", "year"):
                with self.subTest(dimension=dimension, period=period):
                    answer = self.ask(period, dimension)
                    self.assertService(answer)
                    self.assertMovement(answer)
            self.assertMonths(answer)
        self.assertCustomers(answer)
        self.assertWork(answer)

    def assertKept(self):
        """Hold the sums that are kept against all that there is, taken away from them."""
        self.env.flush_all()
        for table, fill in (
            ("sum", customers.fill), ("gap", missing.fill), ("day", served.fill),
        ):  # fmt: skip
            counts = SUMS[f"repair_overview_{table}"][1]
            with self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(fill(-1))
                left = SQL(", ").join(SQL("sum(%s)", SQL.identifier(name)) for name, _k in counts)
                groups = SQL(", ").join(
                    SQL.identifier(name) for name, _k in SUMS[f"repair_overview_{table}"][0]
                )
                self.env.cr.execute(
                    SQL("SELECT %s, %s FROM %s GROUP BY %s", groups, left,
                        SQL.identifier(f"repair_overview_{table}"), groups)
                )  # fmt: skip
                rows = self.env.cr.fetchall()
                savepoint.rollback()
            self.assertFalse([row for row in rows if any(row[-len(counts) :])], table)
        self.assertPastKept()

    def assertPastKept(self):
        """Hold the past that is kept against the record of changes; return whether it is kept."""
        cr, company_id, moments = self.env.cr, self.company.id, month_ends.moments(self.company)
        if not past.is_kept(cr, company_id, moments):
            return False
        for dimension in EARNED:
            kept = past.read(cr, company_id, dimension, moments)
            cr.execute(past.counted(company_id, dimension, moments))
            found = {moment: {} for moment in moments}
            for _company, _dimension, moment, then, now, number in cr.fetchall():
                found[moment][then, now] = number
            self.assertEqual(kept, found, dimension)
        return True

    def assertCustomers(self, answer):
        """Hold totals, board and Pareto classes against the list of customers."""
        profiles = self.env["repair.customer.profile"].with_user(self.manager)
        company = [("company_id", "=", self.company.id)]
        sums = ["__count", "repair_count:sum", "amount:sum", *NET_SUMS]
        [everybody] = profiles._read_group(company, [], sums)
        totals = answer["totals"]
        told = totals["customers"], totals["repairs"], totals["amount"]
        self.assertEqual(told, (everybody[0], everybody[1] or 0, everybody[2] or 0))
        self.assertNet(totals, [everybody])
        means = profiles._read_group(
            company, ["recency_score", "frequency_score", "monetary_score"],
            ["__count", "amount:sum", "rating_count:sum", *NET_SUMS],
        )  # fmt: skip
        for cell in answer["board"]["cells"]:
            own = [
                row for row in means
                if row[0] == cell["r"] and (row[1] + row[2] + 1) // 2 == cell["fm"]
            ]  # fmt: skip
            for name, place in (("customers", 3), ("amount", 4), ("scored", 5)):
                self.assertAlmostEqual(cell[name], sum(row[place] for row in own), msg=cell)
            self.assertNet(cell, own)
        for part, dimension in (("board", "rfm"), ("abc", "abc")):
            column = f"{dimension}_tier_id"
            rows = profiles._read_group(company, [column], ["__count", "amount:sum"])
            expected = {str(tier.id): (count, amount) for tier, count, amount in rows if tier}
            told = {
                tier["key"]: (tier["customers"], tier["amount"])
                for tier in answer[part]["tiers"]
                if tier["customers"]
            }
            self.assertEqual(told, expected)
            rows = profiles._read_group(company, [column], NET_SUMS)
            for tier in answer[part]["tiers"]:
                self.assertNet(tier, [row for row in rows if str(row[0].id) == tier["key"]])

    def assertMovement(self, answer):
        """Hold the movement against the tier matrix of the same days."""
        movement, question = answer["movement"], answer["question"]
        cells = self.matrix(question["dimension"], movement["date_from"])
        self.assertEqual({(a, b): n for a, b, n in movement["cells"]}, cells)
        for then, now, number in movement["cells"]:
            self.assertEqual(self.opened("movement", f"{then}>{now}", question), number)

    def assertMonths(self, answer):
        """Hold each month end against the tier matrix from it to today."""
        months, question = answer["months"], answer["question"]
        for place, label in enumerate(months["labels"][:-1]):
            expected = {}
            cells = self.matrix(question["dimension"], label["key"])
            for (then, _now), number in cells.items():
                if then != NOWHERE:
                    expected[then] = expected.get(then, 0) + number
            told = {t["key"]: t["counts"][place] for t in months["tiers"] if t["counts"][place]}
            self.assertEqual(told, expected, label)
            for key, number in told.items():
                opened = self.opened("month", f"{label['key']}|{key}", question)
                self.assertEqual(opened, number)

    def matrix(self, dimension, date_from):
        """Return ``(from, to)`` -> customers, of the tier matrix to today."""
        matrix = self.env["repair.tier.matrix"].with_user(self.manager)
        found = matrix.get_matrix(dimension, date_from, str(NOW.date()))["cells"]
        return {(then, now): n for then, row in found.items() for now, (n, _sum) in row.items()}

    def assertService(self, answer):
        """Hold the figures of service against the page of the same period."""
        question = answer["question"]
        first = answer["movement"]["date_from"]
        report = self.env["repair.service.report"].with_user(self.manager).get_report(
            {
                "by": f"{question['dimension']}_tier_id",
                "period": "custom",
                "first": str(datetime.fromisoformat(first).date() + timedelta(days=1)),
                "last": str(NOW.date()),
            }
        )  # fmt: skip
        service = answer["service"]
        lines = zip([*service["rows"], service["total"]], [*report["rows"], report["total"]],
                    strict=True)  # fmt: skip
        for own, other in lines:
            self.assertEqual(own["name"], other["name"])
            self.assertEqual(own["cells"], {name: other["cells"][name] for name in FIGURES})
            for name in FIGURES:
                cell, opened = own["cells"][name], self.opened
                counted = cell["n"]
                if name == "complaint_rate":
                    counted = round((cell["value"] or 0) * cell["n"])
                if cell["n"]:
                    self.assertEqual(opened("service", f"{own['key']}|{name}", question), counted)

    def assertWork(self, answer):
        """Hold the closed repairs against the list of closed cases."""
        outcomes = self.env["repair.case.outcome"].with_user(self.manager)
        first = datetime.fromisoformat(answer["movement"]["date_from"]).date() + timedelta(days=1)
        span = NOW.date() - first
        day_before = first - timedelta(days=1)
        for part, column in (("types", "type_id"), ("categories", "category_id")):
            expected = {}
            for name, since, until in (
                ("count", first, NOW.date()),
                ("before", day_before - span, day_before),
            ):
                domain = [("company_id", "=", self.company.id), ("closed_on", ">=", since),
                          ("closed_on", "<=", until)]  # fmt: skip
                for record, count in outcomes._read_group(domain, [column], ["__count"]):
                    key = str(record.id) if record else NOWHERE
                    expected.setdefault(key, {"count": 0, "before": 0})[name] = count
            told = {
                row["key"]: {"count": row["count"], "before": row["before"]}
                for row in answer["work"][part]
            }
            self.assertEqual(told, expected)
            kind = {"types": "type", "categories": "category"}[part]
            for row in answer["work"][part]:
                self.assertEqual(self.opened(kind, row["key"], answer["question"]), row["count"])
