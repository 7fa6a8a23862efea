"""The example history: loaded into a database by a script inside Odoo's shell."""

from datetime import datetime, timezone

from . import layout, odoo
from .ui import Refusal, say

FOLDER = layout.REPO / "examples/online_retail"
LAST_DAY = "2011-12-10"  # the day after the last invoice; it becomes today


def load(tools, database):
    """Import the examples into `database`, classify, and print what came out."""
    say(f"Importing the history in {FOLDER.relative_to(layout.REPO)} through Odoo's own import")
    today = datetime.now(timezone.utc).date().isoformat()
    script = (
        f"import sys; sys.path.insert(0, {str(layout.REPO)!r})\n"
        "from devtools.inside.load_history import load\n"
        f"load(env, {str(FOLDER)!r}, {LAST_DAY!r}, {today!r})\n"
    )
    if odoo.run_script(tools, database, script):
        raise Refusal("Loading the history failed; what Odoo said is above.")
