"""./dev lint: what the linters find, and where the house is not kept; no finding is accepted.

Their rules are in pyproject.toml and .pylintrc, with a reason for each that is switched off.
"""

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

from . import architecture, layout, odoo_source, prettier, venv
from .ui import say


def run(*, fix=False):
    """Run every linter, also after one has failed; the exit code."""
    python, source = venv.python(), odoo_source.find()
    environment = odoo_source.environment(source)
    failed = [] if _well_formed() else ["XML"]
    if not _tests_imported():
        failed.append("tests")
    if not _house_kept():
        failed.append("house")
    commands = dict(_commands(python, fix))
    # Side by side, unless they mend files: one would read what another is writing.
    with ThreadPoolExecutor(1 if fix else os.cpu_count()) as pool:
        results = pool.map(lambda command: _output(command, environment), commands.values())
        for name, (code, output) in zip(commands, results, strict=True):
            say(f"-- {name}\n{output}".rstrip())
            if code:
                failed.append(name)
    say(f"\nFindings: {', '.join(failed)}" if failed else "\nNo findings.")
    return 1 if failed else 0


def _commands(python, fix):
    """(name, command) of each linter."""
    program = python.parent
    addons = list(layout.addons())
    yield "ruff check", [program / "ruff", "check", *(["--fix"] if fix else []), "."]
    yield "ruff format", [program / "ruff", "format", *([] if fix else ["--check"]), "."]
    pylint = [python, "-m", "pylint", "--rcfile=.pylintrc"]
    yield "pylint-odoo", [*pylint, r"--ignore-paths=.*/tests/.*", *addons]
    # What a test posts is for nobody to read: the plugin knows that of tests/, not of its rooms.
    tests = [f"{addon}/tests" for addon in addons]
    yield "pylint-odoo of tests", [*pylint, "--disable=translation-required", *tests]
    hooks = ["--fix"] if fix else []
    yield "oca-checks-odoo-module", [program / "oca-checks-odoo-module", *hooks, *addons]
    yield "prettier", prettier.command(fix=fix)
    texts = [path for addon in addons for path in sorted((layout.REPO / addon).glob("i18n/*.po*"))]
    if texts:
        yield "oca-checks-po", [program / "oca-checks-po", *hooks, *texts]


def _output(command, environment):
    """The exit code of a linter, and what it said."""
    done = subprocess.run(
        command,
        cwd=layout.REPO,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _house_kept():
    """Whether the code keeps the rules of the house, see CONTRIBUTING.md."""
    say("-- house")
    found = architecture.findings(layout.REPO, layout.addons())
    for finding in found:
        say(finding)
    return not found


def _well_formed():
    """Whether every XML file is: those too that no manifest names, like those of scripts."""
    say("-- XML")
    good = True
    for addon in layout.addons():
        for path in sorted((layout.REPO / addon).rglob("*.xml")):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                say(f"{path.relative_to(layout.REPO)}: {error}")
                good = False
    return good


def _tests_imported():
    """Whether every test file is imported, by its room and by the addon's tests.

    Odoo's runner silently skips what is not.
    """
    say("-- tests")
    good = True
    for addon in layout.addons():
        top = layout.REPO / addon / "tests"
        for path in sorted(top.rglob("test_*.py")):
            rooms = [] if path.parent == top else [(top, path.parent.name)]
            for place, name in [(path.parent, path.stem), *rooms]:
                if not _imports(place / "__init__.py", name):
                    say(f"{place.relative_to(layout.REPO)}/__init__.py does not import {name}")
                    good = False
    return good


def _imports(package, name):
    text = package.read_text(encoding="utf-8") if package.exists() else ""
    return re.search(rf"^from \.({name} import \*| import {name})$", text, re.MULTILINE)
