from collections import defaultdict
from datetime import datetime, timedelta

from odoo.tests import tagged

from ..bases.desk import DeskCase
from ..bases.reference import DATA, read

REPAIRS = DATA / "openrepair" / "OpenRepairData_v0.3_RepairCafeWales_202507.csv"


@tagged("post_install", "-at_install")
class TestCaseQueue(DeskCase):
    """Head starts: critical 8, high 4, medium 2, low 0 hours; the level Best 4, Basic 0."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Bench", "company_id": cls.company.id}
        )

    def test_place_in_the_queue(self):
        critical = self.case(impact="1", urgency="1", date_open="2025-01-13 09:00:00")
        self.assertEqual(critical.queue_date, datetime(2025, 1, 13, 1))
        critical.service_level_id = self.best
        self.assertEqual(critical.queue_date, datetime(2025, 1, 12, 21))
        low = self.case(impact="3", urgency="3", date_open="2025-01-13 09:00:00")
        self.assertEqual(low.queue_date, datetime(2025, 1, 13, 9))

    def test_changed_head_starts_move_open_cases(self):
        opened, closed = self.case(), self.case()
        closed.action_close()
        self.basic.head_start = 1
        self.assertEqual(opened.queue_date, datetime(2025, 1, 13, 6))
        self.assertEqual(closed.queue_date, datetime(2025, 1, 13, 7))

    def test_the_form_says_why(self):
        first = self.case(
            team_id=self.team.id, impact="1", urgency="1", date_open="2025-01-13 09:00:00"
        )
        second = self.case(
            team_id=self.team.id, impact="3", urgency="3", date_open="2025-01-13 02:00:00"
        )
        first.service_level_id = self.best
        self.assertEqual(
            first.queue_note,
            "Position 1 of 2 in the queue of Bench. Critical + Best: 12 h head start. Newer "
            "cases cannot overtake it.",
        )
        self.assertEqual(
            second.queue_note,
            "Position 2 of 2 in the queue of Bench. Low: in order of arrival. Only cases "
            "opened within the next 12 h can overtake it.",
        )
        second.stage_id = self.stage_waiting
        self.assertTrue(second.queue_note.startswith("Waiting; not in the queue."))
        first.action_close()
        self.assertFalse(first.queue_note)

    def overtaking(self, arrivals):
        """Open cases of all sorts as they arrive; return by how much each was overtaken."""
        cases = self.env["repair.case"]
        for number, moment in enumerate(arrivals):
            cases |= self.case(
                team_id=self.team.id,
                date_open=moment,
                impact=str(1 + number % 3),
                urgency=str(1 + number // 3 % 3),
            )
        cases[::4].service_level_id = self.best
        order = cases.sorted(lambda case: (case.queue_date, case.id))
        worst = defaultdict(timedelta)
        for place, case in enumerate(order):
            for before in order[:place]:
                if before.date_open > case.date_open:
                    worst[case] = max(worst[case], before.date_open - case.date_open)
        return cases, worst

    def assert_nobody_starves(self, arrivals):
        cases, worst = self.overtaking(arrivals)
        bound = timedelta(hours=cases[0]._largest_head_start())
        self.assertEqual(bound, timedelta(hours=12))
        self.assertTrue(worst, "an order in which nobody is preferred proves nothing")
        for case, overtaken in worst.items():
            own = timedelta(hours=sum(case._head_starts()))
            self.assertLessEqual(overtaken, bound - own, case.queue_note)

    def test_nobody_starves(self):
        start = datetime(2025, 1, 13)
        self.assert_nobody_starves([start + timedelta(minutes=17 * i) for i in range(120)])

    def test_nobody_starves_on_the_busiest_day_of_real_repairs(self):
        """Repairs of one day, spread over its hours in the order of their file."""
        days = defaultdict(int)
        for (day,) in read(REPAIRS, "event_date"):
            days[day] += 1
        day, count = max(days.items(), key=lambda item: (item[1], item[0]))
        start = datetime.fromisoformat(day)
        count = min(count, 200)
        self.assertGreaterEqual(count, 50)
        self.assert_nobody_starves([start + timedelta(days=1) * i / count for i in range(count)])
