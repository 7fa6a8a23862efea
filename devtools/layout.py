"""Where things are: the checkout, its addons, and the cache that all checkouts share.

    cache/odoo/       Odoo 19, one folder a version
    cache/apt/        package lists and downloads, kept so that a download can be resumed
    cache/venv/       virtual environments, one a lock file and Python version
    cache/node/       prettier, one a lock file
    cache/data/       Odoo's data folder (file store, sessions)
    cache/run/        configuration files and notes on running servers
    cache/log/        logs
    cache/lock/       lock files

The database cluster lies in the cache too, except for root (see postgres.py).
"""

import ast
import os
from functools import cache as remember
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
MAIN_ADDON = "repair_customer_segmentation"
REPAIRS_ADDON = "repair_customer_segmentation_repair"


def cache(*parts):
    """A folder of the cache, made if need be."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base).absolute().joinpath("repair-customer-segmentation", *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@remember
def addons():
    """The addons of this checkout, {name: manifest}; the main one first."""
    found = {}
    for path in sorted(REPO.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    return dict(sorted(found.items(), key=lambda item: (item[0] != MAIN_ADDON, item[0])))


def own_dependencies(addon):
    """The addons of this checkout that `addon` needs, itself included, those needed first."""
    order = []

    def visit(name):
        if name in addons() and name not in order:
            for needed in addons()[name].get("depends", []):
                visit(needed)
            order.append(name)

    visit(addon)
    return order


def foreign_dependencies(names):
    """Odoo's own addons that these addons of ours name, directly or by way of each other."""
    wanted = {own for name in names for own in own_dependencies(name)}
    return {need for name in wanted for need in addons()[name].get("depends", [])} - set(addons())
