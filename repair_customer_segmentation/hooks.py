from odoo.tools import SQL

from .finding import functions
from .segmentation import work
from .vocabulary import STANDARD_LEVEL


def post_init_hook(env):
    """Give every company that exists already, archived ones too, its own active policy."""
    companies = env["res.company"].with_context(active_test=False).search([])
    companies.repair_service_level_id = env.ref(STANDARD_LEVEL)
    companies._create_repair_policies()


def uninstall_hook(env):
    """Remove what would stand in the way of removing the addon's own records.

    Cases refer to stages, and companies to policies; their tables and columns go with the
    addon, but its data records are deleted first.
    """
    env.flush_all()
    env.cr.execute("UPDATE res_company SET repair_policy_id = NULL, repair_service_level_id = NULL")
    env.cr.execute("UPDATE repair_segmentation_tier SET service_level_id = NULL")
    env.cr.execute("DELETE FROM repair_case")
    # Indexes on a table that stays are dropped by nobody else.
    for name in ("phone", "email", "name"):
        env.cr.execute(
            SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f"res_partner__repair_{name}_idx"))
        )
    functions.uninstall(env.cr)
    for company in env["res.company"].with_context(active_test=False).search([("id", "!=", False)]):
        work.drop(env.cr, company.id)
    env.invalidate_all()
