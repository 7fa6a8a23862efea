from odoo.tests import tagged

from ..bases.tours import TourCase

MANAGER = "repair_customer_segmentation.group_manager"
AMOUNT = "repair_customer_segmentation.group_amount"
PHONE = "390x844"
PAGE = "/odoo/repair-overview"


@tagged("post_install", "-at_install")
class TestToursOverview(TourCase):
    """A manager opens whatever the overview counts, and comes back to it as it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]

    def walk(self, tour, lang="en_US", size="1440x900"):
        self.env["res.lang"]._activate_lang(lang)
        self.manager.lang = lang
        self.browser_size = size
        self.touch_enabled = size == PHONE
        self.start_tour(PAGE, tour, login="tour_manager", timeout=180)

    def make_work(self):
        """A history, and a case that nobody has taken."""
        self.make_history()
        self.env["repair.case"].create(
            {
                "name": "Tour: nobody has it",
                "partner_id": self.env["res.partner"].search([("name", "=", "Tour Big")]).id,
                "company_id": self.company.id,
                "user_id": False,
            }
        )

    def take_money(self):
        """Managers of a company that keeps amounts from them, too."""
        self.env.ref(MANAGER).implied_ids -= self.env.ref(AMOUNT)
        self.assertFalse(self.manager.has_group(AMOUNT))

    def test_on_a_desktop(self):
        self.make_work()
        self.walk("repair_overview_tour")

    def test_in_chinese_on_a_phone(self):
        self.make_work()
        self.walk("repair_overview_tour", "zh_CN", PHONE)

    def test_without_the_right_to_money(self):
        self.make_work()
        self.take_money()
        self.walk("repair_overview_no_money_tour")

    def test_without_the_right_to_money_on_a_phone(self):
        self.make_work()
        self.take_money()
        self.walk("repair_overview_no_money_tour", "zh_CN", PHONE)

    def test_the_app_opens_on_it(self):
        self.make_history()
        self.start_tour("/odoo", "repair_overview_opens_tour", login="tour_manager")

    def test_nobody_is_there(self):
        self.company.repair_first_steps = "over"
        self.walk("repair_overview_empty_tour")
