def post_init_hook(env):
    """Give every company that exists already its own active policy."""
    env["res.company"].search([])._create_repair_policies()
