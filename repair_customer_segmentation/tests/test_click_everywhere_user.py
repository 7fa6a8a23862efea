from odoo.tests import tagged

from .bases.click_everywhere import ClickEverywhereCase


@tagged("post_install", "-at_install")
class TestClickEverywhereAsUser(ClickEverywhereCase):
    def test_click_everywhere_as_user(self):
        self.click_everywhere("user")
