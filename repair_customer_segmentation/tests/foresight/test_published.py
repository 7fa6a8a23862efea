from datetime import date

from ...foresight import bgnbd
from ...foresight.customers import figures
from ...foresight.groups import groups_of
from ..bases.foresight import PUBLISHED, ForesightCase
from ..bases.reference import DATA, read


class TestCdnow(ForesightCase):
    """The customers by whom the model was published, as a history of repairs."""

    def setUp(self):
        super().setUp()
        rows = read(DATA / "cdnow" / "cdnow_sample.csv", "customer_id", "date", "amount")
        self.load_history([(name, f"{day} 12:00:00", amount) for name, day, amount in rows])

    def test_parameters(self):
        """r 0.243, alpha 4.414, a 0.793, b 2.426; their grouping by days costs nothing of it."""
        moment = self.frozen(date(1997, 9, 30))
        groups = groups_of(self.env.cr, figures(moment))
        found = bgnbd.fit(groups)
        self.assertEqual(found.customers, 2_357)
        for name, published in vars(PUBLISHED).items():
            self.assertAlmostEqual(getattr(found.parameters, name), published, delta=0.001)
        self.assertAlmostEqual(found.likelihood, -9_582.4, delta=0.05)

    def test_coarse_groups(self):
        """Days drawn together move a parameter by far less than it is known to."""
        moment = self.frozen(date(1997, 9, 30))
        exact = bgnbd.fit(groups_of(self.env.cr, figures(moment)))
        # The sizes at which grids of 40, 20 and 10 are taken.
        for most, grown in ((830, 0.01), (620, 0.02), (330, 0.08)):
            groups = groups_of(self.env.cr, figures(moment), most=most)
            self.assertLessEqual(len(groups), most)
            self.assertEqual(sum(group[-1] for group in groups), 2_357)
            coarse = bgnbd.fit(groups).parameters
            for name, (low, high) in exact.intervals.items():
                off = abs(getattr(coarse, name) - getattr(exact.parameters, name))
                self.assertLess(off, grown * (high - low) / 2, (most, name))
