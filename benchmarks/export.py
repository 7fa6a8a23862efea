"""How long does a workbook of 100,000 customers take, against Odoo's own export of the same list?

Run by ``./dev bench export [--json]``, in Odoo's shell on a database of its own. Both write an
.xlsx of the same columns of the same customers, in the same run; the workbook besides tells why
each customer is in each tier, and has its other sheets and charts.

xlsx_vs_list_export  the workbook's time / that of Odoo's list export (wanted: at most 0.5)
peak_mb              memory that making the workbook took besides what was there (wanted: below 200)
xlsx_s               seconds for the workbook, made a second time, stored as an attachment
list_export_s        seconds for the list export
size_mb              size of the workbook
"""

import json
import os
import sys
from types import SimpleNamespace

sys.path.insert(0, os.environ["BENCHMARKS"])

from support.data import clock
from support.export import Export

CUSTOMERS = 100_000


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    data = Export(env, lambda *words: print(*words, file=sys.stderr, flush=True))
    data.prepare(CUSTOMERS)
    peak = data.peak_of(data.make)
    made = clock(data.make)
    listed = clock(data.export_list)
    results = {
        "xlsx_vs_list_export": made / listed,
        "peak_mb": peak,
        "xlsx_s": made,
        "list_export_s": listed,
        "size_mb": data.size_mb(),
    }
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in results.items()}))
    else:
        for name, figure in results.items():
            print(f"{name:22}{figure:10.2f}")


main(env)  # noqa: F821  (the shell's own)
