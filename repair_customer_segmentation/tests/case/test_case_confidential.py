import json

from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged, users

from ..bases.common import SegmentationCase

SECRET = "Secret reason"
ALLOWED = ("rcs_assignee", "rcs_leader", "rcs_follower", "rcs_manager")
HIDDEN = ("rcs_member", "rcs_all", "rcs_employee", "rcs_portal")


class ConfidentialCase(SegmentationCase):
    """One confidential case with all that can hang on a case, and somebody of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "rcs_assignee": cls.user("rcs_assignee", "user"),
            "rcs_leader": cls.user("rcs_leader", "user"),
            "rcs_follower": cls.user("rcs_follower", "user"),
            "rcs_member": cls.user("rcs_member", "user"),
            "rcs_all": cls.user("rcs_all", "user_all"),
            "rcs_manager": cls.user("rcs_manager", "manager"),
            "rcs_employee": cls.user("rcs_employee"),
            "rcs_portal": new_test_user(
                cls.env,
                "rcs_portal",
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            ),
        }
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Team",
                "company_id": cls.company.id,
                "leader_id": cls.people["rcs_leader"].id,
                "member_ids": [Command.set(cls.people["rcs_member"].ids)],
            }
        )
        cls.ann = cls.customer("Ann")
        cls.case = cls.history(
            [
                (
                    cls.ann,
                    "2025-06-01",
                    1,
                    {
                        "name": SECRET,
                        "team_id": cls.team.id,
                        "user_id": cls.people["rcs_assignee"].id,
                        "is_confidential": True,
                        "stage_id": cls.stage_waiting.id,
                    },
                )
            ]
        )
        cls.case.message_follower_ids.unlink()
        cls.case.message_subscribe(cls.people["rcs_follower"].partner_id.ids)
        cls.message = cls.case.message_post(body=SECRET, subtype_xmlid="mail.mt_comment")
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET,
                "res_model": "repair.case",
                "res_id": cls.case.id,
            }
        )
        cls.activity = cls.case.activity_schedule(
            "mail.mail_activity_data_todo", summary=SECRET, user_id=cls.env.uid
        )
        cls.rating = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("repair.case"),
                "res_id": cls.case.id,
                "partner_id": cls.ann.id,
                "rating": 1,
                "feedback": SECRET,
                "consumed": True,
            }
        )
        cls.case.write({"priority_override": "3", "priority_reason": SECRET})
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    @property
    def mine(self):
        return self.case.with_env(self.env)

    def dependents(self):
        """Return every record that hangs on the case."""
        return [
            self.case,
            self.message,
            self.attachment,
            self.activity,
            self.rating,
            self.case.pause_ids,
            self.case.deviation_ids,
        ]


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
            self.assertIn("Place 2 of 2", note, login)

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


@tagged("post_install", "-at_install")
class TestConfidentialDoors(ConfidentialCase):
    """Who gets in, and who gets not in by accident."""

    @users("rcs_member", "rcs_all")
    def test_who_ticks_it_keeps_seeing_it(self):
        case = self.history([(self.ann, "2025-06-01", 1, {"team_id": self.team.id})])
        mine = case.with_env(self.env)
        mine.is_confidential = True
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("read"))
        self.assertEqual(case.message_partner_ids & self.partners(), self.env.user.partner_id)

    @users("rcs_member", "rcs_all")
    def test_who_opens_a_confidential_case_sees_it(self):
        for context in ({}, {"tracking_disable": True}, {"mail_create_nosubscribe": True}):
            case = (
                self.env["repair.case"]
                .with_context(**context)
                .create({"name": "New", "partner_id": self.ann.id, "is_confidential": True})
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(case.read(["name"])[0]["name"], "New")

    def partners(self):
        return self.env["res.users"].union(*self.people.values()).partner_id

    def test_a_new_assignee_sees_it(self):
        member = self.people["rcs_member"]
        self.case.user_id = member
        self.env.flush_all()
        self.assertTrue(self.case.with_user(member).has_access("write"))

    def test_following_the_team_does_not_let_in(self):
        """A subtype that carries followers of a team over to its cases stops here."""
        values = {"name": "Case of the team", "default": True}
        child = self.env["mail.message.subtype"].create({**values, "res_model": "repair.case"})
        parent = self.env["mail.message.subtype"].create(
            {
                **values,
                "res_model": "repair.case.team",
                "parent_id": child.id,
                "relation_field": "team_id",
            }
        )
        member = self.people["rcs_member"].partner_id
        self.team.message_subscribe(member.ids, subtype_ids=parent.ids)
        values = {"name": "x", "partner_id": self.ann.id, "team_id": self.team.id}
        confidential, open_case = self.env["repair.case"].create(
            [{**values, "is_confidential": True}, values]
        )
        self.assertNotIn(member, confidential.message_partner_ids)
        self.assertIn(member, open_case.message_partner_ids)

    def test_a_former_leader_sees_it_no_more(self):
        leader = self.people["rcs_leader"]
        self.team.leader_id = self.people["rcs_manager"]
        self.env.flush_all()
        self.assertFalse(self.case.with_user(leader).has_access("read"))

    @users("rcs_follower")
    def test_a_removed_follower_sees_it_no_more(self):
        self.case.message_unsubscribe(self.env.user.partner_id.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.mine.has_access("read"))


@tagged("post_install", "-at_install")
class TestConfidentialRoutes(ConfidentialCase, HttpCase):
    """Over HTTP, as each role: RPC, export, the chatter and files."""

    def rpc(self, route, **params):
        response = self.url_open(
            route,
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.text

    def call(self, method, *args, **kwargs):
        return self.rpc(
            f"/web/dataset/call_kw/repair.case/{method}",
            model="repair.case",
            method=method,
            args=args,
            kwargs=kwargs,
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        export = cls.env.ref("base.group_allow_export")
        internal = cls.env["res.users"].union(*cls.people.values()) - cls.people["rcs_portal"]
        internal.write({"group_ids": [Command.link(export.id)]})

    def routes(self):
        thread = {"thread_model": "repair.case", "thread_id": self.case.id}
        export = {
            "model": "repair.case",
            "fields": [{"name": "name", "label": "Subject", "type": "char"}],
            "ids": self.case.ids,
            "domain": [],
            "import_compat": False,
        }
        yield "read", self.call("read", self.case.ids, ["name"])
        yield "web_read", self.call("web_read", self.case.ids, specification={"name": {}})
        yield "messages", self.rpc("/mail/thread/messages", **thread)
        yield (
            "thread",
            self.rpc("/mail/data", fetch_params=[["mail.thread", {**thread, "request_list": []}]]),
        )
        yield (
            "export",
            self.url_open(
                "/web/export/csv",
                data={"data": json.dumps(export), "csrf_token": http.Request.csrf_token(self)},
            ).text,
        )
        yield "file", self.url_open(f"/web/content/{self.attachment.id}").text
        yield "page", self.url_open(f"/mail/view?model=repair.case&res_id={self.case.id}").text

    def test_nothing_of_it_over_http(self):
        for login in (*HIDDEN, None):
            self.authenticate(login, login)
            for name, text in self.routes():
                with self.subTest(login=login, route=name):
                    self.assertNotIn(SECRET, text)

    def test_the_routes_do_lead_to_it(self):
        """The routes of the other test are real ones."""
        for login in ALLOWED:
            self.authenticate(login, login)
            told = {name for name, text in self.routes() if SECRET in text}
            self.assertEqual(told, {"read", "web_read", "messages", "export", "file"}, login)
