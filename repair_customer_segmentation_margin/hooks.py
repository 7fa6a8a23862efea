from odoo.addons.repair_customer_segmentation.vocabulary import OPEN_STATES


def post_init_hook(env):
    """Have open cases take the costs of their sales over, and the rest classified by them.

    What was said of closed cases stays.
    """
    env.cr.execute(
        """
        SELECT DISTINCT linked.id
          FROM repair_order AS repair
          JOIN repair_case AS linked ON linked.id = repair.linked_case_id
         WHERE repair.sale_order_id IS NOT NULL
           AND linked.state = ANY(%s)
        """,
        [list(OPEN_STATES)],
    )
    env["repair.case"].browse(case_id for (case_id,) in env.cr.fetchall())._follow_parts()
    _queue_runs(env)


def uninstall_hook(env):
    """Have the scheduled action classify everybody by the costs of the inventory again."""
    _queue_runs(env)


def _queue_runs(env):
    """Queue a full run of every company whose repair orders were sold."""
    env.cr.execute("SELECT DISTINCT company_id FROM repair_order WHERE sale_order_id IS NOT NULL")
    companies = env["res.company"].browse(company_id for (company_id,) in env.cr.fetchall())
    companies.repair_policy_id._queue_run()
