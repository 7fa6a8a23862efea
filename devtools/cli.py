"""The command line of ./dev."""

import argparse
import contextlib
import shutil
import signal
import sys

from . import (
    application,
    benchmarks,
    database,
    layout,
    lint,
    odoo,
    postgres,
    server,
    terms,
    testrun,
)
from .ui import Refusal, say, warn

DESCRIPTION = """Repair Customer Segmentation: everything for people who work on it.

The first command fetches what is missing (Odoo 19, Python packages, a private
PostgreSQL) into the cache; ODOO_HOME and PGHOST name existing ones instead."""


def main(arguments=None):
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    # Ended by a service manager or a closed terminal, tidy up just as on Ctrl-C.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return options.run(options, rest) or 0
    except Refusal as refusal:
        warn(f"\ndev: {refusal}")
        return 1
    except KeyboardInterrupt:
        warn("\ndev: interrupted")
        return 130


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, run, text, description=None):
        made = commands.add_parser(
            name, help=text, description=description or text, allow_abbrev=False
        )
        made.set_defaults(run=run)
        return made

    made = command("run", _run, "serve the addon with a real year of history in it")
    made.add_argument("--port", type=int, default=8069)
    made.add_argument("--fresh", action="store_true", help="make the database anew")
    made.add_argument(
        "--demo",
        action="store_true",
        help="the addon's demo data instead, in a database of its own",
    )
    made.add_argument(
        "--repairs",
        action="store_true",
        help="demo data with Odoo's Repairs, Sales and Invoicing, in a database of its own",
    )
    made.add_argument(
        "--lang",
        metavar="CODE",
        help="its users work in this language, as zh_CN, in a database of its own",
    )

    made = command("db", _db, "make a database with the addon, or update an existing one")
    made.add_argument("name")
    made.add_argument("--fresh", action="store_true", help="make it anew even if it is there")
    made.add_argument("--demo", action="store_true", help="with demo data")
    made.add_argument(
        "--with", dest="extra", default="", metavar="MODULE,...", help="more addons to install"
    )

    made = command("shell", _shell, "Odoo's shell on a database; a script on standard input is run")
    made.add_argument("--db", default="repair", metavar="NAME")

    made = command("serve", _serve, "serve an existing database")
    made.add_argument("--db", default="repair", metavar="NAME")
    made.add_argument("--port", type=int, default=8069)

    made = command("test", _test, "run all tests, or those that pytest's arguments choose")
    made.add_argument(
        "--keep", action="store_true", help="keep the database, and update a kept one"
    )
    made.add_argument("--odoo", action="store_true", help="Odoo's own runner only")
    made.add_argument("--coverage", action="store_true", help="measure the addons' coverage")

    made = command("lint", _lint, "ruff, pylint-odoo, the OCA's hooks, prettier, the house")
    made.add_argument("--fix", action="store_true", help="correct what can be corrected by itself")

    made = command("terms", _terms, "export the terms, and merge them into the translations")
    made.add_argument(
        "files", nargs="*", metavar="FILE", help="translations (po) for terms that have none"
    )

    made = command("bench", _bench, "run the benchmarks, or those named")
    made.add_argument("names", nargs="*", metavar="NAME")
    made.add_argument("--customers", type=int, default=1_000_000, metavar="N", help="how many")
    made.add_argument("--cases", type=int, default=100_000, metavar="N", help="how many")
    made.add_argument("--json", action="store_true", help="print one JSON object")
    made.add_argument("--explain", action="store_true", help="print the plans of the queries")

    command("stop", _stop, "stop all servers and the private PostgreSQL")
    command("clean", _clean, "remove the cache and every database of the private PostgreSQL")
    return parser


def _run(options, _rest):
    server.check_port(options.port)
    tools = odoo.prepare()
    try:
        which = {"demo": options.demo, "repairs": options.repairs, "lang": options.lang}
        application.prepare(tools, fresh=options.fresh, **which)
        return server.serve(tools, application.name(**which), options.port)
    finally:
        if tools.postgres.started:
            _stop_unused(tools.postgres)


def _stop_unused(server):
    with contextlib.suppress(Refusal):  # somebody else has just stopped it
        if not server.in_use():
            postgres.stop()


def _db(options, _rest):
    extra = [each for each in options.extra.split(",") if each]
    tools = odoo.prepare()
    if options.fresh or not database.exists(tools, database.check_name(options.name)):
        database.make(tools, options.name, extra=extra, demo=options.demo)
    else:
        database.update(tools, options.name, extra=extra)
    host = f"psql -h {tools.postgres.host} -U {postgres.ROLE} {options.name}"
    say(f"The database {options.name} is ready." + (f" {host}" if tools.postgres.host else ""))


def _shell(options, _rest):
    tools = odoo.prepare()
    _need_database(tools, options.db)
    if sys.stdin.isatty():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the shell's own business
    return odoo.run_script(tools, options.db)


def _serve(options, _rest):
    server.check_port(options.port)
    tools = odoo.prepare()
    _need_database(tools, options.db)
    return server.serve(tools, options.db, options.port)


def _test(options, rest):
    return testrun.run(rest, keep=options.keep, odoo_only=options.odoo, coverage=options.coverage)


def _lint(options, _rest):
    return lint.run(fix=options.fix)


def _terms(options, _rest):
    return terms.run(options.files)


def _bench(options, _rest):
    values = {name: getattr(options, name) for name in ("customers", "cases", "json", "explain")}
    return benchmarks.run(options.names, values)


def _stop(_options, _rest):
    servers = server.stop_all()
    cluster = postgres.stop()
    say(f"Stopped {servers} server(s)" + (" and PostgreSQL." if cluster else "."))


def _clean(_options, _rest):
    server.stop_all()
    postgres.destroy()
    folder = layout.cache()
    shutil.rmtree(folder)
    say(f"Removed {folder} and the private PostgreSQL.")


def _need_database(tools, name):
    if not database.exists(tools, database.check_name(name)):
        raise Refusal(f"There is no database {name}; ./dev db {name} makes it.")


if __name__ == "__main__":
    sys.exit(main())
