"""A server with the whole example history, driven from outside by all tests that ask for it."""

import json
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO))

from devtools import application, database, odoo, server  # noqa: E402

MAKE_KEY = """
from datetime import datetime, timedelta
keys = env["res.users.apikeys"].with_user(env.ref("base.user_admin"))
key = keys._generate("rpc", "tests", datetime.now() + timedelta(days=1))
env.cr.commit()
open({path!r}, "w").write(key)
"""


@dataclass
class Running:
    """A served database, and Odoo's JSON-2 interface to it."""

    tools: odoo.Odoo
    database: str
    port: int
    key: str

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    def call(self, model, method, **arguments):
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}",
            data=json.dumps(arguments).encode(),
            headers={"Authorization": f"bearer {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """What ./dev run makes and serves, under another name and on another port."""
    tools = odoo.prepare()
    name = database.passing_name("test", "blackbox")
    try:
        application.prepare(tools, called=name)
        path = tmp_path_factory.mktemp("key") / "key"
        assert odoo.run_script(tools, name, MAKE_KEY.format(path=str(path))) == 0
        port = server.free_port()
        with server.serving(tools, name, port):
            yield Running(tools, name, port, path.read_text())
    finally:
        database.drop(tools, name)


@pytest.fixture(scope="session")
def demo():
    """What ./dev run --demo --lang zh_CN makes, under another name: the tools and the name."""
    tools = odoo.prepare()
    name = database.passing_name("test", "demo")
    try:
        # Refused when Odoo's log of the installation has a warning in it.
        application.prepare(tools, demo=True, lang="zh_CN", called=name)
        yield tools, name
    finally:
        database.drop(tools, name)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "repair-customer-segmentation"
