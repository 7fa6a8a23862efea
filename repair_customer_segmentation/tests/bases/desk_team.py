"""What tests of assignment begin with: a team whose members differ, and their pasts."""

from datetime import timedelta

from odoo.fields import Command

from ...models.team.assignment_facts import AssignmentFacts
from ...models.team.assignment_words import AssignmentWords
from .desk import MONDAY, DeskCase


class TeamCase(DeskCase):
    """Three members, all there on Monday morning: Lea leads, Max and Zoe follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lea, cls.max, cls.zoe = (
            cls.user(f"rcs_{name.lower()}", "user", name=name) for name in ("Lea", "Max", "Zoe")
        )
        cls.user("rcs_manager", "manager")
        cls.leak, cls.noise = cls.env["repair.case.type"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Leak", "Noise")]
        )
        cls.bakeries = cls.env["res.partner.industry"].create({"name": "Bakeries"})
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Desk",
                "company_id": cls.company.id,
                "assignment": "best_match",
                "leader_id": cls.lea.id,
                "membership_ids": [
                    Command.create({"user_id": user.id, "sequence": order, "capacity": 4})
                    for order, user in enumerate((cls.lea, cls.max, cls.zoe))
                ],
            }
        )

    @classmethod
    def member(cls, user):
        return cls.team.membership_ids.filtered(lambda m: m.user_id == user)

    @classmethod
    def team_case(cls, partner=None, **values):
        return cls.case(partner, **{"team_id": cls.team.id, **values})

    @classmethod
    def past(cls, partner, user, *ratings, count=None):
        """Make cases that a user closed for a customer, with these ratings."""
        cases = cls.env["repair.case"].create(
            [
                {
                    "name": "Past",
                    "partner_id": partner.id,
                    "company_id": cls.company.id,
                    "user_id": user.id,
                    "date_open": MONDAY - timedelta(days=9),
                    "date_closed": MONDAY - timedelta(days=8),
                    "stage_id": cls.stage_closed.id,
                }
                for _case in range(len(ratings) if count is None else count)
            ]
        )
        cls.env["rating.rating"].create(
            [
                {
                    "res_model_id": cls.env["ir.model"]._get_id("repair.case"),
                    "res_id": case.id,
                    "rating": rating,
                    "consumed": True,
                }
                for case, rating in zip(cases, ratings, strict=False)
            ]
        )
        return cases

    @classmethod
    def load(cls, user, count):
        """Give a user so many open cases."""
        return cls.env["repair.case"].create(
            [
                {
                    "name": "Open",
                    "partner_id": cls.customer("Somebody").id,
                    "company_id": cls.company.id,
                    "user_id": user.id,
                    "stage_id": cls.stage_open.id,
                }
                for _case in range(count)
            ]
        )

    @classmethod
    def leave(cls, user, start, end, **values):
        """Have a user on leave between two moments."""
        resource = cls.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": cls.company.id,
                "calendar_id": cls.calendar.id,
            }
        )
        return cls.env["resource.calendar.leaves"].create(
            {"name": "Leave", "resource_id": resource.id, "date_from": start, "date_to": end}
            | values
        )

    def ranking(self, case):
        """Return pairs of a name and the reasons in words, in order."""
        users = self.env["res.users"]
        case, words = case.sudo(), AssignmentWords(self.env)
        return [
            (users.browse(place.user_id).name, words.reasons_text(place.reasons))
            for place in AssignmentFacts(case).rank(case)
        ]
