from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ...feedback import outcome_rows
from ...feedback.frozen import CLASS_COLUMNS
from ...fields import Answer, Counted, EngineMany2one, Share
from ...segmentation.planner import set_planner
from ...vocabulary import CASE, CASE_STATES, GROUP_AMOUNT, GROUP_NAMES, PRIORITIES, PROFILE
from ..feedback.repair_case_outcome import FIX_RESULTS, RESULTS
from ..feedback.shares import counted_field, share_field
from . import totals

# Columns of the case that are shown as they are.
CASE_COLUMNS = (
    "company_id", "device_id", "type_id", "team_id", "user_id", "channel_id", "service_level_id",
    "state", "priority", "is_rework", "is_confidential", "complained_user_id", "active",
    "date_open", "date_closed",
)  # fmt: skip
OUTCOME_COLUMNS = (
    "closed_on",
    "response_result",
    "resolution_result",
    "fix_result",
    "fix_known_on",
)
CLOSED = [("state", "=", "closed")]
EVER_CLOSED = [("was_closed", "=", True)]


def now_field(string):
    """Return the field for a tier that the customer is in today."""
    return EngineMany2one("repair.segmentation.tier", string=string, readonly=True)


def then_field(string):
    """Return the field for a tier that the customer was in when the case was first closed."""
    return EngineMany2one(
        "repair.segmentation.tier",
        string=string,
        readonly=True,
        help="The class that the customer had on the day on which the case was first closed. It "
        "stays when the customer moves to another class.",
    )


class RepairCaseAnalysis(models.Model):
    """Cases as managers ask about them: one row a case, read as it is now.

    A row is there for whoever may read the case. What came of it (in time, fixed, by whom) is for
    those who may see whose work it is about. Nothing is worked out of calendars when it is read:
    working hours are stored when a clock stops. Each mean counts the cases that have the figure,
    each with the same weight, so it is right in every group, subtotal and total.

    All joins are on unique keys: PostgreSQL leaves out those that a report does not need.
    """

    _name = "repair.case.analysis"
    _description = "Cases Analysis"
    _auto = False
    _log_access = False
    _order = "date_open desc, id desc"
    _rec_name = "case_id"
    _depends = {
        CASE: [
            *CASE_COLUMNS,
            "commercial_partner_id",
            "date_first_closed",
            "reopen_count",
            "first_response_date",
            "response_target_hours",
            "response_used_hours",
            "resolution_target_hours",
            "resolution_used_hours",
            "waiting_hours",
            "amount_company",
            "cost_company",
        ],
        "repair.case.outcome": [*OUTCOME_COLUMNS, *CLASS_COLUMNS],
        PROFILE: list(CLASS_COLUMNS),
        "repair.device": ["product_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
    }

    case_id = fields.Many2one(CASE, readonly=True)
    active = fields.Boolean(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    device_id = fields.Many2one("repair.device", readonly=True)
    categ_id = fields.Many2one("product.category", string="Device Category", readonly=True)
    type_id = fields.Many2one("repair.case.type", readonly=True)
    team_id = fields.Many2one("repair.case.team", readonly=True)
    user_id = fields.Many2one("res.users", "Assignee", readonly=True, groups=GROUP_NAMES)
    channel_id = fields.Many2one("repair.case.channel", readonly=True)
    service_level_id = fields.Many2one("repair.service.level", readonly=True)
    state = fields.Selection(CASE_STATES, "Status", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    is_rework = fields.Boolean("Rework", readonly=True)
    date_open = fields.Datetime("Opened on", readonly=True)
    date_closed = fields.Datetime("Closed on", readonly=True)
    closed_on = fields.Date("First Closed", readonly=True)
    was_closed = fields.Boolean("Ever Closed", readonly=True)

    closed_value_tier_id = then_field("Value When Closed")
    closed_frequency_tier_id = then_field("Frequency When Closed")
    closed_rfm_tier_id = then_field("RFM Segment When Closed")
    closed_abc_tier_id = then_field("ABC Class When Closed")
    closed_kind_tier_id = then_field("Kind When Closed")
    closed_size_tier_id = then_field("Size When Closed")
    closed_location_tier_id = then_field("Location When Closed")
    closed_need_tier_id = then_field("Need When Closed")
    value_tier_id = now_field("Current Value")
    frequency_tier_id = now_field("Current Frequency")
    rfm_tier_id = now_field("Current RFM Segment")
    abc_tier_id = now_field("Current ABC Class")
    kind_tier_id = now_field("Current Kind")
    size_tier_id = now_field("Current Size")
    location_tier_id = now_field("Current Location")
    need_tier_id = now_field("Current Need")

    response_hours = Answer(
        "Reply Time (Hours)",
        readonly=True,
        help="Working hours until the first reply, waiting left out. Empty: no target, or no "
        "reply yet.",
    )
    resolution_hours = Answer(
        "Resolution Time (Hours)",
        readonly=True,
        help="Working hours until the case was closed, waiting left out. Empty: no target, or not "
        "closed.",
    )
    resolution_hours_total = fields.Float(
        "Total Resolution Time (Hours)",
        readonly=True,
        help="Working hours until the cases were closed, all of them together.",
    )
    waiting_hours = Answer(
        "Waiting Time (Hours)",
        readonly=True,
        help="Working hours in which the case was waiting, for the customer or for parts. Empty: "
        "no target, or not closed.",
    )
    days_to_close = Answer(
        "Days to Close",
        readonly=True,
        help="Days from the opening to the closing, nights and weekends included. Imported cases "
        "count, too.",
    )
    closed_count = Counted("Closed Cases", of=CLOSED)
    rework_count = Counted("Rework Cases", of=[("is_rework", "=", True)])
    rework_share = Share("Rework (%)", found=[("is_rework", "=", True)], digits=(16, 1))
    is_reopened = fields.Boolean("Reopened", readonly=True)
    reopened_share = Share(
        "Reopened (%)", of=EVER_CLOSED, found=[("is_reopened", "=", True)], digits=(16, 1)
    )
    response_result = fields.Selection(RESULTS, "Reply", readonly=True, groups=GROUP_NAMES)
    response_share = share_field("response_attainment", "Replied in Time (%)", groups=GROUP_NAMES)
    response_count = counted_field(
        "response_attainment", "Replies with a Deadline", groups=GROUP_NAMES
    )
    resolution_result = fields.Selection(RESULTS, "Resolution", readonly=True, groups=GROUP_NAMES)
    resolution_share = share_field(
        "resolution_attainment", "Resolved in Time (%)", groups=GROUP_NAMES
    )
    resolution_count = counted_field(
        "resolution_attainment", "Cases with a Deadline", groups=GROUP_NAMES
    )
    fix_result = fields.Selection(FIX_RESULTS, "First-Time Fix", readonly=True, groups=GROUP_NAMES)
    fix_known_on = fields.Date("Fix Known after", readonly=True, groups=GROUP_NAMES)
    fix_share = share_field("first_time_fix", "First-Time Fix (%)", groups=GROUP_NAMES)
    fix_count = counted_field("first_time_fix", "Known Fixes", groups=GROUP_NAMES)
    amount = fields.Monetary(
        readonly=True,
        groups=GROUP_AMOUNT,
        help="What the customer paid, in company currency.",
    )
    cost = Answer(
        digits=(16, 2),
        readonly=True,
        aggregator="sum",
        groups=GROUP_AMOUNT,
        help="Parts, hours and desk time of the cases whose costs are known, in company currency.",
    )
    net_amount = Answer(
        "Net Value",
        digits=(16, 2),
        readonly=True,
        aggregator="sum",
        groups=GROUP_AMOUNT,
        help="The amount less the cost, of the cases whose costs are known. Rework brings nothing, "
        "and costs.",
    )
    costed_count = Counted(
        "Cases with Known Costs", of=[("cost", "!=", False)], groups=GROUP_AMOUNT
    )
    # Of whom the record rules ask; told to nobody.
    is_confidential = fields.Boolean(groups=NO_ACCESS)
    complained_user_id = fields.Many2one("res.users", groups=NO_ACCESS)
    opened_by_id = fields.Many2one("res.users", groups=NO_ACCESS)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT c.id, c.id AS case_id, c.commercial_partner_id AS partner_id,
                   c.create_uid AS opened_by_id, %(of_case)s, %(of_outcome)s, %(then)s, %(now)s,
                   %(was_closed)s AS was_closed,
                   %(was_closed)s AND COALESCE(c.reopen_count, 0) > 0 AS is_reopened,
                   template.categ_id,
                   c.amount_company AS amount,
                   c.cost_company AS cost,
                   CASE WHEN c.is_rework THEN 0 ELSE c.amount_company END - c.cost_company
                     AS net_amount,
                   CASE WHEN c.first_response_date IS NOT NULL AND c.response_target_hours > 0
                        THEN c.response_used_hours END AS response_hours,
                   CASE WHEN c.state = 'closed' AND c.resolution_target_hours > 0
                        THEN c.resolution_used_hours END AS resolution_hours,
                   CASE WHEN c.state = 'closed' AND c.resolution_target_hours > 0
                        THEN c.resolution_used_hours END AS resolution_hours_total,
                   CASE WHEN c.state = 'closed' AND c.resolution_target_hours > 0
                        THEN COALESCE(c.waiting_hours, 0) END AS waiting_hours,
                   CASE WHEN c.state = 'closed'
                        THEN EXTRACT(EPOCH FROM c.date_closed - c.date_open) / 86400
                         END AS days_to_close
              FROM repair_case AS c
              LEFT JOIN repair_case_outcome AS o ON o.case_id = c.id
              LEFT JOIN repair_customer_profile AS p
                     ON p.partner_id = c.commercial_partner_id AND p.company_id = c.company_id
              LEFT JOIN repair_device AS device ON device.id = c.device_id
              LEFT JOIN product_product AS product ON product.id = device.product_id
              LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
            """,
            # Those that have an outcome, without a look at it.
            was_closed=outcome_rows.counts(),
            of_case=_columns("c", CASE_COLUMNS),
            of_outcome=_columns("o", OUTCOME_COLUMNS),
            then=SQL(", ").join(
                SQL("%s AS %s", SQL.identifier("o", name), SQL.identifier(f"closed_{name}"))
                for name in CLASS_COLUMNS
            ),
            now=_columns("p", CLASS_COLUMNS),
        )

    @api.model
    def _read_group(self, *args, **kwargs):
        self._plan()
        return super()._read_group(*args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """Return the groups and their totals, as Odoo does, see :mod:`.totals`."""
        added = totals.Totals(grouping_sets, aggregates)
        if added.can_be_added(order):
            return added.of_sets(
                lambda columns, asked, order: self._read_grouping_sets(
                    domain, [columns], asked, order
                )[0],
                self._places,
            )
        self._plan()
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _places(self, column, values):
        """Return value -> place in the order of a column; ``None`` where only PostgreSQL knows."""
        field = self._fields[column.partition(":")[0]]
        known = [value for value in values if value]
        if field.type == "many2one":
            # sudo: names that the user may not read have their place, too.
            others = self.env[field.comodel_name].sudo().with_context(active_test=False)
            ids = others.search([("id", "in", [value.id for value in known])]).ids
            known = list(map(self.env[field.comodel_name].browse, ids))
        elif field.type in ("date", "datetime"):
            known.sort()
        else:
            return None
        # What is not set comes last.
        return {value: place for place, value in enumerate([*known, *values - set(known)])}

    def _plan(self):
        # PostgreSQL would compile what reads all cases, which takes longer than it saves.
        set_planner(self.env.cr, jit="off")

    def action_open_case(self):
        """Open the case."""
        self.ensure_one()
        return self.case_id.get_formview_action()


def _columns(alias, names):
    return SQL(", ").join(SQL.identifier(alias, name) for name in names)
