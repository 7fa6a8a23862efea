"""All tests side by side: parts of the suite, each in a ./dev test of its own.

The largest addon is cut in several. Every part has a database of its own, so that none sees what
another does: those of an addon are clones of one snapshot. What a part prints is shown as a whole
when it has ended.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from . import layout
from .ui import say

# One more than there are cores, since parts wait at times: for a page, a server, a moment to come.
# But so many at most, as each keeps Odoo, PostgreSQL and at times a browser busy.
LANES = 3
# More parts than lanes, so that no lane is left waiting for others; a part costs some ten seconds.
BLACK_BOX = "black box"
SHARDS = {layout.MAIN_ADDON: 6, BLACK_BOX: 2}
# What a file takes, in seconds on two cores: by its length, and by what takes longer than that.
SECONDS_A_KILOBYTE = 0.4
SLOW = {
    re.compile(r"\bstart_tour\("): 8,
    re.compile(r"\bself\.click_everywhere\("): 60,
    re.compile(r"\bfor_any\("): 8,
    # A database of its own, and servers that are killed.
    re.compile(r"\bDesk\.made\("): 50,
}
# Those whose words do not tell.
MEASURED = {
    "test_care_year": 60,
    "test_cycle": 60,
    "test_cycle_repairs": 120,
    "test_demo": 90,
    "test_demo_repairs": 60,
    "test_first_minutes": 60,
    "test_leaks": 25,
    "test_maintenance_preview": 30,
    "test_outlook_days": 25,
    "test_properties": 20,
    "test_screens": 120,
    "test_rights": 40,
    "test_service_year": 40,
    "test_tours_day_clerk": 60,
    "test_tours_day_customer": 40,
    "test_tours_day_manager": 30,
    "test_tours_day_technician": 50,
    "test_whole_run": 50,
}
# Tests of the black box that share one server with the example history, which takes long to make.
SHARED_SERVER = re.compile(r"\bdef \w+\([^)]*\brunning\b")


def run(options):
    """Run every part, so many at a time as there are lanes; the exit code of the first that fails.

    :param list options: pytest's options, for every part
    """
    waiting, running = parts(), []
    with ThreadPoolExecutor(min(len(waiting), (os.cpu_count() or 1) + 1, LANES)) as pool:
        try:
            codes = list(pool.map(lambda part: _run_part(*part, options, running), waiting))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in running:
                child.terminate()
            raise
    return next((code for code in codes if code), 0)


def parts():
    """(name, paths) of every part; the largest comes last, to fill the lanes evenly."""
    black_box = sorted((layout.REPO / "tests").glob("test_*.py"))
    shared = [path for path in black_box if SHARED_SERVER.search(path.read_text(encoding="utf-8"))]
    alone = [path for path in black_box if path not in shared]
    found = _pieces(BLACK_BOX, alone)
    if shared:
        found.append((f"{BLACK_BOX}, example history", shared))
    for addon in sorted(layout.addons(), key=lambda addon: SHARDS.get(addon, 1)):
        found += _pieces(addon, sorted((layout.REPO / addon / "tests").rglob("test_*.py")))
    return found


def _pieces(name, files):
    """(name, paths) of the pieces that files are cut in."""
    shards = _share_out(files, SHARDS.get(name, 1))
    return [
        (f"{name} {number}/{len(shards)}" if len(shards) > 1 else name, shard)
        for number, shard in enumerate(shards, 1)
    ]


def _share_out(files, count):
    """Share files out so that the shards take about as long; each keeps their order."""
    shards, weights = [[] for _shard in range(count)], [0] * count
    for weight, path in sorted(((_weight(path), path) for path in files), reverse=True):
        lightest = weights.index(min(weights))
        shards[lightest].append(path)
        weights[lightest] += weight
    return [sorted(shard) for shard in shards if shard]


def _weight(path):
    """How long a file's tests take, roughly, in seconds."""
    text = path.read_text(encoding="utf-8")
    slow = sum(seconds * len(pattern.findall(text)) for pattern, seconds in SLOW.items())
    return MEASURED.get(path.stem, 0) + slow + len(text) / 1024 * SECONDS_A_KILOBYTE


def _run_part(name, paths, options, running):
    begun = time.monotonic()
    say(f"-- {name}: {len(paths)} files")
    command = [sys.executable, str(layout.REPO / "dev"), "test", *options, *map(str, paths)]
    with subprocess.Popen(
        command, cwd=layout.REPO, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        running.append(child)
        output, _nothing = child.communicate()
    seconds = time.monotonic() - begun
    say(f"\n== {name}: {seconds:.0f} s{'' if child.returncode == 0 else ', FAILED'}\n{output}")
    return child.returncode
