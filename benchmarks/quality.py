"""How fast do data quality's screens open, of how many customers?

Run by ``./dev bench quality [--customers N] [--json]``, in Odoo's shell on a database of its own:
a million customers in one company, of whom more or less is known, 5 cases each, all classified.
Each figure is the median of five rounds, each with an empty cache, as the web client asks:

worklist_ms         what the worklist asks when it opens: the first 80 by number of repairs with
                    their count, by its default filter
panel_ms            the counts beside it: value, frequency, RFM segment, industry
worklist_sort_ms    the worklist sorted by score
worklist_group_ms   the worklist grouped by score, with its means
worklist_gap_ms     the worklist of one gap: a case without a type
report_ms           the chart of what is missing, by value
pivot_ms            the pivot of the same, with all its totals
report_list_ms      the first 80 of the list of the report, with their count
headline_ms         the sentence above the chart
queued_worklist_ms, queued_report_ms
                    the first and the report again, with 1,000 customers changed since they
                    were classified
list_ms             for comparison: the first 80 of all plain contacts by name, with their count
worklist_vs_list, report_vs_list
                    how many times that is
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.quality import QualityData

ROUNDS = 5


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    data = QualityData(env, say)
    data.fill(options.customers)
    data.first_run()
    figures = {f"{name}_ms": rounds(data, ask) for name, ask in data.screens().items()}
    data.queue(min(1000, options.customers // 10))
    for name in ("worklist", "report"):
        figures[f"queued_{name}_ms"] = rounds(data, data.screens()[name])
    for name in ("worklist", "report"):
        figures[f"{name}_vs_list"] = figures[f"{name}_ms"] / figures["list_ms"]
    if options.json:
        print(json.dumps({name: round(figure, 1) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:22}{figure:10.1f}")


def rounds(data, ask):
    """Return the median time of some rounds, in milliseconds."""

    def afresh():
        data.env.invalidate_all()
        ask()

    return 1000 * median(clock(afresh) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
