from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..bases.tours import GROUPS


@tagged("post_install", "-at_install")
class TestToursDesk(HttpCase):
    """Working the queue, in a company of its own."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Desk Company"})
        cls.user, cls.colleague, _manager = (
            new_test_user(
                cls.env,
                login=f"desk_{login}",
                groups=GROUPS[role],
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login, role in (("user", "user"), ("colleague", "user"), ("manager", "manager"))
        )
        cls.customer = customer = cls.env["res.partner"].create({"name": "Desk Customer"})
        common = {"partner_id": customer.id, "company_id": cls.company.id}
        cls.env["repair.case"].create(
            [
                {**common, "name": "Priority Tour: scratch", "impact": "3", "urgency": "3"},
                {**common, "name": "Priority Tour: stands still", "impact": "1", "urgency": "2"},
            ]
        )

    def test_priority(self):
        self.start_tour("/odoo", "repair_priority_tour", login="desk_user")
        case = self.env["repair.case"].search([("name", "=", "Priority Tour: scratch")])
        self.assertEqual(case.priority, "0")
        self.assertRecordValues(
            case.deviation_ids,
            [{"matrix_priority": "0", "priority": "3", "steps": 3}],
        )

    def open_cases(self, *names, **values):
        return self.env["repair.case"].create(
            [
                {
                    "name": name,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    **values,
                }
                for name in names
            ]
        )

    def test_confidential(self):
        team = self.env["repair.case.team"].create(
            {
                "name": "Desk Team",
                "company_id": self.company.id,
                "member_ids": (self.user | self.colleague).ids,
            }
        )
        secret, _lamp = self.open_cases(
            "Secret Tour: prototype", "Secret Tour: lamp", team_id=team.id
        )
        secret.user_id = self.user
        self.start_tour("/odoo", "repair_confidential_mark_tour", login="desk_user")
        self.assertTrue(secret.is_confidential)
        self.start_tour("/odoo", "repair_confidential_colleague_tour", login="desk_colleague")

    def test_lateness_stands_still_while_a_case_waits(self):
        always = [
            Command.create({"name": day, "dayofweek": day, "hour_from": 0, "hour_to": 24})
            for day in "0123456"
        ]
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Always", "company_id": self.company.id, "tz": "UTC", "attendance_ids": always}
        )
        self.company.repair_service_level_id = self.env["repair.service.level"].create(
            {
                "name": "Tour",
                "company_id": self.company.id,
                "target_ids": [
                    Command.create({"priority": p, "response_hours": 4, "resolution_hours": 8})
                    for p in "0123"
                ],
            }
        )
        now = fields.Datetime.now()
        waiting = self.env.ref("repair_customer_segmentation.repair_case_stage_waiting")
        with freeze_time(now - timedelta(hours=40)):
            case = self.open_cases("Time Tour")
        with freeze_time(now - timedelta(hours=40 - 9, minutes=-20)):
            case.stage_id = waiting
            self.env.flush_all()
        with freeze_time(now - timedelta(hours=5)):
            done, running = self.open_cases("Done", "Running")
        with freeze_time(now):
            done.action_close()
            self.env.flush_all()
        for place, shown, text in (
            (f"/{case.id}", ".o_form_view [name=resolution_deadline]", "1 h 20 m overdue, paused"),
            (f"/{done.id}", ".o_form_view [name=response_deadline]", "Missed by 1 h"),
            (f"/{running.id}", ".o_form_view [name=resolution_deadline]", "2 h 5"),
            (
                f"/{running.id}",
                ".o_form_view [name=resolution_deadline] .text-muted",
                (now + timedelta(hours=3)).strftime("%b"),
            ),
            ("", ".o_kanban_record [name=response_deadline]", "5 h 20 m overdue, paused"),
        ):
            self.browser_js(
                f"/odoo/action-repair_customer_segmentation.repair_case_action{place}",
                code=f"""
                    const until = Date.now() + 20000;
                    const timer = setInterval(() => {{
                        const found = [...document.querySelectorAll("{shown}")];
                        const texts = found.map((node) => node.textContent.trim());
                        if (texts.some((shown) => shown.startsWith("{text}"))) {{
                            clearInterval(timer);
                            console.log("test successful");
                        }} else if (Date.now() > until) {{
                            clearInterval(timer);
                            console.error("Shown instead: " + texts);
                        }}
                    }}, 100);
                """,
                login="desk_user",
            )

    def test_types_and_their_merge(self):
        many, few = self.env["repair.case.type"].create(
            [
                {"name": name, "company_id": self.company.id, "sequence": 1}
                for name in ("Tour Leak", "Tour Leaks")
            ]
        )
        self.open_cases("One", "Two", type_id=many.id)
        moved = self.open_cases("Three", type_id=few.id)
        self.start_tour("/odoo", "repair_type_tour", login="desk_manager")
        self.assertEqual(moved.type_id, many)
        self.assertFalse(few.active)

    def test_merge(self):
        first, second = self.open_cases("Merge Tour: pump leaks", "Merge Tour: leaks again")
        first.date_open -= timedelta(hours=1)
        self.env.flush_all()
        self.start_tour("/odoo", "repair_merge_tour", login="desk_user")
        self.assertEqual(second.merged_into_id, first)
        self.assertFalse(second.active)
