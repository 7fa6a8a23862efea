import random
from datetime import date, datetime, timedelta

from ...foresight import customers, devices
from ...foresight.bgnbd import Parameters
from ...segmentation.rules import Run
from .reference import ReferenceCase

# As the authors of the model learned them from CDNOW, in weeks.
PUBLISHED = Parameters(0.243, 4.414, 0.793, 2.426)


def live(rng, parameters, weeks):
    """Return the weeks, after the first visit, of the visits of a customer who lives as said."""
    rate = rng.gammavariate(parameters.r, 1 / parameters.alpha)
    leaves = rng.betavariate(parameters.a, parameters.b)
    visits, now = [], 0.0
    while True:
        now += rng.expovariate(rate) if rate > 1e-12 else weeks + 1
        if now > weeks:
            return visits
        visits.append(now)
        if rng.random() < leaves:
            return visits


def population(parameters, count, weeks, ahead=0, seed=1):
    """Return customers who live by known parameters, of whom the first came within 12 weeks.

    :return: list of ``(x, t_x, age, came)``, the last one being the visits in the weeks ahead
    """
    rng = random.Random(seed)
    found = []
    for _customer in range(count):
        age = weeks - rng.uniform(0, 12)
        visits = live(rng, parameters, age + ahead)
        seen = [week for week in visits if week <= age]
        found.append((len(seen), seen[-1] if seen else 0.0, age, len(visits) - len(seen)))
    return found


class ForesightCase(ReferenceCase):
    """Customers whose visits are known by day."""

    def frozen(self, last_day, tz="UTC"):
        """Return the moment of a day, with the work table of the test's company made."""
        self.env.flush_all()
        as_of = datetime.combine(last_day, datetime.min.time()) + timedelta(days=1, seconds=-1)
        run = Run(self.company.id, as_of, last_day, tz=tz)
        moment = customers.Moment.of(run)
        customers.freeze(self.env.cr, moment, self.policy._history_sources(as_of))
        devices.freeze(self.env.cr, moment, self.policy._device_sources(as_of))
        return moment

    def visits(self, rows):
        """Load ``(customer's name, days before 2025-06-30 on which they came)``, 100 a visit."""
        last = datetime(2025, 6, 30, 12)
        return self.load_history(
            [(name, last - timedelta(days=ago), 100) for name, days in rows for ago in days]
        )


LAST_DAY = date(2025, 6, 30)
