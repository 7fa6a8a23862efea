from odoo.tests import tagged

from .bases.click_everywhere import ClickEverywhereCase


@tagged("post_install", "-at_install")
class TestClickEverywhereAsUserOfAllCases(ClickEverywhereCase):
    def test_click_everywhere_as_user_of_all_cases(self):
        self.click_everywhere("user_all")
