"""How fast does the overview open over 1,000,000 customers and 5,000,000 cases?

Run by ``./dev bench overview [--customers N] [--json]``, in Odoo's shell on a database of its own.
Medians of five; both requests of the page, as a manager's browser sends them, against the plain
list of customers, read as its menu opens it in the same run.

overview_ms       milliseconds for both requests: value tiers, the last three months
overview_vs_list  the same against the list
year_ms           the same for RFM segments and twelve months
today_ms          of this, what needs somebody today
list_ms           milliseconds for the list
queries           queries of both requests
uncounted_vs_kept both requests while a company's past is not kept, against overview_ms: after
                  a merge, until it is counted again in the background
keep_s            seconds to count the past of all customers anew, once a month
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.overview import Overview

ROUNDS = 5
YEAR = {"period": "year", "dimension": "rfm"}


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    data = Overview(env, lambda *words: print(*words, file=sys.stderr, flush=True))
    data.prepare(options.customers)
    uncounted = clock(data.page)
    keep = clock(data.keep)
    page, customers = rounds(data.page), rounds(data.customer_list)
    results = {
        "overview_ms": 1000 * page,
        "overview_vs_list": page / customers,
        "year_ms": 1000 * rounds(lambda: data.page(YEAR)),
        "today_ms": 1000 * rounds(data.today),
        "list_ms": 1000 * customers,
        "queries": data.count_queries(),
        "uncounted_vs_kept": uncounted / page,
        "keep_s": keep,
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in results.items()}))
    else:
        for name, figure in results.items():
            print(f"{name:18}{figure:10.2f}")


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
