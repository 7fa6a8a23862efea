from odoo import api, fields, models
from odoo.tools import SQL

from ...fields import Answer, EngineMany2one
from ...segmentation.days import day_sql
from ...vocabulary import GROUP_AMOUNT
from .aggregates import weighted_mean
from .derived_mixin import search_derived

# Days that are derived from a stored date.
DAYS_SINCE = {"recency_days": "last_repair_date", "tenure_days": "first_repair_date"}

# Mean of a customer -> the column that tells how many things it is the mean of, and how many
# fewer those are: between three repairs there are two intervals.
MEANS = {
    "rating_avg": ("rating_count", 0),
    "service_share": ("repair_count_total", 0),
    "mean_interval_days": ("repair_count_total", 1),
}


class RepairCustomerProfile(models.Model):
    """What is known of one customer in one company: figures, scores and tiers.

    Rows are written by the engine alone (see ``segmentation/store.py``); people change a
    class through the policy. Figures are those of the moment of classification.
    """

    _name = "repair.customer.profile"
    _description = "Repair Customer"
    _inherit = ["repair.derived.mixin", "repair.customer.kept", "repair.opens.customer"]
    _log_access = False
    # Not by amount: whoever may not read a field may not sort by it either.
    _order = "repair_count desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]

    partner_id = EngineMany2one("res.partner", string="Customer", required=True, readonly=True)
    company_id = EngineMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    industry_id = EngineMany2one("res.partner.industry", readonly=True)
    country_id = EngineMany2one("res.country", readonly=True)
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_email = fields.Char(related="partner_id.email", string="Email")
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")

    first_repair_date = fields.Datetime(
        "First Repair", readonly=True, help="When the first repair was opened."
    )
    last_repair_date = fields.Datetime(
        "Last Repair", readonly=True, help="When the last repair was opened."
    )
    recency_days = fields.Integer(
        "Days since Last Repair",
        compute="_compute_days_since",
        search=search_derived("recency_days"),
        aggregator="avg",
        help="Days from the last repair to today, in the company's time zone.",
    )
    tenure_days = fields.Integer(
        "Customer for (Days)",
        compute="_compute_days_since",
        search=search_derived("tenure_days"),
        aggregator="avg",
        help="Days from the first repair to today, in the company's time zone.",
    )
    repair_count = fields.Integer(
        "Repairs", readonly=True, help="Repairs in the policy's period, excluding rework."
    )
    repair_count_total = fields.Integer(
        "Total Repairs", readonly=True, help="Total number of repairs, excluding rework."
    )
    amount = fields.Monetary(
        readonly=True,
        help="Amount paid for repairs in the policy's period, in company currency.",
        groups=GROUP_AMOUNT,
    )
    amount_total = fields.Monetary(
        "Total Amount",
        readonly=True,
        help="Total amount paid for repairs, in company currency.",
        groups=GROUP_AMOUNT,
    )
    net_value = Answer(
        "Net Value",
        digits=(16, 2),
        readonly=True,
        aggregator="sum",
        help="What remains of the amount of the policy's period after the known costs of its "
        "cases, rework included, in company currency. Empty: no cost is known.",
        groups=GROUP_AMOUNT,
    )
    costed_count = fields.Integer(
        "Cases with Known Costs",
        readonly=True,
        help="So many cases of the policy's period, rework included, have their parts and hours "
        "filled in.",
    )
    period_case_count = fields.Integer(
        "Cases in the Period",
        readonly=True,
        help="Cases of the policy's period, rework included: of so many the costs could be known.",
    )
    mean_interval_days = fields.Float(
        "Repair Interval (Days)",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Average number of days between two repairs.",
    )
    rework_count = fields.Integer(
        "Rework", readonly=True, help="Repairs of our own repairs, under warranty."
    )
    open_case_count = fields.Integer(
        "Open Cases", readonly=True, help="Cases that are not closed yet."
    )
    device_count = fields.Integer(
        "Devices", readonly=True, help="Devices in use, excluding archived ones."
    )
    service_share = fields.Float(
        "Service Share (%)",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Share of the customer's repairs that were a service rather than a fault.",
    )
    rating_avg = fields.Float(
        "Satisfaction",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Average of the customer's ratings in the period, 1 to 5.",
    )
    rating_count = fields.Integer(
        "Ratings", readonly=True, help="Number of the customer's ratings in the policy's period."
    )

    recency_score = fields.Integer(
        "R", readonly=True, aggregator="avg", help="Recency score: 5 is the most recent quintile."
    )
    frequency_score = fields.Integer(
        "F",
        readonly=True,
        aggregator="avg",
        help="Frequency score: 5 is the most frequent quintile.",
    )
    monetary_score = fields.Integer(
        "M",
        readonly=True,
        aggregator="avg",
        help="Monetary score: 5 is the highest-paying quintile.",
    )
    value_tier_id = EngineMany2one("repair.segmentation.tier", string="Value", readonly=True)
    frequency_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Frequency", readonly=True
    )
    abc_tier_id = EngineMany2one("repair.segmentation.tier", string="ABC Class", readonly=True)
    rfm_tier_id = EngineMany2one("repair.segmentation.tier", string="RFM Segment", readonly=True)
    kind_tier_id = EngineMany2one("repair.segmentation.tier", string="Kind", readonly=True)
    size_tier_id = EngineMany2one("repair.segmentation.tier", string="Size", readonly=True)
    location_tier_id = EngineMany2one("repair.segmentation.tier", string="Location", readonly=True)
    need_tier_id = EngineMany2one("repair.segmentation.tier", string="Need", readonly=True)
    value_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Value", readonly=True
    )
    frequency_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Frequency", readonly=True
    )
    abc_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated ABC Class", readonly=True
    )
    rfm_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated RFM Segment", readonly=True
    )
    kind_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Kind", readonly=True
    )
    size_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Size", readonly=True
    )
    location_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Location", readonly=True
    )
    need_computed_tier_id = EngineMany2one(
        "repair.segmentation.tier", string="Calculated Need", readonly=True
    )
    value_falls_on = fields.Date(
        "Value Downgrade Date",
        readonly=True,
        help="The calculated tier is lower; until this day the customer keeps the current one.",
    )
    frequency_falls_on = fields.Date(
        "Frequency Downgrade Date",
        readonly=True,
        help="The calculated tier is lower; until this day the customer keeps the current one.",
    )
    abc_falls_on = fields.Date(
        "ABC Downgrade Date",
        readonly=True,
        help="The calculated tier is lower; until this day the customer keeps the current one.",
    )
    value_tier_color = fields.Integer("Value Color", related="value_tier_id.color")
    frequency_tier_color = fields.Integer("Frequency Color", related="frequency_tier_id.color")
    rfm_tier_color = fields.Integer("RFM Color", related="rfm_tier_id.color")
    abc_tier_color = fields.Integer("ABC Color", related="abc_tier_id.color")
    classified_at = fields.Datetime(
        readonly=True, help="When the figures or tiers of this customer last changed."
    )
    known_since = fields.Datetime(
        "First Classified on", readonly=True, help="When this customer was first classified."
    )
    run_id = EngineMany2one(
        "repair.segmentation.run",
        string="Classification Run",
        readonly=True,
        help="The full run whose thresholds apply to this customer.",
    )

    # A constraint, not an index: the merge of partners looks for constraints alone.
    _one_a_company = models.Constraint(
        "UNIQUE (partner_id, company_id)", "A customer can have only one profile per company."
    )
    _value_idx = models.Index("(value_tier_id, amount DESC)")
    # Lists of customers of whom something is missing begin with those who come most.
    _repairs_idx = models.Index("(company_id, (COALESCE(repair_count, 0)) DESC)")

    @api.depends("first_repair_date", "last_repair_date")
    def _compute_days_since(self):
        for profile in self:
            company = profile.company_id
            for name, source in DAYS_SINCE.items():
                moment = profile[source]
                days = moment and (company._repair_day() - company._repair_day(moment)).days
                profile[name] = days or 0

    def _read_group_select(self, aggregate_spec, query):
        """Let each customer count in the means of a group by what its own mean is of."""
        plain = super()._read_group_select(aggregate_spec, query)
        name, _colon, aggregator = aggregate_spec.partition(":")
        if aggregator != "avg" or name not in MEANS:
            return plain
        weight, less = MEANS[name]
        return weighted_mean(
            self._field_to_sql(query.table, name, query),
            SQL("(%s - %s)", SQL.identifier(query.table, weight), less),
        )

    def _sql_recency_days(self, alias, query):
        return self._days_since_sql(alias, "last_repair_date", query)

    def _sql_tenure_days(self, alias, query):
        return self._days_since_sql(alias, "first_repair_date", query)

    @api.model
    def _days_since_sql(self, alias, moment, query):
        """Return the SQL of the company's days since a moment, ``NULL`` without one."""
        tz = self.env["res.company"]._repair_tz_sql(self._field_to_sql(alias, "company_id", query))
        now = SQL("%s::timestamp", fields.Datetime.now())
        since = self._field_to_sql(alias, moment, query)
        return SQL("(%s - %s)", day_sql(now, tz), day_sql(since, tz))

    @api.model
    @api.readonly
    def get_run_progress(self):
        """Return how far the full run of the current company is, in a sentence.

        :return: the sentence; empty when no run is underway
        :raise AccessError: when the user may not read customers
        """
        self.check_access("read")
        # sudo: the company's policy and runs are the managers'; only how far one is is told.
        policy = self.env.company.sudo().repair_policy_id
        return policy._run_underway()._progress_text() if policy else ""

    @api.model
    def _follow_archiving(self, partner_ids, active):
        """Let what is told of these customers elsewhere follow, too."""
        res = super()._follow_archiving(partner_ids, active)
        self.env["repair.customer.outlook"]._follow_archiving(partner_ids, active)
        self.env["repair.customer.forecast"]._follow_archiving(partner_ids, active)
        return res

    def action_classify_now(self):
        """Classify every customer of the current company at once.

        :raise AccessError: for anybody but managers
        :raise UserError: when the company has no active policy
        """
        return self.env.company._active_repair_policy().action_classify()
