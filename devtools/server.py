"""A served database: ports, starting, waiting, and what is running."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from . import layout
from .ui import Refusal, say, step

HOST = "127.0.0.1"
PATIENCE = 120  # seconds for Odoo to answer


def free_port():
    """A port that nobody uses: so that two runs do not meet on one."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def check_port(port):
    """Refuse a busy port, and suggest the next free one."""
    if not 0 < port < 65536:
        raise Refusal(f"{port} is no port: take one from 1024 to 65535.")
    if not is_free(port):
        other = next(
            (each for each in range(port + 1, min(port + 200, 65536)) if is_free(each)), None
        )
        hint = f" Another one is free: --port {other}" if other else ""
        raise Refusal(f"Port {port} is in use.{hint}")


@contextmanager
def serving(odoo, database, port, **more):
    """Odoo on `port` as long as the block lasts; the block begins when it answers.

    `more` are settings of Odoo, such as `workers`.
    """
    check_port(port)
    name = f"serve-{database}-{port}"
    config = odoo.configure(name, database, http_port=port, gevent_port=free_port(), **more)
    log = layout.cache("log") / f"{name}.log"
    note = layout.cache("run") / f"{name}.json"
    with open(log, "w", encoding="utf-8") as output:
        # In a session of its own: on Ctrl-C we end it, once, and wait.
        process = subprocess.Popen(
            odoo.command(config),
            env=odoo.environment(),
            cwd=layout.REPO,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        note.write_text(json.dumps({"pid": process.pid, "config": str(config)}), encoding="utf-8")
        with step(f"Starting Odoo on port {port}"):
            _wait(process, port, log)
        yield process
    finally:
        end(process)
        note.unlink(missing_ok=True)
        config.unlink(missing_ok=True)


def serve(odoo, database, port):
    """Serve until Ctrl-C; the exit code."""
    with serving(odoo, database, port) as process:
        say()
        say(f"    http://localhost:{port}    login admin, password admin    (Ctrl-C stops it)")
        say()
        say(f"Odoo's log is {layout.cache('log') / f'serve-{database}-{port}.log'}")
        try:
            process.wait()
        except KeyboardInterrupt:
            say("\nStopping")
            return 0
    if process.returncode in (0, -signal.SIGTERM):
        return 0  # by ./dev stop
    raise Refusal(f"Odoo ended by itself with code {process.returncode}; its log says why.")


def end(process):
    """End Odoo in its own orderly way, and by force when that takes too long."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop_all():
    """End every server that this tool started and that still runs; how many there were."""
    ended = 0
    for note in layout.cache("run").glob("serve-*.json"):
        found = json.loads(note.read_text(encoding="utf-8"))
        if _is_ours(found["pid"], found["config"]):
            os.kill(found["pid"], signal.SIGTERM)
            deadline = time.monotonic() + 20
            while _is_ours(found["pid"], found["config"]) and time.monotonic() < deadline:
                time.sleep(0.1)
            ended += 1
        note.unlink(missing_ok=True)
    return ended


def _is_ours(pid, config):
    """Whether the process is the Odoo of this configuration, not a later one with its number."""
    command = ["ps", "-ww", "-p", str(pid), "-o", "stat=,args="]
    line = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return config in line and not line.startswith("Z")


def _wait(process, port, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
    raise Refusal(f"{tail}\n\nOdoo did not start to answer; its whole log is {log}")
