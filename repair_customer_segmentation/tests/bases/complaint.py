from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .desk import MONDAY
from .desk_team import TeamCase


class ComplaintCase(TeamCase):
    """Max repaired Ann's kettle; she is not content. Lea leads, Zoe is the other colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.manager = cls.env["res.users"].search([("login", "=", "rcs_manager")])
        cls.manager.name = "Mia"
        cls.claim = cls.env["repair.case.type"].create(
            {
                "name": "Complaint",
                "company_id": cls.company.id,
                "is_complaint": True,
                "impact": "1",
                "sequence": -5,
            }
        )
        cls.heard = cls.env["repair.case.stage"].create(
            {
                "name": "Heard",
                "sequence": -6,
                "company_id": cls.company.id,
                "type_ids": [Command.link(cls.claim.id)],
            }
        )
        cls.waiting_time, cls.price = cls.env["repair.feedback.cause"].create(
            [{"name": "Took too long"}, {"name": "Too dear"}]
        )
        with freeze_time(MONDAY - timedelta(days=3)):
            cls.repair = cls.team_case(name="Kettle leaks", user_id=cls.max.id, type_id=cls.leak.id)
        with freeze_time(MONDAY - timedelta(days=2)):
            cls.repair.action_close()

    def complaint(self, **values):
        values = {
            "name": "Still leaks",
            "type_id": self.claim.id,
            "stage_id": self.heard.id,
            "about_case_id": self.repair.id,
            **values,
        }
        return self.case(**values).with_env(self.env)

    def said(self, complaint):
        return self.env["repair.feedback"].search([("case_id", "=", complaint.id)])

    @contextmanager
    def refused(self, words):
        """Assert that what is done is refused in these words, and undo it as the server does."""
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            yield
