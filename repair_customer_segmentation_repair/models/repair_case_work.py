from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.models.customer.derived_mixin import search_derived
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER, OPEN_STATES

from ..vocabulary import GROUP_STOCK

WORK_STATES = [
    ("todo", "To Do"),
    ("doing", "Under Repair"),
    ("done", "Repaired"),
]


class RepairCase(models.Model):
    """How far the work is, for everybody at the desk; the orders, for users of Inventory."""

    _name = "repair.case"
    _inherit = ["repair.case", "repair.derived.mixin"]

    repair_order_ids = fields.Many2many(
        "repair.order",
        string="Repair Orders",
        compute="_compute_repair_order_ids",
        compute_sudo=False,
        groups=GROUP_STOCK,
    )
    repair_order_count = fields.Integer(
        "Number of Repair Orders", compute="_compute_work", compute_sudo=True, groups=GROUP_USER
    )
    work_state = fields.Selection(
        WORK_STATES,
        string="Work",
        compute="_compute_work",
        compute_sudo=True,
        search=search_derived("work_state"),
        groups=GROUP_USER,
        help="Progress of the repair orders of the case, excluding cancelled ones.",
    )
    work_summary = fields.Char(
        "Work Done", compute="_compute_work", compute_sudo=True, groups=GROUP_USER
    )

    @api.depends("linked_order_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_order_ids(self):
        # sudo: which orders are the case's; those that the user may read are returned.
        for case in self:
            orders = case.sudo().linked_order_ids.with_env(self.env)
            case.repair_order_ids = orders._filtered_access("read")

    @api.depends("linked_order_ids.state")
    @api.depends_context("lang")
    def _compute_work(self):
        for case in self:
            orders = case.linked_order_ids
            case.repair_order_count = len(orders)
            counted = orders.filtered(lambda order: order.state != "cancel")
            done = counted.filtered(lambda order: order.state == "done")
            if not counted:
                case.work_state = case.work_summary = False
                continue
            if done == counted:
                case.work_state = "done"
            elif done or "under_repair" in counted.mapped("state"):
                case.work_state = "doing"
            else:
                case.work_state = "todo"
            case.work_summary = self.env._(
                "%(done)s of %(all)s repair orders done", done=len(done), all=len(counted)
            )

    def _sql_work_state(self, alias, _query):
        orders = self.env["repair.order"]._fields
        state, case = (
            SQL.identifier("repair", name, to_flush=orders[name])
            for name in ("state", "linked_case_id")
        )
        return SQL(
            """(
                SELECT CASE WHEN bool_and(%(state)s = 'done') THEN 'done'
                            WHEN bool_or(%(state)s IN ('done', 'under_repair')) THEN 'doing'
                            WHEN count(*) > 0 THEN 'todo'
                       END
                  FROM repair_order AS repair
                 WHERE %(case)s = %(id)s
                   AND %(state)s <> 'cancel'
            )""",
            state=state,
            case=case,
            id=SQL.identifier(alias, "id"),
        )

    def action_create_repair_order(self):
        """Create a repair order from what the case knows, and open it.

        :raise UserError: when the case is closed or cancelled
        """
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._(
                    "Case “%s” is closed. Reopen it before adding more work.",
                    self.display_name,
                )
            )
        orders = self.env["repair.order"].with_company(self.company_id)
        order = orders.create(self._repair_order_values())
        self._message_log(
            body=self.env._("Repair order %s created", Markup(order._get_html_link()))
        )
        return self._action_orders(order)

    def _repair_order_values(self):
        """Return the values of a repair order that is work of this case.

        Everybody in the workshop reads it: of a confidential case it says no more than whose
        device is to be repaired.
        """
        # sudo: the lot of the device, for whoever may create the order.
        device = self.device_id.sudo()
        product = device.product_id or device.lot_id.product_id
        values = {
            "case_id": self.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "under_warranty": self.is_rework or self.warranty_state == "running",
            "product_id": product.id if product.type == "consu" else False,
        }
        if device.lot_id and device.lot_id.product_id.id == values["product_id"]:
            values["lot_id"] = device.lot_id.id
        if words := self._words_for_notes():
            values["internal_notes"] = words
        return values

    def action_view_repair_orders(self):
        """Open the repair order of the case, or list them."""
        self.check_access("read")
        self.ensure_one()
        return self._action_orders(self.repair_order_ids)

    def _action_orders(self, orders):
        action = self.env["ir.actions.act_window"]._for_xml_id("repair.action_repair_order_tree")
        action["context"] = {"create": False}
        if len(orders) == 1:
            return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": orders.id}
        return {**action, "domain": [("id", "in", orders.ids)]}
