"""Databases with an addon of ours installed: made once for the addons' code, cloned for each test.

A clone takes a second, an installation ten and more, and the scripts and styles of the web client
as long again. So the first who asks makes the snapshot, and all others get their clone, until a
file of the addons changes. The clones know nothing of each other.
"""

import hashlib
import re
import time
from pathlib import Path

from . import database, layout, odoo
from .locks import lock
from .ui import Refusal, step

BROWSER = re.compile(r"\b(start_tour|walk|browser_js|click_everywhere)\(")
NAME = "snapshot_{}"
# Seconds: what is scheduled in a clone must not be overdue, as it is not after an installation.
FRESH = 3600


def clone(tools, name, addon=layout.MAIN_ADDON, *, with_assets=False):
    """Make the database `name` anew, with `addon` installed from the checkout as it is now.

    :param with_assets: with the scripts and styles that a browser loads, else made for each test
    :raises Refusal: when the addon cannot be installed without a warning
    """
    database.check_name(name)
    source = _snapshot(tools, addon, with_assets)
    with lock(source):
        if not _is_fresh(tools, source):
            _make(tools, source, addon, with_assets)
        with lock(f"database-{name}"):
            database.drop(tools, name)
            database.clone(tools, source, name)


def use_browser(paths):
    """Whether one of these files of tests, or those in these folders, needs the assets."""
    files = [file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])]
    return any(BROWSER.search(file.read_text(encoding="utf-8")) for file in files)


def sweep(tools):
    """Drop the snapshots of checkouts that are no more."""
    for note in layout.cache("run").glob(NAME.format("*")):
        if not Path(note.read_text(encoding="utf-8")).exists():
            database.drop(tools, note.name)
            note.unlink(missing_ok=True)


def _snapshot(tools, addon, with_assets):
    what = f"{layout.REPO} {tools.source.identity} {addon} {with_assets}"
    return NAME.format(hashlib.sha256(what.encode()).hexdigest()[:8])


def _is_fresh(tools, name):
    note = layout.cache("run") / name
    return (
        note.exists()
        and time.time() - note.stat().st_mtime < FRESH
        and database.exists(tools, name)
        and database.is_current(tools, name)
    )


def _make(tools, name, addon, with_assets):
    def finish(aside):
        if with_assets:
            _make_assets(tools, aside)
        database.close(tools, aside)

    # With something to finish, what was not installed well does not get its name.
    database.make(tools, name, addon=addon, finish=finish)
    (layout.cache("run") / name).write_text(str(layout.REPO), encoding="utf-8")


def _make_assets(tools, name):
    with step("Making the scripts and styles of the web client"):
        script = (
            f"import sys; sys.path.insert(0, {str(layout.REPO)!r})\n"
            "from devtools.inside.make_assets import make\n"
            "make(env)\n"
        )
        if odoo.run_script(tools, name, script):
            raise Refusal("Making the scripts and styles failed; what Odoo said is above.")
