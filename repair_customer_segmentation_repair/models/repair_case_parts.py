from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_AMOUNT

from ..segmentation.parts import order_costs
from .changed_sales import note_cases


class RepairCase(models.Model):
    """The parts of a case are those of its repair orders, unless somebody enters their cost."""

    _inherit = "repair.case"

    is_parts_cost_ordered = fields.Boolean(
        "Parts from Repair Orders",
        readonly=True,
        copy=False,
        groups=GROUP_AMOUNT,
        help="The cost of parts is that of the parts of the repair orders, and follows them. "
        "Enter another cost to replace it; leave it empty to take that of the orders again.",
    )

    def _changed_values(self, vals):
        """What somebody enters stays; where it is emptied, the orders say it again."""
        vals = super()._changed_values(vals)
        if "parts_cost" not in vals or "is_parts_cost_ordered" in vals:
            return vals
        given = vals["parts_cost"]
        # sudo: which of the cases has it already; whether the user may enter it is checked later.
        if given is not False and all(
            case.is_parts_cost_ordered and case.parts_cost == given for case in self.sudo()
        ):
            return vals
        if given is False or given is None:
            note_cases(self)
        return {**vals, "is_parts_cost_ordered": False}

    def _with_entered(self, name):
        """What the orders say goes with them."""
        cases = super()._with_entered(name)
        if name == "parts_cost":
            cases = cases.filtered(lambda case: not case.is_parts_cost_ordered)
        return cases

    @api.model
    def _entered_domain(self, name):
        """Where the orders alone say what parts cost, nobody asked for it."""
        domain = super()._entered_domain(name)
        if name == "parts_cost":
            domain &= Domain("is_parts_cost_ordered", "=", False)
        return domain

    def _follow_parts(self):
        """Take over what the parts of the repair orders cost, where nobody entered it."""
        filled = self.filtered(lambda case: case.parts_cost is False or case.is_parts_cost_ordered)
        if not filled:
            return
        self.env.flush_all()
        condition = SQL("repair.linked_case_id = ANY(%s)", filled.ids)
        parts = self.env["repair.order"]._parts_costs(condition)
        known = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT case_id, sum(cost)
                      FROM (%s) AS ordered
                     GROUP BY case_id
                    HAVING bool_and(cost IS NOT NULL)
                    """,
                    order_costs(condition, parts),
                )
            )
        )
        for case in filled:
            cost = float(known[case.id]) if case.id in known else False
            # False is equal to 0, and is not the same.
            if (cost, cost is False) != (case.parts_cost, case.parts_cost is False):
                case.write({"parts_cost": cost, "is_parts_cost_ordered": cost is not False})
            elif case.is_parts_cost_ordered != (cost is not False):
                case.is_parts_cost_ordered = cost is not False
