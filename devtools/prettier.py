"""prettier, which formats XML and JavaScript: exactly as devtools/node/package-lock.json says.

One for each lock file, in the cache. It runs on Node.js, which nothing but the linters needs.
"""

import hashlib
import shutil
import subprocess

from . import layout, system
from .locks import lock
from .ui import Refusal, step

NODE = layout.REPO / "devtools/node"
LOCK_FILE = NODE / "package-lock.json"


def command(*, fix):
    """The command that checks, or corrects, every XML and JavaScript file of the addons."""
    folder = _installed()
    binary = folder / "node_modules/prettier/bin/prettier.cjs"
    plugin = folder / "node_modules/@prettier/plugin-xml/src/plugin.js"
    patterns = [f"{addon}/**/*.{kind}" for addon in layout.addons() for kind in ("xml", "js")]
    how = ["--write"] if fix else ["--check"]
    # An addon may have no JavaScript.
    how += ["--log-level", "warn", "--no-error-on-unmatched-pattern"]
    return [shutil.which("node"), str(binary), *how, f"--plugin={plugin}", *patterns]


def _installed():
    """The folder with prettier, made if need be."""
    system.need("Node.js", ["nodejs", "npm"], lambda: shutil.which("node") and shutil.which("npm"))
    digest = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()[:10]
    folder = layout.cache("node") / digest
    mark = folder / "complete"
    if not mark.exists():
        with lock("node"):
            if not mark.exists():
                _install(folder)
                mark.touch()
    return folder


def _install(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NODE / name, folder)
    with step("Installing prettier"):
        log = layout.cache("log") / "node.log"
        with open(log, "w", encoding="utf-8") as output:
            done = subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder,
                stdout=output,
                stderr=output,
                check=False,
            )
        if done.returncode:
            raise Refusal(f"npm could not install prettier; what it said is in {log}.")
