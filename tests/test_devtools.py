"""The parts of ./dev that are easily got wrong: locks, half-finished set-ups, logs, arguments."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtools import layout, locks, odoo, odoo_source, server, suite, system, testrun, venv
from devtools.ui import Refusal

REPO = layout.REPO
LOG = """\
2026-01-01 10:00:00,000 12 INFO db odoo.modules.loading: loading 1 modules...
2026-01-01 10:00:00,100 12 WARNING db py.warnings: old.py:1: DeprecationWarning: do not
  File "old.py", line 1, in <module>
2026-01-01 10:00:00,200 12 INFO db odoo.modules.loading: a text with ERROR in it
2026-01-01 10:00:00,300 12 ERROR db odoo.sql_db: bad query: SELECT
LINE 1: SELECT
more of the same
2026-01-01 10:00:00,400 12 ERROR db odoo.sql_db: bad query: SELECT
LINE 1: SELECT
"""


def _python(code, **options):
    return subprocess.Popen([sys.executable, "-c", code], cwd=REPO, text=True, **options)


class TestLock:
    HOLD = (
        "import time; from devtools.locks import lock\nwith lock('x'): print('in'); time.sleep(60)"
    )

    def _holder(self):
        process = _python(
            self.HOLD, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        assert process.stdout.readline() == "in\n"
        return process

    def test_the_second_waits_for_the_first_and_says_for_whom(self, cache):
        holder = self._holder()
        waiter = _python(
            "from devtools.locks import lock\nwith lock('x'): print('mine')", stdout=subprocess.PIPE
        )
        try:
            time.sleep(locks.PATIENCE + 0.5)
            assert waiter.poll() is None
        finally:
            holder.kill()
        output, _ = waiter.communicate(timeout=10)
        assert f"process {holder.pid}" in output
        assert output.endswith("mine\n")

    def test_a_killed_holder_is_in_nobodys_way(self, cache):
        holder = self._holder()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with locks.lock("x"):
            pass


class TestWrittenAside:
    def test_it_appears_when_it_is_whole(self, tmp_path):
        target = tmp_path / "odoo"
        with locks.written_aside(target) as aside:
            (aside / "file").touch()
            assert not target.exists()
        assert (target / "file").exists()
        assert list(tmp_path.iterdir()) == [target]

    def test_a_failure_leaves_nothing(self, tmp_path):
        with pytest.raises(KeyboardInterrupt), locks.written_aside(tmp_path / "odoo") as aside:
            (aside / "file").touch()
            raise KeyboardInterrupt
        assert list(tmp_path.iterdir()) == []

    def test_what_a_killed_one_left_is_removed(self, tmp_path):
        (tmp_path / "odoo.partial").mkdir()
        (tmp_path / "odoo.partial/rubbish").touch()
        with locks.written_aside(tmp_path / "odoo"):
            pass
        assert list((tmp_path / "odoo").iterdir()) == []


class TestVirtualEnvironment:
    def test_a_half_made_one_is_made_again(self, cache, monkeypatch):
        made = []
        monkeypatch.setattr(
            venv, "_make", lambda folder, _base: (made.append(folder), folder.mkdir(parents=True))
        )
        venv.python()
        [folder] = made
        (folder / "complete").unlink()  # as if it had been interrupted before its last step
        folder.rmdir()
        venv.python()
        venv.python()
        assert made == [folder, folder]


class TestPorts:
    def test_a_busy_port_is_named_and_another_suggested(self):
        import socket

        with socket.socket() as busy:
            busy.bind((server.HOST, 0))
            busy.listen()
            port = busy.getsockname()[1]
            with pytest.raises(Refusal, match=rf"Port {port} is in use.* --port \d+"):
                server.check_port(port)

    def test_a_number_that_is_no_port(self):
        with pytest.raises(Refusal, match="70000 is no port"):
            server.check_port(70000)


def test_only_warnings_and_errors_are_trouble(tmp_path):
    log = tmp_path / "log"
    log.write_text(LOG)
    assert odoo.trouble_in(log) == [
        "WARNING db py.warnings: old.py:1: DeprecationWarning: do not",
        "ERROR db odoo.sql_db: bad query: SELECT",
        "LINE 1: SELECT",
    ]


class TestOdooHome:
    def _odoo(self, base, version="19, 0", inside=True):
        (base / "odoo/addons/base").mkdir(parents=True)
        (base / ("odoo/addons/web" if inside else "addons/web")).mkdir(parents=True)
        (base / "odoo/release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")

    def _find(self, monkeypatch, home):
        monkeypatch.setenv("ODOO_HOME", str(home))
        return odoo_source.find()

    def test_a_checkout(self, tmp_path, monkeypatch):
        self._odoo(tmp_path, inside=False)
        source = self._find(monkeypatch, tmp_path)
        assert source.python_path == tmp_path
        assert source.addons_path == (tmp_path / "odoo/addons", tmp_path / "addons")

    @pytest.mark.parametrize(
        "below", ["", "usr/lib/python3/dist-packages", "usr/lib/python3/dist-packages/odoo"]
    )
    def test_the_package(self, tmp_path, monkeypatch, below):
        base = tmp_path / "usr/lib/python3/dist-packages"
        self._odoo(base)
        source = self._find(monkeypatch, tmp_path / below)
        assert source.python_path == base
        assert source.addons_path == (base / "odoo/addons",)

    def test_another_version(self, tmp_path, monkeypatch):
        self._odoo(tmp_path, version="18, 0")
        with pytest.raises(Refusal, match=r"is 18\.0; this addon is for 19\.0"):
            self._find(monkeypatch, tmp_path)

    def test_no_odoo_at_all(self, tmp_path, monkeypatch):
        with pytest.raises(Refusal, match="There is no Odoo in"):
            self._find(monkeypatch, tmp_path)


class TestFetching:
    """apt-get fails, or is interrupted, at its worst moment."""

    def test_a_failed_download_leaves_no_odoo_and_says_what_to_do(self, cache, monkeypatch):
        monkeypatch.delenv("ODOO_HOME", raising=False)
        monkeypatch.setattr(system, "is_debian", lambda: True)

        line = "'http://mirror/odoo.deb' odoo.deb 5 SHA256:00"

        def fail(command, **_options):
            code = 100 if "download-file" in command else 0
            return subprocess.CompletedProcess(command, code, line, "")

        monkeypatch.setattr(odoo_source.subprocess, "run", fail)
        monkeypatch.setattr(odoo_source.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(odoo_source._Apt, "_keyring", staticmethod(lambda: "/keyring"))
        with pytest.raises(Refusal, match="Starting again goes on where it stopped"):
            odoo_source.find()
        assert list((cache / "odoo").iterdir()) == []

    def test_only_a_whole_file_is_not_downloaded_again(self, tmp_path):
        digest = hashlib.sha256(b"whole").hexdigest()
        file = odoo_source._File.from_line(
            f"'http://m/a%2b.deb' a+.deb 5 SHA256:{digest}", tmp_path
        )
        assert file.uri == "http://m/a%2b.deb"
        for content, whole in ((b"who", False), (b"wrong", False), (b"whole", True)):
            file.path.write_bytes(content)
            assert file.is_whole() is whole

    def test_elsewhere_than_on_debian_it_asks_for_a_checkout(self, cache, monkeypatch):
        monkeypatch.delenv("ODOO_HOME", raising=False)
        monkeypatch.setattr(system, "is_debian", lambda: False)
        with pytest.raises(Refusal, match="please set ODOO_HOME"):
            odoo_source.find()


class TestMissingTool:
    def test_who_cannot_install_is_told_what_to_install(self, monkeypatch):
        monkeypatch.setattr(system, "is_root", lambda: False)
        with pytest.raises(Refusal, match="A browser is missing: please install it"):
            system.need("A browser", ["chromium"], lambda: False)

    def test_what_is_there_is_not_installed(self):
        system.need("A browser", ["chromium"], lambda: True)


class TestChoosingTests:
    ADDON = REPO / layout.MAIN_ADDON

    def _choice(self, *words):
        return testrun.Choice(list(words), Path("/"))

    def test_without_arguments_all_run(self):
        choice = self._choice("-x", "--durations=3")
        assert not choice.partial
        assert choice.paths_in(self.ADDON) == [str(self.ADDON)]
        assert choice.options == ["-x", "--durations=3"]

    def test_a_path_runs_only_where_it_is(self):
        choice = self._choice("tests/test_devtools.py::TestLock")
        assert choice.partial
        assert choice.paths_in(testrun.BLACK_BOX) == [
            f"{testrun.BLACK_BOX}/test_devtools.py::TestLock"
        ]
        assert choice.paths_in(self.ADDON) == []

    def test_a_word_to_look_for_is_no_path(self):
        choice = self._choice("-k", "tests")
        assert choice.partial
        assert choice.options == ["-k", "tests"]
        assert choice.paths_in(testrun.BLACK_BOX) == [str(testrun.BLACK_BOX)]

    @pytest.mark.parametrize(
        ("codes", "partial", "verdict"),
        [
            ([0, 0, 0], False, 0),
            ([0, 5], True, 0),
            ([0, 5], False, 5),
            ([5, 5], True, 5),
            ([0, 1, 0], False, 1),
            ([], True, 5),
        ],
    )
    def test_verdict(self, codes, partial, verdict):
        assert testrun._verdict(codes, partial) == verdict

    def test_the_parts_of_the_suite_hold_every_test_file_once(self):
        parts = suite.parts()
        files = [path for _name, paths in parts for path in paths]
        assert len(files) == len(set(files))
        wanted = set(testrun.BLACK_BOX.glob("test_*.py"))
        for addon in layout.addons():
            wanted |= set((REPO / addon / "tests").rglob("test_*.py"))
        assert set(files) == wanted
        assert len([name for name, _paths in parts if name.startswith(layout.MAIN_ADDON)]) >= 2

    def test_what_takes_long_is_shared_out(self, tmp_path):
        for name, text in (("a", "start_tour('/')"), ("b", "x" * 30), ("c", "y" * 31)):
            (tmp_path / f"test_{name}.py").write_text(text)
        shards = suite._share_out(sorted(tmp_path.glob("*.py")), 2)
        names = [[path.stem for path in shard] for shard in shards]
        assert names == [["test_a"], ["test_b", "test_c"]]
