from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ...segmentation.days import day_start
from ...segmentation.history import union_all
from ...vocabulary import DIMENSIONS, GROUP_AMOUNT
from .overlaps import TODO_OF_CONTRACT
from .repair_contract_template import TEMPLATE_TIERS

OFFER_MONTHS = 12
# Room for templates in the ids of the rows.
TEMPLATES = 100_000


class RepairContractOffer(models.Model):
    """A customer without a contract, and what one would have spared them in the last 12 months.

    A row for each template that the customer qualifies for, read as it is now. Money is all that
    it is about, so it is there for those alone who may see amounts.
    """

    _name = "repair.contract.offer"
    _description = "Would a Contract Have Paid?"
    _inherit = ["repair.opens.customer"]
    _auto = False
    _log_access = False
    _order = "saving desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    template_id = fields.Many2one("repair.contract.template", string="Contract", readonly=True)
    user_id = fields.Many2one("res.users", string="Account Manager", readonly=True)
    value_tier_id = fields.Many2one("repair.segmentation.tier", string="Value", readonly=True)
    repair_count = fields.Integer(
        "Repairs", readonly=True, help="In the last 12 months, rework left out."
    )
    amount = fields.Monetary(
        "Paid for Repairs",
        readonly=True,
        groups=GROUP_AMOUNT,
        help="What the customer paid for repairs in the last 12 months.",
    )
    price_year = fields.Monetary("Price per Year", readonly=True, groups=GROUP_AMOUNT)
    saving = fields.Monetary(
        "Saving for the Customer",
        readonly=True,
        groups=GROUP_AMOUNT,
        help="What the customer would have paid less with the contract; negative: more.",
    )
    reason = fields.Char("Why", compute="_compute_reason", groups=GROUP_AMOUNT)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._offers_of(company) for company in self.env.companies)

    @api.model
    def _offers_of(self, company, partner_ids=None):
        """Return the SELECT of the offers of a company, for some of its customers or for all."""
        # sudo: what counts as a repair is no secret; the rows are for those who see amounts.
        policy = company.sudo().repair_policy_id
        day = company._repair_day()
        tz = company._repair_tz()
        period = tuple(
            day_start(each, tz)
            for each in (day - relativedelta(months=OFFER_MONTHS), day + relativedelta(days=1))
        )
        history = policy._history_sources(period[1], partner_ids, period) if policy else []
        if not history:
            return self._no_offers()
        return SQL(
            """
            SELECT p.id::bigint * %(room)s + t.id AS id, p.partner_id, p.company_id,
                   t.id AS template_id, partner.user_id, p.value_tier_id,
                   cost.repair_count::int AS repair_count, cost.amount,
                   coalesce(t.price_year, 0) AS price_year,
                   cost.amount - coalesce(t.price_year, 0) AS saving
              FROM (SELECT partner_id, count(*) FILTER (WHERE NOT is_rework) AS repair_count,
                           coalesce(sum(amount), 0) AS amount
                      FROM (%(history)s) AS history
                     GROUP BY partner_id) AS cost
              JOIN repair_customer_profile AS p
                ON p.partner_id = cost.partner_id AND p.company_id = %(company)s AND p.active
              JOIN res_partner AS partner ON partner.id = p.partner_id
              JOIN (%(templates)s) AS t
                ON cost.repair_count >= coalesce(t.min_repairs, 0) AND %(qualifies)s
             WHERE p.partner_id NOT IN (
                    SELECT commercial_partner_id FROM repair_service_coverage
                     WHERE company_id = %(company)s
                       AND date_start <= %(day)s
                       AND (date_until IS NULL OR date_until >= %(day)s))
            """,
            room=TEMPLATES,
            history=union_all(history),
            company=company.id,
            day=SQL("%s::date", day),
            templates=self._templates_of(company),
            qualifies=SQL(" AND ").join(
                SQL(
                    "(%(wanted)s IS NULL OR %(tier)s = ANY(%(wanted)s))",
                    wanted=SQL.identifier("t", f"{dimension}_tiers"),
                    tier=SQL.identifier("p", f"{dimension}_tier_id"),
                )
                for dimension in DIMENSIONS
            ),
        )

    @api.model
    def _best_offers(self, company, partner_ids):
        """Return customer id -> (name of a contract, saving in company currency).

        Of these customers, the contract that would have spared each the most, if any would.

        :raise AccessError: for whoever may not see amounts
        """
        self.check_access("read")
        self._check_field_access(self._fields["saving"], "read")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner_id) partner_id, template_id, saving
                  FROM (%s) AS offer
                 WHERE saving > 0 AND partner_id = ANY(%s)
                 ORDER BY partner_id, saving DESC, id
                """,
                self._offers_of(company, partner_ids),
                partner_ids,
            )
        )
        templates = self.env["repair.contract.template"].browse(row[1] for row in rows)
        names = {template.id: template.name for template in templates}
        return {owner_id: (names[template_id], saving) for owner_id, template_id, saving in rows}

    @api.model
    def _templates_of(self, company):
        """Return the SELECT of a company's templates, with the tiers that each dimension asks for.

        Put together once, not a customer: 100,000 customers are compared with a few arrays.
        """
        return SQL(
            """
            SELECT template.id, template.price_year, template.min_repairs, %(tiers)s
              FROM repair_contract_template AS template
              LEFT JOIN %(relation)s AS wanted ON wanted.template_id = template.id
              LEFT JOIN repair_segmentation_tier AS tier ON tier.id = wanted.tier_id
             WHERE template.company_id = %(company)s AND template.active
             GROUP BY template.id
            """,
            relation=SQL.identifier(TEMPLATE_TIERS),
            company=company.id,
            tiers=SQL(", ").join(
                SQL(
                    "array_agg(tier.id) FILTER (WHERE tier.dimension = %s) AS %s",
                    dimension,
                    SQL.identifier(f"{dimension}_tiers"),
                )
                for dimension in DIMENSIONS
            ),
        )

    @api.model
    def _no_offers(self):
        """Return the SELECT of no row: a company without rules has no customers."""
        return SQL(
            "SELECT NULL::bigint AS id, NULL::int AS partner_id, NULL::int AS company_id,"
            " NULL::int AS template_id, NULL::int AS user_id, NULL::int AS value_tier_id,"
            " NULL::int AS repair_count, NULL::numeric AS amount, NULL::numeric AS price_year,"
            " NULL::numeric AS saving WHERE FALSE"
        )

    @api.depends("amount", "price_year", "repair_count", "template_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        for offer in self:

            def money(amount, currency=offer.currency_id):
                return formatLang(self.env, amount, currency_obj=currency)

            values = {
                "count": offer.repair_count,
                "amount": money(offer.amount),
                "contract": offer.template_id.name,
                "price": money(offer.price_year),
                "difference": money(abs(offer.saving)),
            }
            if offer.saving > 0:
                offer.reason = self.env._(
                    "Repairs: %(count)s for %(amount)s. “%(contract)s” costs %(price)s a year, "
                    "%(difference)s less.",
                    **values,
                )
            else:
                offer.reason = self.env._(
                    "Repairs: %(count)s for %(amount)s. “%(contract)s” costs %(price)s a year, "
                    "%(difference)s more.",
                    **values,
                )

    def action_plan_call(self):
        """Give each customer's account manager, or else the user, an activity to offer a contract.

        A customer has one at a time. No amount is in it: activities are read by people who may
        not see amounts.
        """
        self.check_access("read")
        made = self.env["mail.activity"]
        for partner, offers in self.grouped("partner_id").items():
            offer = offers[:1]
            user = partner.user_id if partner.user_id.active else self.env.user
            words = self.with_context(lang=user.lang).env
            summary = words._("Offer a contract: %s", offer.template_id.name)
            if any(a.summary == summary for a in partner.activity_ids):
                continue
            made |= partner.activity_schedule(
                TODO_OF_CONTRACT,
                summary=summary,
                note=words._(
                    "Repairs in the last 12 months: %(count)s. A contract may be cheaper for them. "
                    "The figures are in “Would a Contract Have Paid?”.",
                    count=offer.repair_count,
                ),
                user_id=user.id,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Activities planned: %s", len(made)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
