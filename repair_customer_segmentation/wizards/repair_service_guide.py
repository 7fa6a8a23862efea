from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.care.service_steps import plans_of, rules_of, service_steps
from ..vocabulary import ADDON


class RepairServiceGuide(models.TransientModel):
    """Leads a manager through the service that follows the class, in four steps.

    Each step says how far it is and opens the right place. What the addon ships is switched on
    here, all of it at once; who wants some of it goes to the list.
    """

    _name = "repair.service.guide"
    _description = "Service That Follows the Class"
    _inherit = ["repair.readable.dialog"]

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    progress = fields.Char(compute="_compute_steps")
    is_ready = fields.Boolean(compute="_compute_steps")
    days_done = fields.Boolean("Working Days Done", compute="_compute_steps")
    days_text = fields.Char("Working Days", compute="_compute_steps")
    levels_done = fields.Boolean("Service Levels Done", compute="_compute_steps")
    levels_text = fields.Char("Service Levels", compute="_compute_steps")
    plans_done = fields.Boolean("Maintenance Plans Done", compute="_compute_steps")
    plans_text = fields.Char("Maintenance Plans", compute="_compute_steps")
    plans_off = fields.Boolean("Some Plans Are Off", compute="_compute_steps")
    rules_done = fields.Boolean("Care Rules Done", compute="_compute_steps")
    rules_text = fields.Char("Care Rules", compute="_compute_steps")
    rules_off = fields.Boolean("Some Rules Are Off", compute="_compute_steps")

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_steps(self):
        for guide in self:
            company = guide.company_id
            steps = service_steps(company)
            done = sum(step.is_done for step in steps)
            guide.progress = self.env._(
                "%(done)s of %(all)s steps are done.", done=done, all=len(steps)
            )
            guide.is_ready = done == len(steps)
            for name, step in zip(("days", "levels", "plans", "rules"), steps, strict=True):
                guide[f"{name}_done"] = step.is_done
                guide[f"{name}_text"] = step.text
            guide.plans_off = not all(plans_of(company).mapped("is_running"))
            guide.rules_off = not all(rules_of(company).mapped("is_on"))

    @api.depends_context("lang")
    def _compute_display_name(self):
        for guide in self:
            guide.display_name = self.env._("Service Guide")

    @api.model
    def action_open(self):
        """Open the guide of the user's company."""
        guide = self.create({})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": guide.id,
            "views": [(False, "form")],
        }

    def action_bring_holidays(self):
        """Open the dialog that brings public holidays into the company's working hours."""
        self.check_access("read")
        return self._window("repair_holiday_wizard_action")

    def action_open_levels(self):
        """List the service levels, and record that somebody has looked at them."""
        self.check_access("write")
        # sudo: that they were looked at is recorded on the company, and nothing else.
        self.company_id.sudo().write(
            {
                "repair_levels_seen_on": fields.Datetime.now(),
                "repair_levels_seen_by_id": self.env.uid,
            }
        )
        return self._window("repair_service_level_action")

    def action_preview_plans(self):
        """List the visits of the next 12 months by all plans, those that are off too."""
        self.check_access("read")
        return self._some(plans_of(self.company_id)).action_preview()

    def action_switch_plans_on(self):
        """Switch all maintenance plans of the company on.

        :raise UserError: when nobody has seen the preview of one
        """
        self.check_access("write")
        plans = plans_of(self.company_id).filtered(lambda plan: not plan.is_running)
        self._check_seen(plans.filtered(lambda plan: not plan.date_previewed))
        plans.action_switch_on()
        return self._told(self.env._("The maintenance plans are switched on."))

    def action_choose_plans(self):
        """List the maintenance plans, to switch some of them on."""
        self.check_access("read")
        return self._window("repair_maintenance_plan_action")

    def action_preview_rules(self):
        """List whom all care rules would reach in the next 30 days, those that are off too."""
        self.check_access("read")
        return self._some(rules_of(self.company_id)).action_preview()

    def action_switch_rules_on(self):
        """Switch all care rules of the company on, but those that cannot work; these are named.

        :raise UserError: when nobody has seen the preview of one
        """
        self.check_access("write")
        rules = rules_of(self.company_id).filtered(lambda rule: not rule.is_on)
        self._check_seen(rules.filtered(lambda rule: not rule.previewed_at))
        problems = []
        for rule in rules:
            try:
                with self.env.cr.savepoint():
                    rule.action_switch_on()
            except UserError as error:
                problems.append(str(error))
        if problems:
            return self._told("\n".join(problems), kind="warning")
        return self._told(self.env._("The care rules are switched on."))

    def action_choose_rules(self):
        """List the care rules, to switch some of them on."""
        self.check_access("read")
        return self._window("repair_care_rule_action")

    def _window(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"{ADDON}.{name}")

    def _some(self, records):
        """Return records of a step.

        :raise UserError: when there are none
        """
        if not records:
            raise UserError(
                self.env._("There is nothing to preview yet. Open the list and add one.")
            )
        return records

    def _check_seen(self, unseen):
        """Refuse to switch on what nobody has looked at."""
        if unseen:
            raise UserError(
                self.env._(
                    "Nobody has looked at the preview of %s yet. Choose “Preview” first: it shows "
                    "what would happen, and changes nothing.",
                    format_list(self.env, [f"“{name}”" for name in unseen.mapped("name")]),
                )
            )

    def _told(self, message, kind="success"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "sticky": kind != "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
