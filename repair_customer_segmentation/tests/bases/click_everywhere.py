from .tours import TourCase

APP = "repair_customer_segmentation.repair_customer_segmentation_menu_root"
CLICK_EVERYWHERE = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    f".startClickEverywhere('{APP}');"
)


class ClickEverywhereCase(TourCase):
    """Odoo's robot opens every menu, filter and view of the app, as one of its roles.

    Each role takes minutes, so each is a file of its own: they run side by side.
    """

    def click_everywhere(self, role):
        self.make_history()
        self.browser_js(
            "/odoo",
            CLICK_EVERYWHERE,
            "odoo.isReady === true",
            login=f"tour_{role}",
            timeout=900,
            success_signal="clickbot test succeeded",
        )
