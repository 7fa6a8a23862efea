from odoo import api, models

from ...desk import net_value
from ...fields import MOST_HOURS, MOST_MINUTES, MOST_MONEY, Answer, BoundedAnswer
from ...vocabulary import GROUP_AMOUNT, GROUP_USER


class RepairCase(models.Model):
    """What a case cost us, and what remains of its amount; see ``desk/net_value.py``.

    Hours are worth what they cost on the day on which they are filled in: another hourly cost
    changes no case of before.
    """

    _inherit = "repair.case"

    parts_cost = BoundedAnswer(
        "Cost of Parts",
        digits=(16, 2),
        bounds=(0, MOST_MONEY),
        aggregator="sum",
        tracking=True,
        copy=False,
        groups=GROUP_AMOUNT,
        help="What the parts cost us, untaxed, in company currency. Enter 0 if none were needed; "
        "empty means that nobody knows.",
    )
    work_hours = BoundedAnswer(
        "Hours Worked",
        digits=(16, 2),
        bounds=(0, MOST_HOURS),
        aggregator="sum",
        tracking=True,
        copy=False,
        groups=GROUP_USER,
        help="Hours of work, by everybody together. Empty means that nobody knows.",
    )
    desk_minutes = BoundedAnswer(
        "Desk Time (Minutes)",
        digits=(16, 0),
        bounds=(0, MOST_MINUTES),
        aggregator="sum",
        copy=False,
        groups=GROUP_USER,
        help="Time for calls, emails and paperwork. Empty: the desk time of the case type.",
    )
    cost_company = Answer(
        "Cost",
        digits=(16, 2),
        aggregator="sum",
        compute="_compute_cost_company",
        store=True,
        precompute=True,
        groups=GROUP_AMOUNT,
        help="Parts, hours and desk time at the hourly costs of the settings, in company "
        "currency. Empty until parts and hours are filled in.",
    )
    net_amount = Answer(
        "Net Value",
        digits=(16, 2),
        compute="_compute_net_amount",
        groups=GROUP_AMOUNT,
        help="The amount less the cost. Rework brings nothing, and costs.",
    )

    @api.depends("parts_cost", "work_hours", "desk_minutes", "type_id", "company_id")
    def _compute_cost_company(self):
        for case in self:
            case.cost_company = case._cost()

    def _cost(self):
        if self.parts_cost is False:
            return False
        company, minutes = self.company_id, self.desk_minutes
        if minutes is False:
            minutes = self.type_id.desk_minutes
        cost = net_value.cost(
            self.parts_cost,
            None if self.work_hours is False else self.work_hours,
            minutes,
            company.repair_hour_cost,
            company.repair_desk_hour_cost,
        )
        return False if cost is None else company.currency_id.round(cost)

    @api.depends("amount_company", "cost_company", "is_rework")
    def _compute_net_amount(self):
        for case in self:
            known = case.cost_company is not False
            brought = 0 if case.is_rework else case.amount_company
            case.net_amount = brought - case.cost_company if known else False
