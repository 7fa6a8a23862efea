"""Debian packages that a machine lacks: installed by root on Debian, named to everybody else."""

import os
import shutil
import subprocess
from pathlib import Path

from .locks import lock
from .ui import Refusal, say


def is_root():
    return os.geteuid() == 0


def os_release():
    """/etc/os-release as a dictionary; empty where there is none."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {key: value.strip().strip('"') for key, value in pairs}


def is_debian():
    return os_release().get("ID") == "debian" and bool(shutil.which("apt-get"))


def need(what, packages, present):
    """See to it that `present()` holds: install `packages`, or say that somebody has to."""
    if present():
        return
    command = "apt-get install " + " ".join(packages)
    if not (is_root() and is_debian()):
        how = f" (as root: {command})" if shutil.which("apt-get") else ""
        raise Refusal(f"{what} is missing: please install it{how}, then start again.")
    with lock("apt"):
        if present():
            return
        say(f"{what} is missing: installing {', '.join(packages)}")
        _install(packages)
    if not present():
        raise Refusal(f"{what} is still missing after '{command}'.")


def _install(packages):
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]
    # Somebody else's installation is waited for, these seconds at most.
    command += ["-o", "DPkg::Lock::Timeout=600", *packages]
    # Lists may be empty (a fresh container) or old: try what is there before asking for new ones.
    if _have_lists() and subprocess.run(command, env=environment, check=False).returncode == 0:
        return
    for each in (["apt-get", "update", "--quiet"], command):
        if subprocess.run(each, env=environment, check=False).returncode:
            raise Refusal(f"'{' '.join(each)}' failed; what it said is above.")


def _have_lists():
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))
