"""A database whose scheduled work is met in the middle: killed, cut off, and worked beside."""

import time
from contextlib import contextmanager

from devtools import database, odoo, server, snapshot

PATIENCE = 120  # seconds
WAKING = 5  # seconds


class Desk:
    """What can be done to a database from outside, and what is seen of it."""

    def __init__(self, tools, name):
        self.tools, self.name = tools, name

    @classmethod
    @contextmanager
    def made(cls, kind, script):
        """A desk with a database of its own, which goes with it.

        :param str kind: what the database is for, as its name says
        :param str script: what is done in it first, see :meth:`script`
        """
        tools = odoo.prepare()
        name = database.passing_name("test", kind)
        try:
            snapshot.clone(tools, name)
            desk = cls(tools, name)
            desk.script(script)
            yield desk
        finally:
            database.drop(tools, name)

    def sql(self, statement):
        """Return the rows of a statement, each a list of texts."""
        return self.tools.postgres.sql(statement, self.name)

    def script(self, text):
        """Run a script in Odoo's shell, a process of its own."""
        assert odoo.run_script(self.tools, self.name, text) == 0

    @contextmanager
    def serving(self):
        """A server whose scheduled actions begin at once, not a minute later."""
        port = server.free_port()
        with server.serving(self.tools, self.name, port) as process:
            self.wake()
            yield process, port

    def wake(self):
        self.tools.postgres.sql(f"NOTIFY cron_trigger, '{self.name}'")

    def wait(self, condition, what, told=lambda: ""):
        """Wait until something is so, and wake the scheduled actions now and then.

        :param str what: what is waited for
        :param told: called for what to say when it does not come
        """
        deadline = time.monotonic() + PATIENCE
        woken = time.monotonic()
        while not condition():
            assert time.monotonic() < deadline, f"{what}: {told()}"
            if time.monotonic() - woken > WAKING:
                self.wake()
                woken = time.monotonic()
            time.sleep(0.01)

    def kill_in(self, condition, what, told=lambda: ""):
        """Serve, and kill the process with SIGKILL as soon as something is so."""
        with self.serving() as (process, _port):
            self.wait(condition, what, told)
            process.kill()
            process.wait()
