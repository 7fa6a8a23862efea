from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged, users

from ..bases.portal import PortalCase


@tagged("post_install", "-at_install")
class TestCaseReopened(PortalCase):
    """Reopening counts, whoever does it, and the first closing date stays."""

    def setUp(self):
        super().setUp()
        self.case.date_open = datetime(2025, 1, 6, 9)

    def at(self, day, action):
        with freeze_time(datetime(2025, 1, day, 9)):
            action()
            self.env.flush_all()

    def test_by_the_customer_by_us_and_by_hand(self):
        mine = self.case.with_user(self.ann.user_ids).sudo()
        self.assertEqual((self.case.reopen_count, self.case.date_first_closed), (0, False))
        self.at(7, self.case.action_close)
        self.assertEqual(self.case.date_first_closed, datetime(2025, 1, 7, 9))
        self.at(8, lambda: mine._portal_reopen("Leaks again"))
        self.at(9, self.case.action_close)
        self.at(10, lambda: self.case.with_user(self.agent).action_reopen())
        self.at(11, self.case.action_close)
        self.at(12, lambda: self.case.write({"stage_id": self.stage_waiting.id}))
        self.at(13, self.case.action_close)
        self.assertRecordValues(
            self.case,
            [
                {
                    "reopen_count": 3,
                    "date_first_closed": datetime(2025, 1, 7, 9),
                    "date_closed": datetime(2025, 1, 13, 9),
                }
            ],
        )

    def test_a_date_that_is_corrected_before_it_is_reopened(self):
        self.at(9, self.case.action_close)
        self.case.date_closed = datetime(2025, 1, 8, 9)
        self.assertEqual(self.case.date_first_closed, datetime(2025, 1, 8, 9))
        self.at(10, self.case.action_reopen)
        self.at(11, self.case.action_close)
        self.case.date_closed = datetime(2025, 1, 12, 9)
        self.assertEqual(self.case.date_first_closed, datetime(2025, 1, 8, 9))

    def test_called_off_is_not_closed(self):
        self.at(9, lambda: self.case.write({"stage_id": self.stage_cancelled.id}))
        self.assertFalse(self.case.date_first_closed)
        self.at(10, self.case.action_reopen)
        self.assertEqual(self.case.reopen_count, 0)

    def test_a_copy_begins_anew(self):
        self.at(7, self.case.action_close)
        self.at(8, self.case.action_reopen)
        self.assertEqual(self.case.copy().reopen_count, 0)

    @users("rcs_agent")
    def test_seen_in_form_filter_and_report(self):
        case = self.case.with_env(self.env)
        self.at(7, case.action_close)
        self.at(8, case.action_reopen)
        with Form(case) as form:
            self.assertEqual(form.reopen_count, 1)
        search = case.get_view(view_type="search")["arch"]
        self.assertIn('name="reopened"', search)
        self.assertEqual(case.search([("reopen_count", ">", 0)]), case)
        self.assertEqual(case._read_group([("id", "=", case.id)], [], ["reopen_count:sum"]), [(1,)])
