import json

from odoo.tools import SQL

from .finding import functions
from .foresight import customers, devices
from .models.improvement.shipped_goals import give_tiers
from .overview import tables
from .quality import watch
from .segmentation import work
from .vocabulary import OPEN_STATES, STANDARD_LEVEL


def post_init_hook(env):
    """Give every company that exists already, archived ones too, its own active policy."""
    companies = env["res.company"].with_context(active_test=False).search([])
    companies.repair_service_level_id = env.ref(STANDARD_LEVEL)
    companies._create_repair_policies()
    env["repair.maintenance.plan"]._give_companies(companies)
    env["repair.care.rule"]._give_companies(companies)
    give_tiers(companies.repair_policy_id.value_tier_ids)
    _create_favorites(env)


def _create_favorites(env):
    """Share favorites of “My Work”, each with its order, in the language of the main company.

    Odoo keeps no translations of favorites, so they are made here and not loaded from a file.
    """
    env = env(context={**env.context, "lang": env.company.partner_id.lang})
    action = env.ref("repair_customer_segmentation.repair_case_action_my")
    # Odoo's export takes an unnamed bracket that follows a translated call for another one.
    queue, due_next, away = env._("Queue"), env._("Due Next"), env._("Assignee Away")
    unfinished = [("state", "in", OPEN_STATES)]
    favorites = [
        (queue, [("state", "=", "open")], ["queue_date", "id"]),
        (due_next, [*unfinished, ("next_deadline", "!=", False)], ["next_deadline", "id"]),
        (away, [*unfinished, ("is_assignee_away", "=", True)], ["queue_date", "id"]),
    ]
    env["ir.filters"].create(
        [
            {
                "name": name,
                "model_id": "repair.case",
                "action_id": action.id,
                "user_ids": False,
                "domain": repr(domain),
                "sort": json.dumps(order),
            }
            for name, domain, order in favorites
        ]
    )


def uninstall_hook(env):
    """Remove what would stand in the way of removing the addon's own records.

    Cases refer to stages, companies to policies, and care rules to templates of mails; their
    tables and columns go with the addon, but its data records are deleted first.
    """
    env.flush_all()
    env.cr.execute(
        "UPDATE res_company SET repair_policy_id = NULL, repair_service_level_id = NULL,"
        " repair_team_id = NULL"
    )
    env.cr.execute("UPDATE repair_segmentation_tier SET service_level_id = NULL")
    env.cr.execute("DELETE FROM repair_maintenance_plan")
    env.cr.execute("DELETE FROM repair_care_contact")
    env.cr.execute("DELETE FROM repair_care_rule")
    env.cr.execute("DELETE FROM repair_case")
    # Indexes on a table that stays are dropped by nobody else.
    for name in ("phone", "email", "name"):
        env.cr.execute(
            SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f"res_partner__repair_{name}_idx"))
        )
    functions.uninstall(env.cr)
    tables.uninstall(env.cr)
    watch.uninstall(env.cr)
    for company in env["res.company"].with_context(active_test=False).search([("id", "!=", False)]):
        work.drop(env.cr, company.id)
        customers.drop(env.cr, company.id)
        devices.drop(env.cr, company.id)
    env.invalidate_all()
