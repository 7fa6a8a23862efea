def post_init_hook(env):
    """Have the scheduled action classify everybody by the repair orders that are there already."""
    _queue_runs(env)


def uninstall_hook(env):
    """Have the scheduled action classify everybody without repair orders."""
    _queue_runs(env)


def _queue_runs(env):
    """Queue a full run of every company that has repair orders."""
    env.cr.execute("SELECT DISTINCT company_id FROM repair_order")
    companies = env["res.company"].browse(company_id for (company_id,) in env.cr.fetchall())
    companies.repair_policy_id._queue_run()
