"""How good are expected repairs, and how fast are they made for 1,000,000 customers?

Run by ``./dev bench foresight [--customers N] [--json]``, in Odoo's shell on a database of its own.
How good: on CDNOW, whose customers the BG/NBD model was published with, where the file is there
(``RCS_REFERENCE_DATA``, see the README here): learned from the first 39 weeks, held against the
next 39. How fast: generated customers with five repairs each on average, in ratios of times
measured in the same run, against a bare scan of the repairs, one row a customer (median of three).

r, alpha, a, b      parameters, in weeks; published: 0.243, 4.414, 0.793, 2.426
error               mean absolute error of a customer's visits
last_year_error     the same of “as often as in the time before”
foretold, came      visits of all customers
last_year           visits of “as often as in the time before”
freeze_1m_s         seconds until what the model looks at is read into its table
devices_1m_s        seconds until the visits of devices are, too
fit_1m_s            seconds until the parameters are learned from it
fit_1m_groups       groups of customers that it was learned from
fit_1m_vs_scan      the fit, with its tables, against the scan
night_1m_s          seconds for the forecast of a first night: read, checked, learned, stored
second_1m_s         the same once more, with what is stored compared
classify_s          seconds for a first classification before anybody is foretold
classify_foretold_s seconds for the same when all customers are
peak_mb             how much the Python process grew by all that
scan_s              seconds for the scan
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.foresight import Cdnow, Foresight

CUSTOMERS = 1_000_000
ROUNDS = 3


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    figures = Cdnow(env, say).figures()
    data = Foresight(env, say)
    data.fill(getattr(options, "customers", None) or CUSTOMERS)
    data.scan()
    scan = median(clock(data.scan) for _ in range(ROUNDS))
    figures.update(data.figures(), scan_s=scan)
    figures["fit_1m_vs_scan"] = (
        sum(figures[name] for name in ("freeze_1m_s", "devices_1m_s", "fit_1m_s")) / scan
    )
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:20}{figure:12.3f}")


main(env)  # noqa: F821  (the shell's own)
