"""./dev bench: the scripts in benchmarks/, each in Odoo's shell on a fresh database of its own."""

import contextlib
import json
import os
import subprocess
import sys

from . import database, layout, odoo
from .ui import Refusal, say

FOLDER = layout.REPO / "benchmarks"


def run(names, options):
    """Run the benchmarks named, or all; the exit code of the first that fails.

    A benchmark gets the options as JSON in BENCH_OPTIONS, its folder in BENCHMARKS, and the
    packages of benchmarks/requirements.txt and addons.txt. What is not its result goes to
    standard error.
    """
    scripts = [FOLDER / f"{name}.py" for name in names] or sorted(FOLDER.glob("[a-z]*.py"))
    if not scripts:
        raise Refusal("There are no benchmarks.")
    for script in scripts:
        if not script.is_file():
            known = ", ".join(path.stem for path in sorted(FOLDER.glob("[a-z]*.py")))
            raise Refusal(f"There is no benchmark {script.stem}; there are: {known or 'none'}.")
    os.environ["BENCH_OPTIONS"] = json.dumps(options)
    os.environ["BENCHMARKS"] = str(FOLDER)
    with contextlib.redirect_stdout(sys.stderr):
        tools = odoo.prepare()
        _need_packages(tools)
    database.sweep(tools)
    for script in scripts:
        name = database.passing_name("bench", "shell")
        try:
            with contextlib.redirect_stdout(sys.stderr):
                say(f"\n== {script.stem}\n")
                database.make(tools, name)
            if code := odoo.run_script(tools, name, script.read_text(encoding="utf-8")):
                return code
        finally:
            database.drop(tools, name)
    return 0


def _need_packages(tools):
    """Install what only the benchmarks need into the virtual environment, once."""
    # Addons name Odoo as what they require, which is here, though not as a package.
    for wanted, *how in (("requirements.txt",), ("addons.txt", "--no-deps")):
        pip = [str(tools.python), "-m", "pip", "install", "--quiet", *how]
        pip += ["-r", str(FOLDER / wanted)]
        if subprocess.run(pip, stdout=sys.stderr, check=False).returncode:
            raise Refusal("Installing the packages of the benchmarks failed.")
