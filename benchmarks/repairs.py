"""How long do companies that are on Odoo's Repairs already wait for the installation?

Run by ``./dev bench repairs [--cases N] [--json]``, in Odoo's shell on a database of its own.
The addon for Repairs is installed beside 100,000 repair orders with confirmed sales, and, for
comparison, beside none; Odoo's own work on registry, views and access rights is in both.

install_vs_empty   installed with all orders there, against installed with none
first_run_vs_scan  the first classification by these orders, which the scheduled action does,
                   against the scan that any method needs: one row a customer with the count,
                   the last date and the sum of the lines sold
queued             1 when the installation left the classification to the scheduled action
"""

import json
import os
import sys
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.orders import Installation, fill_orders


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    installation = Installation(env)
    installation.prepare()
    # Without and with, by turns, and the faster of two each: a first one fills caches.
    empty = installation.install_and_uninstall()
    fill_orders(installation.env, options.cases)
    full = installation.install_and_uninstall()
    full = min(full, installation.install())
    queued = installation.queued_runs()
    scan = min(clock(installation.scan) for _i in range(3))
    run = clock(installation.classify)
    installation.check(options.cases)
    installation.uninstall()
    installation.remove_orders()
    empty = min(empty, installation.install())
    figures = {
        "install_vs_empty": full / empty,
        "first_run_vs_scan": run / scan,
        "queued": queued,
    }
    print(
        f"seconds: empty {empty:.1f}, {options.cases} orders {full:.1f}, "
        f"scan {scan:.2f}, first run {run:.2f}",
        file=sys.stderr,
    )
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:20}{figure:10.2f}")


main(env)  # noqa: F821  (the shell's own)
