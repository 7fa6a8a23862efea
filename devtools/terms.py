"""./dev terms: every addon's terms exported anew, and its translations in their order.

What is translated already stays; what is no longer said goes; what is new is listed.
"""

import subprocess
import tempfile
from pathlib import Path

from . import database, layout, odoo
from .ui import Refusal, say

MERGE = Path(__file__).parent / "inside/merge_terms.py"


def run(more):
    """Export, merge, and name the terms without a translation.

    :param more: files of further translations (po), taken for terms that have none yet
    """
    tools = odoo.prepare()
    name = database.passing_name("test", "terms")
    others = [addon for addon in layout.addons() if addon != layout.MAIN_ADDON]
    try:
        # What demo records say is translated, too.
        database.make(tools, name, extra=others, demo=True)
        with tempfile.TemporaryDirectory() as folder:
            script = (
                f"import sys; sys.path.insert(0, {str(layout.REPO)!r})\n"
                "from devtools.inside.export_terms import export\n"
                f"export(env, {list(layout.addons())!r}, {folder!r})\n"
            )
            if odoo.run_script(tools, name, script):
                raise Refusal("Exporting the terms failed; what Odoo said is above.")
            # In the environment that has polib.
            command = [str(tools.python), str(MERGE), str(layout.REPO), folder, *map(str, more)]
            code = subprocess.run(command, check=False).returncode
    finally:
        database.drop(tools, name)
    say("./dev lint --fix gives the files their form.")
    return code
