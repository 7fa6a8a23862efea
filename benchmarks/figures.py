"""How fast are figures made of 1,000,000 closed cases and 200,000 answers?

Run by ``./dev bench figures [--json]``, in Odoo's shell on a database of its own. Ratios of times
measured in the same run (medians of three), against a bare scan of the same two tables, one row a
tier, read and thrown away.

figures_s        seconds for all eight figures by tier and month, over three years
figures_vs_scan  the same against the scan
page_s           seconds for the page “Service and Satisfaction”, by tier: a year, compared with
                 the year before, with intervals and sentences
page_month_s     the same by month
pivot_s          seconds for a pivot of three shares by tier and month, over three years
scan_s           seconds for the scan
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.figures import Figures

OUTCOMES = 1_000_000
ROUNDS = 3


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    data = Figures(env, lambda *words: print(*words, file=sys.stderr, flush=True))
    data.prepare(OUTCOMES)
    scan, figures = rounds(data.scan), rounds(data.measure_all)
    results = {
        "figures_s": figures,
        "figures_vs_scan": figures / scan,
        "page_s": rounds(lambda: data.page("value_tier_id")),
        "page_month_s": rounds(lambda: data.page("month")),
        "pivot_s": rounds(data.pivot),
        "scan_s": scan,
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in results.items()}))
    else:
        for name, figure in results.items():
            print(f"{name:16}{figure:10.2f}")


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(timed(action) for _ in range(ROUNDS))


def timed(action):
    return clock(lambda: action() and None)


main(env)  # noqa: F821  (the shell's own)
