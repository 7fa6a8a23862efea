from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse, get_lang

from ...fields import MOST, Integer
from ...segmentation.days import day_sql, day_start
from ...segmentation.history import union_all
from ...vocabulary import GROUP_USER, OPEN_STATES

CHART_MONTHS = 12

# A change of one of these moves repairs to another customer or changes a stored fact.
CLASSIFYING_FIELDS = {
    "parent_id",
    "is_company",
    "industry_id",
    "country_id",
    "repair_employee_count",
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    repair_case_ids = fields.One2many(
        "repair.case",
        "partner_id",
        string="Repair Cases",
        groups=GROUP_USER,
    )
    repair_employee_count = Integer(
        "Number of Employees",
        bounds=(0, MOST),
        groups=GROUP_USER,
        help="Sets the customer's size (small, medium or large) by the rules of the policy.",
    )
    repair_case_count = fields.Integer(
        compute="_compute_repair_case_count",
        compute_sudo=False,
        groups=GROUP_USER,
    )
    repair_case_open_count = fields.Integer(
        compute="_compute_repair_case_count",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    repair_chart = fields.Json(
        compute="_compute_repair_chart",
        compute_sudo=False,
        groups=GROUP_USER,
    )

    @api.depends("repair_case_ids.commercial_partner_id", "repair_case_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repair_case_count(self):
        """Count the cases that the buttons list: those that this user sees, in these companies."""
        counts = {}
        for customer, state, count in self.env["repair.case"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
            ["commercial_partner_id", "state"],
            ["__count"],
        ):
            total, opened = counts.get(customer, (0, 0))
            counts[customer] = (total + count, opened + count if state in OPEN_STATES else opened)
        for partner in self:
            partner.repair_case_count, partner.repair_case_open_count = counts.get(
                partner.commercial_partner_id, (0, 0)
            )

    def write(self, vals):
        if "active" in vals:
            self.env["repair.customer.profile"]._follow_archiving(self.ids, vals["active"])
            self._repair_duplicates()._recount()
        if not CLASSIFYING_FIELDS & set(vals):
            return super().write(vals)
        customers = self.commercial_partner_id
        moved = self.filtered(lambda p: p.country_id.id != vals.get("country_id", p.country_id.id))
        res = super().write(vals)
        if moved:
            # sudo: who is abroad is seen from the company, whoever moves it.
            companies = self.env["res.company"].sudo()
            companies.search([("partner_id", "in", moved.ids)])._queue_repair_runs()
        for former in customers.filtered(lambda p: p.commercial_partner_id != p):
            overrides = self.env["repair.segmentation.override"]
            overrides._hand_over(former, former.commercial_partner_id)
        (customers | self.commercial_partner_id)._mark_repair_customers_stale()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_repair_cases(self):
        """Say what to do instead, before the database refuses."""
        # sudo: cases of every company count, whichever of them the user may see.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        for partner, count in cases._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"], limit=1
        ):
            raise UserError(
                self.env._(
                    "“%(customer)s” has repair cases (%(count)s): deleting the contact would "
                    "lose their history. Archive it, or merge it into another contact.",
                    customer=partner.display_name,
                    count=count,
                )
            )

    def _repair_duplicates(self):
        """Return the groups of duplicates that these partners are in, as superuser."""
        # sudo: duplicates are the managers' to see; counting goes on whoever deletes or merges.
        duplicates = self.env["repair.customer.duplicate"].sudo().with_context(active_test=False)
        return duplicates.search([("partner_ids", "in", self.ids)])

    def unlink(self):
        """Profiles go with their customers; contacts of a deleted company become customers
        themselves, with their repairs."""
        self._leave_repair_devices()
        # sudo: contacts that the user may not see become customers too; none is returned.
        contacts = (
            self.sudo()
            .with_context(active_test=False)
            .search([("commercial_partner_id", "in", self.ids), ("id", "not in", self.ids)])
        )
        duplicates = self._repair_duplicates()
        ids = self.ids
        res = super().unlink()
        self.env["repair.customer.profile"]._forget("partner_id", ids)
        self.env["repair.customer.forecast"]._forget("partner_id", ids)
        duplicates.invalidate_recordset(["partner_ids"])
        duplicates._recount()
        if contacts:
            contacts.commercial_partner_id._mark_repair_customers_stale()
        return res

    def _mark_repair_customers_stale(self, merged=False):
        """Have these partners classified again where a company knows them as customers.

        :param bool merged: others were merged into them; changes of tier will say so
        """
        # sudo: moving a contact changes classes in every company that repaired for it,
        # whichever of them the user may see; nothing is returned.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        profiles = self.env["repair.customer.profile"].sudo().with_context(active_test=False)
        pairs = cases._read_group(
            [("commercial_partner_id", "in", self.ids)], ["commercial_partner_id", "company_id"]
        ) + profiles._read_group([("partner_id", "in", self.ids)], ["partner_id", "company_id"])
        self.env["repair.customer.stale"]._mark(
            {(partner.id, company.id) for partner, company in pairs}, merged=merged
        )

    @api.depends_context("company")
    def _compute_repair_chart(self):
        """Repairs and amounts of the last twelve months, rework and cancelled cases left out.

        Amounts are left out for users who may not see them.
        """
        case = self.env["repair.case"]
        with_amount = case._has_field_access(case._fields["amount_company"], "read")
        first = (self.env.company._repair_day() - relativedelta(months=CHART_MONTHS - 1)).replace(
            day=1
        )
        months = [first + relativedelta(months=i) for i in range(CHART_MONTHS)]
        figures = self._repair_months(first)
        locale = babel_locale_parse(get_lang(self.env).code)
        labels = [format_skeleton("yMMM", month, locale=locale) for month in months]
        for partner in self:
            key = partner.commercial_partner_id.id
            values = [figures.get((key, month), (0, 0)) for month in months]
            partner.repair_chart = {
                "labels": labels,
                "repairs": [count for count, _total in values],
                "amounts": [total for _count, total in values] if with_amount else False,
                "currency": self.env.company.currency_id.symbol,
            }

    def _repair_months(self, first):
        """Return (customer id, first day of a month) -> (repairs, amount) from a day on.

        Months are those of the company, as its windows and days are.
        """
        # sudo: figures of the customer, like those of the profile, do not depend on which
        # of its repairs the user may open; the company is checked here.
        policy = self.env.company.sudo().repair_policy_id
        if not policy:
            return {}
        self.env.flush_all()
        tz = self.env.company._repair_tz()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id,
                       date_trunc('month', %(day)s)::date,
                       count(*),
                       COALESCE(sum(amount), 0)
                  FROM (%(history)s) AS history
                 WHERE NOT is_rework
                   AND occurred_at >= %(first)s
                 GROUP BY 1, 2
                """,
                day=day_sql(SQL("occurred_at"), tz),
                history=union_all(
                    policy._history_sources(fields.Datetime.now(), self.commercial_partner_id.ids)
                ),
                first=day_start(first, tz),
            )
        )
        return {(partner_id, month): (n, float(total)) for partner_id, month, n, total in rows}

    def action_view_open_repair_cases(self):
        """List the open cases of the customer, those of its contacts included."""
        action = self.action_view_repair_cases()
        action["context"] = {**action["context"], "search_default_open": 1}
        return action

    def action_view_repair_cases(self):
        """List the cases of the customer, those of its contacts included."""
        self.env["repair.case"].check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["domain"] = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
