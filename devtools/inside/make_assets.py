"""Make the scripts and styles that browsers load, so that they are there when one asks."""

# Of the web client with what it prints and what its views load, of the portal, of tours, and of
# reports.
BUNDLES = [
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_backend_lazy",
    "web.assets_emoji",
    "web.chartjs_lib",
    "web.fullcalendar_lib",
    "bus.websocket_worker_assets",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
    "web.assets_clickbot",
    "web.__assets_tests_call__",
    "web.report_assets_common",
]


def make(env):
    for name in BUNDLES:
        bundle = env["ir.qweb"]._get_asset_bundle(name)
        bundle.js()
        bundle.css()
    env.cr.commit()
