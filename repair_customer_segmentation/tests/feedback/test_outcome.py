from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..bases.desk import MONDAY, DeskCase


@tagged("post_install", "-at_install")
class TestOutcome(DeskCase):
    """What became of a closed case, whatever is done to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.repair_rework_days = 30
        cls.kettle = cls.env["repair.device"].create(
            {"name": "Kettle", "partner_id": cls.ann.id, "company_id": cls.company.id}
        )

    def closed(self, **values):
        """Return a case of the kettle that was closed an hour after it was opened."""
        case = self.case(device_id=self.kettle.id, **values)
        with freeze_time(MONDAY + timedelta(hours=1)):
            case.action_close()
            self.env.flush_all()
        return case

    def outcome(self, case):
        self.env.flush_all()
        return self.env["repair.case.outcome"].search([("case_id", "=", case.id)])

    def test_an_open_case_has_none(self):
        self.assertFalse(self.outcome(self.case()))

    def test_closing_makes_it(self):
        outcome = self.outcome(self.closed())
        self.assertEqual(str(outcome.closed_on), "2025-01-13")
        self.assertEqual(outcome.partner_id, self.ann)
        self.assertEqual(outcome.service_level_id, self.basic)
        self.assertEqual(outcome.resolution_result, "met")
        self.assertFalse(outcome.is_reopened)
        self.assertFalse(outcome.fix_result)
        self.assertEqual(str(outcome.fix_known_on), "2025-02-12")

    def test_a_cancelled_case_has_none(self):
        case = self.closed()
        case.stage_id = self.stage_cancelled
        self.assertFalse(self.outcome(case))
        case.stage_id = self.stage_closed
        self.assertEqual(str(self.outcome(case).closed_on), "2025-01-13")

    def test_moving_between_closed_stages_changes_nothing(self):
        case = self.closed()
        before = self.outcome(case).read()
        after = self.stage_closed.copy({"name": "Paid"})
        with freeze_time(MONDAY + timedelta(days=400)):
            case.stage_id = after
            self.assertEqual(self.outcome(case).read(), before)

    def test_a_case_that_is_open_again_is_reopened(self):
        case = self.closed()
        case.stage_id = self.stage_open
        outcome = self.outcome(case)
        self.assertTrue(outcome.is_reopened)
        self.assertFalse(outcome.resolution_result)
        with freeze_time(MONDAY + timedelta(days=30)):
            case.action_close()
            outcome = self.outcome(case)
        self.assertEqual(outcome.resolution_result, "missed")
        self.assertEqual(str(outcome.closed_on), "2025-01-13")
        self.assertEqual(str(outcome.fix_known_on), "2025-03-14")

    def test_rework_undoes_the_repair(self):
        case = self.closed()
        with freeze_time(MONDAY + timedelta(days=3)):
            rework = self.case(device_id=self.kettle.id, is_rework=True)
            self.assertEqual(self.outcome(case).fix_result, "back")
            rework.is_rework = False
            self.assertFalse(self.outcome(case).fix_result)
            rework.is_rework = True
            self.assertEqual(self.outcome(case).fix_result, "back")
            rework.device_id = self.kettle.copy({"name": "Iron"})
            self.assertFalse(self.outcome(case).fix_result)
            rework.device_id = self.kettle
            self.assertEqual(self.outcome(case).fix_result, "back")
            rework.unlink()
            self.assertFalse(self.outcome(case).fix_result)

    def test_it_is_fixed_the_day_after_the_window(self):
        case = self.closed()
        for day, result in ((datetime(2025, 2, 12, 22), False), (datetime(2025, 2, 13), "fixed")):
            with freeze_time(day), self.subTest(day=day):
                self.env["repair.case.outcome"]._cron_settle()
                self.assertEqual(self.outcome(case).fix_result, result)

    def test_feedback_is_noted_with_what_the_case_says(self):
        case = self.closed(user_id=self.env.uid)
        [said] = self.env["repair.feedback"]._record(
            [{"case_id": case.id, "way": "phone", "text": "Fine"}]
        )
        self.assertEqual(said.partner_id, self.ann)
        self.assertEqual(said.user_id, self.env.user)
        self.assertEqual(said.service_level_id, self.basic)
        self.assertEqual(str(said.day), "2025-01-13")
        self.env.flush_all()
        self.env.cr.execute("SELECT score FROM repair_feedback WHERE id = %s", said.ids)
        self.assertIsNone(self.env.cr.fetchone()[0])
