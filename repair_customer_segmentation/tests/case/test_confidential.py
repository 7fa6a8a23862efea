from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..bases.confidential import ALLOWED, HIDDEN, SECRET, ConfidentialCase


@tagged("post_install", "-at_install")
class TestConfidential(ConfidentialCase):
    @users(*ALLOWED)
    def test_who_works_on_it_sees_it_and_all_that_hangs_on_it(self):
        for records in self.dependents():
            records = records.with_env(self.env)
            if records._name == "repair.case.deviation" and self.env.user.login != "rcs_manager":
                continue
            with self.subTest(model=records._name):
                self.assertTrue(records)
                self.assertTrue(records.has_access("read"))
                self.assertEqual(records.search([("id", "in", records.ids)]), records)
        self.assertTrue(self.mine.has_access("write"))

    @users(*HIDDEN)
    def test_nobody_else_finds_or_reads_anything_of_it(self):
        for records in self.dependents():
            records = records.with_env(self.env)
            with self.subTest(model=records._name):
                for operation in ("read", "write", "unlink"):
                    self.assertFalse(records.has_access(operation), operation)
                with self.assertRaises(AccessError):
                    records.read(["display_name"])
                if records.browse().has_access("read"):
                    self.assertFalse(records.search([("id", "in", records.ids)]))
                    self.assertEqual(records.search_count([("id", "in", records.ids)]), 0)
                    self.assertEqual(
                        records._read_group([("id", "in", records.ids)], [], ["__count"]), [(0,)]
                    )

    @users("rcs_member", "rcs_all")
    def test_no_route_to_its_words(self):
        cases = self.env["repair.case"]
        mine = self.mine
        self.assertEqual(cases.name_search("Secret"), [])
        self.assertEqual(cases.web_search_read([("name", "=", SECRET)], {"name": {}})["length"], 0)
        self.assertEqual(cases.search_read([("id", "=", mine.id)], ["name"]), [])
        groups = cases.formatted_read_group([("name", "=", SECRET)], ["stage_id"], ["__count"])
        self.assertEqual(sum(group["__count"] for group in groups), 0)
        self.assertFalse(self.env["mail.message"].search([("body", "ilike", SECRET)]))
        self.assertFalse(self.env["rating.rating"].search([("feedback", "=", SECRET)]))
        self.assertFalse(self.env["rating.rating"].search([("res_name", "ilike", SECRET)]))
        self.assertFalse(self.env["ir.attachment"].search([("name", "ilike", SECRET)]))
        self.assertFalse(self.env["mail.activity"].search([("summary", "=", SECRET)]))
        self.assertNotIn(mine, self.ann.with_env(self.env).repair_case_ids)
        self.assertFalse(mine.message_subscribe(self.env.user.partner_id.ids))
        for name, route in {
            "web_read": lambda: mine.web_read({"name": {}}),
            "post": lambda: mine.message_post(body="Who is it?"),
            "activity": lambda: mine.activity_schedule("mail.mail_activity_data_todo"),
            "copy": mine.copy,
            "take": mine.action_assign_to_me,
            "open": lambda: mine.write({"is_confidential": False}),
            "attach": lambda: self.env["ir.attachment"].create(
                {"name": "x", "res_model": "repair.case", "res_id": mine.id}
            ),
        }.items():
            with self.subTest(route=name), self.assertRaises(AccessError, msg=name):
                route()

    @users("rcs_member", "rcs_all")
    def test_the_team_counts_what_its_reader_may_see(self):
        self.assertEqual(self.team.with_env(self.env).open_case_count, 0)
        self.assertEqual(self.team.with_user(self.people["rcs_leader"]).open_case_count, 1)

    def test_everybody_is_told_the_same_place_in_the_queue(self):
        """The length of the queue is a number: it tells nothing of the cases in it."""
        self.case.stage_id = self.stage_open
        late = self.history([(self.ann, "2025-06-02", 1, {"team_id": self.team.id})])
        for login in ("rcs_member", "rcs_leader"):
            note = late.with_user(self.people[login]).queue_note
            self.assertIn("Position 2 of 2", note, login)

    @users("rcs_member")
    def test_it_counts_for_its_customer(self):
        self.policy.classify()
        self.assertEqual(self.ann.with_env(self.env).repair_open_case_count, 1)

    @users("rcs_assignee", "rcs_leader", "rcs_follower", "rcs_manager")
    def test_who_sees_it_opens_it_to_all_and_that_is_kept(self):
        self.case.is_confidential = True
        self.flush_tracking()
        before = self.case.message_ids
        self.mine.is_confidential = False
        self.env.flush_all()
        self.assertTrue(self.case.with_user(self.people["rcs_member"]).has_access("read"))
        self.assertTrue(self.rating.with_user(self.people["rcs_all"]).has_access("read"))
        self.flush_tracking()
        tracking = (self.case.message_ids - before).tracking_value_ids
        self.assertEqual(tracking.field_id.name, "is_confidential")
        self.assertEqual([(t.old_value_integer, t.new_value_integer) for t in tracking], [(1, 0)])
        self.assertEqual(tracking.mail_message_id.author_id, self.env.user.partner_id)

    @users("rcs_employee", "rcs_portal")
    def test_ratings_of_open_cases_are_for_the_desk_alone(self):
        self.case.is_confidential = False
        self.assertFalse(self.rating.with_env(self.env).has_access("read"))

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()
