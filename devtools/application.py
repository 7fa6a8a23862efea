"""The database that ./dev run serves: with the example history, or with demo data."""

import re

from . import database, history, layout, odoo
from .ui import Refusal, step

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]+)?(@[a-z]+)?")


def name(demo=False, repairs=False, lang=None):
    called = "repair_orders" if repairs else "repair_demo" if demo else "repair"
    return f"{called}_{re.sub('[^a-z0-9]', '_', lang.lower())}" if lang else called


def prepare(tools, *, demo=False, repairs=False, lang=None, fresh=False, called=None):
    """See to it that the database is there and runs the checkout's code.

    :param demo: the demo data instead of the example history
    :param repairs: with Odoo's Repairs, Sales and Invoicing, and the demo data
    :param lang: code of the language that its users work in, English by default
    """
    if lang and not LANGUAGE.fullmatch(lang):
        raise Refusal(f"{lang!r} is no code of a language; zh_CN is one.")
    called = called or name(demo, repairs, lang)
    if fresh or not database.exists(tools, called):
        demo = demo or repairs

        def finish(aside):
            if not demo:
                history.load(tools, aside)
            if lang:
                _use_language(tools, aside, lang)

        extra = [layout.REPAIRS_ADDON] if repairs else []
        needed = finish if lang or not demo else None
        database.make(tools, called, extra=extra, demo=demo, finish=needed)
    elif not database.is_current(tools, called):
        database.update(tools, called)


def _use_language(tools, called, lang):
    with step(f"Loading the language {lang}"):
        script = (
            f"import sys; sys.path.insert(0, {str(layout.REPO)!r})\n"
            "from devtools.inside.use_language import use\n"
            f"use(env, {lang!r})\n"
        )
        if odoo.run_script(tools, called, script):
            raise Refusal(f"Loading {lang} failed; what Odoo said is above.")
