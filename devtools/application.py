"""The database that ./dev run serves: with the example history, or with demo data."""

from . import database, history, layout


def name(demo=False, repairs=False):
    if repairs:
        return "repair_orders"
    return "repair_demo" if demo else "repair"


def prepare(tools, *, demo=False, repairs=False, fresh=False, called=None):
    """See to it that the database is there and runs the checkout's code.

    :param demo: the demo data instead of the example history
    :param repairs: with Odoo's Repairs, Sales and Invoicing, and the demo data
    """
    called = called or name(demo, repairs)
    if fresh or not database.exists(tools, called):
        demo = demo or repairs
        finish = None if demo else (lambda aside: history.load(tools, aside))
        extra = [layout.REPAIRS_ADDON] if repairs else []
        database.make(tools, called, extra=extra, demo=demo, finish=finish)
    elif not database.is_current(tools, called):
        database.update(tools, called)
