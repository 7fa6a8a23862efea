"""How Odoo is started: its configuration, its environment, and what its log may not contain."""

import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import layout, odoo_source, postgres, venv
from .ui import Refusal

# What no log of an installation may contain.
TROUBLE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (WARNING|ERROR|CRITICAL) ")
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ [A-Z]+ ")

KEEP_LOGS = 14  # days


@dataclass(frozen=True)
class Odoo:
    """Odoo, its Python and its database server: all that is needed to run it."""

    source: odoo_source.OdooSource
    python: Path
    postgres: postgres.Server

    def configure(self, name, database, *, own_addons=True, **more):
        """Write the configuration file `name` for `database` and return its path."""
        addons = [*self.source.addons_path, *([layout.REPO] if own_addons else [])]
        settings = {
            "addons_path": ",".join(map(str, addons)),
            "data_dir": layout.cache("data"),
            "db_name": database,
            "dbfilter": f"^{re.escape(database)}$",
            "list_db": "False",
            "with_demo": "False",
            "http_interface": "127.0.0.1",
            "max_cron_threads": "1",
            # Its default is a folder in /tmp, which belongs to the first user who came by. There
            # are no screencasts: to film a browser costs as much as what it is there for.
            "screenshots": layout.cache("log", "browser"),
        } | more
        if self.postgres.host:
            settings |= {
                "db_host": self.postgres.host,
                "db_port": postgres.PORT,
                "db_user": postgres.ROLE,
            }
        text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in settings.items())
        path = layout.cache("run") / f"{name}.conf"
        path.write_text(text, encoding="utf-8")
        return path

    def environment(self):
        return odoo_source.environment(self.source, **self.postgres.environment())

    def command(self, config, *arguments, subcommand=None):
        words = [subcommand] if subcommand else []
        return [str(self.python), "-m", "odoo", *words, "-c", str(config), *map(str, arguments)]

    def run_logged(self, config, log, *arguments):
        """Run Odoo to its end with its log in a file; a failure is refused with the log's end."""
        command = self.command(config, "--stop-after-init", "--no-http", *arguments)
        with open(log, "w", encoding="utf-8") as output:
            code = run_child(command, self.environment(), stdout=output, stderr=output)
        if code:
            tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])
            raise Refusal(f"{tail}\n\nOdoo failed; its whole log is {log}")


def prepare():
    """Everything Odoo needs, fetched and started where it is missing."""
    _forget_old_logs()
    return Odoo(odoo_source.find(), venv.python(), postgres.connect())


def _forget_old_logs():
    oldest = time.time() - KEEP_LOGS * 86400
    for path in layout.cache("log").glob("*.log"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def run_script(odoo, database, script=None):
    """Run a script in Odoo's shell; without one, the shell reads our own standard input."""
    config = odoo.configure(f"shell-{database}-{os.getpid()}", database)
    command = odoo.command(config, "--no-http", "--log-level=warn", subcommand="shell")
    try:
        if script is None:
            return run_child(command, odoo.environment())
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            file.write(script)
            file.seek(0)
            return run_child(command, odoo.environment(), stdin=file)
    finally:
        config.unlink(missing_ok=True)


def run_child(command, environment, **streams):
    """Run to the end; Ctrl-C ends the child first, in its own orderly way, and then this."""
    with subprocess.Popen(command, env=environment, cwd=layout.REPO, **streams) as child:
        try:
            return child.wait()
        except BaseException:
            # On a terminal the child has had its SIGINT already; a second one would cut it short.
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()
            raise


def trouble_in(log):
    """The warnings and errors of a log, each once, and with the line that follows it."""
    found, follows = [], 0
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if LOG_LINE.match(line):
            text = TROUBLE.sub(r"\1 ", line)
            follows = 2 if text != line and text not in found else 0
            line = text
        if follows and not line.startswith("  File "):
            found.append(line)
            follows -= 1
    return found
