"""OCA's helpdesk, put beside the case desk in the same database."""

import importlib.metadata

from odoo import api
from odoo.modules.registry import Registry

import odoo.addons

PACKAGE = "odoo-addon-helpdesk-mgmt"
ADDON = "helpdesk_mgmt"


def install(env):
    """Install the helpdesk and return the environment that has it."""
    where = importlib.metadata.distribution(PACKAGE).locate_file("odoo/addons")
    if str(where) not in odoo.addons.__path__:
        odoo.addons.__path__.append(str(where))
    modules = env["ir.module.module"]
    modules.update_list()
    modules.search([("name", "=", ADDON)]).button_immediate_install()
    env.cr.commit()
    # The registry was built anew, the cursor of the shell is still good.
    return api.Environment(env.cr, env.uid, {}) if Registry(env.cr.dbname) else env
