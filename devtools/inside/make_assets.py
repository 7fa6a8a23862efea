"""Make the scripts and styles that browsers load, so that they are there when one asks."""

# Of the web client with what it prints, of the portal, and of reports.
BUNDLES = [
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_backend_lazy",
    "web.assets_frontend",
    "web.report_assets_common",
]


def make(env):
    for name in BUNDLES:
        bundle = env["ir.qweb"]._get_asset_bundle(name)
        bundle.js()
        bundle.css()
    env.cr.commit()
