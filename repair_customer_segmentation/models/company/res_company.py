from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...fields import MOST_DAYS, MOST_HOURS, Float, Integer
from ...segmentation import days
from ...vocabulary import STAFF, STANDARD_LEVEL
from ..improvement.shipped_goals import give_tiers

# A change of one of these changes the deadlines or the service level of open cases.
TERMS = {"repair_service_level_id", "resource_calendar_id", "repair_untouched_hours"}
# A change of one of these changes what repairs brought in the company's currency: the currency,
# the company whose rates hold, or the time zone, which says of which day the rate is.
REPAIR_MONEY = {"currency_id", "parent_id", "resource_calendar_id"}
POLICY_TEMPLATE = "repair_customer_segmentation.repair_segmentation_policy_default"


class ResCompany(models.Model):
    _inherit = "res.company"

    repair_policy_id = fields.Many2one(
        "repair.segmentation.policy",
        string="Segmentation Policy",
        ondelete="restrict",
        copy=False,
        groups=STAFF,
        domain="[('company_id', '=', id)]",
        help="Policy by which the repair customers of this company are classified.",
    )

    repair_service_level_id = fields.Many2one(
        "repair.service.level",
        string="Default Service Level",
        copy=False,
        groups=STAFF,
        ondelete="restrict",
        default=lambda self: self.env.ref(STANDARD_LEVEL, raise_if_not_found=False),
        domain="[('company_id', 'in', (False, id))]",
        help="For customers whose tiers have no service level.",
    )
    repair_team_id = fields.Many2one(
        "repair.case.team",
        string="Default Team",
        copy=False,
        groups=STAFF,
        ondelete="set null",
        domain="[('company_id', 'in', (False, id))]",
        help="Gets every new case whose type has no team of its own, so that somebody is told.",
    )
    repair_rework_days = Integer(
        "Suggest Rework within (Days)",
        default=30,
        groups=STAFF,
        help="Ask whether it is rework when a device returns within this many days (0 = never).",
        bounds=(0, MOST_DAYS),
    )

    repair_untouched_hours = Float(
        "Untouched after (Working Hours)",
        default=16,
        groups=STAFF,
        help="Open cases without a message or change for this many working hours are flagged, "
        "and the assignee is notified once (0 = never).",
        bounds=(0, MOST_HOURS),
    )

    repair_portal_complaints = fields.Boolean(
        "Complaints in the Portal",
        default=True,
        groups=STAFF,
        help="Customers can complain about a closed repair on its page in the portal.",
    )
    repair_rating_request = fields.Boolean(
        "Ask for a Rating",
        default=True,
        groups=STAFF,
        help="Customers are asked by email how satisfied they are, once per case, when it is "
        "closed. They can also rate in the portal.",
    )

    repair_contract_notice_days = Integer(
        "Remind before a Contract Ends (Days)",
        default=30,
        groups=STAFF,
        help="So many days before a service contract ends, the customer's account manager gets "
        "an activity (0 = never).",
        bounds=(0, MOST_DAYS),
    )
    repair_contract_day = fields.Date(
        "Contracts Followed until", readonly=True, copy=False, groups=STAFF
    )

    # The page on which an empty database opens: shown until it is over.
    repair_first_steps = fields.Selection(
        [("begun", "Shown"), ("over", "Over")], readonly=True, copy=False, groups=STAFF
    )
    repair_tiers_seen = fields.Boolean(readonly=True, copy=False, groups=STAFF)

    _repair_untouched_hours_positive = models.Constraint(
        "CHECK (repair_untouched_hours >= 0)",
        "“Untouched after” must be 0 hours (never) or more.",
    )
    _repair_rework_days_positive = models.Constraint(
        "CHECK (repair_rework_days >= 0)",
        "“Suggest Rework within” must be 0 days (never) or more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_repair_policies()
        self.env["repair.maintenance.plan"]._give_companies(companies)
        self.env["repair.care.rule"]._give_companies(companies)
        give_tiers(companies.sudo().repair_policy_id.value_tier_ids)
        return companies

    def write(self, vals):
        terms = TERMS & set(vals)
        before = {company: company.read(terms) for company in self} if terms else {}
        res = super().write(vals)
        changed = self.filtered(lambda c: c in before and c.read(terms) != before[c])
        if "resource_calendar_id" in vals:
            changed._check_repair_hours()
            self.env.registry.clear_cache()
        if "repair_rework_days" in vals:
            self.env["repair.case.outcome"]._bring_in_line(SQL("c.company_id = ANY(%s)", self.ids))
        if REPAIR_MONEY & set(vals):
            self._revalue_repairs()
        if changed:
            cases = Domain("company_id", "in", changed.ids)
            self.env["repair.service.level"]._terms_changed(changed, cases)
        return res

    def _with_repair_targets(self):
        """Return those of these companies whose targets count: with cases, or an own level."""
        # sudo: whether there are any, nothing of them is shown.
        env = self.sudo().with_context(active_test=False).env
        with_level = env["repair.service.level"]._read_group(
            [("company_id", "in", self.ids), ("calendar_id", "=", False)], ["company_id"]
        )
        found = self.browse().union(*(company for (company,) in with_level))
        return self.filtered(
            lambda c: (
                c in found
                or env["repair.case"].search(
                    [("company_id", "=", c.id)], limit=1, order="date_open"
                )
            )
        )

    def _check_repair_hours(self):
        """Refuse to leave the targets of a company without hours to count in."""
        for company in self._with_repair_targets():
            calendar = company.resource_calendar_id
            if not calendar:
                raise ValidationError(
                    self.env._(
                        "The targets of “%(company)s” are counted in its working hours. Choose "
                        "other working hours instead of leaving them empty.",
                        company=company.name,
                    )
                )
            calendar._repair_check_hours()

    def _create_repair_policies(self):
        """Give each of these companies without an active policy a copy of the shipped one."""
        # sudo: whoever may create a company need not be a segmentation manager; the copy
        # holds only what the addon ships.
        template = self.sudo().env.ref(POLICY_TEMPLATE, raise_if_not_found=False)
        if not template:
            return
        for company in self.sudo():
            if not company.repair_policy_id:
                company.repair_policy_id = template.copy(
                    {
                        "company_id": company.id,
                        "state": "active",
                        "name": template.name,
                        "activated_at": fields.Datetime.now(),
                    }
                )

    def _active_repair_policy(self):
        """Return the active policy of the company.

        :raise UserError: when there is none
        """
        self.ensure_one()
        # sudo: the name of the active policy of one's own company is no secret, and the
        # scheduled action has no company of its own.
        policy = self.sudo().repair_policy_id.sudo(False)
        if not policy:
            raise UserError(
                self.env._(
                    "%(company)s has no active segmentation policy. Choose one in "
                    "Repair Customers / Configuration / Settings.",
                    company=self.sudo().name,
                )
            )
        return policy

    def _repair_tz(self):
        """Return the name of the time zone whose days this company counts in."""
        return self._repair_tz_of(self.id)

    @api.model
    @tools.ormcache("company_id")
    def _repair_tz_of(self, company_id):
        # sudo: a time zone is no secret, whoever asks for a day.
        return self.sudo().browse(company_id).resource_calendar_id._repair_zone()

    @api.model
    def _repair_tz_sql(self, company):
        """Return the time zone of the companies of a query: a name, or SQL where they differ.

        :param SQL company: the column of their ids
        """
        # sudo: rows of whatever company are counted in that company's days.
        zones = {
            c.id: c._repair_tz() for c in self.sudo().with_context(active_test=False).search([])
        }
        if len(set(zones.values())) == 1:
            return next(iter(zones.values()))
        whens = (SQL("WHEN %s THEN %s", *zone) for zone in zones.items())
        return SQL("CASE %s %s END", company, SQL(" ").join(whens))

    def _repair_day(self, moment=None):
        """Return the day of the company at a moment (UTC, default now)."""
        return days.day_of(moment or fields.Datetime.now(), self._repair_tz())

    @api.model
    def _repair_today_sql(self, company):
        """Return the SQL of today's date in the days of the companies of a query.

        :param SQL company: the column of their ids
        """
        # sudo: rows of whatever company are counted in that company's days.
        companies = self.sudo().with_context(active_test=False).search([("id", "!=", False)])
        by_day = companies.grouped(lambda c: c._repair_day())
        latest = max(by_day)
        whens = [
            SQL("WHEN %s = ANY(%s) THEN %s::date", company, those.ids, day)
            for day, those in by_day.items()
            if day != latest
        ]
        if not whens:
            return SQL("%s::date", latest)
        return SQL("(CASE %s ELSE %s::date END)", SQL(" ").join(whens), latest)

    def _revalue_repairs(self):
        """Work out anew what the repairs of these companies brought in their currency."""
        # sudo: the amount of a case follows its company, whoever changes that.
        cases = self.env["repair.case"].sudo()
        cases._revalue(SQL("repair_case.company_id = ANY(%s)", self.ids))

    def _queue_repair_runs(self):
        """Have all customers of these companies classified again, where they were before."""
        # sudo: whoever moves a company need not know of its policy or its runs.
        for policy in self.sudo().repair_policy_id:
            if policy._last_full_run(any_rules=True):
                policy._queue_run()
