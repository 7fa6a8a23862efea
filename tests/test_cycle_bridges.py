"""The bridges to Odoo's digests, dashboards, timesheets and margins: used, removed, put back."""

import subprocess
import sys
from pathlib import Path

import pytest

from devtools import database, layout, odoo, snapshot

DEV = Path(__file__).resolve().parent.parent / "dev"
DIGEST, DASHBOARD = f"{layout.MAIN_ADDON}_digest", f"{layout.MAIN_ADDON}_dashboard"
TIMESHEET, MARGIN = f"{layout.MAIN_ADDON}_timesheet", f"{layout.MAIN_ADDON}_margin"
WITH_A_CASE = """
customer = env["res.partner"].create({"name": "Somebody"})
env["repair.case"].create({"name": "A repair", "partner_id": customer.id})
env.company.repair_policy_id.classify()
env["repair.feedback"]._record([{"partner_id": customer.id, "company_id": env.company.id,
    "date": "2020-01-01 10:00:00", "way": "phone", "score": 5}])
env.cr.commit()
"""
USE = {
    DIGEST: """
admin = env.ref("base.user_admin")
digest = env.ref("digest.digest_digest_default").with_user(admin)
digest.action_activate()
names = {kpi["kpi_name"] for kpi in digest._compute_kpis(env.company, admin)}
shown = {name for name in names if name.startswith("kpi_repair")}
assert shown == {"kpi_repair_top_customers", "kpi_repair_downgrades"}, names
""",
    DASHBOARD: """
dashboard = env.ref("repair_customer_segmentation_dashboard.spreadsheet_dashboard_repair_customers")
data = dashboard.with_user(env.ref("base.user_admin"))._get_serialized_readonly_dashboard()
assert "repair.case" in data and "is_sample" not in data, data[:200]
""",
    TIMESHEET: """
case = env["repair.case"].search([], limit=1)
employee = env["hr.employee"].create({"name": "Tom", "hourly_cost": 40})
line = env["account.analytic.line"].create({"name": "Repaired", "repair_case_id": case.id,
    "employee_id": employee.id, "unit_amount": 2})
case.write({"parts_cost": 5, "desk_minutes": 0})
assert (case.work_hours, case.cost_company) == (2, 85), (case.work_hours, case.cost_company)
env.cr.commit()
""",
    MARGIN: """
part = env["product.product"].create({"name": "Pump", "standard_price": 10, "is_storable": True})
customer = env["res.partner"].create({"name": "Somebody Else"})
order = env["repair.order"].create({"partner_id": customer.id})
env["stock.move"].create({"repair_id": order.id, "repair_line_type": "add",
    "product_id": part.id, "product_uom_qty": 2, "company_id": order.company_id.id})
order.action_create_sale_order()
order.sale_order_id.action_confirm()
order.sale_order_id.order_line.purchase_price = 7
env.invalidate_all()
assert order.repair_parts_cost == 14, order.repair_parts_cost
env.cr.commit()
""",
}
# What is Odoo's goes on without the addon.
GOES_ON = {
    DIGEST: """
digest = env.ref("digest.digest_digest_default")
digest.user_ids = env.ref("base.user_admin")
digest.action_send_manual()
assert env["mail.mail"].search_count([("subject", "ilike", digest.name)]) == 1
env["digest.digest"].get_view(view_type="form")
""",
    DASHBOARD: """
dashboards = env["spreadsheet.dashboard"].search([])
assert all(not name.startswith("Repair Customers") for name in dashboards.mapped("name"))
assert all(dashboard._get_serialized_readonly_dashboard() for dashboard in dashboards)
""",
    TIMESHEET: """
case = env["repair.case"].search([("work_hours", "=", 2)], limit=1)
assert case.cost_company == 85, case.cost_company
case.work_hours = 3
assert env["account.analytic.line"].search_count([("name", "=", "Repaired")]) == 1
env["repair.case"].get_view(view_type="form")
""",
    MARGIN: """
order = env["repair.order"].search([("partner_id.name", "=", "Somebody Else")], limit=1)
assert order.repair_parts_cost == 20, order.repair_parts_cost
""",
}
UNINSTALL = """
env["ir.module.module"].search([("name", "=", {addon!r})]).button_immediate_uninstall()
"""
LEFT_BEHIND = {
    DIGEST: """
SELECT 'data ' || name FROM ir_model_data WHERE module = 'repair_customer_segmentation_digest'
UNION ALL
SELECT 'column ' || column_name FROM information_schema.columns
 WHERE table_name = 'digest_digest' AND column_name LIKE '%repair%'
UNION ALL
SELECT 'field ' || name FROM ir_model_fields
 WHERE model = 'digest.digest' AND name LIKE '%repair%'
UNION ALL
SELECT 'view ' || name FROM ir_ui_view
 WHERE model = 'digest.digest' AND arch_db::text LIKE '%repair%'
""",
    DASHBOARD: """
SELECT 'data ' || name FROM ir_model_data WHERE module = 'repair_customer_segmentation_dashboard'
UNION ALL
SELECT 'file ' || name FROM ir_attachment
 WHERE res_model = 'spreadsheet.dashboard'
   AND res_id NOT IN (SELECT id FROM spreadsheet_dashboard)
UNION ALL
SELECT 'shown model ' || model.model FROM ir_model_spreadsheet_dashboard_rel AS rel
  JOIN ir_model AS model ON model.id = rel.ir_model_id
 WHERE model.model LIKE 'repair.%'
""",
    TIMESHEET: """
SELECT 'data ' || name FROM ir_model_data WHERE module = 'repair_customer_segmentation_timesheet'
UNION ALL
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
 WHERE (table_name = 'account_analytic_line' AND column_name LIKE '%case%')
    OR (table_name = 'repair_case' AND column_name LIKE '%logged%')
    OR (table_name = 'res_company' AND column_name LIKE 'repair_timesheet%')
UNION ALL
SELECT 'view ' || name FROM ir_ui_view
 WHERE model = 'repair.case' AND arch_db::text LIKE '%timesheet%'
""",
    MARGIN: """
SELECT 'data ' || name FROM ir_model_data WHERE module = 'repair_customer_segmentation_margin'
""",
}


def complaints(tools, name, script):
    """Run a script in a database's shell, and return what went to the log that should not have."""
    shell = subprocess.run(
        [sys.executable, str(DEV), "shell", "--db", name],
        input=script,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        line
        for line in (shell.stdout + shell.stderr).splitlines()
        if " WARNING " in line or " ERROR " in line or "Traceback" in line
    ]


@pytest.mark.parametrize("addon", [DIGEST, DASHBOARD, TIMESHEET, MARGIN])
def test_uninstall_leaves_nothing_and_install_works_again(addon):
    tools = odoo.prepare()
    name = database.passing_name("test", "cycle")
    try:
        snapshot.clone(tools, name, addon)
        assert complaints(tools, name, WITH_A_CASE + USE[addon]) == []
        assert complaints(tools, name, UNINSTALL.format(addon=addon)) == []
        assert addon not in database.installed_addons(tools, name)
        assert layout.MAIN_ADDON in database.installed_addons(tools, name)
        assert tools.postgres.sql(LEFT_BEHIND[addon], name) == []
        assert complaints(tools, name, GOES_ON[addon]) == []
        # Refused when Odoo's log of the installation has a warning in it.
        database.update(tools, name, extra=(addon,))
        assert addon in database.installed_addons(tools, name)
        assert complaints(tools, name, USE[addon]) == []
    finally:
        database.drop(tools, name)
