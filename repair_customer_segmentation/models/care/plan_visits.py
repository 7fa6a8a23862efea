from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...segmentation.days import day_sql
from ..policy.shipped_words import translate_copies
from .visit_rows import VisitRows


class RepairMaintenancePlan(models.Model):
    """The visits of a plan: what they follow from, how many there are, and their preview."""

    _inherit = "repair.maintenance.plan"

    previewer_id = fields.Many2one(
        "res.users", "Last Previewed by", readonly=True, copy=False, ondelete="set null"
    )
    visit_ids = fields.One2many("repair.maintenance.visit", "plan_id", string="Visits")
    planned_count = fields.Integer("Planned Visits", compute="_compute_visit_counts")
    opened_count = fields.Integer("Open Visits", compute="_compute_visit_counts")
    done_count = fields.Integer("Completed Visits", compute="_compute_visit_counts")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visit_counts(self):
        counts = {
            (plan.id, state): count
            for plan, state, count in self.env["repair.maintenance.visit"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
            )
        }
        for plan in self:
            plan.planned_count = counts.get((plan.id, "planned"), 0)
            plan.opened_count = counts.get((plan.id, "opened"), 0)
            plan.done_count = counts.get((plan.id, "done"), 0)

    def _repair_sources(self, device_ids=None):
        """Return the SELECTs of the closed repairs of devices; other addons append theirs.

        Columns: ``device_id closed_on``, the day in the company's time zone. A case counts as it
        does for the class of its customer: not cancelled, no rework, no inspection.

        :param device_ids: devices to restrict to; ``None`` means all
        """
        self.ensure_one()
        company = self.company_id
        return [
            SQL(
                """
                SELECT device_id, %(day)s AS closed_on
                  FROM repair_case
                 WHERE company_id = %(company)s AND state = 'closed' AND device_id IS NOT NULL
                   AND NOT COALESCE(is_rework, FALSE)
                   AND COALESCE(type_id NOT IN (
                        SELECT id FROM repair_case_type WHERE is_inspection), TRUE)
                   %(devices)s
                """,
                day=day_sql(SQL("date_closed"), company._repair_tz()),
                company=company.id,
                devices=SQL()
                if device_ids is None
                else SQL("AND device_id = ANY(%s)", list(device_ids)),
            )
        ]

    def _busy_sources(self, device_ids=None):
        """Return the SELECTs of the devices that are here with something; other addons append.

        Columns: ``device_id``. Who has a device here looks at it anyway, and no visit is needed.

        :param device_ids: devices to restrict to; ``None`` means all
        """
        self.ensure_one()
        return [
            SQL(
                """
                SELECT device_id
                  FROM repair_case
                 WHERE company_id = %(company)s AND state IN ('open', 'waiting') AND active
                   AND device_id IS NOT NULL %(devices)s
                """,
                company=self.company_id.id,
                devices=SQL()
                if device_ids is None
                else SQL("AND device_id = ANY(%s)", list(device_ids)),
            )
        ]

    @api.model
    @tools.ormcache("company_id")
    def _running_ids(self, company_id):
        """Return the ids of the plans that are switched on in a company."""
        # sudo: plans hold for every case, whoever closes it.
        plans = self.sudo().search([("company_id", "=", company_id), ("is_running", "=", True)])
        return plans.ids

    @api.model
    def _plan_anew(self, devices, company):
        """Bring the planned visits of devices in line with what happened to them."""
        # sudo: what follows from a plan is the system's record.
        for plan in self.sudo().browse(self._running_ids(company.id) if devices else ()):
            VisitRows(plan).refresh(devices.ids)

    def action_preview(self):
        """List the visits of the next 12 months as these plans would make them."""
        self.check_access("read")
        if self.has_access("write"):
            # sudo: that it was seen is the system's record.
            self.sudo().write(
                {"date_previewed": fields.Datetime.now(), "previewer_id": self.env.uid}
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_maintenance_forecast_action"
        )
        action["domain"] = [("plan_id", "in", self.ids)]
        action["context"] = {"maintenance_plan_id": self.ids, "search_default_held": 1}
        if len(self) == 1:
            action["display_name"] = self.name
        return action

    def action_switch_on(self):
        """Have the plan open cases from now on.

        :raise ValidationError: when nobody has looked at its preview
        """
        self.check_access("write")
        self.write({"is_running": True})

    def action_switch_off(self):
        """Have the plan open no more cases; visits that are open stay."""
        self.check_access("write")
        self.write({"is_running": False})

    def action_view_visits(self):
        """List the visits of the plan."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_maintenance_visit_action"
        )
        action["domain"] = [("plan_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.name
        return action

    @api.model
    def _give_companies(self, companies):
        """Give companies copies of the shipped plans, which are switched off.

        A plan for a tier of the shipped policy is for the company's own tier of that name.
        """
        # sudo: whoever may create a company need not be a manager; the copies hold only what
        # the addon ships.
        plans = self.sudo().with_context(active_test=False)
        templates = plans.search([("company_id", "=", False)])
        for company in companies:
            tiers = company.sudo().repair_policy_id.tier_ids
            for template in templates:
                tier = template.tier_id
                own = tiers.filtered(
                    lambda t, tier=tier: t.dimension == tier.dimension and t.name == tier.name
                )[:1]
                if not tier or own:
                    values = {"company_id": company.id, "name": template.name, "tier_id": own.id}
                    template.copy(values)


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        plans = self.env["repair.maintenance.plan"].sudo().with_context(active_test=False)
        translate_copies(plans.search([("id", "!=", False)]), ("name", "subject"), langs)
        return res
