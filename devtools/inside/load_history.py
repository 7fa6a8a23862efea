"""Load an example history through Odoo's own import, classify, and say what came out."""

import csv
import io
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

BATCH = 2000  # rows a request, as the web client's import dialog has it
DATES = ("date_open", "date_closed")
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
OPTIONS = {
    "has_headers": True,
    "encoding": "utf-8",
    "separator": ",",
    "quoting": '"',
    "date_format": "%Y-%m-%d",
    "datetime_format": TIME_FORMAT,
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}
DIMENSIONS = {
    "value_tier_id": "Value tier",
    "frequency_tier_id": "Frequency tier",
    "abc_tier_id": "ABC class",
    "rfm_tier_id": "RFM segment",
}


def load(env, folder, becomes_today, today):
    """Import customers.csv and repairs.csv of `folder`, dates moved so that one day is today."""
    # As the administrator in the web client; its times are UTC wherever that may be.
    env = env(user=env.ref("base.user_admin"), context={"lang": "en_US", "tz": "UTC"})
    days = (date.fromisoformat(today) - date.fromisoformat(becomes_today)).days
    print(f"Its dates are moved by {days} days, so that {becomes_today} becomes today, {today}.")
    folder = Path(folder)
    _import(env, "res.partner", (folder / "customers.csv").read_text(encoding="utf-8"), "customers")
    moved = _move_dates((folder / "repairs.csv").read_text(encoding="utf-8"), days)
    _import(env, "repair.case", moved, "repairs")
    policy = env.company.repair_policy_id
    policy.window_months = 0  # all of the history counts
    begun = time.monotonic()
    run = policy.classify(as_of=date.fromisoformat(today))
    env.cr.commit()
    _summary(env, run, time.monotonic() - begun)


def _move_dates(text, days):
    """The same file, its dates later by `days`; the time of the day stays."""
    rows = list(csv.reader(io.StringIO(text)))
    columns = [rows[0].index(name) for name in DATES]
    for row in rows[1:]:
        for column in columns:
            moment = datetime.strptime(row[column], TIME_FORMAT) + timedelta(days=days)
            row[column] = moment.strftime(TIME_FORMAT)
    moved = io.StringIO()
    csv.writer(moved, lineterminator="\n").writerows(rows)
    return moved.getvalue()


def _import(env, model, text, what):
    """What the web client's import dialog does: a wizard with the file, then batch after batch."""
    columns = next(csv.reader(io.StringIO(text)))
    total = text.count("\n") - 1
    wizard = env["base_import.import"].create(
        {
            "res_model": model,
            "file": text.encode(),
            "file_name": f"{what}.csv",
            "file_type": "text/csv",
        }
    )
    # The dialog's "Track history during import" is off: no chatter, no e-mail.
    wizard = wizard.with_context(tracking_disable=True)
    begun, done = time.monotonic(), 0
    while done is not None:
        options = OPTIONS | {"skip": done, "limit": BATCH}
        result = wizard.execute_import(columns, columns, options)
        if result["messages"]:
            sys.exit(f"Importing {what} failed: {result['messages'][0]['message']}")
        env.cr.commit()
        done = result.get("nextrow") or None
        _progress(done or total, total, what, time.monotonic() - begun)


def _progress(done, total, what, seconds):
    text = f"Importing {what}: {done:,} of {total:,} rows, {seconds:.0f} s"
    if sys.stdout.isatty():
        print("\r" + text, end="\n" if done == total else "", flush=True)
    else:
        print(text, flush=True)


def _summary(env, run, seconds):
    profiles = env["repair.customer.profile"]
    as_of = str(run.as_of)[:10]
    print(f"\n{run.customer_count:,} customers classified in {seconds:.1f} s, as of {as_of}\n")
    for name, title in DIMENSIONS.items():
        groups = profiles._read_group([(name, "!=", False)], [name], ["__count"])
        print(f"    {title}")
        for tier, count in sorted(groups, key=lambda group: (group[0].sequence, group[0].id)):
            print(f"        {tier.name:<24}{count:>7,}")
        if missing := profiles.search_count([(name, "=", False)]):
            print(f"        {'(none)':<24}{missing:>7,}")
    print(flush=True)
