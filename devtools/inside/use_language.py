"""Load a language and have everybody of the database work in it."""

import sys

from odoo.fields import Command


def use(env, code):
    """Load the language `code` and make it that of users and companies, and of the customers
    whose names are written in it, where that can be told: customers have one language each."""
    languages = env["res.lang"].with_context(active_test=False).search([("code", "=", code)])
    if not languages:
        sys.exit(f"Odoo has no language {code}.")
    install = env["base.language.install"].create({"lang_ids": [Command.set(languages.ids)]})
    install.lang_install()
    users = env["res.users"].search([("id", "!=", False)])
    companies = env["res.company"].search([("id", "!=", False)])
    theirs = users.partner_id | companies.partner_id
    if code.startswith("zh"):
        theirs |= env["res.partner"].search([]).filtered(lambda partner: _is_han(partner.name))
    theirs.lang = code
    env.cr.commit()


def _is_han(name):
    return any("\u4e00" <= character <= "\u9fff" for character in name or "")
