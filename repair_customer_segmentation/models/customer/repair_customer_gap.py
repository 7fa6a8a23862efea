from odoo import api, fields, models
from odoo.tools import SQL

from ...quality.gaps import GAPS
from ...vocabulary import PROFILE

# Room for the checks of a customer in the ids of their rows.
CHECKS = 64


class RepairCustomerGap(models.Model):
    """One row for each thing that is missing of a customer, to be counted in reports."""

    _name = "repair.customer.gap"
    _description = "Missing Customer Data"
    _inherit = ["repair.opens.customer"]
    _auto = False
    # Not by the customer, which is by its name: the rows of one have neighbouring ids.
    _order = "repair_count desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    gap = fields.Selection("_selection_gap", string="Missing", readonly=True)
    dimension = fields.Selection(
        "_selection_dimension",
        string="Needed for",
        readonly=True,
        help="What cannot be classified without it; empty if nothing depends on it.",
    )
    repair_count = fields.Integer("Repairs", readonly=True)
    value_tier_id = fields.Many2one("repair.segmentation.tier", string="Value", readonly=True)
    frequency_tier_id = fields.Many2one(
        "repair.segmentation.tier", string="Frequency", readonly=True
    )
    rfm_tier_id = fields.Many2one("repair.segmentation.tier", string="RFM Segment", readonly=True)
    kind_tier_id = fields.Many2one("repair.segmentation.tier", string="Kind", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)

    @api.model
    def _selection_gap(self):
        checks = {}
        for company in self.env.companies:
            partners = self.env["res.partner"].with_company(company)
            checks |= {c.name: c.label for c in partners._repair_quality_checks()}
        return list(checks.items())

    @api.model
    def _selection_dimension(self):
        tiers = self.env["repair.segmentation.tier"]
        dimensions = tiers._fields["dimension"]._description_selection(self.env)
        # A fact that customers are grouped by as it is, without tiers.
        return [*dimensions, ("industry", self.env._("Industry"))]

    @api.model
    def _dimension_labels(self):
        return dict(self._selection_dimension())

    @property
    def _table_query(self):
        """Return the gaps of the customers of each company of the user, by its own rules."""
        return SQL(" UNION ALL ").join(
            self._company_query(company) for company in self.env.companies
        )

    @api.model
    def _company_query(self, company):
        profiles = self.env[PROFILE].with_company(company)
        # LEFT JOIN: PostgreSQL reads no contacts unless their salesperson is asked for.
        return SQL(
            """
            SELECT c.id::bigint * %(room)s + missing.number AS id,
                   c.partner_id, c.company_id, missing.gap, missing.dimension,
                   COALESCE(c.repair_count, 0) AS repair_count,
                   c.value_tier_id, c.frequency_tier_id, c.rfm_tier_id, c.kind_tier_id, p.user_id
              FROM repair_customer_profile AS c
              JOIN (%(missing)s) AS missing ON %(bits)s & missing.mask = missing.mask
              LEFT JOIN res_partner AS p ON p.id = c.partner_id
             WHERE c.company_id = %(company)s
               AND c.active
            """,
            room=CHECKS,
            company=company.id,
            bits=profiles._gap_bits_sql("c"),
            missing=self._missing_sql(company),
        )

    @api.model
    def _missing_sql(self, company):
        """Return the SELECT of all that can be missing: ``number``, ``gap``, ``dimension``, and
        the ``mask`` of bits that are all set where it is."""
        checks = self.env["res.partner"].with_company(company)._repair_quality_checks()
        rows = (
            SQL("(%s, %s, %s, %s)", check.mask, GAPS.index(check.name), check.name, check.dimension)
            for check in checks
        )
        return SQL(
            "SELECT * FROM (VALUES %s) AS own (mask, number, gap, dimension)", SQL(", ").join(rows)
        )

    @api.model
    @api.readonly
    def get_headline(self):
        """Return what the report comes to, for the companies that the user looks at.

        :return: dict of ``figure``, the share of customers of whom something is missing, and
            ``text``, the sentence beside it
        :raise AccessError: when the user may not read customers
        """
        self.check_access("read")
        customers = ["partner_id:count_distinct"]
        profiles = self.env[PROFILE]
        if len(self.env.companies) == 1:
            # Each customer has one profile: counting them needs no sorting of a million.
            total = profiles.search_count([])
        else:
            [(total,)] = profiles._read_group([], [], customers)
        [(incomplete,)] = self._read_group([], [], customers)
        if not total:
            return {"figure": "", "text": ""}
        if not incomplete:
            text = self.env._("No data is missing.")
        else:
            counts = self._read_group([], ["gap"], ["__count"])
            gap, most = max(counts, key=lambda row: row[1])
            text = self.env._(
                "%(incomplete)s of %(total)s customers have missing data. Most often: %(gap)s "
                "(%(count)s).",
                incomplete=incomplete,
                total=total,
                gap=dict(self._selection_gap())[gap],
                count=most,
            )
        return {"figure": self.env._("%s%%", round(100 * incomplete / total)), "text": text}
