from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty

from odoo.addons.repair_customer_segmentation.models.access.required_values import write_rows
from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER

from ..segmentation.orders import rework

# Priorities of a case that make a repair order urgent.
URGENT = ("2", "3")


class RepairOrder(models.Model):
    """Repair orders as the work of a case: created from it, joined to it, or what it began with."""

    _inherit = "repair.order"

    case_id = fields.Many2one(
        "repair.case",
        compute="_compute_case_id",
        inverse="_inverse_case_id",
        search="_search_case_id",
        compute_sudo=False,
        groups=GROUP_USER,
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('company_id', '=', company_id), ('state', 'in', ('open', 'waiting'))]",
        help="The customer's request that this repair order belongs to. The amount sold for "
        "the order is then the amount of the case.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer Entity"
    )
    priority = fields.Selection(compute="_compute_priority", store=True, readonly=False, copy=True)

    @api.depends("linked_case_id")
    @api.depends_context("uid")
    def _compute_case_id(self):
        """Show the case to those who may read it, and nobody else."""
        # sudo: which case it is; only one that the user may read is returned.
        for order in self:
            case = order.sudo().linked_case_id.with_env(self.env)
            order.case_id = case._filtered_access("read")

    def _urgent_by_case(self):
        """Have these new orders take the priority of their cases.

        The priority that a new order begins with counts as given, to the ORM.
        """
        # sudo: the column is nobody's to read.
        linked = self.sudo().filtered("linked_case_id")
        self.env.add_to_compute(self._fields["priority"], linked)

    def _write_multi(self, vals_list):
        # The column is nobody's to read: what the database refuses is not quoted.
        return write_rows(self, lambda: super(RepairOrder, self)._write_multi(vals_list))

    def _inverse_case_id(self):
        for order in self:
            # sudo: the column is nobody's to read; both ends were checked, here and by the ORM.
            linked = order.sudo()
            if linked.linked_case_id and not linked.linked_case_id.with_env(self.env).has_access(
                "read"
            ):
                raise UserError(
                    self.env._(
                        "Repair order %s belongs to a case that you cannot see. Ask a manager "
                        "of Repair Customers to change that.",
                        order.name,
                    )
                )
            order.case_id.check_access("write")
            if order.case_id and not order.partner_id:
                order.partner_id = order.case_id.partner_id
            linked.linked_case_id = order.case_id

    @api.model
    def _search_case_id(self, operator, value):
        if operator.startswith("not") or operator == "!=":
            return NotImplemented
        cases = self.env["repair.case"].with_context(active_test=False)
        if operator == "in" and False in value:
            # An order of a case that the user may not see is one without a case, as in reading.
            readable = self._of_cases(cases._search(Domain.TRUE))
            rest = set(value) - {False}
            return ~readable | Domain("case_id", "in", rest) if rest else ~readable
        if operator == "any":
            matches = cases._search(value)
        elif operator == "in":
            matches = cases._search(Domain("id", "in", value))
        else:
            matches = cases._search(Domain("display_name", operator, value))
        return self._of_cases(matches)

    @api.model
    def _of_cases(self, cases):
        """Return the domain of the orders of cases.

        :param Query cases: those that count, of those that the user may see
        """
        column = self._fields["linked_case_id"]
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "COALESCE(%s IN %s, FALSE)",
                SQL.identifier(alias, column.name, to_flush=column),
                cases.subselect(),
            )
        )

    @api.depends("linked_case_id.priority")
    def _compute_priority(self):
        """Take the priority of the case while the work goes on; what was set otherwise stays."""
        for order in self:
            case = order.linked_case_id
            if case and order.state not in ("done", "cancel"):
                order.priority = "1" if case.priority in URGENT else "0"
            else:
                order.priority = order.priority or "0"

    @api.constrains("linked_case_id", "partner_id", "company_id")
    def _check_linked_case(self):
        # sudo: whose case it is holds whether or not the user may see it.
        for order in self.sudo().filtered("linked_case_id"):
            case = order.linked_case_id
            if order.partner_id and order.commercial_partner_id != case.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "Repair order %(order)s belongs to %(customer)s, but its case to "
                        "someone else. Choose a case of this customer, or none.",
                        order=order.name,
                        customer=order.commercial_partner_id.display_name,
                    )
                )
            if order.company_id != case.company_id:
                raise ValidationError(
                    self.env._(
                        "Repair order %(order)s belongs to %(company)s, but its case to "
                        "another company. Choose a case of %(company)s.",
                        order=order.name,
                        company=order.company_id.name,
                    )
                )

    def action_view_case(self):
        """Open the case of the order."""
        self.env["repair.case"].check_access("read")
        self.ensure_one()
        return self.case_id._action_open()

    def action_open_case(self):
        """Open a case that this order is the work of, from what the order knows.

        :raise UserError: when the order has no customer, or a case already
        """
        self.env["repair.case"].check_access("create")
        self.check_access("read")
        self.ensure_one()
        # sudo: the column is nobody's to read; whether there is a case is no secret.
        if self.sudo().linked_case_id:
            raise UserError(self.env._("Repair order %s already belongs to a case.", self.name))
        if not self.partner_id:
            raise UserError(
                self.env._(
                    "Repair order %s has no customer. Fill in the field “Customer” first.",
                    self.name,
                )
            )
        case = self.env["repair.case"].create(self._case_values())
        self.case_id = case
        return case._action_open()

    def _case_values(self):
        """Return the values of a case that begins with this order."""
        now = fields.Datetime.now()
        product = self.product_id.display_name
        return {
            "name": self.env._("Repair of %s", product) if product else self.name,
            "description": False if is_html_empty(self.internal_notes) else self.internal_notes,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "device_id": self._case_device().id,
            "date_open": min(self.schedule_date or now, now),
            "is_rework": self.id in self._rework_ids(),
        }

    def _case_device(self):
        """Return the device of the customer that has this serial number; a new one if need be."""
        lot = self.lot_id
        devices = self.env["repair.device"]
        if not lot:
            return devices
        # sudo: whose device it is decides whether the case may name it; a foreign one is not.
        known = devices.sudo().with_context(active_test=False)
        known = known.search(
            [
                ("company_id", "in", (False, self.company_id.id)),
                "|", ("lot_id", "=", lot.id), ("serial_number", "=ilike", lot.name),
            ]
        )  # fmt: skip
        customer = self.partner_id.commercial_partner_id
        own = known.filtered(lambda d: d.active and d.commercial_partner_id == customer)
        if known:
            return own.sorted(lambda d: d.lot_id != lot)[:1].with_env(self.env)
        return devices.create(
            {
                "partner_id": self.partner_id.id,
                "product_id": self.product_id.id,
                "serial_number": lot.name,
                "company_id": self.company_id.id,
            }
        )

    def _rework_ids(self):
        """Return the ids of those of these orders that are rework."""
        if not self.ids:
            return set()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM repair_order AS repair WHERE id = ANY(%s) AND %s",
                self.ids,
                rework("repair"),
            )
        )
        return {order_id for (order_id,) in rows}
