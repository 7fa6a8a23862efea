"""How fast are customers classified, and how does it compare?

Run by ``./dev bench classification [--customers N] [--json] [--explain]``, in Odoo's shell on a
database of its own. Every figure is a ratio of two times measured in the same run (median of
five), so that it says the same on a slow and on a fast machine:

full_vs_scan     a first full run, against the scan that any method needs: one row a customer
                 with the count, the sum and the last date of its cases
rerun_vs_scan    a full run again after 1 % of the customers changed, against the same scan
pandas_vs_full   the same rows by exporting to pandas, computing there, copying back (checked)
orm_vs_full      the same by a loop over customers in the ORM (10,000 of them, scaled up)
one_1m_vs_10k    one customer classified, with all customers there against with 10,000
list_vs_partner  the list filtered by value tier and sorted by amount, first 80 with count,
                 against 80 plain res.partner with count
growth_100k_1m   a full run of all customers against one of a tenth of them
rss_growth_mb    how much the Python process grew by all this
"""

import json
import os
import resource
import sys
from statistics import median
from types import SimpleNamespace

import psutil

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import Data, clock
from support.rival_orm import by_orm
from support.rival_pandas import by_pandas, differences

ROUNDS = 5


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    data = Data(env, say)
    small = min(10_000, options.customers)
    data.fill(small)
    data.classify_all()
    one_small = rounds(data.classify_one)
    data.fill(options.customers // 10)
    tenth = rounds(data.first_run)
    data.fill(options.customers)
    before = psutil.Process().memory_info().rss
    scan = rounds(data.scan)
    full = rounds(data.first_run)
    rerun = rounds(data.changed_run)
    one = rounds(data.classify_one)
    profiles = rounds(data.profile_list)
    partners = rounds(data.partner_list)
    grown = psutil.Process().memory_info().rss - before
    say(f"seconds: scan {scan:.2f}, first run {full:.2f}, run again {rerun:.2f}, one {one:.4f}")
    if options.explain:
        data.explain()
    # All customers in memory need more of it than Odoo lets a process have.
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    pandas = clock(lambda: by_pandas(data))
    say(f"pandas: {pandas:.2f} s, {differences(data)} customers differ")
    figures = {
        "full_vs_scan": full / scan,
        "rerun_vs_scan": rerun / scan,
        "pandas_vs_full": pandas / full,
        "orm_vs_full": by_orm(data, small) / full,
        "one_1m_vs_10k": one / one_small,
        "list_vs_partner": profiles / partners,
        "growth_100k_1m": full / tenth,
        "rss_growth_mb": grown / 2**20,
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:18}{figure:10.2f}")


def rounds(action):
    """Return the median time of five rounds, in seconds."""
    return median(clock(action) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
