from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...desk.coverage import level_by_contract
from ...desk.levels import level_expression
from ...fields import MOST, MOST_HOURS, Float, Integer
from ...vocabulary import DIMENSIONS, OPEN_STATES

PROFILE_TABLE = "repair_customer_profile"


class RepairServiceLevel(models.Model):
    """How a customer is served: how soon, in whose hours, and how far ahead in the queue.

    Tiers of any dimension carry a level; a customer has that of a running contract for all
    devices, else the highest ranking one of its tiers, else the company's default. Which level
    a customer has is worked out when it is asked for. An open case keeps the level in a column
    of its own, and so do closed ones: what was promised then.
    """

    _name = "repair.service.level"
    _description = "Service Level"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = Integer(
        "Rank",
        default=10,
        help="The first in the list ranks highest and takes precedence over those below.",
        bounds=(-MOST, MOST),
    )
    active = fields.Boolean(default=True)
    color = Integer(aggregator=False, bounds=(0, 11))
    description = fields.Text(
        translate=True, help="What these customers can expect, in your own words."
    )
    company_id = fields.Many2one(
        "res.company", help="Leave empty to share this level between all companies."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        tracking=True,
        ondelete="restrict",
        help="Working hours in which targets are counted. Leave empty to use the working hours "
        "of the company.",
    )
    head_start = Float(
        "Head Start (Hours)",
        tracking=True,
        help="Head start of cases of this level in the queue, in hours before their arrival.",
        bounds=(0, MOST_HOURS),
    )
    self_service = fields.Boolean(
        "Self-Service Tips",
        help="Customers of this level are shown tips that may solve the problem while they "
        "describe it on the portal.",
    )
    target_ids = fields.One2many("repair.service.target", "level_id", string="Targets", copy=True)
    tier_ids = fields.One2many(
        "repair.segmentation.tier",
        "service_level_id",
        string="Tiers",
        domain=[("policy_state", "=", "active"), ("company_id", "!=", False)],
        help="Customers in one of these tiers get this level, unless another of their tiers "
        "has a higher one.",
    )
    case_count = fields.Integer("Open Cases", compute="_compute_case_count")

    _head_start_positive = models.Constraint(
        "CHECK (head_start >= 0)", "The head start of a service level must be 0 hours or more."
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_count(self):
        counts = dict(
            self.env["repair.case"]._read_group(
                [("service_level_id", "in", self.ids), ("state", "in", OPEN_STATES)],
                ["service_level_id"],
                ["__count"],
            )
        )
        for level in self:
            level.case_count = counts.get(level, 0)

    @api.constrains("calendar_id")
    def _check_calendar(self):
        self.calendar_id._repair_check_hours()

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        self._terms_changed()
        return levels

    def write(self, vals):
        res = super().write(vals)
        ranks = {"sequence", "active", "company_id"} & set(vals)
        deadlines = {"head_start", "calendar_id", "target_ids"} & set(vals)
        self._terms_changed(
            None if ranks else (),
            Domain("service_level_id", "in", self.ids) if deadlines else Domain.FALSE,
        )
        return res

    @api.model
    def _terms_changed(self, companies=(), cases=Domain.FALSE, prioritize=False):
        """Recompute what depends on changed terms of service, for customers and open cases.

        Whoever changes terms calls it once, when all is written: the terms are looked up anew
        here and then, and kept for everybody.

        :param companies: companies whose tiers may give other levels; ``None``: all of them
        :param cases: domain of the open cases whose deadlines and places in the queue stand on
            what changed
        :param bool prioritize: their priorities stand on it as well
        """
        self.env.flush_all()
        self.env.registry.clear_cache()
        # Until this is committed, another thread may look up, and keep, what was before.
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
        open_cases = self.env["repair.case"]
        if companies is None or companies:
            open_cases._refresh_service_levels(companies)
        cases = Domain(cases)
        if not cases.is_false():
            open_cases._follow_terms(cases, prioritize)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_default(self):
        # sudo: a company that works by the level keeps it, whoever may see that company.
        company = (
            self.env["res.company"]
            .sudo()
            .search([("repair_service_level_id", "in", self.ids)], limit=1)
        )
        if company:
            raise UserError(
                self.env._(
                    "“%(level)s” is the default service level in %(company)s. Choose another "
                    "one in the settings first.",
                    level=company.repair_service_level_id.name,
                    company=company.name,
                )
            )

    def unlink(self):
        """Give open cases of these levels the next level, or none where none is left."""
        # sudo: the level goes with every case of it, whoever may see that case.
        cases = self.env["repair.case"].sudo().with_context(active_test=False)
        served = cases.search([("service_level_id", "in", self.ids), ("state", "in", OPEN_STATES)])
        res = super().unlink()
        self._terms_changed(None, Domain("id", "in", served.ids))
        return res

    def action_view_cases(self):
        """List the open cases of this level."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["domain"] = [
            ("service_level_id", "=", self.id),
            ("state", "in", OPEN_STATES),
        ]
        action["display_name"] = self.name
        return action

    def action_view_customers(self):
        """List the customers who have this level."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_customer_profile_action"
        )
        action["domain"] = [("service_level_id", "=", self.id)]
        action["display_name"] = self.name
        return action

    @api.model
    @tools.ormcache("company_id")
    def _terms(self, company_id):
        """Return the terms of service in a company, as plain data.

        :return: dict: ``default`` (a level's id or ``None``), ``untouched_hours``, ``calendar_id``
            (the company's; a level has its own), ``tiers`` (pairs of a level's id
            and the list of tiers that give it, the highest rank first), ``levels`` (id -> dict
            with ``head_start`` in hours, ``calendar_id`` and ``targets``: priority -> pair of
            response and resolution hours, each 0 where there is no such target)
        """
        # sudo: terms are worked by for every case, whoever opens it.
        company = self.env["res.company"].sudo().browse(company_id)
        # Archived ones too: cases that have one keep it.
        levels = (
            self.sudo()
            .with_context(active_test=False)
            .search([("company_id", "in", (False, company_id))])
        )
        tiers = (
            self.env["repair.segmentation.tier"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company_id),
                    ("service_level_id", "in", levels.filtered("active").ids),
                    # Of a former version too: a customer who is in one of its tiers still, until
                    # the run by the new one comes to him, is served by it until then.
                    ("policy_id.state", "in", ("active", "archived")),
                ],
                order="id",
            )
            .grouped("service_level_id")
        )
        return {
            "default": company.repair_service_level_id.id or None,
            "untouched_hours": company.repair_untouched_hours,
            "calendar_id": company.resource_calendar_id.id,
            "tiers": [(level.id, tiers[level].ids) for level in levels if level in tiers],
            "levels": {
                level.id: {
                    "head_start": level.head_start,
                    "calendar_id": (level.calendar_id or company.resource_calendar_id).id,
                    "targets": {
                        target.priority: (target.response_hours, target.resolution_hours)
                        for target in level.target_ids
                    },
                }
                for level in levels
            },
        }

    @api.model
    def _customer_levels(self, company_id, partner_ids, tiers_only=False):
        """Return partner id -> level id of customers, commercial partners, in a company.

        :param bool tiers_only: leave contracts out: whoever asks looks at them by device
        """
        if not partner_ids:
            return {}
        level = self._tier_level_sql(company_id, PROFILE_TABLE)
        if not tiers_only:
            level = self._level_sql(company_id, PROFILE_TABLE, SQL("customer.id"))
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT customer.id, %(level)s
                      FROM unnest(%(ids)s) AS customer (id)
                      LEFT JOIN %(profile)s
                        ON %(profile)s.partner_id = customer.id
                       AND %(profile)s.company_id = %(company)s
                    """,
                    level=level,
                    ids=list(partner_ids),
                    profile=SQL.identifier(PROFILE_TABLE),
                    company=company_id,
                )
            )
        )

    @api.model
    def _level_sql(self, company_id, alias, customer=None):
        """Return the SQL of the level of a customer: by contract, else by their tiers.

        :param str alias: of ``repair_customer_profile`` in the query; a row that is missing
            (all NULL) has no tiers
        :param SQL customer: the column of the commercial partner; ``None``: that of the profile
        """
        return level_by_contract(
            SQL("%s", company_id),
            customer or SQL.identifier(alias, "partner_id"),
            SQL("%s::date", self.env["res.company"].browse(company_id)._repair_day()),
            self._tier_level_sql(company_id, alias),
        )

    @api.model
    def _tier_level_sql(self, company_id, alias):
        """Return the SQL of the level that the tiers of a profile give, or else the default."""
        tiers = [SQL.identifier(alias, f"{d}_tier_id") for d in DIMENSIONS]
        terms = self._terms(company_id)
        return level_expression(tiers, terms["tiers"], terms["default"])

    @api.model
    def _level_by_company_sql(self, company, alias, customer=None):
        """Return the SQL of the level of a customer, in whichever company of the user.

        :param SQL company: the column of the company
        :param str alias: see :meth:`_level_sql`, as is ``customer``
        """
        # Record rules leave nothing of another company.
        whens = (
            SQL("WHEN %s = %s THEN %s", company, each.id, self._level_sql(each.id, alias, customer))
            for each in self.env.companies
        )
        return SQL("(CASE %s END)", SQL(" ").join(whens))
