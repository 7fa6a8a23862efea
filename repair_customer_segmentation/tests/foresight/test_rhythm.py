from ...foresight.customers import figures
from ...foresight.devices import device_figures
from ...foresight.predictions import fill_expected, predictions
from ..bases.foresight import LAST_DAY, PUBLISHED, ForesightCase

YEARLY = [10 + 365 * year for year in range(5)]


class TestRhythm(ForesightCase):
    """Who comes at regular intervals, and when next."""

    def foretold(self, rows, parameters=PUBLISHED):
        """Return name -> what is foretold of each customer on the last day of June."""
        ids = self.visits(rows)
        found = self.foretold_now(parameters)
        return {name: found[ids[name]] for name, _days in rows}

    def foretold_now(self, parameters=PUBLISHED):
        """Return the customer's id -> what is foretold of them on the last day of June."""
        moment = self.frozen(LAST_DAY)
        relation = figures(moment)
        fill_expected(self.env.cr, relation, parameters, moment.ahead)
        self.env.cr.execute(predictions(relation, parameters, moment.ahead, device_figures(moment)))
        return {row["partner_id"]: row for row in self.env.cr.dictfetchall()}

    def test_yearly_customer(self):
        """Once a year is one visit in the next year; the model alone expects less."""
        ann = self.foretold([("Ann", YEARLY)])["Ann"]
        self.assertEqual(ann["method"], "rhythm")
        self.assertEqual(ann["interval"], 365)
        self.assertAlmostEqual(ann["expected"], 1.0, delta=0.05)
        self.assertLess(ann["by_model"], 0.9)

    def test_each_rhythm(self):
        rows = [
            ("Quarterly", [5 + 91 * i for i in range(8)]),
            ("Monthly", [3 + 30 * i for i in range(12)]),
            ("Every two years, here last month", [30 + 730 * i for i in range(5)]),
            ("Every two years, due in spring", [480 + 730 * i for i in range(5)]),
        ]
        found = self.foretold(rows)
        self.assertEqual({row["method"] for row in found.values()}, {"rhythm"})
        expected = [round(found[name]["expected"], 1) for name, _days in rows]
        self.assertAlmostEqual(expected[0], 4, delta=0.2)
        self.assertAlmostEqual(expected[1], 12.2, delta=0.3)
        self.assertEqual(expected[2:], [0.0, 1.0])

    def test_overdue(self):
        """Who is over the interval is due now; who stays away for two has lost the rhythm."""
        found = self.foretold(
            [
                ("Late", [400 + 365 * year for year in range(5)]),
                ("Gone", [740 + 365 * year for year in range(5)]),
            ]
        )
        self.assertEqual(found["Late"]["method"], "rhythm")
        self.assertTrue(1 < found["Late"]["expected"] < 1.6)
        self.assertEqual(found["Gone"]["method"], "model")
        self.assertLess(found["Gone"]["expected"], 0.5)

    def test_limits(self):
        """Five visits and a variation under a half: neither four nor irregular ones."""
        found = self.foretold(
            [
                ("Four", [10 + 90 * i for i in range(4)]),
                ("Five", [10 + 90 * i for i in range(5)]),
                # Intervals of 20 and 100 days in turns: they vary by 0.77 of their mean.
                ("Irregular", [10, 30, 130, 150, 250]),
                # 60 and 100 in turns: by 0.29.
                ("Rather regular", [10, 70, 170, 230, 330]),
                ("Five times on one day", [10, 10, 10, 10, 10]),
            ]
        )
        methods = {name: row["method"] for name, row in found.items()}
        self.assertEqual(
            methods,
            {
                "Four": "model",
                "Five": "rhythm",
                "Irregular": "model",
                "Rather regular": "rhythm",
                "Five times on one day": "model",
            },
        )
        self.assertEqual(found["Five times on one day"]["x"], 0)
        self.assertIsNone(found["Five times on one day"]["active"])

    def test_without_model(self):
        """Without one, rhythms still speak; of the others last year does."""
        found = self.foretold([("Ann", YEARLY), ("Bob", [5, 40, 500])], parameters=None)
        self.assertEqual(found["Ann"]["method"], "rhythm")
        self.assertEqual((found["Bob"]["method"], found["Bob"]["expected"]), ("last_year", 2))
        self.assertIsNone(found["Bob"]["active"])

    def test_days_of_the_company(self):
        """Two repairs on one day of the company are one visit, whichever days they are in UTC."""
        ids = self.load_history(
            [("Ann", "2025-06-09 15:00:00", 1), ("Ann", "2025-06-09 17:00:00", 1)]
        )
        for tz, visits in (("UTC", 1), ("Asia/Shanghai", 2), ("America/Los_Angeles", 1)):
            moment = self.frozen(LAST_DAY, tz)
            self.env.cr.execute(figures(moment))
            rows = {row["partner_id"]: row for row in self.env.cr.dictfetchall()}
            self.assertEqual(rows[ids["Ann"]]["x"] + 1, visits, tz)
