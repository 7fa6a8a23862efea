from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class RepairActivityWizard(models.TransientModel):
    """Plans one activity with each of the chosen customers."""

    _name = "repair.activity.wizard"
    _inherit = ["repair.bulk.dialog"]
    _description = "Plan Activities"

    activity_type_id = fields.Many2one(
        "mail.activity.type",
        required=True,
        domain="['|', ('res_model', '=', False), ('res_model', '=', 'res.partner')]",
        default=lambda self: self._default_activity_type_id(),
    )
    summary = fields.Char(compute="_compute_from_type", store=True, precompute=True, readonly=False)
    date_deadline = fields.Date(
        "Due Date",
        compute="_compute_from_type",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    note = fields.Html(compute="_compute_from_type", store=True, precompute=True, readonly=False)
    assign_to = fields.Selection(
        [("person", "One person"), ("manager", "Each customer's account manager")],
        string="Assigned to",
        required=True,
        default="person",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    without_manager_count = fields.Integer(compute="_compute_without_manager_count")

    @api.model
    def _default_activity_type_id(self):
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        return call or self.env["mail.activity"]._default_activity_type_for_model("res.partner")

    @api.depends("activity_type_id")
    def _compute_from_type(self):
        for wizard in self:
            kind = wizard.activity_type_id
            wizard.summary = kind.summary
            wizard.note = kind.default_note
            wizard.date_deadline = (
                kind._get_date_deadline() if kind else fields.Date.context_today(wizard)
            )

    @api.depends("chosen_ids")
    def _compute_without_manager_count(self):
        for wizard in self:
            nobody = [("id", "in", wizard.chosen_ids or []), ("user_id", "=", False)]
            wizard.without_manager_count = self.env["res.partner"].search_count(nobody)

    def action_plan(self):
        """Plan the activities, and tell each person of all of theirs at once.

        :raise AccessError: when the user may not change contacts
        :raise UserError: when the person cannot see one of the customers
        """
        customers = self._customers()
        people = self._people(customers)
        # Odoo would send a mail for each of them: one a person is enough.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        model_id = self.env["ir.model"]._get_id("res.partner")
        for batch in self._in_batches(customers):
            activities.create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": customer.id,
                        "activity_type_id": self.activity_type_id.id,
                        "summary": self.summary,
                        "note": self.note,
                        "date_deadline": self.date_deadline,
                        "user_id": people[customer].id,
                    }
                    for customer in batch
                ]
            )
        self._tell(Counter(people.values()))
        return self._done(self.env._("Activities planned: %s", len(customers)))

    def _people(self, customers):
        """Return customer -> who gets the activity.

        Managers who left, or who do not work in the company of a customer, get none.
        """
        of_companies = {}

        def may_have(user, customer):
            if user not in of_companies:
                # sudo: whether a colleague works in a company; nothing of it is shown.
                of_companies[user] = user.sudo().company_ids.ids
            company = customer.company_id
            return not company or company.id in of_companies[user]

        people = {}
        for customer in customers:
            manager = customer.user_id
            named = self.assign_to == "manager" and manager.active and not manager.share
            suits = named and may_have(manager, customer)
            people[customer] = manager if suits else self.user_id
            if not may_have(people[customer], customer):
                raise UserError(
                    self.env._(
                        "%(user)s does not work in the company of %(customer)s. Choose somebody "
                        "else, or leave this customer out.",
                        user=self.user_id.name,
                        customer=customer.display_name,
                    )
                )
        return people

    def _tell(self, counts):
        """Send each person one message; who planned them knows."""
        for user, count in counts.items():
            if user == self.env.user:
                continue
            there = self.with_context(lang=user.lang)
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=there.env._("Activities assigned to you: %s", count),
                body=there.env._(
                    "%(planner)s planned activities with customers for you: %(activity)s, due on "
                    "%(day)s (%(count)s in all).",
                    planner=self.env.user.name,
                    count=count,
                    activity=self.summary or there.activity_type_id.name,
                    day=there.env["ir.qweb.field.date"].value_to_html(self.date_deadline, {}),
                ),
                email_layout_xmlid="mail.mail_notification_light",
            )
