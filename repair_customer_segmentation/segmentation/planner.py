"""Settings of PostgreSQL's planner, for the statements that need them."""

from contextlib import contextmanager

from odoo.tools import SQL


@contextmanager
def planner_settings(cr, **settings):
    """Plan the statements within by other settings, and put the old ones back after.

    :param settings: name -> value, see the chapter "Query Planning" of PostgreSQL's manual
    """
    names = list(settings)
    cr.execute(SQL("SELECT %s", SQL(", ").join(SQL("current_setting(%s)", n) for n in names)))
    before = cr.fetchone()
    set_planner(cr, **settings)
    yield
    # Not after an error: the transaction is over then, and the settings with it.
    set_planner(cr, **dict(zip(names, before, strict=True)))


def set_planner(cr, **settings):
    """Plan the statements until the end of the transaction by other settings."""
    pairs = settings.items()
    cr.execute(SQL("SELECT %s", SQL(", ").join(SQL("set_config(%s, %s, TRUE)", *p) for p in pairs)))
