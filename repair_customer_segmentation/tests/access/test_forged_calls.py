import traceback

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..bases.rights import RightsCase

SECRET = "Quetzalcoatl"


@tagged("post_install", "-at_install")
class TestForgedCalls(RightsCase):
    """Calls that no screen of ours makes, and anybody with a key may send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl = cls.customer("Carl")
        elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.stranger = cls.env["res.partner"].create(
            {"name": f"{SECRET} Ltd", "company_id": elsewhere.id}
        )
        cls.foreign_device = cls.env["repair.device"].create(
            {
                "name": f"{SECRET} kettle",
                "partner_id": cls.stranger.id,
                "company_id": elsewhere.id,
            }
        )
        users = cls.env["res.users"]
        cls.own, cls.employee = (
            users.search([("login", "=", f"rights_{role}")]) for role in ("own", "employee")
        )
        cls.case = cls.open_case(user_id=cls.own.id)
        cls.hidden = cls.open_case(
            name=SECRET, is_confidential=True, date_open="2025-03-04 10:00:00"
        )

    @classmethod
    def open_case(cls, **values):
        return cls.env["repair.case"].create(
            {
                "name": "Leaks",
                "partner_id": cls.carl.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    def assertRefused(self, role, model, method, values, ids=()):
        """Assert that a call is refused, and that the refusal tells nothing."""
        answer = self.call(self.keys[role], model, method, values, ids)
        self.assertEqual(403, answer.status_code, answer.text[:500])
        self.assertNotIn(SECRET, answer.text)

    def test_a_refusal_does_not_name_the_device_of_another_company(self):
        values = {"device_id": self.foreign_device.id}
        self.assertRefused("own", "repair.case", "write", {"vals": values}, self.case.ids)
        values |= {"name": "Leaks", "partner_id": self.carl.id}
        self.assertRefused("own", "repair.case", "create", {"vals_list": [values]})

    def test_a_refusal_does_not_name_the_customer_of_another_company(self):
        values = {"name": "Leaks", "partner_id": self.stranger.id}
        for model in ("repair.case", "repair.device"):
            self.assertRefused("own", model, "create", {"vals_list": [values]})
        self.assertRefused("own", "repair.case", "write", {"vals": values}, self.case.ids)

    def test_a_rating_of_something_else_becomes_none_of_a_case(self):
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.carl.id,
                "rating": 1,
                "consumed": True,
            }
        )
        for vals in (
            {"repair_case_id": self.case.id},
            {"res_model": "repair.case", "res_id": self.case.id},
            {"repair_case_id": self.case.id, "rating": 2},
        ):
            for role in ("employee", "own", "all"):
                self.assertRefused(role, "rating.rating", "write", {"vals": vals}, rating.ids)
        self.assertFalse(rating.repair_case_id)

    def test_an_activity_is_moved_to_no_case_that_is_hidden(self):
        model = self.env["ir.model"]._get_id("repair.case")
        for role in ("employee", "own", "all"):
            user = self.env["res.users"].search([("login", "=", f"rights_{role}")])
            activity = self.env["mail.activity"].with_user(user).create({"user_id": user.id})
            for vals in (
                {"res_model_id": model, "res_id": self.hidden.id},
                {"res_model": "repair.case", "res_id": self.hidden.id},
            ):
                self.assertRefused(role, "mail.activity", "write", {"vals": vals}, activity.ids)
        self.assertFalse(self.hidden.activity_ids)

    def test_an_activity_is_moved_to_a_case_that_is_seen(self):
        activity = self.env["mail.activity"].with_user(self.own).create({"user_id": self.own.id})
        vals = {"res_model_id": self.env["ir.model"]._get_id("repair.case")}
        vals["res_id"] = self.case.id
        answer = self.call(self.keys["own"], "mail.activity", "write", {"vals": vals}, activity.ids)
        self.assertEqual(200, answer.status_code, answer.text[:500])

    def test_no_context_lets_working_hours_become_none(self):
        calendar = self.company.resource_calendar_id
        lines = [Command.unlink(line.id) for line in calendar.attendance_ids]
        answer = self.call(
            self.keys["admin"],
            "resource.calendar",
            "write",
            {"vals": {"attendance_ids": lines}, "context": {"repair_hours_unfinished": True}},
            calendar.ids,
        )
        self.assertEqual(422, answer.status_code, answer.text[:500])
        self.assertTrue(calendar.attendance_ids)

    def test_no_context_keeps_the_answer_of_a_customer_from_being_one(self):
        waiting = self.env["repair.case.stage"].search([("case_state", "=", "waiting")], limit=1)
        self.case.stage_id = waiting
        for name in ("repair_case_no_answer", "repair_case_comes_in", "repair_merged"):
            self.case.stage_id = waiting
            self.case.with_context(**{name: True}).message_post(
                body="Here is what you asked for",
                author_id=self.carl.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            self.assertEqual("open", self.case.state, name)

    def test_no_context_is_taken_for_a_row_of_an_import(self):
        answer = self.call(
            self.keys["own"],
            "repair.case.tag",
            "load",
            {
                "fields": ["name"],
                "data": [["Urgent"]],
                "context": {"repair_import_row": "x"},
            },
        )
        self.assertEqual(200, answer.status_code, answer.text[:500])

    def test_an_import_does_not_tell_the_subject_of_a_confidential_case(self):
        for subject in (SECRET, "Something else"):
            answer = self.call(
                self.keys["own"],
                "repair.case",
                "load",
                {
                    "fields": ["name", "partner_id/.id", "date_open"],
                    "data": [
                        [subject, self.carl.id, fields.Datetime.to_string(self.hidden.date_open)]
                    ],
                    "context": {"import_file": True},
                },
            )
            self.assertEqual(200, answer.status_code, answer.text[:500])
            self.assertFalse(answer.json()["messages"])

    def test_a_refusal_does_not_quote_the_row_of_a_case(self):
        """What the database says of an empty column has the amount and the token in it."""
        self.case.amount = 7654321.25
        self.case._portal_ensure_token()
        token = self.case.sudo().access_token
        for vals in (
            {"name": False},
            {"stage_id": False},
            {"stage_id": "x"},
            {"partner_id": "x"},
            {"company_id": False},
            {"date_open": False},
            {"urgency": False},
            {"currency_id": False},
        ):
            answer = self.call(
                self.keys["own"], "repair.case", "write", {"vals": vals}, self.case.ids
            )
            self.assertEqual(422, answer.status_code, answer.text[:500])
            self.assertNotIn("7654321", answer.text, vals)
            self.assertNotIn(token, answer.text, vals)

    def test_what_the_database_refuses_is_not_quoted(self):
        self.case.amount = 7654321.25
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT refused")
        with mute_logger("odoo.sql_db"), self.assertRaises(ValidationError) as refusal:
            # Past all that looks at values first, as a computed field may come.
            self.case._write_multi([{"name": None}])
        self.env.cr.execute("ROLLBACK TO SAVEPOINT refused")
        told = "".join(traceback.format_exception(refusal.exception))
        self.assertIn("Subject", told)
        self.assertNotIn("7654321", told)
