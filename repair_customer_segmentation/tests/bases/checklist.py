from contextlib import contextmanager

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .desk_team import TeamCase


class ChecklistCase(TeamCase):
    """Leaks are checked for tightness and cleanness before they are closed; noises are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.checklist = cls.env["repair.checklist"].create(
            {
                "name": "Tightness",
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"name": "Tight", "hint": "After ten minutes", "sequence": 1}),
                    Command.create({"name": "Clean", "sequence": 2}),
                    Command.create({"name": "Explained", "sequence": 3, "is_required": False}),
                ],
                "type_ids": [Command.link(cls.leak.id)],
            }
        )
        cls.manager = cls.env["res.users"].search([("login", "=", "rcs_manager")])

    def leaking(self, **values):
        values = {"type_id": self.leak.id, "team_id": self.team.id, **values}
        return self.case(user_id=self.max.id, **values).with_env(self.env)

    def check(self, case, *names, user=None):
        lines = case.check_ids.filtered(lambda line: not names or line.name in names)
        lines.with_user(user or self.max).action_tick()

    def lines(self, case):
        return [(line.name, line.is_done, line.is_former) for line in case.check_ids.sorted()]

    def counts(self, case):
        """Return how many lines there are, are ticked, and are required and left."""
        return case.check_count, case.check_done_count, case.check_left_count

    @contextmanager
    def refused(self, words):
        """Assert that what is done is refused in these words, and undo it as the server does."""
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            yield
