from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.repair_customer_segmentation.vocabulary import GROUP_USER

GROUP_TIMESHEET = "hr_timesheet.group_hr_timesheet_user"


class RepairCase(models.Model):
    """The hours of a case are those logged on it, while any are; they cost what Odoo says of them.

    A line of a timesheet costs what its employee costs (``amount``). Where no hourly cost is
    filled in there, it costs what an hour costs in the company of the case.
    """

    _inherit = "repair.case"

    timesheet_ids = fields.One2many(
        "account.analytic.line",
        "repair_case_id",
        string="Timesheets",
        groups=GROUP_TIMESHEET,
        copy=False,
    )
    is_time_logged = fields.Boolean(
        "Hours from Timesheets",
        readonly=True,
        copy=False,
        groups=GROUP_USER,
        help="The hours worked are those of the timesheets of everybody.",
    )
    # What the hours cost whose employees have an hourly cost, and how many these are.
    logged_cost = fields.Float(digits=(16, 2), readonly=True, copy=False, groups=fields.NO_ACCESS)
    logged_costed_hours = fields.Float(
        digits=(16, 4), readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    @api.depends("logged_cost", "logged_costed_hours")
    def _compute_cost_company(self):
        return super()._compute_cost_company()

    def _work_cost(self):
        """Hours whose cost is known cost that, and the others what the company says."""
        # sudo: parts of a sum that is shown to who may see amounts.
        case = self.sudo()
        if not case.is_time_logged:
            return super()._work_cost()
        rest = max(0, case.work_hours - case.logged_costed_hours)
        return case.logged_cost + rest * case.company_id.repair_hour_cost

    def _changed_values(self, vals):
        """Refuse hours beside those of timesheets.

        :raise UserError: when hours are entered or emptied although time is logged
        """
        if "work_hours" in vals and "is_time_logged" not in vals:
            given = vals["work_hours"]
            emptied = given is False or given is None
            # sudo: whether time is logged is no secret to who may change the case.
            logged = self.sudo().filtered(
                lambda c: c.is_time_logged and (emptied or c.work_hours != given)
            )
            if logged:
                raise UserError(
                    self.env._(
                        "Case “%s”: the hours worked are those of its timesheets. Log the time "
                        "there instead.",
                        logged[0].display_name,
                    )
                )
        return super()._changed_values(vals)

    def _with_entered(self, name):
        """What timesheets say goes with them."""
        cases = super()._with_entered(name)
        if name == "work_hours":
            cases = cases.filtered(lambda case: not case.is_time_logged)
        return cases

    @api.model
    def _entered_domain(self, name):
        """Where timesheets alone say how long it took, nobody asked for it."""
        domain = super()._entered_domain(name)
        if name == "work_hours":
            domain &= Domain("is_time_logged", "=", False)
        return domain

    def _take_records(self, others):
        """Take over the time that was logged on the others."""
        res = super()._take_records(others)
        # sudo: as all that hangs on the cases; the lines move as they are.
        lines = self.env["account.analytic.line"].sudo()
        lines.search([("linked_case_id", "in", others.ids)]).linked_case_id = self
        (self | others)._follow_timesheets()
        return res

    def _follow_timesheets(self):
        """Take over the hours that are logged, and what they cost; typed hours stay without any.

        :raise ValidationError: when more time was taken back than was logged
        """
        # sudo: the sum of everybody's time, whoever logs; the lines are not shown.
        cases = self.sudo().exists()
        lines = self.env["account.analytic.line"].sudo()
        hour = self.env.ref("uom.product_uom_hour")
        sums = {}
        for case, unit, line in (
            (line.linked_case_id, line.product_uom_id, line)
            for line in lines.search([("linked_case_id", "in", cases.ids)])
        ):
            hours = unit._compute_quantity(line.unit_amount, hour, round=False)
            total, costed, cost = sums.get(case, (0, 0, 0))
            money = -line.currency_id._convert(
                line.amount, case.company_id.currency_id, case.company_id, line.date, round=False
            )
            sums[case] = (total + hours, costed + (hours if money else 0), cost + money)
        for case in cases:
            if case not in sums:
                if case.is_time_logged:
                    case._store_time(False, 0, 0, is_logged=False)
                continue
            case._store_time(*sums[case], is_logged=True)

    def _store_time(self, hours, costed, cost, is_logged):
        values = {
            "work_hours": hours,
            "logged_costed_hours": costed,
            "logged_cost": self.company_id.currency_id.round(cost),
            "is_time_logged": is_logged,
        }
        if any(self[name] != value for name, value in values.items()) or (
            hours is not False and self.work_hours is False
        ):
            self.write(values)
            # The cost may change while the hours do not.
            self._mark_customers_stale()
