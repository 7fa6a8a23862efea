"""A plugin of pytest for tests with a browser: it is asked at leisure whether its page is ready.

Odoo asks as often as it can. That keeps a core busy, and the page and the server, which runs in the
same process, from getting ready.
"""

import time

from odoo.tests.common import ChromeBrowser

PAUSE = 0.05  # seconds

_request = ChromeBrowser._websocket_request


def _request_at_leisure(browser, method, **words):
    if method == "Runtime.evaluate":
        time.sleep(PAUSE)
    return _request(browser, method, **words)


ChromeBrowser._websocket_request = _request_at_leisure
