import json

from odoo.tests import tagged

from .bases.tours import TourCase

# Opens the lists one after the other, and measures each header as a person sees it.
MEASURE = """
    (async () => {
        const cut = [];
        const action = odoo.__WOWL_DEBUG__.root.env.services.action;
        const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
        for (const [id, name] of %s) {
            await action.doAction(id, {viewType: "list", clearBreadcrumbs: true});
            let tries = 100;
            while (tries-- && !document.querySelector(".o_list_view th")) {
                await pause(50);
            }
            await pause(300);
            const headers = document.querySelectorAll(".o_list_view th span.text-truncate");
            if (!headers.length) {
                cut.push(name + ": no list");
            }
            for (const header of headers) {
                if (header.clientWidth && header.scrollWidth > header.clientWidth + 1) {
                    cut.push(name + ": " + header.textContent.trim());
                }
            }
        }
        console.log(cut.length ? "Cut off: " + cut.join(", ") : "test successful");
        if (cut.length) {
            console.error("Cut off: " + cut.join(", "));
        }
    })();
"""


@tagged("post_install", "-at_install")
class TestHeaders(TourCase):
    """No column of a list has its header cut off on a screen of 1440 pixels."""

    browser_size = "1440x900"

    def test_no_header_is_cut_off(self):
        self.make_history()
        actions = self.env["ir.actions.act_window"].search(
            [("path", "like", "repair%"), ("view_mode", "like", "list")]
        )
        mine = [
            (action.id, action.path) for action in actions if action.res_model.startswith("repair.")
        ]
        self.assertGreater(len(mine), 20)
        self.browser_js(
            "/odoo",
            MEASURE % json.dumps(mine),
            "odoo.isReady === true",
            login="tour_manager",
            timeout=240,
        )
