"""How good the forecast would have been: the last twelve months, foretold from the time before.

Only what was known then is used. What came is held against what was foretold, customer by
customer, and against what needs no model: as often as in the year before. A model is worse than
that where it misses more a customer (mean absolute error), or where its total is further off and
off by more than :data:`TOTAL_FINE` of what came; a worse model is not used.
"""

from dataclasses import dataclass

from odoo.tools import SQL

from . import bgnbd
from .customers import figures, past_months
from .devices import device_figures
from .groups import groups_of
from .predictions import BY_INTERVAL, fill_expected, predictions

# Twelve months to learn from, at least: else “as last year” knows half a year itself.
LEAST_MONTHS = 12
TOTAL_FINE = 0.1

PASSED, WORSE, TOO_LITTLE, TOO_SHORT = "passed", "worse", "too_little", "too_short"


@dataclass(frozen=True)
class Compared:
    """What was foretold of some customers, and what came.

    :ivar float foretold: visits; ``last_year``: those of the year before; ``came``: what came
    :ivar float error: mean absolute error a customer; ``last_year_error``: of “as last year”
    """

    customers: int
    foretold: float
    last_year: int
    came: int
    error: float
    last_year_error: float

    @property
    def is_worse(self):
        """Whether “as last year” would have been better."""
        off, off_last_year = abs(self.foretold - self.came), abs(self.last_year - self.came)
        total_worse = off > off_last_year and off > TOTAL_FINE * self.came
        return self.error > self.last_year_error or total_worse


@dataclass(frozen=True)
class Check:
    """How the year that is over would have been foretold.

    :ivar str state: of the model: ``passed``, ``worse``, ``too_little`` (too few customers) or
        ``too_short`` (fewer than :data:`LEAST_MONTHS` before that year)
    :ivar int months: of history before that year
    :ivar overall: :class:`Compared`, of all customers, by what would have spoken; ``None``: unknown
    :ivar by_model: of those whom no interval tells; ``by_rhythm``: of those whom one does
    :ivar list deciles: tenths of the customers, those of whom most was foretold first
    """

    state: str
    months: int
    overall: Compared | None = None
    by_model: Compared | None = None
    by_rhythm: Compared | None = None
    deciles: list | None = None


def check(cr, moment):
    """Return the :class:`Check` of a work table, see :func:`.customers.freeze`.

    :raise ArithmeticError: where the fit finds no end
    """
    months = past_months(cr, moment)
    if months < LEAST_MONTHS:
        return Check(TOO_SHORT, months)
    past = figures(moment, past=True)
    try:
        parameters = bgnbd.fit(groups_of(cr, past)).parameters
    except bgnbd.TooLittleData:
        return Check(TOO_LITTLE, months)
    devices = device_figures(moment, past=True)
    return held_against(cr, past, devices, parameters, moment.behind, months)


def held_against(cr, past, devices, parameters, days, months=LEAST_MONTHS):
    """Return the :class:`Check` of what parameters foretell from ``past`` for so many days.

    :param SQL past: figures with ``came``, as :func:`.customers.figures` gives them
    :param SQL devices: those of the devices of then
    """
    fill_expected(cr, past, parameters, days)
    relation = predictions(past, parameters, days, devices)
    cr.execute(
        SQL(
            """
            SELECT method = ANY(%(by_interval)s) AS by_interval, %(sums)s
              FROM (%(rows)s) AS rows
             GROUP BY by_interval
            """,
            by_interval=list(BY_INTERVAL),
            sums=_sums(),
            rows=relation,
        )
    )
    found = {by_interval: Compared(*sums) for by_interval, *sums in cr.fetchall()}
    by_model = found.get(False)
    state = WORSE if by_model and by_model.is_worse else PASSED
    if state == WORSE:
        relation = predictions(past, parameters, days, devices, model=False)
    deciles = _deciles(cr, relation)
    return Check(state, months, _total(deciles), by_model, found.get(True), deciles)


def _sums():
    return SQL(
        "count(*), sum(expected), sum(year_visits), sum(came),"
        " avg(abs(expected - came)), avg(abs(year_visits - came))::float8"
    )


def _deciles(cr, relation):
    """Return a :class:`Compared` a tenth; who is foretold the same is in the same one."""
    cr.execute(
        SQL(
            """
            SELECT decile, %(sums)s
              FROM (SELECT rows.*,
                           1 + 10 * (rank() OVER (ORDER BY expected DESC) - 1)
                               / count(*) OVER () AS decile
                      FROM (%(rows)s) AS rows) AS placed
             GROUP BY decile ORDER BY decile
            """,
            sums=_sums(),
            rows=relation,
        )
    )
    return [(decile, Compared(*sums)) for decile, *sums in cr.fetchall()]


def _total(deciles):
    rows = [row for _decile, row in deciles]
    customers = sum(row.customers for row in rows)
    return Compared(
        customers,
        sum(row.foretold for row in rows),
        sum(row.last_year for row in rows),
        sum(row.came for row in rows),
        sum(row.error * row.customers for row in rows) / customers,
        sum(row.last_year_error * row.customers for row in rows) / customers,
    )
