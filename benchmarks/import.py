"""How fast does a history come in, beside Odoo's own import of the same rows?

Run by ``./dev bench import [--cases N] [--json]``, in Odoo's shell on a database of its own. The
file is a CSV of N repairs, five a customer on average, of customers who are not there yet. Odoo's
import gets the same columns, in pieces of 2,000 rows as its dialog sends them, and adds the
customers by their names, too; it is measured with a tenth of the rows and reckoned by row.

rows_per_s        rows a second: read, understood, written and committed
vs_odoo_import    time of a row, against that of Odoo's import
understand_s      seconds until it is shown what was understood
classified_s      seconds of the classification at the end, part of the above
peak_mb           how much the Python process grew
"""

import base64
import csv
import io
import json
import os
import sys
import time
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import psutil

PIECE = 2_000
HEADINGS = ["Customer", "Opened on", "Closed on", "Subject", "Amount", "Stage"]
FIELDS = ["partner_id", "date_open", "date_closed", "name", "amount", "stage_id"]
OPTIONS = {
    "has_headers": True,
    "separator": ",",
    "quoting": '"',
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "datetime_format": "%Y-%m-%d",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "name_create_enabled_fields": {"partner_id": True},
}


def main(env):
    options = SimpleNamespace(**json.loads(os.environ["BENCH_OPTIONS"]))
    count = options.cases
    theirs = max(count // 10, PIECE)
    process = psutil.Process()
    seconds_odoo = clock(lambda: odoo_import(env, rows_of(theirs, "Rival")))
    before = process.memory_info().rss
    text = file_of(rows_of(count, "Customer"))
    history = env["repair.history.import"].create(
        {"file": base64.b64encode(text), "file_name": "history.csv"}
    )
    seconds_read = clock(history.action_read)
    env.cr.commit()
    history.action_start()
    env.cr.commit()
    seconds_written = clock(lambda: bring(env, history))
    env.invalidate_all()
    run = env["repair.segmentation.run"].search([], limit=1)
    total = seconds_read + seconds_written
    figures = {
        "rows_per_s": count / total,
        "vs_odoo_import": (total / count) / (seconds_odoo / theirs),
        "understand_s": seconds_read,
        "classified_s": run.duration,
        "peak_mb": (process.memory_info().rss - before) / 2**20,
    }
    print(f"Odoo's import: {theirs / seconds_odoo:.0f} rows a second", file=sys.stderr)
    if options.json:
        print(json.dumps({name: round(figure, 3) for name, figure in figures.items()}))
    else:
        for name, figure in figures.items():
            print(f"{name:20}{figure:10.2f}")


def clock(action):
    """Return how long an action takes, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def rows_of(count, name):
    """Return the rows of a history."""
    rnd = Random(1)
    for number in range(count):
        day = date(2026, 6, 1) - timedelta(days=rnd.randrange(1000))
        done = day + timedelta(days=rnd.randrange(10))
        who = f"{name} {rnd.randrange(max(count // 5, 1))}"
        yield [who, str(day), str(done), f"Repair {number}", str(rnd.randrange(1000)), "Closed"]


def file_of(rows):
    """Return the bytes of the file."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return output.getvalue().encode()


def odoo_import(env, rows):
    """Import the rows as Odoo's dialog does, piece by piece."""
    wizard = env["base_import.import"].create(
        {"res_model": "repair.case", "file": file_of(rows), "file_type": "text/csv"}
    )
    skip = 0
    while True:
        options = {**OPTIONS, "skip": skip, "limit": PIECE}
        wizard = wizard.with_context(tracking_disable=True)
        result = wizard.execute_import(FIELDS, HEADINGS, options)
        assert not result["messages"], result["messages"]
        env.cr.commit()
        skip = result["nextrow"]
        if not skip:
            return


def bring(env, history):
    """Bring the history in as the scheduled action does, in its committed pieces."""
    while history.state == "running":
        env["repair.history.import"]._cron_bring()
        env.cr.commit()
        env.invalidate_all()
    assert history.state == "done", history.message
    # So many repairs are classified in the background.
    env["repair.segmentation.policy"]._cron_classify_all()
    env.cr.commit()


main(env)  # noqa: F821  (the shell's own)
