"""Installed, used, uninstalled, installed again: nothing stays behind, no complaint in the log."""

import subprocess
import sys
from pathlib import Path

import pytest

from devtools import database, odoo, snapshot

DEV = Path(__file__).resolve().parent.parent / "dev"
USE_AND_UNINSTALL = """
customer = env["res.partner"].create({"name": "Somebody"})
env["repair.case"].create({"name": "A repair", "partner_id": customer.id})
env.company.repair_policy_id.classify()
env.cr.commit()
env["ir.module.module"].search([("name", "=", "repair_customer_segmentation")]) \\
    .button_immediate_uninstall()
"""
LEFT_BEHIND = """
SELECT 'table ' || relname FROM pg_class WHERE relkind IN ('r', 'v') AND relname LIKE 'repair%'
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE table_schema = 'public' AND column_name LIKE 'repair\\_%'
UNION ALL
SELECT 'data ' || name FROM ir_model_data WHERE module = 'repair_customer_segmentation'
"""


@pytest.fixture
def installed():
    tools = odoo.prepare()
    name = database.passing_name("test", "cycle")
    try:
        snapshot.clone(tools, name)
        yield tools, name
    finally:
        database.drop(tools, name)


def test_uninstall_leaves_nothing_and_install_works_again(installed):
    tools, name = installed
    shell = subprocess.run(
        [sys.executable, str(DEV), "shell", "--db", name],
        input=USE_AND_UNINSTALL,
        capture_output=True,
        text=True,
        check=True,
    )
    complaints = [
        line
        for line in (shell.stdout + shell.stderr).splitlines()
        if " WARNING " in line or " ERROR " in line or "Traceback" in line
    ]
    assert complaints == []
    assert "repair_customer_segmentation" not in database.installed_addons(tools, name)
    assert tools.postgres.sql(LEFT_BEHIND, name) == []
    # Refused when Odoo's log of the installation has a warning in it.
    database.update(tools, name)
    assert "repair_customer_segmentation" in database.installed_addons(tools, name)
    assert tools.postgres.sql("SELECT count(*) FROM repair_segmentation_policy", name) == [["5"]]
