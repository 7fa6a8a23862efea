"""Databases: templates with Odoo's own addons, and clones of them with the addon installed.

Installing what the addon depends on takes half a minute, cloning a database one second, and the
addon itself some seconds. So there is one template for each Odoo, set of foreign addons, and with
or without demo data, and every fresh database begins as its clone. A database is made under another
name and renamed when it is whole; its file store goes with it.
"""

import hashlib
import os
import re
import shutil
import time

from . import layout
from .locks import lock
from .odoo import trouble_in
from .ui import Refusal, step

PASSING = ("test", "bench")  # databases that go with the process in their name
NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
# What PostgreSQL says of a process of its own that it may not end for us; how often to try again.
BEING_VACUUMED = "whose process is being terminated"
DROP_TRIES = 20


def check_name(name):
    if not NAME.fullmatch(name) or name in ("postgres", "template0", "template1"):
        raise Refusal(f"{name!r} is no name for a database here: small letters, digits, _ and -.")
    return name


def exists(odoo, name):
    return name in odoo.postgres.databases()


def make(odoo, name, *, addon=layout.MAIN_ADDON, extra=(), demo=False, finish=None):
    """Make the database `name` anew with `addon`, and the addons `extra`, installed.

    `finish(database)` may go on with it under its passing name; the database gets its own name, and
    the one it replaces goes, only after that.
    """
    check_name(name)
    with lock(f"database-{name}"):
        code = _code()
        aside = f"{name}_partial"
        drop(odoo, aside)
        template = _template(odoo, addon, extra, demo)
        clone(odoo, template, aside)
        trouble = _install(odoo, aside, addon, extra, demo)
        if finish and not trouble:
            finish(aside)
        if not (
            finish and trouble
        ):  # a database to look at what is wrong, but never a half-filled one
            drop(odoo, name)
            _rename(odoo, aside, name)
            _note_code(odoo, name, code)
        _refuse(trouble)


def make_foreign(odoo, name, addon):
    """Make the database `name` anew with Odoo's own addons that `addon` needs, and none of ours."""
    check_name(name)
    with lock(f"database-{name}"):
        drop(odoo, name)
        clone(odoo, _template(odoo, addon, (), demo=False), name)


def update(odoo, name, *, extra=()):
    """Update our addons in the database `name`, and install `extra` where it lacks them."""
    check_name(name)
    with lock(f"database-{name}"):
        code = _code()
        installed = installed_addons(odoo, name)
        own = [addon for addon in layout.addons() if addon in installed]
        missing = [each for each in extra if each not in installed]
        if layout.MAIN_ADDON not in installed:
            missing.append(layout.MAIN_ADDON)
        with step(f"Updating {', '.join(own) or 'nothing'} in the database {name}"):
            arguments = ["-u", ",".join(own)] if own else []
            arguments += ["-i", ",".join(missing)] if missing else []
            trouble = _run_watched(odoo, name, *arguments)
        _note_code(odoo, name, code)
        _refuse(trouble)


def is_current(odoo, name):
    """Whether the addons have not changed since the database was made or updated."""
    query = (
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    )
    return odoo.postgres.sql(query) == [[_code()]]


def drop(odoo, name):
    """Drop a database, whoever is connected, and its file store.

    PostgreSQL refuses while it is vacuuming the database by itself, which takes moments.
    """
    for left in reversed(range(DROP_TRIES)):
        try:
            odoo.postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            break
        except Refusal as refusal:
            if not left or BEING_VACUUMED not in str(refusal):
                raise
            time.sleep(1)
    shutil.rmtree(_file_store(name), ignore_errors=True)


def passing_name(kind, what):
    """A name for a database that this process makes and drops."""
    return f"{kind}_{os.getpid()}_{what}"


def sweep(odoo):
    """Drop the passing databases of processes that were killed before they could."""
    if not odoo.postgres.host:
        return  # others may use an existing server, from other machines
    for name in odoo.postgres.databases():
        match = re.match(rf"({'|'.join(PASSING)})_(\d+)_", name)
        if match and not _runs(int(match[2])):
            drop(odoo, name)


def _runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def installed_addons(odoo, name):
    rows = odoo.postgres.sql("SELECT name FROM ir_module_module WHERE state = 'installed'", name)
    return {row[0] for row in rows}


def _template(odoo, addon, extra, demo):
    """The template's name; the template is made if need be."""
    wanted = layout.foreign_dependencies([addon]) | {
        each for each in extra if each not in layout.addons()
    }
    for own in set(extra) & set(layout.addons()):
        wanted |= layout.foreign_dependencies([own])
    addons = ",".join(sorted(wanted))
    key = hashlib.sha256(f"{odoo.source.identity} {addons} {demo}".encode()).hexdigest()[:10]
    name = f"template_{key}"
    if exists(odoo, name):
        return name
    with lock(name):
        if not exists(odoo, name):
            _make_template(odoo, name, addons, demo)
    return name


def _make_template(odoo, name, addons, demo):
    text = f"Making a template database with {addons}" + (" and demo data" if demo else "")
    with step(text + " (once)"):
        aside = f"{name}_partial"
        drop(odoo, aside)
        odoo.postgres.sql(
            f"CREATE DATABASE \"{aside}\" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
        )
        config = odoo.configure(f"install-{aside}", aside, own_addons=False, with_demo=demo)
        try:
            odoo.run_logged(config, layout.cache("log") / f"{name}.log", "-i", addons)
        finally:
            config.unlink(missing_ok=True)
        _rename(odoo, aside, name)
        close(odoo, name)


def close(odoo, name):
    """Nobody connects to a template by accident: a connection would be in the way of cloning it."""
    odoo.postgres.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')


def clone(odoo, template, name):
    """Make the database `name`, which is not there yet, as a copy of `template` with its files."""
    with step(f"Cloning the template database {template}"):
        odoo.postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        source, target = _file_store(template), _file_store(name)
        shutil.rmtree(target, ignore_errors=True)
        if source.exists():
            shutil.copytree(source, target)
        # Copies of one database must not pass for the same one.
        odoo.postgres.sql(
            "UPDATE ir_config_parameter SET value = gen_random_uuid() "
            "WHERE key IN ('database.uuid', 'database.secret')",
            name,
        )


def _install(odoo, name, addon, extra, demo):
    own = [addon, *(each for each in extra if each in layout.addons())]
    with step(f"Installing {', '.join(own)}"):
        return _run_watched(odoo, name, "-i", ",".join(own), demo=demo)


def _run_watched(odoo, name, *arguments, demo=False):
    """Install or update, and return what went to the log that should not have."""
    config = odoo.configure(f"install-{name}-{os.getpid()}", name, with_demo=demo)
    log = layout.cache("log") / f"{name}-install.log"
    try:
        odoo.run_logged(config, log, *arguments)
    finally:
        config.unlink(missing_ok=True)
    trouble = trouble_in(log)
    return [*trouble, "", f"The whole log is {log}"] if trouble else []


def _refuse(trouble):
    """Warnings are failures: they are how Odoo tells of mistakes in an addon."""
    if trouble:
        text = "\n".join(trouble)
        raise Refusal(
            f"Odoo's log of the installation has to be free of warnings, and is not:\n\n{text}"
        )


def _rename(odoo, old, new):
    shutil.rmtree(_file_store(new), ignore_errors=True)
    if _file_store(old).exists():
        _file_store(old).rename(_file_store(new))
    odoo.postgres.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def _file_store(name):
    return layout.cache("data", "filestore") / name


def _note_code(odoo, name, code):
    odoo.postgres.sql(f"COMMENT ON DATABASE \"{name}\" IS '{code}'")


def _code():
    """A digest of the addons' files, of which the database keeps that of its last update."""
    digest = hashlib.sha256()
    for addon in layout.addons():
        for path in sorted((layout.REPO / addon).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(layout.REPO)).encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
