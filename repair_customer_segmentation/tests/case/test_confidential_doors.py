import json

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged, users

from ..bases.confidential import ALLOWED, HIDDEN, SECRET, ConfidentialCase


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
