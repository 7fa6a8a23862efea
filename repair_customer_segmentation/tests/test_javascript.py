from odoo.tests import HttpCase, tagged

SUITE = "@repair_customer_segmentation"


def job_id(name):
    """Return the id by which Odoo's runner of unit tests knows a suite."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestJavascript(HttpCase):
    def test_components(self):
        """What each component shows, and what a click on it does."""
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={job_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
