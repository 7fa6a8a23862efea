from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged, users

from ...models.portal.files import MOST_BYTES, MOST_FILES
from ...models.portal.report import PortalReport
from ..bases.desk import MONDAY
from ..bases.portal import PNG, PortalCase

SECRET = "Pays late"


@tagged("post_install", "-at_install")
class TestPortalReport(PortalCase):
    """A new case of the portal: all of it, or nothing and a reason."""

    def form(self, **values):
        return {
            "name": "Door hinge broken",
            "description": "Since <Monday>.\nI tried oil.",
            "type_id": str(self.kind.id),
            **values,
        }

    def report(self, files=(), **values):
        cases = self.env["repair.case"].with_context(tracking_disable=False)
        return cases._portal_report(self.form(**values), files)

    def assertRefused(self, words, files=(), **values):
        models = ("repair.case", "repair.device", "ir.attachment", "mail.message")
        before = [self.env[model].sudo().search_count([]) for model in models]
        with self.assertRaises(ValidationError) as caught:
            self.report(files, **values)
        self.assertIn(words, str(caught.exception))
        self.assertEqual([self.env[model].sudo().search_count([]) for model in models], before)

    @users("rcs_ann")
    def test_a_case_with_a_device_of_the_company_and_a_photo(self):
        case = self.report([("door.png", PNG)], device_id=str(self.device.id))
        self.assertRecordValues(
            case,
            [
                {
                    "name": "Door hinge broken",
                    "partner_id": self.ann.id,
                    "commercial_partner_id": self.acme.id,
                    "company_id": self.company.id,
                    "device_id": self.device.id,
                    "type_id": self.kind.id,
                    "channel_id": self.env.ref(
                        "repair_customer_segmentation.repair_case_channel_portal"
                    ).id,
                    "state": "open",
                    "is_confidential": False,
                }
            ],
        )
        self.assertIn("Since &lt;Monday&gt;.", case.description)
        said = case.message_ids.filtered(lambda m: m.message_type == "comment")
        self.assertEqual(said.author_id, self.ann)
        self.assertIn("&lt;Monday&gt;", said.body)
        self.assertEqual(said.attachment_ids.mapped("name"), ["door.png"])
        self.assertEqual(said.attachment_ids.res_id, case.id)
        self.assertIn(self.ann, case.message_partner_ids)
        self.assertFalse(case.first_response_date)

    @users("rcs_ann")
    def test_a_new_device(self):
        case = self.report(device_id="", device_name="Oven X", serial_number=" OV-1 ")
        self.assertRecordValues(
            case.device_id,
            [
                {
                    "name": "Oven X",
                    "serial_number": "OV-1",
                    "commercial_partner_id": self.acme.id,
                    "company_id": self.company.id,
                }
            ],
        )

    @users("rcs_ann")
    def test_a_serial_number_of_ones_own_is_that_device(self):
        case = self.report(device_name="The dishwasher", serial_number="sn-ann-7")
        self.assertEqual(case.device_id, self.device)

    @users("rcs_ann")
    def test_without_a_device(self):
        self.assertFalse(self.report().device_id)
        self.assertFalse(self.report(device_id="").device_id)

    @users("rcs_carl")
    def test_a_device_of_somebody_else_is_none_of_the_list(self):
        self.assertRefused("choose one from the list", device_id=str(self.device.id))
        self.assertRefused("choose one from the list", device_id="0 OR 1=1")
        # Which serial numbers we know is not told: it is a device of his own.
        case = self.report(device_name="X", serial_number="SN-ANN-7")
        self.assertNotEqual(case.device_id, self.device)

    @users("rcs_ann")
    def test_what_is_missing_is_named(self):
        self.assertRefused("“Subject”", name="  ")
        self.assertRefused("“Subject” has 201 characters", name="x" * 201)
        self.assertRefused("“Description”", description=" \n ")
        self.assertRefused("“What is it about?”", type_id="")
        self.assertRefused("“Which other device?”", serial_number="OV-2")
        self.assertRefused(
            "and also entered another one", device_id=str(self.device.id), device_name="Oven"
        )

    @users("rcs_ann")
    def test_types_for_customers_alone(self):
        inside, elsewhere = (
            self.env["repair.case.type"]
            .sudo()
            .create(
                [
                    {"name": "Inside", "company_id": self.company.id, "is_portal": False},
                    {
                        "name": "Elsewhere",
                        "company_id": self.env["res.company"].sudo().create({"name": "X"}).id,
                    },
                ]
            )
        )
        offered = PortalReport(self.env).types
        self.assertIn(self.kind, offered)
        for case_type in (inside, elsewhere):
            self.assertNotIn(case_type, offered)
            self.assertRefused("“What is it about?”", type_id=str(case_type.id))

    @users("rcs_ann")
    def test_files_that_are_refused(self):
        self.assertRefused("a.png is empty", [("a.png", b"")])
        self.assertRefused("is larger than 10", [("b.png", PNG + b"\0" * MOST_BYTES)])
        self.assertRefused("11 files", [("c.png", PNG)] * (MOST_FILES + 1))
        for content in (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            b"<html><script>alert(1)</script></html>",
            b"MZ\x90\x00\x03",
            b"PK\x03\x04 zip",
        ):
            self.assertRefused("not a photo, video or PDF", [("good.png", PNG), ("d.png", content)])

    @users("rcs_ann")
    def test_values_of_the_desk_are_not_taken_from_the_form(self):
        case = self.report(
            partner_id=str(self.carl.id), user_id=str(self.agent.id), priority_override="3",
            urgency="1", is_confidential="1",
        )  # fmt: skip
        self.assertEqual(case.partner_id, self.ann)
        self.assertFalse(case.user_id | case.message_ids.author_id.user_ids & self.agent)
        self.assertEqual((case.urgency, case.priority_override), ("2", False))

    @users("rcs_ann")
    def test_a_device_is_not_left_behind_by_a_refused_photo(self):
        self.assertRefused("not a photo", [("x.png", b"nothing")], device_name="Oven Y")


@tagged("post_install", "-at_install")
class TestPortalWork(PortalCase):
    """What the customer is told, and what he does with his case."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))
        self.case.date_open = MONDAY
        self.mine = self.case.with_user(self.ann.user_ids).sudo()

    def test_the_status_in_plain_words(self):
        words = {key: word for key, (word, _color) in self.mine._portal_statuses().items()}
        self.assertEqual(words[self.mine._portal_status()], "Received")
        self.case.first_response_date = MONDAY
        self.assertEqual(words[self.mine._portal_status()], "In progress")
        for stage, word in (
            (self.stage_waiting, "Waiting"),
            (self.stage_closed, "Done"),
            (self.stage_cancelled, "Cancelled"),
        ):
            self.case.stage_id = stage
            self.assertEqual(words[self.mine._portal_status()], word)

    def test_what_happens_next_and_by_when(self):
        self.level.calendar_id = self.env["resource.calendar"].create(
            {"name": "Always", "company_id": self.company.id, "tz": "UTC"}
        )
        self.level.target_ids = [
            Command.create({"priority": p, "response_hours": 2, "resolution_hours": 8})
            for p in "0123"
        ]
        self.ann.user_ids.tz = "UTC"
        self.assertIn("We will reply by January 13, 2025", self.mine._portal_next())
        with freeze_time(MONDAY + timedelta(days=2)):
            self.assertEqual(self.mine._portal_next(), "We will reply as soon as we can.")
        self.case.first_response_date = MONDAY
        self.assertIn("finish by January 1", self.mine._portal_next())
        with freeze_time(MONDAY + timedelta(days=9)):
            self.assertEqual(self.mine._portal_next(), "We are working on it.")
        self.case.stage_id = self.stage_waiting
        self.assertIn("a reply from you", self.mine._portal_next())

    def test_a_moment_is_told_in_the_readers_time_zone(self):
        moment = datetime(2025, 1, 13, 23, 30)
        self.ann.user_ids.tz = "Europe/Berlin"
        self.assertEqual(self.mine._portal_date(moment), "January 14, 2025")
        self.ann.user_ids.tz = "America/New_York"
        self.assertEqual(self.mine._portal_date(moment), "January 13, 2025")

    def test_a_type_that_is_not_for_customers_has_no_name(self):
        self.assertEqual(self.mine._portal_type_name(), "Something Broken")
        self.kind.is_portal = False
        self.assertEqual(self.mine._portal_type_name(), "")

    def test_closing(self):
        self.mine._portal_close()
        self.assertEqual(self.case.state, "closed")
        said = self.case.message_ids.filtered(lambda m: m.message_type == "comment")
        self.assertEqual(said.author_id, self.ann)
        before = self.case.message_ids
        self.mine._portal_close()
        self.assertEqual(self.case.message_ids, before)

    def test_reopening_in_time(self):
        self.case.action_close()
        self.assertEqual(self.mine._reopen_until(), MONDAY + timedelta(days=14))
        self.assertIn("until January 27, 2025", self.mine._portal_next())
        with freeze_time(MONDAY + timedelta(days=14)):
            self.mine._portal_reopen("It leaks again")
        self.assertEqual(self.case.state, "open")
        self.assertIn("It leaks again", self.case.message_ids[0].body)

    def test_reopening_too_late_or_against_the_rule_of_the_team(self):
        self.case.action_close()
        with freeze_time(MONDAY + timedelta(days=14, seconds=1)):
            self.assertFalse(self.mine._reopen_until())
            self.mine._portal_reopen("It leaks again")
        self.assertEqual(self.case.state, "closed")
        self.team.mail_closed = "activity"
        self.mine._portal_reopen("It leaks again")
        self.assertEqual(self.case.state, "closed")
        self.case.stage_id = self.stage_cancelled
        self.team.mail_closed = "reopen"
        self.mine._portal_reopen("It leaks again")
        self.assertEqual(self.case.state, "cancelled")

    def comment(self, author):
        return self.case.message_post(
            body="It leaks again",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id,
        )

    def test_a_message_on_a_closed_case_reopens_it_as_a_mail_does(self):
        self.case.action_close()
        self.comment(self.carl)
        self.comment(self.agent.partner_id)
        self.assertEqual(self.case.state, "closed")
        self.comment(self.bob)
        self.assertEqual(self.case.state, "open")

    def test_a_message_that_comes_too_late_asks_the_assignee(self):
        self.case.action_close()
        with freeze_time(MONDAY + timedelta(days=15)):
            self.comment(self.ann)
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.activity_ids.user_id, self.agent)

    @staticmethod
    def row(case):
        """Return what a line of the list shows."""
        return (
            case._portal_status(),
            case.device_id.display_name,
            case.partner_id.name,
            case._portal_date(case.date_open),
            case._portal_type_name(),
        )

    def test_the_list_takes_as_many_queries_for_one_case_as_for_many(self):
        counts = []
        for size in (2, 2, 12):
            while len(self.env["repair.case"].search([("partner_id", "=", self.ann.id)])) < size:
                self.open_case(self.ann, device_id=self.device.id, type_id=self.kind.id)
            self.env.flush_all()
            self.env.invalidate_all()
            cases = self.env["repair.case"].with_user(self.ann.user_ids)
            before = self.env.cr.sql_log_count
            self.assertTrue(all(self.row(case) for case in cases._portal_find()))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
