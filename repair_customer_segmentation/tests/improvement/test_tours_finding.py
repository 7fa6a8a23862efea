from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bases.improvement import JUDGE
from ..bases.tours import TourCase

NOW = "2025-02-03 10:00:00"


@tagged("post_install", "-at_install")
class TestToursFinding(TourCase):
    """A manager reads what was found, plans what is done about it, and closes it with a reason."""

    def test_handle_a_finding(self):
        manager = self.users["manager"]
        leader = new_test_user(
            self.env,
            login="tour_leader",
            groups="base.group_user,repair_customer_segmentation.group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        goal = self.env["repair.improvement.goal"].create(
            {
                "company_id": self.company.id,
                "start_date": "2025-01-02",
                "user_id": manager.id,
            }
        )
        self.env["repair.feedback"]._record(
            [
                {
                    "way": "phone",
                    "company_id": self.company.id,
                    "date": datetime(2025, 1, 15, 12),
                    "score": score,
                    "text": score < 3 and "Nobody called back",
                }
                for score in [5] * 10 + [1] * 20
            ]
        )
        with freeze_time(NOW, tick=True):
            self.env.cr.flush()
            with self.enter_registry_test_mode():
                self.env.ref(JUDGE).method_direct_trigger()
            self.env.invalidate_all()
            self.start_tour("/odoo", "repair_finding_tour", login="tour_manager")
        finding = goal.finding_ids
        self.assertRecordValues(
            finding,
            [
                {
                    "state": "closed",
                    "n": 30,
                    "count": 10,
                    "reason": "They are called back now",
                    "closed_by_id": manager.id,
                }
            ],
        )
        self.assertRecordValues(
            finding.measure_ids,
            [
                {
                    "name": "Call every customer back the same day",
                    "user_id": leader.id,
                    "date_due": datetime(2025, 3, 31).date(),
                    "expected": 90,
                    "state": "planned",
                }
            ],
        )
