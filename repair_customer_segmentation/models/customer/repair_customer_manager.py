from odoo import api, fields, models
from odoo.tools import SQL

from .aggregates import weighted_mean
from .manager_suggestions import ManagerSuggestions, set_managers

# So many customers are given a manager before what was done is kept.
SUGGESTED_AT_ONCE = 500


class RepairCustomerManager(models.Model):
    """How many customers and cases each manager of customers has, read as it is now."""

    _name = "repair.customer.manager"
    _description = "Account Manager"
    _auto = False
    _log_access = False
    _order = "high_value_count desc, customer_count desc, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", string="Account Manager", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    high_value_count = fields.Integer(
        "High Value Customers",
        readonly=True,
        help="Customers in the first value tier of the policy.",
    )
    capacity = fields.Integer(
        "Max. Customers",
        readonly=True,
        help="As entered for the members in Teams (0 = no more customers).",
    )
    open_case_count = fields.Integer(
        "Open Cases", readonly=True, help="Cases assigned to this person, for any customer."
    )
    load = fields.Float("Workload (%)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH top AS (
                SELECT DISTINCT ON (policy_id) id
                  FROM repair_segmentation_tier
                 WHERE dimension = 'value'
                 ORDER BY policy_id, sequence, id
            ), customers AS (
                SELECT partner.user_id, p.company_id, count(*) AS customer_count,
                       count(top.id) AS high_value_count
                  FROM res_partner AS partner
                  JOIN repair_customer_profile AS p ON p.partner_id = partner.id AND p.active
                  LEFT JOIN top ON top.id = p.value_tier_id
                 WHERE partner.user_id IS NOT NULL
                 GROUP BY 1, 2
            ), capacities AS (
                SELECT m.user_id, coalesce(m.company_id, u.company_id) AS company_id,
                       max(m.customer_capacity) AS capacity
                  FROM repair_case_team_member AS m
                  JOIN repair_case_team AS team ON team.id = m.team_id AND team.active
                  JOIN res_users AS u ON u.id = m.user_id AND u.active
                 WHERE m.customer_capacity > 0
                 GROUP BY 1, 2
            ), cases AS (
                SELECT user_id, company_id, count(*) AS open_case_count
                  FROM repair_case
                 WHERE state IN ('open', 'waiting') AND active AND user_id IS NOT NULL
                 GROUP BY 1, 2
            )
            SELECT user_id * 10000 + company_id AS id, user_id, company_id,
                   coalesce(customer_count, 0) AS customer_count,
                   coalesce(high_value_count, 0) AS high_value_count,
                   coalesce(capacity, 0) AS capacity,
                   coalesce(open_case_count, 0) AS open_case_count,
                   CASE WHEN capacity > 0
                        THEN 100.0 * coalesce(customer_count, 0) / capacity END AS load
              FROM customers
              FULL JOIN capacities USING (user_id, company_id)
              LEFT JOIN cases USING (user_id, company_id)
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """Let each manager count in the load of a group by how many customers they can have."""
        plain = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec != "load:avg":
            return plain
        return weighted_mean(*(SQL.identifier(query.table, name) for name in ("load", "capacity")))

    def action_view_customers(self):
        """List the customers of this manager."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_customer_profile_action"
        )
        action["domain"] = [
            ("partner_id.user_id", "=", self.user_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        action["display_name"] = self.user_id.name
        return action

    def action_suggest(self):
        """Open the suggestions for customers who have no manager."""
        return self.env["repair.manager.wizard"]._open()

    @api.model
    def _cron_assign_managers(self):
        """Give a manager to customers who have none, in tiers that want one, best tier first."""
        profiles = self.env["repair.customer.profile"]
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        domain = [
            ("value_tier_id.assigns_manager", "=", True),
            ("partner_id.user_id", "=", False),
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(
            remaining=profiles.search_count([*domain, ("company_id", "in", companies.ids)])
        )
        for company in companies:
            last = 0
            while found := profiles.search(
                [*domain, ("company_id", "=", company.id), ("id", ">", last)],
                order="id",
                limit=SUGGESTED_AT_ONCE,
            ):
                last = found[-1].id
                users = self.env["res.users"]
                best_first = found.sorted(lambda p: (p.value_tier_id.sequence, p.id))
                set_managers(
                    self.env,
                    (
                        (profile.partner_id, users.browse(user_id))
                        for profile, user_id, _reasons in ManagerSuggestions(best_first).all()
                        if user_id
                    ),
                )
                if not cron._commit_progress(len(found)):
                    return
