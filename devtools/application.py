"""The database that ./dev run serves: the addon with the example history, or with its demo data."""

from . import database, history


def name(demo=False):
    return "repair_demo" if demo else "repair"


def prepare(tools, *, demo=False, fresh=False, called=None):
    """See to it that the database is there and runs the checkout's code."""
    called = called or name(demo)
    if fresh or not database.exists(tools, called):
        finish = None if demo else (lambda aside: history.load(tools, aside))
        database.make(tools, called, demo=demo, finish=finish)
    elif not database.is_current(tools, called):
        database.update(tools, called)
