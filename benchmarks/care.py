"""How fast are 100,000 customers cared for, and their devices inspected?

Run by ``./dev bench care [--json]``, in Odoo's shell on a database of its own: 100,000 customers
with a device each and five repairs on average, the plans and rules of a company in one process, as
on any day. Ratios of times measured in the same run, against a bare scan of the same tables, read
and thrown away (median of three): of care, one row a customer of repairs, devices and customers;
of plans, devices with their owners and their repairs.

day_100k_s         seconds for plans and care of a day, one after the other
care_100k_s        care of that: all shipped rules, planned, claimed and made
care_100k_vs_scan  the same against its scan
preview_vs_scan    the first page of the preview of 30 days, with its count, against the scan
contacts           contacts that were made that day
plans_100k_s       plans of that: the visits of three plans planned anew, those of today opened
plans_100k_s_vs_scan  the same against its scan
visits             cases that were opened that day
plans_first_s      seconds until the visits of all devices are planned, when a plan is new
plan_preview_s     seconds until the preview of a year is added up by month
peak_mb            the most memory that the Python process had in all this, Odoo itself included
"""

import json
import os
import sys
from pathlib import Path
from statistics import median
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.care import Care
from support.data import clock
from support.maintenance import Maintenance

CUSTOMERS = 100_000
ROUNDS = 3
PROCESS = Path("/proc/self")


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))

    def say(*words):
        print(*words, file=sys.stderr, flush=True)

    care, plans = Care(env, say), Maintenance(env)
    care.prepare(CUSTOMERS)
    plans.prepare()
    forget_peak()
    scans = {"care": rounds(care.scan_all), "plans": rounds(plans.scan)}
    first = clock(plans.plan_all)
    say(f"seconds: scan {scans['care']:.2f} and {scans['plans']:.2f}, first plans {first:.1f}")
    plans.reach_today()
    care.vacuum("repair_maintenance_visit")
    preview, year = rounds(care.preview), clock(plans.preview)
    planned, cared = clock(plans.visits_of_today), clock(care.care_of_today)
    figures = {
        "day_100k_s": planned + cared,
        "care_100k_s": cared,
        "care_100k_vs_scan": cared / scans["care"],
        "preview_vs_scan": preview / scans["care"],
        "contacts": env["repair.care.contact"].search_count([]),
        "plans_100k_s": planned,
        "plans_100k_s_vs_scan": planned / scans["plans"],
        "visits": plans.opened(),
        "plans_first_s": first,
        "plan_preview_s": year,
        "peak_mb": peak_mb(),
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:22}{figure:10.2f}")


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(ROUNDS))


def forget_peak():
    """Have the kernel begin the process's peak of memory anew."""
    (PROCESS / "clear_refs").write_text("5")


def peak_mb():
    status = (PROCESS / "status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


main(env)  # noqa: F821  (the shell's own)
