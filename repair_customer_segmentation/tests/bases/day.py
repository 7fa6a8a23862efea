"""What the tours of a day begin with: a company at work, and a person of each role."""

import logging
import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

MODULE = "repair_customer_segmentation"
MEASURED = re.compile(r"day ([\w ]+): (\d+) clicks, ([\d.]+) s")
# What a clerk needed when the dialogs were first measured.
MOST_CLICKS = {"intake": 6, "whole case": 10, "closing": 1}
# A thumb has no Ctrl+Enter: it taps on the button of the dialog too.
MOST_TAPS = {**MOST_CLICKS, "closing": 2}


class DayCase(HttpCase):
    """Odoo's default rights and one role of ours; a team with two people, customers, cases."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms([MODULE], ["zh_CN"])
        cls.company = cls.env["res.company"].create(
            {"name": "Day Company", "currency_id": cls.env.ref("base.USD").id}
        )
        cls.policy = cls.company.repair_policy_id
        cls.policy.name = "Day Policy"
        cls.best = cls.policy.value_tier_ids[0]
        for lang in ("en_US", "zh_CN"):
            cls.best.with_context(lang=lang).name = "Day Best"
        cls.make_stages()
        cls.make_customers()
        cls.clerk, cls.cashier, cls.clerk_of_all, cls.technician, cls.manager = (
            cls.user(*role)
            for role in (
                ("clerk", "user"),
                ("cashier", "user", "amount"),
                ("clerk_of_all", "user_all"),
                ("technician", "user", "amount"),
                ("manager", "manager"),
            )
        )
        cls.team, cls.other_team = cls.env["repair.case.team"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "leader_id": cls.manager.id,
                    "member_ids": [Command.set(members.ids)],
                }
                for name, members in (
                    ("Day Team", cls.clerk | cls.cashier | cls.technician),
                    ("Day Others", cls.manager),
                )
            ]
        )
        cls.company.repair_team_id = cls.team
        cls.policy.classify()

    @classmethod
    def user(cls, name, *groups):
        return new_test_user(
            cls.env,
            f"day_{name}",
            name=f"Day {name.replace('_', ' ').title()}",
            groups=",".join(["base.group_user", *(f"{MODULE}.group_{group}" for group in groups)]),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            email=f"{name}@day.example.com",
        )

    @classmethod
    def make_stages(cls):
        """Add two stages whose names are the same in every language."""
        cls.bench, cls.waiting = cls.env["repair.case.stage"].create(
            [
                {"name": "On the Bench", "company_id": cls.company.id, "sequence": 21},
                {
                    "name": "Parts Ordered",
                    "company_id": cls.company.id,
                    "sequence": 22,
                    "is_waiting": True,
                },
            ]
        )

    @classmethod
    def make_customers(cls):
        """One frequent customer of high value, one who lacks a repair for it, one who does not."""
        cls.caller, cls.near, cls.far = cls.env["res.partner"].create(
            [
                {"name": "Day Caller", "phone": "+1 415-555-0198", "email": "caller@day.example"},
                {"name": "Day Near", "phone": "+1 415-555-0101", "email": "near@day.example"},
                {"name": "Day Far"},
            ]
        )
        cls.device = cls.env["repair.device"].create(
            {
                "name": "Day Kettle",
                "serial_number": "DAY-SN-7",
                "partner_id": cls.caller.id,
                "company_id": cls.company.id,
            }
        )
        closed = cls.env.ref(f"{MODULE}.repair_case_stage_closed")
        for partner, count, amount in ((cls.caller, 5, 1000), (cls.near, 3, 50), (cls.far, 1, 50)):
            for number in range(count):
                day = fields.Datetime.now() - timedelta(days=20 * (number + 1))
                cls.case(
                    f"Repair for {partner.name}",
                    partner,
                    stage_id=closed.id,
                    date_open=day,
                    date_closed=day,
                    amount=amount,
                )

    @classmethod
    def case(cls, name, partner=None, **values):
        return cls.env["repair.case"].create(
            {
                "name": name,
                "partner_id": (partner or cls.caller).id,
                "company_id": cls.company.id,
                **values,
            }
        )

    def walk(self, tour, user, lang, phone=False, url="/odoo"):
        """Walk a tour as a user; return the clicks that were needed for each part of it."""
        user.lang = lang
        self.browser_size = "390x844" if phone else "1366x768"
        self.touch_enabled = phone
        said = _Said()
        browser = self._logger.getChild("browser")
        browser.addHandler(said)
        level = browser.level
        browser.setLevel(logging.INFO)
        try:
            self.start_tour(url, tour, login=user.login, timeout=120)
        finally:
            browser.setLevel(level)
            browser.removeHandler(said)
        self.env.invalidate_all()
        return {
            name: int(clicks) for name, clicks, _seconds in MEASURED.findall("\n".join(said.lines))
        }

    def told(self, case):
        """Return whom messages on a case reached, and notes to one person about it."""
        messages = self.env["mail.message"].search(
            [("model", "=", case._name), ("res_id", "=", case.id)]
        )
        return messages.notified_partner_ids

    def assert_no_more_clicks(self, clicks, *names, phone=False):
        """Assert that each part was measured, and takes no more clicks than it once did."""
        most = MOST_TAPS if phone else MOST_CLICKS
        for name in names:
            self.assertIn(name, clicks)
            self.assertLessEqual(clicks[name], most[name], f"clicks: {name}")


class _Said(logging.Handler):
    """Keeps what the browser says."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())
