from odoo import api, fields, models

from ...fields import Answer, EngineMany2one
from ...foresight.predictions import DEVICES, LAST_YEAR, MODEL, RHYTHM
from ...vocabulary import GROUP_AMOUNT
from ..access.day_text import day_text

# So much of an estimate has to be a customer's own to be called theirs, in percent.
MOSTLY_ESTIMATED, MOSTLY_OWN = 40, 70


class RepairCustomerForecast(models.Model):
    """What a customer is expected to bring in the next twelve months, and how that is known.

    Rows are written by the engine alone, every night (see ``foresight/store.py``). They are of
    the moment of the last forecast: what happened since is in the next one.
    """

    _name = "repair.customer.forecast"
    _description = "Expected Repairs of a Customer"
    _inherit = ["repair.customer.profiled", "repair.customer.kept", "repair.customer.called"]
    _log_access = False
    # Not by amount: whoever may not read a field may not sort by it either.
    _order = "expected_repairs desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]
    _customer_path = "partner_id"

    partner_id = EngineMany2one("res.partner", string="Customer", required=True, readonly=True)
    company_id = EngineMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    profile_id = fields.Many2one(
        "repair.customer.profile",
        compute="_compute_customer_profile",
        search="_search_customer_profile",
        string="Customer Profile",
    )
    value_tier_id = fields.Many2one(related="profile_id.value_tier_id", string="Value")
    value_tier_color = fields.Integer("Value Color", related="profile_id.value_tier_color")
    method = fields.Selection(
        [
            (RHYTHM, "Own interval"),
            (DEVICES, "Interval of their devices"),
            (MODEL, "Statistical model"),
            (LAST_YEAR, "As last year"),
        ],
        "Forecast by",
        required=True,
        readonly=True,
        help="Own interval: the customer came at least five times at regular intervals.\n"
        "Interval of their devices: one or more of their devices did. Repairs of other devices "
        "are added, and a day with several devices counts once.\n"
        "Statistical model: how often, and how long ago, compared with all customers.\n"
        "As last year: as many repairs as in the last 12 months, where no model can be used.",
    )
    basis = fields.Char("Forecast Based on", compute="_compute_basis")
    visit_count = fields.Integer(
        "Repair Days", readonly=True, help="Days with a repair, excluding rework."
    )
    last_date = fields.Date("Last Repair", readonly=True)
    year_count = fields.Integer("Repair Days in 12 Months", readonly=True)
    usual_repairs = fields.Float(
        "Usual Repairs a Year",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Over the time in which the customer came.",
    )
    expected_repairs = fields.Float(
        "Expected Repairs in 12 Months",
        digits=(16, 2),
        readonly=True,
        help="In the next 12 months. Repairs on the same day count as one.",
    )
    active_probability = Answer(
        "Still a Customer (%)",
        digits=(16, 0),
        readonly=True,
        help="How likely the customer is to come again at all. Unknown after a single repair.",
    )
    interval_days = fields.Integer(
        "Interval (Days)",
        readonly=True,
        aggregator=False,
        help="Average number of days between two repairs of the customer, or of the device.",
    )
    next_date = fields.Date(
        "Expected on", readonly=True, help="One interval after the last repair."
    )
    device_id = EngineMany2one(
        "repair.device",
        string="Next Device",
        readonly=True,
        index="btree_not_null",
        help="Of the devices that come at regular intervals, the one expected next.",
    )
    device_count = fields.Integer(
        "Devices with an Interval",
        readonly=True,
        help="Devices that came at least five times at regular intervals, where the customer "
        "did not.",
    )
    is_quiet = fields.Boolean(
        "Quiet",
        readonly=True,
        help="More likely lost than not. Without a statistical model: away for more than twice "
        "the usual interval.",
    )
    win_back = fields.Boolean(
        "Worth Winning Back",
        readonly=True,
        help="Quiet, and brought at least as much per year as the average customer.",
    )
    amount_each = fields.Monetary(
        "Amount per Repair",
        readonly=True,
        groups=GROUP_AMOUNT,
        aggregator="avg",
        help="Between the customer's own average and that of customers of their kind: the more "
        "repairs, the more it is their own.",
    )
    own_share = Answer(
        "Own Share (%)",
        digits=(16, 0),
        readonly=True,
        groups=GROUP_AMOUNT,
        help="How much of the amount per repair is the customer's own average.",
    )
    expected_amount = fields.Monetary(
        "Expected Amount in 12 Months", readonly=True, groups=GROUP_AMOUNT
    )
    own_words = fields.Char("How Sure", compute="_compute_own_words", groups=GROUP_AMOUNT)

    # A constraint, not an index: the merge of partners looks for constraints alone.
    _one_a_company = models.Constraint(
        "UNIQUE (partner_id, company_id)", "A customer can have only one forecast per company."
    )
    _next_idx = models.Index("(company_id, next_date) WHERE next_date IS NOT NULL")
    _win_back_idx = models.Index("(company_id, usual_repairs DESC) WHERE win_back")

    @api.depends("method", "device_count", "company_id")
    @api.depends_context("lang")
    def _compute_basis(self):
        # sudo: whether a company's model is used, nothing else of its check.
        checks = self.env["repair.forecast.check"].sudo()
        verdicts = {
            check.company_id: check.verdict
            for check in checks.search([("company_id", "in", self.company_id.ids)])
        }
        methods = dict(self._fields["method"]._description_selection(self.env))
        for forecast in self:
            why = forecast._why_no_model(verdicts.get(forecast.company_id))
            method = methods.get(forecast.method, "")
            forecast.basis = (
                self.env._("%(method)s: %(reason)s", method=method, reason=why) if why else method
            )

    def _why_no_model(self, verdict):
        """Return in words why last year speaks, where it does; ``None`` elsewhere."""
        if self.method != LAST_YEAR:
            return None
        return {
            "worse": self.env._("the model was less accurate"),
            "too_little": self.env._("too few customers"),
            "too_short": self.env._("history too short"),
        }.get(verdict)

    @api.depends("own_share", "visit_count")
    @api.depends_context("lang")
    def _compute_own_words(self):
        for forecast in self:
            forecast.own_words = forecast._own_words()

    def _own_words(self):
        """Return how much of the amount is the customer's own, in words."""
        if self.own_share is False:
            return ""
        count = self.visit_count
        if self.own_share < MOSTLY_ESTIMATED:
            return self.env._("Repairs: %s, mostly an estimate", count)
        if self.own_share < MOSTLY_OWN:
            return self.env._("Repairs: %s, partly an estimate", count)
        return self.env._("Repairs: %s, mostly their own figures", count)

    def _words(self, as_of):
        """Return what a customer's page says, a sentence a line; amounts for those who may.

        :param as_of: when the forecasts of the company were made, or ``False``
        """
        self.ensure_one()
        count = f"{self.expected_repairs:.1f}"
        if self.method == RHYTHM:
            lines = [
                self.env._(
                    "Expected in the next 12 months: %(count)s repairs, as they come every "
                    "%(days)s days. Next one: %(date)s.",
                    count=count,
                    days=self.interval_days,
                    date=day_text(self.env, self.next_date),
                )
            ]
        elif self.method == DEVICES:
            lines = [
                self.env._(
                    "Expected in the next 12 months: %(count)s repairs, as devices of theirs come "
                    "at regular intervals (%(devices)s). Next one: %(device)s, which comes every "
                    "%(days)s days, on %(date)s.",
                    count=count,
                    devices=self.device_count,
                    # sudo: the name of a device of the very customer whose row may be read.
                    device=self.device_id.sudo().display_name,
                    days=self.interval_days,
                    date=day_text(self.env, self.next_date),
                )
            ]
        elif self.method == MODEL:
            lines = [
                self.env._(
                    "Expected in the next 12 months: %s repairs, by the statistical model.", count
                )
            ]
        else:
            lines = [
                self.env._(
                    "Expected in the next 12 months: %(count)s repairs (%(basis)s).",
                    count=count,
                    basis=self.basis,
                )
            ]
        if self.active_probability is not False:
            lines.append(
                self.env._("Still a customer: %s%% likely.", f"{self.active_probability:.0f}")
            )
        if self._has_field_access(self._fields["expected_amount"], "read") and self.amount_each:
            lines.append(
                self.env._(
                    "Expected amount: %(amount)s (%(how_sure)s).",
                    amount=self.currency_id.format(self.expected_amount),
                    how_sure=self.own_words,
                )
            )
        if as_of:
            day = day_text(self.env, self.company_id._repair_day(as_of))
            lines.append(self.env._("Forecast as of %s.", day))
        return "\n".join(lines)
