"""The browser that tests drive: Debian's chromium, or any that Odoo's own tests find."""

import shutil
from pathlib import Path

from . import system
from .ui import Refusal, warn

# Nothing of the browser's own goes out to the network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def path():
    """The browser's program, or None; in the order in which Odoo looks."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def need(*, optional=False):
    """See to it that there is a browser, with a font for Chinese where we may install one.

    Without one, Odoo skips its browser tests: fit for trying out something else (`optional`), but
    not for a run that is to say that all is well.
    """
    try:
        system.need("A browser (chromium)", ["chromium"], lambda: path() is not None)
    except Refusal as refusal:
        if not optional:
            raise
        warn(f"dev: {refusal} Browser tests are skipped.")
    if system.is_root() and system.is_debian():
        system.need("A font for Chinese", ["fonts-noto-cjk"], FONT.exists)
