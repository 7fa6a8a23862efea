"""The virtual environment: Odoo's dependencies and the tools, exactly as requirements.lock says.

One for each lock file and Python version, in the cache. uv makes it in seconds where it is
installed; pip does it anywhere.
"""

import hashlib
import os
import shutil
import subprocess
import sys

from . import layout, system
from .locks import lock
from .ui import Refusal, step

LOCK_FILE = layout.REPO / "devtools/requirements.lock"
NEWEST, OLDEST = (3, 13), (3, 10)  # what Odoo 19 runs on


def python():
    """The environment's Python; the environment is made if need be."""
    base, version = _base_python()
    digest = hashlib.sha256(LOCK_FILE.read_bytes() + base.encode()).hexdigest()[:10]
    folder = layout.cache("venv") / f"py{version}-{digest}"
    # Scripts in an environment name its place, so it is made in place: the mark says it is whole.
    mark = folder / "complete"
    if not mark.exists():
        with lock("venv"):
            if not mark.exists():
                _make(folder, base)
                mark.touch()
    return folder / "bin/python"


def _base_python():
    """A Python that Odoo 19 runs on: the one that runs this, or another on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return os.path.realpath(sys.executable), "{}.{}".format(*sys.version_info)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return os.path.realpath(found), f"3.{minor}"
    raise Refusal("Odoo 19 runs on Python 3.10 to 3.13: please install one of them.")


def _make(folder, base):
    shutil.rmtree(folder, ignore_errors=True)
    uv = shutil.which("uv")
    if not uv:
        system.need("Python's venv module", ["python3-venv"], lambda: _has_venv(base))
    with step("Installing Odoo's Python dependencies and the tools"):
        log = layout.cache("log") / "venv.log"
        with open(log, "w", encoding="utf-8") as output:
            for command in _commands(uv, base, folder):
                done = subprocess.run(command, stdout=output, stderr=output, check=False)
                if done.returncode:
                    raise Refusal(_explain(log))


def _commands(uv, base, folder):
    lock_file = ["--require-hashes", "-r", str(LOCK_FILE)]
    inside = str(folder / "bin/python")
    if uv:
        yield [uv, "venv", "--quiet", "--seed", "--python", base, str(folder)]
        yield [uv, "pip", "install", "--quiet", "--python", inside, *lock_file]
    else:
        yield [base, "-m", "venv", str(folder)]
        # --no-deps: the lock file has everything, and pip need not work that out again.
        yield [inside, "-m", "pip", "install", "--no-deps", "--no-compile", *lock_file]


def _has_venv(base):
    probe = "import ensurepip, venv"
    return subprocess.run([base, "-c", probe], capture_output=True, check=False).returncode == 0


def _explain(log):
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
    compiler = ""
    if "gcc" in tail or "compiler" in tail:
        compiler = " A package has no wheel for this Python: a C compiler (gcc) would help."
    return f"{tail}\n\nInstalling the Python packages failed, see {log}.{compiler}"
