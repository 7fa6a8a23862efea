from odoo import api, fields, models
from odoo.tools import SQL

from ...desk import net_value
from ...fields import MOST_HOURS, MOST_MINUTES, MOST_MONEY, Answer, BoundedAnswer, Monetary
from ...segmentation import days, rates
from ...vocabulary import GROUP_AMOUNT, GROUP_USER

# Rates that this transaction has looked up.
RATES_KEY = "repair_case_rates"
# So many cases are held in memory at a time.
VALUED_AT_ONCE = 20_000


class RepairCase(models.Model):
    """What a case brought, in the company's currency at the rate of its day, and what it cost.

    Hours are worth what they cost on the day on which they are filled in: another hourly cost
    changes no case of before. See ``desk/net_value.py``.
    """

    _inherit = "repair.case"

    amount = Monetary(
        bounds=(-MOST_MONEY, MOST_MONEY),
        tracking=True,
        help="Untaxed amount the customer pays for this repair. Refunds are negative.",
        groups=GROUP_AMOUNT,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_company = fields.Monetary(
        "Amount in Company Currency",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        precompute=True,
        help="The amount at the exchange rate of the day the case was opened.",
        groups=GROUP_AMOUNT,
    )
    is_rate_missing = fields.Boolean(
        "Exchange Rate Missing",
        compute="_compute_amount_company",
        store=True,
        precompute=True,
        help="The currency of the amount has no exchange rate on or before the day the case "
        "was opened. The amount is not counted until you enter one.",
        groups=GROUP_AMOUNT,
    )

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

    _rate_missing_idx = models.Index("(company_id, commercial_partner_id) WHERE is_rate_missing")
    # Whether a company counts costs is asked whenever a case is closed.
    _costs_idx = models.Index("(company_id) WHERE parts_cost IS NOT NULL OR work_hours IS NOT NULL")

    def copy_data(self, default=None):
        """Leave the amount out where whoever copies may not see it."""
        if self._has_field_access(self._fields["amount"], "read"):
            return super().copy_data(default)
        given = dict(default or {})
        return [
            {name: value for name, value in values.items() if name != "amount" or name in given}
            for values in super().copy_data({**given, "amount": given.get("amount")})
        ]

    @api.depends("company_id")
    def _compute_currency_id(self):
        """Set the currency of the company, unless the case has an amount."""
        for case in self:
            if not case.amount or not case.currency_id:
                case.currency_id = case.company_id.currency_id

    @api.depends("amount", "currency_id", "company_id", "date_open")
    def _compute_amount_company(self):
        foreign = self.filtered(
            lambda case: case.amount and case.currency_id != case.company_id.currency_id
        )
        for case in self - foreign:
            case.update({"amount_company": case.amount, "is_rate_missing": False})
        keys = {case: case._rate_key() for case in foreign}
        found = self._find_rates(keys.values())
        for case in foreign:
            amount = self._in_company_currency(
                case.amount, found.get(keys[case]), case.company_id.currency_id
            )
            case.update({"amount_company": amount or 0, "is_rate_missing": amount is None})

    def _rate_key(self):
        """Return the currency, the company and the day whose rate counts."""
        moment = self.date_open or fields.Datetime.now()
        company = self.company_id
        return self.currency_id.id, company.id, company._repair_day(moment)

    @api.model
    def _find_rates(self, keys):
        """Return keys -> rates, at least for these keys (see ``segmentation/rates.py``)."""
        known = self.env.cr.cache.setdefault(RATES_KEY, {})
        missing = set(keys) - known.keys()
        if missing:
            self.env["res.currency.rate"].flush_model()
            self.env["res.company"].flush_model(["currency_id", "parent_path"])
            known.update(rates.find_rates(self.env.cr, missing))
        return known

    @api.model
    def _in_company_currency(self, amount, rate, currency):
        """Return an amount in the company's currency, ``None`` where the rate is unknown."""
        # As Odoo converts it, to the last digit.
        return None if rate is None else currency.round(amount * (1 / rate))

    @api.model
    def _revalue(self, condition):
        """Recompute amounts in company currency; mark customers stale whose amounts change.

        In a few statements, however many cases there are.

        :param SQL condition: of the tables ``repair_case`` and ``company`` (``res_company``)
        """
        self.env.cr.cache.pop(RATES_KEY, None)
        self.flush_model()
        self.env["res.company"].flush_model()
        last = 0
        while last is not None:
            last = self._revalue_batch(condition, last)

    @api.model
    def _revalue_batch(self, condition, after):
        """Revalue a batch of ids above ``after``; return the last one, ``None`` at the end."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT repair_case.id, amount, amount_company, COALESCE(is_rate_missing, FALSE),
                       repair_case.currency_id, company_id, date_open
                  FROM repair_case
                  JOIN res_company AS company ON company.id = company_id
                 WHERE repair_case.id > %s
                   AND amount <> 0
                   AND (repair_case.currency_id <> company.currency_id
                        OR amount IS DISTINCT FROM amount_company)
                   AND (%s)
                 ORDER BY repair_case.id
                 LIMIT %s
                """,
                after,
                condition,
                VALUED_AT_ONCE,
            )
        )
        companies = self.env["res.company"].browse({row[5] for row in rows}).sudo()
        zones = {company.id: company._repair_tz() for company in companies}
        keys = [
            (currency_id, company_id, days.day_of(opened, zones[company_id]))
            for *_case, currency_id, company_id, opened in rows
        ]
        found = self._find_rates(keys)
        changed = []
        for key, (case_id, amount, old, was_missing, *_others) in zip(keys, rows, strict=True):
            own = self.env["res.company"].browse(key[1]).sudo().currency_id
            new = self._in_company_currency(float(amount), found.get(key), own)
            if was_missing != (new is None) or float(old or 0) != (new or 0):
                changed.append((case_id, new or 0, new is None))
        self._store_amounts(changed)
        return rows[-1][0] if len(rows) == VALUED_AT_ONCE else None

    @api.model
    def _store_amounts(self, changed):
        """Store amounts in company currency, rows ``(case id, amount, is the rate missing)``."""
        if not changed:
            return
        ids, amounts, missing = map(list, zip(*changed, strict=True))
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_case
                   SET amount_company = changed.amount, is_rate_missing = changed.is_missing
                  FROM unnest(%s, %s::numeric[], %s) AS changed (id, amount, is_missing)
                 WHERE repair_case.id = changed.id
                """,
                ids,
                amounts,
                missing,
            )
        )
        self.invalidate_model(["amount_company", "is_rate_missing"], flush=False)
        self.env["repair.customer.stale"]._mark_cases(SQL("id = ANY(%s)", ids))

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
            self.parts_cost, self._work_cost(), minutes, company.repair_desk_hour_cost
        )
        return False if cost is None else company.currency_id.round(cost)

    def _work_cost(self):
        """Return what the hours of the case cost, ``None`` where that is not known."""
        hours = None if self.work_hours is False else self.work_hours
        return net_value.work_cost(hours, self.company_id.repair_hour_cost)

    @api.depends("amount_company", "cost_company", "is_rework")
    def _compute_net_amount(self):
        for case in self:
            known = case.cost_company is not False
            brought = 0 if case.is_rework else case.amount_company
            case.net_amount = brought - case.cost_company if known else False
