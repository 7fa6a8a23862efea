"""How fast does the analysis of cases open over 5,000,000 of them?

Run by ``./dev bench analysis [--customers N] [--json]``, in Odoo's shell on a database of its own,
5 cases a customer over three years. Medians of three, as a manager's browser asks, against a bare
count of all cases by type.

menu_s         seconds for the pivot as the menu opens it: types, five measures, twelve months
menu_vs_scan   the same against the count
all_s          the same of all cases
chart_s        seconds for the chart beside it: months and types, twelve months
favorite_s     seconds for the favorites that are shipped, on average
slowest_s      seconds for the slowest of them
list_s         seconds for the list: the first 80 with their count
scan_s         seconds for the count
"""

import json
import os
import sys
from statistics import mean, median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.analysis import Analysis
from support.data import clock

ROUNDS = 3


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    data = Analysis(env, lambda *words: print(*words, file=sys.stderr, flush=True))
    data.prepare(options.customers)
    scan, menu = rounds(data.scan_cases), rounds(data.menu)
    favorites = [rounds(favorite) for favorite in data.favorites()]
    results = {
        "menu_s": menu,
        "menu_vs_scan": menu / scan,
        "all_s": rounds(lambda: data.menu(data.ALL)),
        "chart_s": rounds(data.chart),
        "favorite_s": mean(favorites),
        "slowest_s": max(favorites),
        "list_s": rounds(data.case_list),
        "scan_s": scan,
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in results.items()}))
    else:
        for name, figure in results.items():
            print(f"{name:14}{figure:10.2f}")


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
