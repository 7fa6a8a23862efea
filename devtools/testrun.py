"""./dev test: the addons' own tests in a fresh database, then the black-box tests.

Each addon of the checkout is tested in a database that has that addon and what it depends on.
pytest runs the tests, all of them in parts side by side (see suite.py), each once. With arguments
that choose tests, only those run, one after the other. Odoo's own runner, which users of the
addon would use, runs them on demand.
"""

import hashlib
import re
import subprocess
from pathlib import Path

from . import browser, database, layout, odoo, server, snapshot, suite
from .ui import Refusal, say

NOTHING_COLLECTED = 5
BLACK_BOX = layout.REPO / "tests"
PATIENT_BROWSER = "devtools.inside.patient_browser"
# pytest's options whose next word is a value: a word there is no path, even where one has its name.
WITH_VALUE = {
    "-k",
    "-m",
    "-n",
    "-o",
    "-p",
    "-r",
    "-W",
    "--deselect",
    "--ignore",
    "--maxfail",
    "--lf-mode",
}


class Choice:
    """What the command line asks for."""

    def __init__(self, words, here):
        self.options, self.paths = [], []
        previous = None
        for word in words:
            found = None if previous in WITH_VALUE else _as_path(word, here)
            if found:
                self.paths.append(found)
            else:
                self.options.append(word)
            previous = word
        filters = ("-k", "-m", "--lf", "--last-failed", "--deselect")
        self.partial = bool(self.paths) or any(word.startswith(filters) for word in self.options)

    def paths_in(self, folder):
        """The chosen paths in `folder`; all of it when no path is chosen at all."""
        if not self.paths:
            return [str(folder)]
        inside = [path for path in self.paths if folder in (path[0], *path[0].parents)]
        return [str(path) + rest for path, rest in inside]


def _as_path(word, here):
    """(path, "::rest") when the word names a file or folder, seen from here or the top."""
    name, mark, rest = word.partition("::")
    if not word.startswith("-"):
        for base in (here, layout.REPO):
            if name and (base / name).exists():
                return (base / name).resolve(), mark + rest
    return None


def run(words, *, keep=False, odoo_only=False, coverage=False):
    """Run what is asked for; the exit code."""
    choice = Choice(words, Path.cwd())
    browser.need(optional=choice.partial or odoo_only)
    tools = odoo.prepare()
    database.sweep(tools)
    snapshot.sweep(tools)
    if not (choice.partial or keep or odoo_only or coverage):
        return suite.run(words)
    codes = []
    for addon in layout.addons():
        tests = layout.REPO / addon / "tests"
        if any(tests.rglob("test_*.py")) and choice.paths_in(layout.REPO / addon):
            codes += _addon(tools, addon, choice, keep, odoo_only, coverage)
    if not odoo_only and any(BLACK_BOX.glob("test_*.py")) and choice.paths_in(BLACK_BOX):
        say("\n== Black-box tests\n")
        arguments = ["-p", "no:odoo", *choice.options, *choice.paths_in(BLACK_BOX)]
        codes.append(_pytest(tools, arguments, coverage=False))
    return _verdict(codes, choice.partial)


def _verdict(codes, partial):
    """One exit code: a failure wins; nothing collected is one unless it was elsewhere."""
    for code in codes:
        if code not in (0, NOTHING_COLLECTED):
            return code
    if 0 not in codes or (NOTHING_COLLECTED in codes and not partial):
        return NOTHING_COLLECTED
    return 0


def _addon(tools, addon, choice, keep, odoo_only, coverage):
    say(f"\n== {addon}\n")
    digest = hashlib.sha256(f"{layout.REPO} {addon}".encode()).hexdigest()[:8]
    name = f"kept_{digest}" if keep else database.passing_name("test", digest)
    config = None
    try:
        if keep and database.exists(tools, name):
            database.update(tools, name)
        elif keep or odoo_only:
            database.make(tools, name, addon=addon)
        else:
            paths = [Path(word.partition("::")[0]) for word in choice.paths_in(layout.REPO / addon)]
            snapshot.clone(tools, name, addon, with_assets=snapshot.use_browser(paths))
        config = tools.configure(
            name, name, http_port=server.free_port(), gevent_port=server.free_port()
        )
        if not odoo_only:
            arguments = [f"--odoo-config={config}", f"--odoo-database={name}", "--odoo-http"]
            arguments += ["-p", PATIENT_BROWSER]
            arguments += [*choice.options, *choice.paths_in(layout.REPO / addon)]
            yield _pytest(tools, arguments, coverage=coverage)
        else:
            yield _odoo_runner(tools, addon, name, config)
    finally:
        if config:
            config.unlink(missing_ok=True)
        if not keep:
            database.drop(tools, name)


def _pytest(tools, arguments, *, coverage):
    runner = ["-m", "coverage", "run", "-m", "pytest"] if coverage else ["-m", "pytest"]
    config = ["-c", str(layout.REPO / "pyproject.toml"), "--rootdir", str(layout.REPO)]
    code = odoo.run_child([str(tools.python), *runner, *config, *arguments], tools.environment())
    if coverage:
        report = [str(tools.python), "-m", "coverage", "report", "--skip-covered"]
        subprocess.run(report, cwd=layout.REPO, check=False)
    return code


def _odoo_runner(tools, addon, name, config):
    log = layout.cache("log") / f"{name}-odoo-tests.log"
    say(f"\n== {addon}, by Odoo's own runner")
    command = tools.command(config, "--stop-after-init", "-u", addon, f"--test-tags=/{addon}")
    with open(log, "w", encoding="utf-8") as output:
        code = odoo.run_child(command, tools.environment(), stdout=output, stderr=output)
    text = log.read_text(encoding="utf-8", errors="replace")
    closing = re.findall(r"odoo\.tests\.result: (\d+ failed, \d+ error\(s\) of \d+ tests.*)", text)
    if code:
        raise Refusal(f"{_failures(text)}\nOdoo's own runner failed; its log is {log}")
    if not closing or closing[-1].split(" of ")[-1].startswith("0 "):
        raise Refusal(f"Odoo's own runner found no test; its log is {log}")
    say(closing[-1])
    return code


def _failures(text):
    """The log from the first error on, as much as one can read."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if " ERROR " in line), 0)
    return "\n".join(lines[first:][:200])
