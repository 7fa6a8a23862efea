"""The database server: an existing one when PGHOST is set, else a private cluster of our own.

The private cluster listens on a Unix socket only and lies in the cache. PostgreSQL refuses to run
as root, so for root it runs as the user postgres, who cannot read root's home: its folder is then
/var/lib/repair-customer-segmentation/<a digest of the cache's path>. Only its owner (and root) can
enter that folder, which is why nobody needs a password inside.

All databases of a cluster share its safety: it flushes to disk as PostgreSQL does by default, and
only synchronous_commit is off, so a power cut can lose the last moments, never corrupt a database.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import layout, system
from .locks import lock
from .ui import Refusal, step

OLDEST = 13  # what Odoo 19 asks for
ROLE = "odoo"  # Odoo refuses to work as postgres
PORT = "5432"  # part of the socket's name only
LONGEST_SOCKET = 100  # bytes; the system's limit is 107 or less


@dataclass(frozen=True)
class Server:
    """How to reach the server; what is None, libpq's own variables (PGHOST ...) say."""

    host: str | None = None
    started: bool = False  # by this very process

    def environment(self):
        if not self.host:
            return {}
        return {"PGHOST": self.host, "PGPORT": PORT, "PGUSER": ROLE}

    def sql(self, statement, database="postgres"):
        """Run one statement; the rows come back as lists of text."""
        command = [_client("psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [*command, "-d", database, "-c", statement],
            env=os.environ | self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Refusal(f"The database server said: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def in_use(self):
        """Whether somebody else is connected."""
        query = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid != pg_backend_pid()"
        )
        return self.sql(query) != [["0"]]

    def databases(self):
        return {row[0] for row in self.sql("SELECT datname FROM pg_database")}


def connect():
    """The server, started if need be."""
    if os.environ.get("PGHOST"):
        return _existing()
    system.need("PostgreSQL", ["postgresql"], lambda: _program("initdb") is not None)
    cluster = _Cluster()
    with lock("postgres"):
        started = cluster.start()
    return Server(host=str(cluster.socket), started=started)


def stop():
    """Stop the private cluster; say whether it ran."""
    if _program("pg_ctl") is None:
        return False
    with lock("postgres"):
        return _Cluster().stop()


def destroy():
    """Remove the private cluster and all that is in it."""
    if _program("pg_ctl") is not None:
        stop()
        shutil.rmtree(_Cluster().home, ignore_errors=True)


def _existing():
    system.need("PostgreSQL's psql", ["postgresql-client"], lambda: _client("psql") is not None)
    server = Server()
    version, user = server.sql(
        "SELECT current_setting('server_version_num')::int / 10000, current_user"
    )[0]
    if int(version) < OLDEST:
        raise Refusal(f"PGHOST's server is PostgreSQL {version}; Odoo 19 needs {OLDEST} or later.")
    if user == "postgres":
        raise Refusal(
            "Odoo refuses to work as postgres: please set PGUSER to a role with CREATEDB."
        )
    return server


def _client(name):
    return shutil.which(name) or _program(name)


def _program(name):
    """A program of the newest PostgreSQL here. Debian keeps the server's out of the path."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    versions = sorted(folders, key=lambda path: int(path.parent.name), reverse=True)
    for folder in versions:
        if int(folder.parent.name) >= OLDEST and (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


class _Cluster:
    def __init__(self):
        done = subprocess.run(
            [_program("pg_ctl"), "--version"], capture_output=True, text=True, check=True
        )
        version = re.search(r"(\d+)", done.stdout)[1]
        cache = layout.cache()
        if system.is_root():
            digest = hashlib.sha256(str(cache).encode()).hexdigest()[:8]
            self.home = Path("/var/lib/repair-customer-segmentation") / digest
            self.as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        else:
            self.home = cache / "postgres"
            self.as_user = {}
        self.data = self.home / f"data-{version}"
        self.socket = self._socket_folder()
        self.log = self.home / "postgres.log"

    def _socket_folder(self):
        folder = self.home / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return folder
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:8]
        return Path(tempfile.gettempdir()) / f"repair-{os.geteuid()}-{digest}"

    def start(self):
        """Start the cluster, made if need be; False when it ran already."""
        self._make_folder(self.home)
        self._make_folder(self.socket)
        if not self.data.exists():
            self._initialise()
        if self.runs():
            return False
        self._configure()
        with step("Starting PostgreSQL"):
            done = self._run(
                "pg_ctl", "start", "--wait", "--silent", "-D", self.data, "-l", self.log
            )
            if done.returncode:
                raise Refusal(f"PostgreSQL did not start; its log {self.log} says why.")
        self._make_role()
        return True

    def stop(self):
        if not (self.data.exists() and self.runs()):
            return False
        return (
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "--silent").returncode == 0
        )

    def runs(self):
        return self._run("pg_ctl", "status", "-D", self.data).returncode == 0

    def _initialise(self):
        with step("Making a private PostgreSQL cluster"):
            aside = self.data.with_name(self.data.name + ".partial")
            shutil.rmtree(aside, ignore_errors=True)
            options = [
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-instructions",
            ]
            for locale in ("C.UTF-8", "C"):
                done = self._run("initdb", "-D", aside, f"--locale={locale}", *options)
                if done.returncode == 0:
                    break
            else:
                raise Refusal(f"initdb failed: {done.stderr.strip()}")
            with open(aside / "postgresql.conf", "a", encoding="utf-8") as config:
                config.write("include 'development.conf'\n")
            (aside / "development.conf").touch()
            aside.rename(self.data)

    def _configure(self):
        """Written anew at each start, so that it follows this file and the machine."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket,
            "port": PORT,
            "max_connections": 200,
            "synchronous_commit": "off",
            # A quarter, as PostgreSQL's manual advises; more than 4 GB speeds nothing up here.
            "shared_buffers": f"{min(4096, int(memory * 256))}MB",
            "effective_cache_size": f"{max(1, int(memory / 2))}GB",
            "work_mem": "64MB" if memory > 6 else "16MB",
            "maintenance_work_mem": "256MB" if memory > 6 else "64MB",
            "max_wal_size": "8GB" if memory > 6 else "1GB",
            "checkpoint_timeout": "30min",
            "wal_buffers": "64MB",
            "random_page_cost": 1.1,
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        path = self.data / "development.conf"
        path.write_text(text, encoding="utf-8")
        self._own(path)

    def _make_role(self):
        """Odoo's role may make databases, no more: what needs a superuser should fail."""
        statement = (
            f"DO $$ BEGIN IF to_regrole('{ROLE}') IS NULL THEN "
            f"CREATE ROLE {ROLE} LOGIN CREATEDB; END IF; END $$"
        )
        done = self._run(
            "psql",
            "-X",
            "-q",
            "-h",
            self.socket,
            "-p",
            PORT,
            "-U",
            "postgres",
            "-d",
            "postgres",
            "-c",
            statement,
        )
        if done.returncode:
            raise Refusal(f"Making the database role failed: {done.stderr.strip()}")

    def _make_folder(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self._own(folder)
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)
        if folder.stat().st_mode & 0o077:
            raise Refusal(f"{folder} belongs to somebody else: please remove it.")

    def _own(self, path):
        if self.as_user:
            shutil.chown(path, "postgres", "postgres")

    def _run(self, program, *arguments):
        return subprocess.run(
            [_program(program), *map(str, arguments)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # pg_ctl hands its standard error on to the server, which would keep a pipe open.
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for us, who then decide
            check=False,
            **self.as_user,
        )
