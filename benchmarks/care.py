"""How fast are 100,000 customers cared for?

Run by ``./dev bench care [--json]``, in Odoo's shell on a database of its own. Ratios of times
measured in the same run, against a bare scan of the same tables: one row a customer of repairs,
devices and customers, read and thrown away (median of three).

care_100k_s        seconds for the care of a day: all shipped rules, planned, claimed and made
care_100k_vs_scan  the same against the scan
preview_vs_scan    the first page of the preview of 30 days, with its count, against the scan
contacts           contacts that were made that day
plans_100k_s       seconds until what is due is found: the planned visits of three plans, from none
plans_100k_s_vs_scan  the same against a scan of devices, their owners and their repairs
plans_again_vs_scan   the same again, when nothing has changed
plan_preview_s     seconds until the preview of a year is added up by month
plan_open_ms       milliseconds that opening the case of one visit takes
peak_mb            how much the Python process grew by all this
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

import psutil

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.care import Care
from support.data import clock
from support.maintenance import Maintenance

CUSTOMERS = 100_000
ROUNDS = 3


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    data = Care(env, say)
    data.prepare(CUSTOMERS)
    before = psutil.Process().memory_info().rss
    scan = rounds(data.scan_all)
    preview = rounds(data.preview)
    care = clock(data.care_of_today)
    made = env["repair.care.contact"].search_count([])
    plans = plan_figures(Maintenance(env), say)
    grown = psutil.Process().memory_info().rss - before
    say(f"seconds: scan {scan:.2f}, preview {preview:.2f}, care {care:.2f} for {made} contacts")
    figures = {
        "care_100k_s": care,
        "care_100k_vs_scan": care / scan,
        "preview_vs_scan": preview / scan,
        "contacts": made,
        **plans,
        "peak_mb": grown / 2**20,
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:22}{figure:10.2f}")


def plan_figures(data, say):
    """Return what the daily run of maintenance plans takes, figure by figure."""
    data.fill(CUSTOMERS)
    scan = rounds(data.scan)
    first, again = clock(data.find_due), clock(data.find_due)
    preview, opened = clock(data.preview), clock(data.open_some)
    say(f"seconds: scan {scan:.2f}, plans {first:.2f}, {data.opened} cases {opened:.1f}")
    return {
        "plans_100k_s": first,
        "plans_100k_s_vs_scan": first / scan,
        "plans_again_vs_scan": again / scan,
        "plan_preview_s": preview,
        "plan_open_ms": 1000 * opened / max(data.opened, 1),
    }


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
