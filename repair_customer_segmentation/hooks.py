def post_init_hook(env):
    """Give every company that exists already, archived ones too, its own active policy."""
    env["res.company"].with_context(active_test=False).search([])._create_repair_policies()
