"""Repair orders with sales, made by SQL from one that Odoo made, and the addon beside them."""

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import SQL

from .data import clock

ADDON = "repair_customer_segmentation_repair"
CUSTOMERS = 5_000
TABLES = ("sale_order", "sale_order_line", "repair_order")


SCAN = """
    SELECT repair.partner_id, count(DISTINCT repair.id), max(repair.schedule_date),
           sum(line.price_subtotal)
      FROM repair_order AS repair
      JOIN sale_order AS sale ON sale.id = repair.sale_order_id AND sale.state = 'sale'
      JOIN sale_order_line AS line ON line.order_id = sale.id
     GROUP BY repair.partner_id
"""


class Installation:
    """Installs and uninstalls the addon for Repairs, and tells how long that takes."""

    def __init__(self, env):
        self.env = env

    def _module(self, name):
        return self.env["ir.module.module"].search([("name", "=", name)])

    def _renew(self):
        """The registry was built anew, the cursor of the shell is still good."""
        self.env.cr.commit()
        Registry(self.env.cr.dbname)
        self.env = api.Environment(self.env.cr, self.env.uid, {})

    def prepare(self):
        """Install Repairs and, for once, nothing by itself beside it."""
        self.env["ir.module.module"].update_list()
        self._module(ADDON).auto_install = False
        self.env.cr.commit()
        self._module("repair").button_immediate_install()
        self._renew()

    def install(self):
        module = self._module(ADDON)
        seconds = clock(lambda: module.button_immediate_install() and None)
        self._renew()
        return seconds

    def uninstall(self):
        self._module(ADDON).button_immediate_uninstall()
        self._renew()

    def install_and_uninstall(self):
        seconds = self.install()
        self.uninstall()
        return seconds

    def queued_runs(self):
        return self.env["repair.segmentation.run"].search_count([("state", "=", "queued")])

    def scan(self):
        self.env.cr.execute(SCAN)

    def classify(self):
        self.env.company.repair_policy_id.classify()
        self.env.cr.commit()

    def check(self, orders):
        """Every order has to be counted, and its money."""
        self.env.cr.execute(
            "SELECT sum(repair_count_total), sum(amount_total) FROM repair_customer_profile"
        )
        count, amount = self.env.cr.fetchone()
        assert (count, amount) == (orders, orders * 100), (count, amount)

    def remove_orders(self):
        self.env.cr.execute("TRUNCATE repair_order, sale_order CASCADE")
        self.env.cr.execute("DELETE FROM repair_customer_profile")
        self.env.cr.commit()
        self.env.invalidate_all()


def fill_orders(env, count):
    """Make ``count`` repair orders of the last two years, each with a confirmed sale of 100."""
    customers = env["res.partner"].create([{"name": f"Owner {i}"} for i in range(CUSTOMERS)])
    labour = env["product.product"].create({"name": "Labour", "type": "service"})
    order = env["repair.order"].create({"partner_id": customers[0].id})
    order.action_create_sale_order()
    sale = order.sale_order_id
    env["sale.order.line"].create(
        {"order_id": sale.id, "product_id": labour.id, "price_unit": 100, "tax_ids": False}
    )
    sale.action_confirm()
    env.flush_all()
    partner = SQL("(%s::int[])[1 + copy %% %s]", customers.ids, CUSTOMERS)
    first = {"sale_order": sale.id, "sale_order_line": sale.order_line.id, "repair_order": order.id}
    changes = {
        "sale_order": {"partner_id": partner},
        "sale_order_line": {"order_id": SQL("%s + copy", sale.id)},
        "repair_order": {
            "partner_id": partner,
            "sale_order_id": SQL("%s + copy", sale.id),
            "schedule_date": SQL("now()::timestamp - copy %% 700 * interval '1 day'"),
        },
    }
    for table in TABLES:
        _multiply(env.cr, table, first[table], count - 1, changes[table])
    env.cr.commit()
    env.invalidate_all()


def _multiply(cr, table, row_id, copies, changes):
    """Copy a row of a table so many times, with other values in some columns."""
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    changes = {"id": SQL("%s + copy", row_id), **changes}
    columns = [name for (name,) in cr.fetchall()]
    cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) AS copy WHERE id = %s",
            SQL.identifier(table),
            SQL(", ").join(SQL.identifier(name) for name in columns),
            SQL(", ").join(changes.get(name, SQL.identifier(name)) for name in columns),
            SQL.identifier(table),
            copies,
            row_id,
        )
    )
    cr.execute(
        SQL("SELECT setval(%s, (SELECT max(id) FROM %s))", f"{table}_id_seq", SQL.identifier(table))
    )
    cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
