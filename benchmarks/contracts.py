"""How fast are contracts offered to 100,000 customers, and benefits given to them?

Run by ``./dev bench contracts [--json]``, in Odoo's shell on a database of its own, with the
addon for Repairs and Sales, which brings pricelists. Against a bare scan of the repairs, one row
a customer (median of three).

offers_s           seconds for the first page of the offers that would have paid, with its count
offers_vs_scan     the same against the scan
pricelist_given_s  seconds until a pricelist is given to all customers, noted on each
pricelist_taken_s  seconds until it is taken back from all
manager_given_s    seconds until each has one of twenty account managers
manager_taken_s    seconds until these are taken back
peak_mb            how much the Python process grew by all this
"""

import json
import os
import sys
from statistics import median
from types import SimpleNamespace

import psutil

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.contracts import Contracts
from support.data import clock
from support.orders import Installation

CUSTOMERS = 100_000
ROUNDS = 3


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    installation = Installation(env)
    installation.prepare()
    installation.install()
    data = Contracts(installation.env, lambda *words: print(*words, file=sys.stderr, flush=True))
    data.prepare(CUSTOMERS)
    before = psutil.Process().memory_info().rss
    scan, offers = rounds(data.scan), rounds(data.list_offers)
    pricelist = data.env["product.pricelist"].create({"name": "Benefit", "company_id": False})
    figures = {
        "offers_s": offers,
        "offers_vs_scan": offers / scan,
        "pricelist_given_s": data.follow("pricelist", pricelist.id),
        "pricelist_taken_s": data.follow("pricelist", False),
        "manager_given_s": data.follow("manager", True),
        "manager_taken_s": data.follow("manager", False),
    }
    figures["peak_mb"] = (psutil.Process().memory_info().rss - before) / 2**20
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:20}{figure:10.2f}")


def rounds(action):
    """Return the median time of some rounds, in seconds; the first warms up and does not count."""
    action()
    return median(clock(action) for _ in range(ROUNDS))


main(env)  # noqa: F821  (the shell's own)
