"""What tests of care begin with: a company that works on weekdays, customers, and rules."""

from datetime import datetime

from freezegun import freeze_time

from .cron import CronCase
from .desk import DeskCase

CARE = "repair_customer_segmentation.ir_cron_care"
# A Monday, 11 o'clock in Berlin.
NOON = datetime(2025, 3, 3, 10, 0)


class CareCase(CronCase, DeskCase):
    """Time stands still on a Monday in Berlin; mails stay in the queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar.tz = "Europe/Berlin"
        cls.company.write({"email": "desk@company.example", "repair_care_limit": 0})
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Greeting",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello {{ object.name }}",
                "body_html": "<p>Dear <t t-out='object.name'/></p>",
            }
        )
        cls.env["repair.care.rule"].search([("is_on", "=", True)]).action_switch_off()
        cls.ann = cls.known("Ann")

    def setUp(self):
        super().setUp()
        self.at(NOON)

    def at(self, moment):
        """Let it be a moment (UTC)."""
        self.startPatcher(freeze_time(moment))

    @classmethod
    def known(cls, name, **values):
        """Create a customer with a repair of long ago, and an address."""
        email = f"{name.lower().replace(' ', '.')}@customer.example"
        customer = cls.customer(name, **{"email": email, **values})
        cls.history([(customer, "2024-01-10", 100, {"stage_id": cls.stage_cancelled.id})])
        return customer

    def classify(self):
        self.env.flush_all()
        self.policy.classify()

    def rule(self, occasion, is_on=True, **values):
        """Create a rule of the company, and switch it on at once."""
        rule = self.env["repair.care.rule"].create(
            {
                "name": f"Rule {occasion}",
                "company_id": self.company.id,
                "occasion": occasion,
                "template_id": self.template.id,
                **values,
            }
        )
        if is_on:
            rule.action_preview()
            rule.action_switch_on()
        return rule

    def care(self):
        """Do what the scheduled action does at this moment."""
        self.run_cron(CARE)
        self.env.invalidate_all()

    def contacts(self, rule=None):
        """Return (customer, state, reason) of contacts, in the order in which they were made."""
        domain = [("rule_id", "=", rule.id)] if rule else [("company_id", "=", self.company.id)]
        found = self.env["repair.care.contact"].search(domain, order="id")
        return [(c.contact_id.name, c.state, c.reason) for c in found]

    def preview(self, rules=None):
        """Return (day, customer, rule, reason) of the preview."""
        rows = self.env["repair.care.preview"].with_context(
            repair_care_rules=rules.ids if rules else []
        )
        # Its rows are those of this moment: what a number stood for before says nothing.
        rows.invalidate_model()
        found = rows.search([], order="day, rule_id, partner_id")
        return [(str(r.day), r.contact_id.name, r.rule_id.name, r.reason) for r in found]

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "res.partner")])
