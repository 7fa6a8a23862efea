from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from ..bases.common import SegmentationCase


class ProcessCase(SegmentationCase):
    """A type whose work goes through stages of its own, beside the shared ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["repair.case.stage"].search([("company_id", "=", False)]).active = False
        cls.ann = cls.customer("Ann")
        cls.user("rcs_all", "user_all")
        cls.worker = cls.user("rcs_user", "user")
        cls.team = cls.env["repair.case.team"].create(
            {"name": "Fitters", "company_id": cls.company.id, "member_ids": cls.worker.ids}
        )
        own = {"company_id": cls.company.id}
        cls.plain, cls.installation = cls.env["repair.case.type"].create(
            [
                {"name": "Plain", **own},
                {
                    "name": "Fitting",
                    "impact": "1",
                    "team_id": cls.team.id,
                    "user_id": cls.worker.id,
                    "description_template": "<p>Which floor?</p>",
                    **own,
                },
            ]
        )
        cls.visit, cls.site = cls.env["repair.case.stage"].create(
            [
                {"name": "Visit", "sequence": 20, "type_ids": cls.installation.ids, **own},
                {"name": "On Site", "sequence": 21, "type_ids": cls.installation.ids, **own},
            ]
        )

    @classmethod
    def case(cls, **values):
        return cls.env["repair.case"].create(
            {"name": "Case", "partner_id": cls.ann.id, "company_id": cls.company.id, **values}
        )


@tagged("post_install", "-at_install")
class TestProcess(ProcessCase):
    def names(self, case_type):
        return case_type._process_stages(self.company).mapped("name")

    def test_own_stages_replace_the_shared_ones_of_the_same_meaning(self):
        shared = ["Test Open", "Test Waiting", "Test Closed", "Test Cancelled"]
        self.assertEqual(self.names(self.plain), shared)
        self.assertEqual(self.names(self.env["repair.case.type"]), shared)
        self.assertEqual(
            self.names(self.installation),
            ["Test Waiting", "Test Closed", "Test Cancelled", "Visit", "On Site"],
        )

    def test_a_case_begins_and_ends_in_the_process_of_its_type(self):
        case = self.case(type_id=self.installation.id)
        self.assertEqual(case.stage_id, self.visit)
        case.action_close()
        self.assertEqual(case.stage_id, self.stage_closed)
        case.action_reopen()
        self.assertEqual(case.stage_id, self.visit)
        self.assertEqual(self.case(type_id=self.plain.id).stage_id, self.stage_open)
        self.assertEqual(self.case().stage_id, self.stage_open)

    def test_another_type_keeps_the_stage_or_its_meaning(self):
        case = self.case(type_id=self.plain.id, stage_id=self.stage_waiting.id)
        case.type_id = self.installation
        self.assertEqual(case.stage_id, self.stage_waiting)
        case.stage_id = self.site
        case.type_id = self.plain
        self.assertEqual(case.stage_id, self.stage_open)
        done = self.env["repair.case.stage"].create(
            {
                "name": "Fitted",
                "is_closed": True,
                "type_ids": self.installation.ids,
                "company_id": self.company.id,
            }
        )
        case.action_close()
        case.type_id = self.installation
        self.assertEqual(case.stage_id, done)
        case.type_id = False
        self.assertEqual(case.stage_id, self.stage_closed)

    def test_a_stage_of_another_type_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "“Plain” do not use the stage “Visit”"):
            self.case(type_id=self.plain.id, stage_id=self.visit.id)
        case = self.case(type_id=self.installation.id)
        with self.assertRaisesRegex(ValidationError, "Choose one of: Test Waiting, Test Closed, "):
            case.stage_id = self.stage_open

    def test_a_stage_is_not_taken_from_the_cases_in_it(self):
        self.case(type_id=self.plain.id)
        for take in (
            lambda: self.installation.write({"stage_ids": [Command.link(self.stage_open.id)]}),
            lambda: self.stage_open.write({"type_ids": self.installation.ids}),
        ):
            with self.assertRaisesRegex(ValidationError, "holds 1 open cases of other types"):
                take()

    def test_open_cases_follow_when_the_process_changes(self):
        opened = self.case(type_id=self.plain.id)
        waiting = self.case(type_id=self.plain.id, stage_id=self.stage_waiting.id)
        closed = self.case(type_id=self.plain.id, stage_id=self.stage_closed.id)
        values = {"name": "Bench", "company_id": self.company.id}
        self.plain.stage_ids = [Command.create(values)]
        bench = self.plain.stage_ids
        self.assertEqual(
            (opened.stage_id, waiting.stage_id, closed.stage_id),
            (bench, self.stage_waiting, self.stage_closed),
        )
        bench.active = False
        self.assertEqual(opened.stage_id, self.stage_open)

    def test_a_board_of_a_type_has_its_columns(self):
        def columns(domain):
            cases = self.env["repair.case"].with_context(read_group_expand=True)
            groups = cases.web_read_group(
                [("company_id", "=", self.company.id), *domain], ["stage_id"], ["__count"]
            )["groups"]
            return [group["stage_id"][1] for group in groups]

        shared = ["Test Open", "Test Waiting", "Test Closed", "Test Cancelled"]
        own = ["Test Waiting", "Test Closed", "Test Cancelled", "Visit", "On Site"]
        self.assertEqual(columns([]), shared)
        self.assertEqual(columns([("type_id", "=", self.installation.id)]), own)
        self.assertEqual(columns([("type_id", "=", self.plain.id)]), shared)
        self.case(type_id=self.installation.id)
        self.assertEqual(columns([]), [*shared, "Visit"])


@tagged("post_install", "-at_install")
class TestSuggestions(ProcessCase):
    @users("rcs_all")
    def test_choosing_a_type_fills_a_new_case(self):
        form = Form(self.env["repair.case"])
        form.name = "Fit it"
        form.partner_id = self.ann
        form.type_id = self.installation
        self.assertEqual(
            (form.team_id, form.user_id, form.impact, form.description, form.stage_id),
            (self.team, self.worker, "1", "<p>Which floor?</p>", self.visit),
        )
        form.type_id = self.plain
        self.assertFalse(form.description)
        form.description = "<p>Mine</p>"
        form.type_id = self.installation
        self.assertEqual(form.description, "<p>Mine</p>")

    @users("rcs_all")
    def test_a_case_that_is_there_keeps_its_own(self):
        case = self.case(type_id=self.plain.id).with_env(self.env)
        with Form(case) as form:
            form.type_id = self.installation
        self.assertEqual((case.team_id.id, case.user_id.id, case.impact), (False, False, "1"))
        self.assertFalse(case.description)

    def test_cases_opened_elsewhere_are_filled_too(self):
        case = self.case(type_id=self.installation.id)
        self.assertEqual((case.team_id, case.user_id), (self.team, self.worker))
        self.assertEqual(case.description, "<p>Which floor?</p>")
        given = self.case(type_id=self.installation.id, user_id=False, description="<p>Mine</p>")
        self.assertEqual((given.team_id, given.user_id.id), (self.team, False))
        self.assertEqual(given.description, "<p>Mine</p>")

    def test_history_is_nobodys_work(self):
        case = self.case(type_id=self.installation.id, stage_id=self.stage_closed.id)
        self.assertEqual((case.team_id.id, case.user_id.id), (False, False))

    def test_a_case_opened_in_a_column_of_a_type_is_of_that_type(self):
        case = self.case(stage_id=self.visit.id)
        self.assertEqual((case.type_id, case.user_id), (self.installation, self.worker))
