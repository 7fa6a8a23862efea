"""One at a time, and nothing half-finished.

Set-up work is done beside its place and renamed into it, under a lock that the kernel lets go of
when its holder dies. So an interrupted set-up leaves rubbish at worst, which the next one removes.
"""

import fcntl
import os
import shutil
import time
from contextlib import contextmanager

from . import layout
from .ui import say

PATIENCE = 1  # seconds to wait in silence


@contextmanager
def lock(name):
    """Hold the lock `name`; say who is in the way while waiting for it."""
    path = layout.cache("lock") / f"{name}.lock"
    with open(path, "a+", encoding="utf-8") as file:
        if not _try(file, PATIENCE):
            file.seek(0)
            holder = file.read().strip()
            say(f"Waiting for another ./dev ({holder or 'just starting'}) to finish with: {name}")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _try(file, seconds):
    """Take the lock within so many seconds; whether that went well."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)


@contextmanager
def written_aside(target):
    """Give a folder to fill; it becomes `target` when the block ends well, and else goes.

    To be used under a lock: what a killed predecessor left is removed first.
    """
    aside = target.with_name(target.name + ".partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        if target.exists():
            shutil.rmtree(target)
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
