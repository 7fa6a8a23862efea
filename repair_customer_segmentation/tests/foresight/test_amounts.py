import random
from datetime import timedelta
from math import inf

from odoo.tools import SQL

from ...foresight import amounts
from ...foresight.customers import work_table
from ..bases.foresight import LAST_DAY, ForesightCase


class TestAmounts(ForesightCase):
    """What a customer pays for a visit, and how much of that is their own."""

    def learned(self):
        self.frozen(LAST_DAY)
        return amounts.learn(self.env.cr, work_table(self.company.id))

    def estimate(self, learned):
        """Return partner id -> (mean of the class, own share)."""
        self.env.cr.execute(
            SQL(
                "SELECT partner_id, %s, %s FROM %s",
                amounts.mean_sql(learned),
                amounts.own_share_sql(learned),
                work_table(self.company.id),
            )
        )
        return {partner: rest for partner, *rest in self.env.cr.fetchall()}

    def load(self, rows):
        """Load ``(customer's name, amounts)``, a visit a week."""
        return self.load_history(
            [
                (name, f"{LAST_DAY - timedelta(weeks=1 + week)} 10:00:00", amount)
                for name, paid in rows
                for week, amount in enumerate(paid)
            ]
        )

    def test_known_variances(self):
        """Customers differ by 30, their visits by 60: half is their own from four visits on."""
        rng = random.Random(11)
        rows = []
        for place in range(600):
            mean = rng.gauss(200, 30)
            count = rng.choice((1, 2, 4, 8))
            rows.append((f"C{place}", [round(rng.gauss(mean, 60), 2) for _i in range(count)]))
        ids = self.load(rows)
        learned = self.learned()
        self.assertAlmostEqual(learned.k, 4, delta=1.2)
        self.assertAlmostEqual(learned.mean, 200, delta=5)
        shares = self.estimate(learned)
        once = next(name for name, paid in rows if len(paid) == 1)
        often = next(name for name, paid in rows if len(paid) == 8)
        self.assertAlmostEqual(shares[ids[once]][1], 1 / (1 + learned.k))
        self.assertAlmostEqual(shares[ids[often]][1], 8 / (8 + learned.k))

    def test_hand_worked(self):
        """Two customers who pay 100 and 120, 200 and 220: worked out by hand.

        Within: 200 + 200 over 2; between: (sums of squares 20,000 - 200) / (4 - 8 / 4) = 4,900,
        less half of the 200 within: k = 200 / 4,900.
        """
        ids = self.load([("Ann", [100, 120]), ("Bob", [200, 220])])
        learned = self.learned()
        self.assertAlmostEqual(learned.k, 200 / 4_900)
        self.assertAlmostEqual(learned.mean, 160)
        self.assertAlmostEqual(self.estimate(learned)[ids["Ann"]][1], 2 / (2 + 200 / 4_900))

    def test_no_difference(self):
        """Customers who do not differ, or came once each, tell nothing of their own."""
        for rows in ([("Ann", [100, 300]), ("Bob", [300, 100])], [("Ann", [50]), ("Bob", [90])]):
            with self.subTest(rows=rows):
                self.env.cr.execute(
                    "DELETE FROM repair_case WHERE company_id = %s", [self.company.id]
                )
                ids = self.load(rows)
                learned = self.learned()
                self.assertEqual(learned.k, inf)
                self.assertEqual(self.estimate(learned)[ids["Ann"]][1], 0)

    def test_zero_and_unknown(self):
        """A repair for nothing counts with its 0; one whose amount is unknown does not count."""
        self.load([("Ann", [0, 0, 0]), ("Bob", [30])])
        learned = self.learned()
        self.assertGreater(learned.mean, 0)
        self.env.cr.execute(
            "UPDATE repair_case SET amount_company = NULL WHERE company_id = %s AND amount = 0",
            [self.company.id],
        )
        self.assertEqual(self.learned().mean, 30)

    def test_no_amounts(self):
        self.assertEqual(self.learned(), amounts.Amounts(inf, None, {}))

    def test_classes(self):
        """Kinds of customers have means of their own, where they are large enough."""
        kinds = self.policy.tier_ids.filtered(lambda t: t.dimension == "kind")
        ids = self.load([(f"C{i}", [100 if i % 2 else 900] * 2) for i in range(70)] + [("Z", [5])])
        profiles = self.env["repair.customer.profile"]
        for name, partner_id in ids.items():
            kind = kinds[int(name[1:]) % 2] if name != "Z" else profiles
            profiles.create(
                {
                    "partner_id": partner_id,
                    "company_id": self.company.id,
                    "kind_tier_id": kind.id if kind else False,
                }
            )
        learned = self.learned()
        self.assertAlmostEqual(learned.means[kinds[0].id], 900, delta=1)
        self.assertAlmostEqual(learned.means[kinds[1].id], 100, delta=1)
        self.assertEqual(len(learned.means), 2)
        self.assertAlmostEqual(self.estimate(learned)[ids["Z"]][0], learned.mean)
