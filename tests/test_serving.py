"""./dev serve from outside: it answers, names a busy port, and stops what it started."""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from devtools import server

DEV = Path(__file__).resolve().parent.parent / "dev"


def _dev(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, str(DEV), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/web/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_ctrl_c_stops_all_it_started(running):
    port = server.free_port()
    process = _dev("serve", "--db", running.database, "--port", port)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
        assert _answers(port)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, output
    assert "login admin, password admin" in output
    assert server.is_free(port)
    assert _answers(running.port), "the other server is none of its business"


def test_a_busy_port_is_named_and_another_suggested(running):
    process = _dev("serve", "--db", running.database, "--port", running.port)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {running.port} is in use" in output
    suggestion = int(re.search(r"--port (\d+)", output)[1])
    assert server.is_free(suggestion)


def test_an_unknown_database_is_named(running):
    process = _dev("serve", "--db", "nowhere", "--port", server.free_port())
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "There is no database nowhere; ./dev db nowhere makes it." in output
