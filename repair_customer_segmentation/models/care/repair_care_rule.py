from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ...fields import MOST, MOST_DAYS, Float, Integer
from .choices import ACTIONS, MONTH_NAMES, OCCASIONS, RESPONSIBLES, SHAPING
from .rule_checks import check_rule
from .rule_words import rule_sentence
from .run_care import CareTurn

PREVIEW_ACTION = "repair_customer_segmentation.repair_care_rule_action_preview"


class RepairCareRule(models.Model):
    """When customers hear from us without anybody having to remember it.

    A rule names an occasion, whom it concerns and what is done. It is switched off until somebody
    has seen in the preview whom it would reach; from that day on, occasions count.
    """

    _name = "repair.care.rule"
    _description = "Care Rule"
    _inherit = ["mail.thread", "repair.engine.owned", "repair.readable.links"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = Integer(
        "Importance",
        default=10,
        bounds=(-MOST, MOST),
        help="The first rules in the list go first where a customer has reached the limit of "
        "messages of the month.",
    )
    active = fields.Boolean(default=True)
    # Rules without a company are templates: each company starts from copies.
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)
    is_on = fields.Boolean("Switched On", readonly=True, copy=False, tracking=True)
    start_date = fields.Date(
        "Switched On since",
        readonly=True,
        copy=False,
        help="Occasions before this day do not count.",
    )
    previewed_at = fields.Datetime("Preview Seen on", readonly=True, copy=False)
    previewer_id = fields.Many2one(
        "res.users", "Preview Seen by", readonly=True, copy=False, ondelete="set null"
    )
    last_run = fields.Datetime(readonly=True, copy=False)

    occasion = fields.Selection(OCCASIONS, required=True, default="birthday", tracking=True)
    days = Integer(
        default=0,
        bounds=(0, MOST_DAYS),
        tracking=True,
        help="Days after the occasion, or before it where it lies ahead.",
    )
    month = fields.Selection(MONTH_NAMES, default="1")
    day_of_month = Integer("Day", default=1, bounds=(1, 31))
    holiday_country_id = fields.Many2one(
        "res.country",
        string="Holiday of",
        default=lambda self: self.env.company.country_id,
        ondelete="restrict",
    )
    holiday_name = fields.Char(
        "Holiday",
        help="English name of the holiday, such as “New Year's Day” or “Chinese New Year (Spring "
        "Festival)”. A wrong name is refused with the list of the right ones.",
    )

    tier_ids = fields.Many2many(
        "repair.segmentation.tier",
        string="Tiers",
        domain="[('company_id', '=', company_id), ('policy_state', '=', 'active')]",
        help="Only customers in one of these tiers. Tiers of several dimensions must all apply. "
        "Empty: all customers.",
    )
    level_ids = fields.Many2many(
        "repair.service.level",
        string="Service Levels",
        check_company=True,
        help="Only customers served by one of these levels. Empty: all customers.",
    )
    customer_kind = fields.Selection(
        [("all", "People and companies"), ("person", "People"), ("company", "Companies")],
        "Customers",
        default="all",
        required=True,
    )
    domain = fields.Char("Further Conditions", default="[]")

    action = fields.Selection(ACTIONS, required=True, default="email", tracking=True)
    template_id = fields.Many2one(
        "mail.template",
        string="Email Template",
        domain="[('model', '=', 'res.partner')]",
        ondelete="restrict",
        tracking=True,
        help="Sent to each customer in their language, with a link to opt out.",
    )
    sms_text = fields.Text(
        "Text Message",
        translate=True,
        help="Sent to each customer in their language. {{ object.name }} stands for the name.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        domain="[('res_model', 'in', (False, 'res.partner'))]",
        ondelete="set null",
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
    )
    activity_summary = fields.Char("Summary", translate=True)
    activity_note = fields.Text("Note", translate=True)
    assign_to = fields.Selection(RESPONSIBLES, default="manager", required=True)
    team_id = fields.Many2one(
        "repair.case.team",
        check_company=True,
        ondelete="restrict",
        help="Its leader gets the activities, or its members do in turn: a customer's activities "
        "go to the same member as long as the team stays as it is.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
        help="Gets the activity; with “Account manager”, where a customer has none. Without "
        "either, the contact is skipped and says so.",
    )
    working_days_only = fields.Boolean(
        default=True,
        tracking=True,
        help="Not on days off of the company's working hours, holidays included. What falls on "
        "one is caught up on the next working day, within 7 days.",
    )
    hour_from = Float("From", default=9.0, bounds=(0, 24), tracking=True)
    hour_to = Float(
        "To",
        default=18.0,
        bounds=(0, 24),
        tracking=True,
        help="Hours in the time zone of the customer, or of the company if not known.",
    )

    sentence = fields.Char("In Words", compute="_compute_sentence")
    contact_ids = fields.One2many("repair.care.contact", "rule_id", string="Contacts")
    contact_count = fields.Integer(compute="_compute_contact_count")
    uncertain_count = fields.Integer(compute="_compute_contact_count")

    @api.depends(*SHAPING)
    @api.depends_context("lang")
    def _compute_sentence(self):
        for rule in self:
            rule.sentence = rule_sentence(rule)

    @api.depends("contact_ids.state")
    def _compute_contact_count(self):
        counts = {}
        for rule, state, count in self.env["repair.care.contact"]._read_group(
            [("rule_id", "in", self.ids)], ["rule_id", "state"], ["__count"]
        ):
            counts.setdefault(rule, {})[state] = count
        for rule in self:
            of_rule = counts.get(rule, {})
            rule.contact_count = of_rule.get("sent", 0)
            rule.uncertain_count = of_rule.get("uncertain", 0)

    @api.constrains(*SHAPING)
    def _check_rule(self):
        for rule in self:
            check_rule(rule)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_given_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_given_links([vals])
        res = super().write(vals)
        if vals.get("active") is False:
            self._switch_off()
        if set(SHAPING) & set(vals):
            # sudo: what was looked at is recorded, whoever changed the rule.
            self.sudo().filtered(lambda rule: not rule.is_on).previewed_at = False
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_contacts(self):
        """Say what to do instead: contacts tell what a customer got, and keep it from recurring."""
        for rule in self.filtered("contact_ids"):
            raise UserError(
                self.env._(
                    "“%s” has contacted customers, and this must stay on record. Archive the rule "
                    "instead.",
                    rule.name,
                )
            )

    def unlink(self):
        self.check_access("unlink")
        return super().unlink()

    def action_preview(self):
        """List whom these rules would reach in the next 30 days, and who is skipped and why.

        Called on no rule, it shows what all rules do that are switched on.
        """
        self.check_access("write")
        # sudo: that the preview was opened is recorded, and nothing else.
        self.sudo().write({"previewed_at": fields.Datetime.now(), "previewer_id": self.env.uid})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_care_preview_action"
        )
        action["context"] = {"repair_care_rules": self.ids, "search_default_group_rule": 1}
        if len(self) == 1:
            del action["context"]["search_default_group_rule"]
            action["domain"] = [("rule_id", "=", self.id)]
            action["display_name"] = self.env._("Next 30 Days: %s", self.name)
        return action

    def action_switch_on(self):
        """Let these rules contact customers, from occasions of today on.

        :raise RedirectWarning: when the preview of one was not opened since its last change
        """
        self.check_access("write")
        for rule in self:
            if not rule.previewed_at:
                raise RedirectWarning(
                    self.env._(
                        "Nobody has looked at the preview of “%s” yet. See first whom it would "
                        "reach in the next 30 days.",
                        rule.name,
                    ),
                    self.env.ref(PREVIEW_ACTION).id,
                    self.env._("Open Preview"),
                    {"active_model": rule._name, "active_id": rule.id, "active_ids": rule.ids},
                )
            check_rule(rule, complete=True)
        # sudo: the day is recorded, and counted from.
        for rule in self.sudo().filtered(lambda rule: not rule.is_on):
            rule.write(
                {"is_on": True, "start_date": rule.company_id._repair_day(), "last_run": False}
            )

    def action_switch_off(self):
        """Stop these rules; what waits to be sent is taken back."""
        self.check_access("write")
        self._switch_off()

    def _switch_off(self):
        # sudo: contacts are the system's record; those that nobody got are no record of anything.
        rules = self.sudo()
        rules.contact_ids.filtered(lambda contact: contact.state == "planned").unlink()
        rules.write({"is_on": False, "start_date": False})

    def action_view_contacts(self):
        """List the contacts of this rule."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_care_contact_action"
        )
        action["domain"] = [("rule_id", "=", self.id)]
        action["context"] = {}
        action["display_name"] = self.name
        return action

    @api.model
    def _give_companies(self, companies):
        """Give companies copies of the shipped rules, which are switched off.

        A company that has rules already, archived ones too, is left alone.
        """
        # sudo: whoever may create a company need not be a manager; the copies hold only what
        # the addon ships.
        rules = self.sudo().with_context(active_test=False)
        templates = rules.search([("company_id", "=", False)])
        known = rules.search([("company_id", "in", companies.ids)]).company_id
        for company in companies - known:
            for template in templates:
                template.copy({"company_id": company.id, "name": template.name})

    @api.model
    def _cron_care(self):
        """Contact customers by the rules of all companies, in batches that survive anything."""
        rules = self.search([("is_on", "=", True)])
        for company, of_company in rules.grouped("company_id").items():
            if not CareTurn(company, of_company).take():
                return
