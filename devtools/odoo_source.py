"""Odoo 19 itself: the one ODOO_HOME points to, or Debian's package in the cache.

Odoo is not on PyPI, but Debian has all of its community edition as the package odoo-19. It is
downloaded and extracted, not installed: that needs no root, leaves the system's own sources alone,
and apt checks it against the signatures of the machine's own Debian keyring. The mirror is the one
that the machine is already set up with.
"""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import layout, system
from .locks import lock, written_aside
from .ui import Refusal, say, step

SERIES = "19.0"

# The package links to files of other packages. The fonts of Font Awesome are those of version 4.7,
# which Debian's newer packages do not have any more.
PACKAGES = {
    "sid": [
        "odoo-19",
        "fonts-glyphicons-halflings",
        "fonts-inconsolata",
        "fonts-montserrat",
        "fonts-ocr-b",
        "fonts-roboto-unhinted",
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
    ],
    "bookworm": ["fonts-font-awesome"],
}

HELPER = "/usr/lib/apt/apt-helper"

# Debian leaves this script out for its licence, but the bundles of Odoo's Discuss still name it,
# and a missing file is an ERROR in the log and in every browser test. It blurs the background of
# video calls, and nothing else needs it.
LEFT_OUT = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
STAND_IN = (
    "/* Left out of Debian's package of Odoo: background blur in video calls is not available. */\n"
)


@dataclass(frozen=True)
class OdooSource:
    """Odoo on disk."""

    python_path: Path  # the folder that holds the package `odoo`
    addons_path: tuple[Path, ...]
    identity: str  # changes when the code may have changed: part of the names of template databases


def environment(source, **more):
    """The environment of a process that is to import this Odoo."""
    # Variables like ODOO_HTTP_PORT would win over the configuration file.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ODOO_")}
    return kept | {"PYTHONPATH": str(source.python_path)} | more


def find():
    """Odoo 19, fetched if need be."""
    if home := os.environ.get("ODOO_HOME"):
        return _from_folder(Path(home).expanduser().absolute())
    root = layout.cache("odoo") / SERIES
    if not root.exists():
        with lock("odoo"):
            if not root.exists():
                _fetch(root)
    return _from_folder(root)


def _from_folder(home):
    """Odoo in a source checkout, a root with the package in it, or the package's own folder."""
    places = (home, home / "usr/lib/python3/dist-packages", home.parent)
    base = next((place for place in places if (place / "odoo/release.py").is_file()), None)
    if base is None:
        raise Refusal(
            f"There is no Odoo in {home}: ODOO_HOME has to name a source checkout of Odoo "
            f"{SERIES}, or a folder with its package."
        )
    version = _version(base)
    if version != SERIES:
        raise Refusal(f"The Odoo in {home} is {version}; this addon is for {SERIES}.")
    # The package of Debian has all addons inside; a checkout keeps all but the first beside it.
    inside, beside = base / "odoo/addons", base / "addons"
    addons = (inside,) if (inside / "web").is_dir() else (inside, beside)
    return OdooSource(base, addons, _identity(base))


def _version(base):
    text = (base / "odoo/release.py").read_text(encoding="utf-8")
    match = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    return ".".join(match.groups()) if match else "of an unknown version"


def _identity(base):
    """A short digest of the folder and, in a git checkout, its commit."""
    commit = ""
    if (base / ".git").exists() and shutil.which("git"):
        command = ["git", "-C", str(base), "rev-parse", "HEAD"]
        commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return hashlib.sha256(f"{base.resolve()} {commit}".encode()).hexdigest()[:8]


def _fetch(root):
    if not system.is_debian() or not shutil.which("dpkg-deb"):
        raise Refusal(
            f"Odoo {SERIES} can be fetched by itself on Debian only; here, please set ODOO_HOME to "
            "a source checkout of it."
        )
    say(f"Odoo {SERIES} is missing: fetching Debian's package (120 MB), once for all checkouts")
    apt = _Apt(layout.cache("apt"))
    apt.update()
    packages = apt.download(
        [f"{name}/{suite}" for suite, names in PACKAGES.items() for name in names]
    )
    with step("Extracting Odoo"), written_aside(root) as aside:
        for package in packages:
            subprocess.run(["dpkg-deb", "-x", str(package), str(aside)], check=True)
        stand_in = aside / "usr/lib/python3/dist-packages/odoo" / LEFT_OUT
        if not stand_in.exists():
            stand_in.parent.mkdir(parents=True, exist_ok=True)
            stand_in.write_text(STAND_IN, encoding="utf-8")
    apt.remove()


@dataclass(frozen=True)
class _File:
    """A package to download, as a line of apt-get's --print-uris has it."""

    uri: str
    path: Path
    size: int
    digest: str  # "SHA256:..." or another of Python's algorithms

    @classmethod
    def from_line(cls, line, folder):
        uri, name, size, digest = line.split()
        return cls(uri.strip("'"), folder / name, int(size), digest)

    def is_whole(self):
        if not self.path.exists() or self.path.stat().st_size != self.size:
            return False
        algorithm, _, value = self.digest.partition(":")
        return hashlib.new(algorithm, self.path.read_bytes()).hexdigest() == value


class _Apt:
    """apt with sources, lists and downloads of its own, so that no root is needed."""

    def __init__(self, folder):
        self.folder = folder
        self.downloads = folder / "archives"
        for each in (folder / "lists/partial", self.downloads / "partial"):
            each.mkdir(parents=True, exist_ok=True)
        self.sources = folder / "sources.list"
        self.options = [
            f"Dir::Etc::sourcelist={self.sources}",
            "Dir::Etc::sourceparts=-",
            f"Dir::State::Lists={folder / 'lists'}",
            f"Dir::Cache={folder}",
            f"Dir::Cache::archives={self.downloads}",
            "APT::Sandbox::User=",  # as root: apt's own user cannot write to a home folder
            "Acquire::Languages=none",
            "Acquire::Retries=3",
        ]

    def update(self):
        mirror, keyring = self._mirror(), self._keyring()
        lines = [f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in PACKAGES]
        self.sources.write_text("".join(lines), encoding="utf-8")
        with step("Reading Debian's package lists"):
            self._run("apt-get", "update", "-qq")

    def download(self, wanted):
        """Download the packages and return their paths.

        The signed lists say where each is and what its digest has to be. apt-helper, which comes
        with apt, goes on with a half-finished file; apt-get's own download would begin again.
        """
        listed = self._run("apt-get", "download", "--print-uris", *wanted, stdout=subprocess.PIPE)
        files = [_File.from_line(line, self.downloads) for line in listed.splitlines() if line]
        for path in set(self.downloads.glob("*.deb")) - {file.path for file in files}:
            path.unlink()  # of an older version
        pending = [file for file in files if not file.is_whole()]
        words = [word for file in pending for word in (file.uri, str(file.path), file.digest)]
        if words:
            self._run(HELPER, "download-file", *words)
        return [file.path for file in files]

    def remove(self):
        shutil.rmtree(self.folder)

    def _run(self, program, *arguments, stdout=None):
        options = [word for option in self.options for word in ("-o", option)]
        command = [program, *options, *arguments]
        done = subprocess.run(command, stdout=stdout, text=True, check=False)
        if done.returncode:
            raise Refusal(
                f"Fetching Odoo {SERIES} failed; what apt said is above. Starting again goes on "
                "where it stopped. Whoever has Odoo already can set ODOO_HOME to its folder."
            )
        return done.stdout

    @staticmethod
    def _mirror():
        command = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            raise Refusal("apt knows no Debian mirror: please put one into its sources.")
        return done.stdout.split()[0]

    @staticmethod
    def _keyring():
        for suffix in ("gpg", "pgp"):
            path = Path(f"/usr/share/keyrings/debian-archive-keyring.{suffix}")
            if path.exists():
                return path
        raise Refusal("Debian's keyring is missing: please install debian-archive-keyring.")
