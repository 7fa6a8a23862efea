from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.common import SegmentationCase


@tagged("post_install", "-at_install")
class TestBulk(SegmentationCase):
    """Many cases cost no more statements than one, and days are those of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.customer("Ann")

    def outcomes(self, cases):
        self.env.flush_all()
        return self.env["repair.case.outcome"].search([("case_id", "in", cases.ids)])

    def closed_rows(self, count):
        return [
            (self.ann, "2025-06-01", 0, {"stage_id": self.stage_closed.id}) for _ in range(count)
        ]

    def statements(self, function):
        """Return how many statements about outcomes a call takes."""
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            function()
            self.env.flush_all()
        return sum("INSERT INTO repair_case_outcome" in line for line in logs.output)

    def test_one_statement_for_many(self):
        made = []
        many = self.statements(lambda: made.append(self.history(self.closed_rows(200))))
        self.assertEqual(many, 1)
        self.assertEqual(len(self.outcomes(made[0])), 200)
        opened = self.history([(self.ann, "2025-06-01", 0)] * 200)
        self.assertEqual(self.statements(opened.action_close), 1)
        self.assertEqual(len(self.outcomes(opened)), 200)

    def test_what_tells_nothing_takes_none(self):
        opened = self.history([(self.ann, "2025-06-01", 0)])
        team = self.env["repair.case.team"].create({"name": "T", "company_id": self.company.id})
        self.assertEqual(self.statements(lambda: opened.write({"team_id": team.id})), 0)
        self.assertEqual(self.statements(lambda: self.history([(self.ann, "2025-06-01", 0)])), 0)

    def test_days_are_those_of_the_company(self):
        self.company.repair_rework_days = 1
        device = self.env["repair.device"].create(
            {"name": "Kettle", "partner_id": self.ann.id, "company_id": self.company.id}
        )
        # Half past eleven in the evening of June 10, in summer time.
        for tz, moment, after in (
            ("Asia/Shanghai", datetime(2025, 6, 10, 15, 30), datetime(2025, 6, 11, 16, 0)),
            ("America/Los_Angeles", datetime(2025, 6, 11, 6, 30), datetime(2025, 6, 12, 7, 0)),
        ):
            with self.subTest(tz=tz):
                self.company.resource_calendar_id = self.company.resource_calendar_id.copy(
                    {"tz": tz}
                )
                values = {"device_id": device.id}
                case = self.history([(self.ann, "2025-06-01", 0, values)])
                with freeze_time(moment):
                    case.action_close()
                    self.env.flush_all()
                    [said] = self.env["repair.feedback"]._record(
                        [{"case_id": case.id, "way": "phone"}]
                    )
                outcome = self.outcomes(case)
                self.assertEqual(str(outcome.closed_on), "2025-06-10")
                self.assertEqual(str(outcome.fix_known_on), "2025-06-11")
                self.assertEqual(str(said.day), "2025-06-10")
                before = after - timedelta(seconds=1)
                with freeze_time(before):
                    self.env["repair.case.outcome"]._cron_settle()
                    self.assertFalse(outcome.fix_result)
                with freeze_time(after):
                    self.env["repair.case.outcome"]._cron_settle()
                    self.assertEqual(outcome.fix_result, "fixed")
                rework = {**values, "is_rework": True}
                self.history([(self.ann, before, 0, rework)])
                self.assertEqual(self.outcomes(case).fix_result, "back")
                self.env["repair.case"].search([("is_rework", "=", True)]).unlink()
                self.history([(self.ann, after, 0, rework)])
                with freeze_time(after):
                    self.assertEqual(self.outcomes(case).fix_result, "fixed")
                self.env["repair.case"].search([("is_rework", "=", True)]).unlink()

    def test_other_days_for_rework_and_types_that_are_none_reach_the_past(self):
        self.company.repair_rework_days = 10
        kind = self.env["repair.case.type"].create(
            {"name": "Kind", "company_id": self.company.id, "stage_ids": False}
        )
        device = self.env["repair.device"].create(
            {"name": "Kettle", "partner_id": self.ann.id, "company_id": self.company.id}
        )
        values = {"device_id": device.id, "type_id": kind.id}
        closed = {**values, "stage_id": self.stage_closed.id, "date_closed": "2025-06-01 12:00:00"}
        case = self.history([(self.ann, "2025-06-01", 0, closed)])
        self.history([(self.ann, "2025-06-21", 0, {**values, "is_rework": True})])
        self.assertEqual(self.outcomes(case).fix_result, "fixed")
        self.company.repair_rework_days = 20
        self.assertEqual(self.outcomes(case).fix_result, "back")
        kind.is_complaint = True
        self.assertFalse(self.outcomes(case).fix_result)
        self.assertTrue(self.outcomes(case).is_complaint)
        kind.is_complaint = False
        self.company.repair_rework_days = 0
        self.assertFalse(self.outcomes(case).fix_result)
