"""Beside Odoo's Repairs: installed by itself on years of orders, and gone without a trace."""

import subprocess
import sys
from pathlib import Path

import pytest

from devtools import database, layout, odoo

DEV = Path(__file__).resolve().parent.parent / "dev"
MAIN, BRIDGE = layout.MAIN_ADDON, layout.REPAIRS_ADDON

MAKE_ORDERS = """
customer = env["res.partner"].create({"name": "Somebody"})
part = env["product.product"].create({"name": "Pump", "type": "consu", "list_price": 130})
orders = env["repair.order"].create([{"partner_id": customer.id}] * 3)
for order in orders:
    env["stock.move"].create({
        "repair_id": order.id, "repair_line_type": "add", "product_id": part.id,
        "product_uom_qty": 1})
    order._action_repair_confirm()
    order.action_create_sale_order()
    order.sale_order_id.action_confirm()
orders[0].action_repair_start()
orders[0].action_repair_end()
env.cr.commit()
"""
USE = """
orders = env["repair.order"].search([], order="id")
run = env["repair.segmentation.run"].search([("state", "=", "queued")])
assert run.company_id == env.company, run
assert not env["repair.customer.profile"].search([])
env.ref("repair_customer_segmentation.ir_cron_classify_all").method_direct_trigger()
env.cr.commit()  # the scheduled action has a transaction of its own
profile = env["repair.customer.profile"].search([])
assert (profile.repair_count, profile.amount) == (3, 390), profile.read()
orders[2].action_open_case()
orders[2].case_id.action_create_repair_order()
env.cr.commit()
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", {addon!r})]).button_immediate_uninstall()
"""
COUNT_AGAIN = """
env.ref("repair_customer_segmentation.ir_cron_classify_all").method_direct_trigger()
env.cr.commit()  # the scheduled action has a transaction of its own
profile = env["repair.customer.profile"].search([])
assert profile.repair_count == 1, "the case is a repair still, the orders are none"
"""
# What Odoo's own tables are made of; ours begin with one of the names left out.
SCHEMA = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
  FROM information_schema.columns
 WHERE table_schema = 'public'
   AND table_name IN ('repair_order', 'sale_order', 'sale_order_line', 'stock_lot', 'res_partner',
                      'account_move', 'stock_move')
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes
 WHERE tablename IN ('repair_order', 'sale_order', 'sale_order_line', 'stock_lot', 'stock_move')
UNION ALL
SELECT 'view ' || xml.module || '.' || xml.name FROM ir_ui_view AS view
  JOIN ir_model_data AS xml ON xml.model = 'ir.ui.view' AND xml.res_id = view.id
 WHERE view.model IN ('repair.order', 'sale.order', 'stock.lot')
UNION ALL
SELECT 'field ' || model || '.' || name FROM ir_model_fields
 WHERE model IN ('repair.order', 'sale.order', 'stock.lot')
 ORDER BY 1
"""
ORDERS = """
SELECT to_jsonb(repair_order) - 'linked_case_id' - 'is_sale_rate_missing' FROM repair_order
 ORDER BY id LIMIT 2
"""


@pytest.fixture
def with_repairs():
    """A database with Odoo's Repairs, three orders in it, and nothing of ours."""
    tools = odoo.prepare()
    name = database.passing_name("test", "cyclerepairs")
    try:
        database.make_foreign(tools, name, BRIDGE)
        shell(name, MAKE_ORDERS)
        yield tools, name
    finally:
        database.drop(tools, name)


def shell(name, script):
    """Run a script in Odoo's shell; no complaint may be in what it says."""
    done = subprocess.run(
        [sys.executable, str(DEV), "shell", "--db", name],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).splitlines()
    complaints = [
        line for line in said if " WARNING " in line or " ERROR " in line or "Error" in line
    ]
    assert complaints == [], "\n".join(said[-40:])
    assert done.returncode == 0, "\n".join(said[-40:])


def test_it_comes_with_repairs_and_leaves_them_as_they_were(with_repairs):
    tools, name = with_repairs
    schema, orders = tools.postgres.sql(SCHEMA, name), tools.postgres.sql(ORDERS, name)
    # Refused when Odoo's log of the installation has a warning in it.
    database.update(tools, name)
    assert {MAIN, BRIDGE} <= database.installed_addons(tools, name), "it installs by itself"
    assert tools.postgres.sql(ORDERS, name) == orders, "installing changes no order"
    shell(name, USE)
    shell(name, UNINSTALL.format(addon=BRIDGE))
    assert {MAIN, BRIDGE} & database.installed_addons(tools, name) == {MAIN}
    assert tools.postgres.sql(ORDERS, name) == orders
    shell(name, COUNT_AGAIN)
    shell(name, UNINSTALL.format(addon=MAIN))
    assert tools.postgres.sql(SCHEMA, name) == schema
    database.update(tools, name)
    assert {MAIN, BRIDGE} <= database.installed_addons(tools, name)
