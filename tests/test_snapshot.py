"""Snapshots: installed once for the code as it is, and anew as soon as that is no more so."""

import os
import time

import pytest

from devtools import database, layout, snapshot, suite
from devtools.ui import Refusal


class Cluster:
    """Databases by name, and what was done to them; nothing is installed."""

    identity = "odoo"

    def __init__(self):
        self.source = self
        self.code, self.databases = "one", {}
        self.installed, self.fails = [], False

    def make(self, _tools, name, *, addon, finish):
        if self.fails:
            raise Refusal("a warning")
        finish(f"{name}_partial")
        self.installed.append(addon)
        self.databases[name] = self.code

    def clone(self, _tools, template, name):
        assert name not in self.databases
        self.databases[name] = self.databases[template]

    def drop(self, _tools, name):
        self.databases.pop(name, None)


@pytest.fixture
def cluster(cache, monkeypatch):
    made = Cluster()
    for name in ("make", "clone", "drop"):
        monkeypatch.setattr(database, name, getattr(made, name))
    monkeypatch.setattr(database, "close", lambda *_arguments: None)
    monkeypatch.setattr(database, "exists", lambda _tools, name: name in made.databases)
    monkeypatch.setattr(
        database, "is_current", lambda _tools, name: made.databases[name] == made.code
    )
    return made


def test_the_second_gets_a_clone_of_what_the_first_installed(cluster):
    for name in ("first", "second"):
        snapshot.clone(cluster, name)
    assert cluster.installed == [layout.MAIN_ADDON]
    assert {"first", "second"} <= set(cluster.databases)


def test_changed_code_is_installed_anew(cluster):
    snapshot.clone(cluster, "first")
    cluster.code = "two"
    snapshot.clone(cluster, "second")
    assert (cluster.databases["first"], cluster.databases["second"]) == ("one", "two")


def test_an_old_snapshot_is_made_anew(cluster):
    snapshot.clone(cluster, "first")
    [note] = layout.cache("run").glob("snapshot_*")
    moment = time.time() - snapshot.FRESH - 1
    os.utime(note, (moment, moment))
    snapshot.clone(cluster, "first")
    assert len(cluster.installed) == 2


def test_what_is_not_installed_well_is_refused_each_time(cluster):
    snapshot.clone(cluster, "first")
    cluster.code, cluster.fails = "two", True
    for _time in range(2):
        with pytest.raises(Refusal):
            snapshot.clone(cluster, "second")
    assert "second" not in cluster.databases


def test_each_addon_has_its_own(cluster):
    snapshot.clone(cluster, "first")
    snapshot.clone(cluster, "second", layout.REPAIRS_ADDON)
    assert cluster.installed == [layout.MAIN_ADDON, layout.REPAIRS_ADDON]


def test_that_of_a_removed_checkout_goes(cluster, monkeypatch, tmp_path):
    snapshot.clone(cluster, "first")
    snapshot.sweep(cluster)
    assert len(cluster.databases) == 2
    [note] = layout.cache("run").glob("snapshot_*")
    note.write_text(str(tmp_path / "removed"))
    snapshot.sweep(cluster)
    assert list(cluster.databases) == ["first"]
    assert not note.exists()


def test_only_tests_in_a_browser_need_scripts_and_styles(tmp_path):
    (tmp_path / "test_a.py").write_text("def test_a(): pass\n")
    assert not snapshot.use_browser([tmp_path])
    (tmp_path / "test_b.py").write_text("self.start_tour('/odoo', 'tour')\n")
    assert snapshot.use_browser([tmp_path])
    assert not snapshot.use_browser([tmp_path / "test_a.py"])


def test_those_who_share_a_server_are_one_part():
    parts = {name: [path.name for path in paths] for name, paths in suite.parts()}
    shared = ["test_browser.py", "test_example_history.py", "test_serving.py"]
    assert parts["black box, example history"] == shared
    alone = {name for part in ("black box 1/2", "black box 2/2") for name in parts[part]}
    assert not set(shared) & alone
