from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..bases.desk import DeskCase


@tagged("post_install", "-at_install")
class TestServiceChoice(DeskCase):
    """A person, a contract, the customer's tiers: who says how a case is served."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.user("rcs_agent", "user")
        cls.leader = cls.user("rcs_leader", "user")
        cls.manager = cls.user("rcs_manager", "manager")
        cls.team = cls.env["repair.case.team"].create(
            {
                "name": "Team",
                "company_id": cls.company.id,
                "leader_id": cls.leader.id,
                "member_ids": [(6, 0, cls.agent.ids)],
            }
        )
        cls.third = cls.env["repair.service.level"].create(
            cls.level_values("Third", 15, 1, {"1": (3, 12)})
        )

    def choice(self, level):
        return {"service_level_override_id": level.id, "service_level_reason": "Promised"}

    def contracts(self, levels):
        """Have a contract say how cases are served: case -> level."""
        return patch.object(
            type(self.env["repair.case"]),
            "_contract_service_levels",
            lambda cases: {case: levels[case].id for case in cases if case in levels},
        )

    def test_the_choice_holds_and_moves_clocks_and_place(self):
        case = self.case()
        before = case.response_deadline, case.queue_date
        case.write(self.choice(self.best))
        self.assertEqual(case.service_level_id, self.best)
        self.assertLess(case.response_deadline, before[0])
        self.assertEqual((before[1] - case.queue_date).total_seconds() / 3600, 4)
        self.assertIn("Best (manual)", case.queue_note)
        case.action_follow_customer()
        self.assertEqual(case.service_level_id, self.basic)
        self.assertEqual((case.response_deadline, case.queue_date), before)
        self.assertFalse(case.service_level_reason)

    def test_recomputations_keep_it(self):
        case, other = self.case(), self.case()
        case.write(self.choice(self.best))
        self.company.repair_service_level_id = self.third
        self.env["repair.case"]._refresh_service_levels(self.company)
        self.assertEqual((case.service_level_id, other.service_level_id), (self.best, self.third))
        case.partner_id = self.customer("Bob")
        self.assertEqual(case.service_level_id, self.best)

    def test_a_reason_is_required(self):
        case = self.case()
        with self.assertRaises(ValidationError):
            case.service_level_override_id = self.best
        with self.assertRaises(ValidationError):
            case.write({**self.choice(self.best), "service_level_reason": "  "})

    def test_who_may(self):
        case = self.case(team_id=self.team.id, user_id=self.agent.id)
        for user in (self.leader, self.manager):
            case.with_user(user).write(self.choice(self.best))
            self.assertTrue(case.with_user(user).can_choose_level)
            case.with_user(user).action_follow_customer()
        self.assertFalse(case.with_user(self.agent).can_choose_level)
        with self.assertRaises(AccessError):
            case.with_user(self.agent).write(self.choice(self.best))
        with self.assertRaises(AccessError):
            self.env["repair.case"].with_user(self.agent).create(
                {"name": "x", "partner_id": self.ann.id, **self.choice(self.best)}
            )
        self.assertEqual(case.service_level_id, self.basic)

    def test_what_was_promised_on_a_closed_case_stays(self):
        case = self.case()
        case.action_close()
        with self.assertRaises(ValidationError):
            case.write(self.choice(self.best))
        self.assertEqual(case.service_level_id, self.basic)

    def test_the_chatter_tells_who_and_why(self):
        case = self.case().with_context(tracking_disable=False).with_user(self.manager)
        self.env.cr.precommit.run()
        case.write(self.choice(self.best))
        self.env.flush_all()
        self.env.cr.precommit.run()
        # sudo: tracked values are the system's own records.
        values = case.sudo().message_ids.tracking_value_ids
        told = {value.field_id.name: value.new_value_char for value in values}
        self.assertEqual(told["service_level_override_id"], "Best")
        self.assertEqual(told["service_level_reason"], "Promised")
        self.assertEqual(values.mail_message_id.author_id, self.manager.partner_id)

    def test_a_contract_goes_before_tiers_and_yields_to_a_person(self):
        case, other = self.case(), self.case()
        with self.contracts({case: self.third}):
            (case | other)._contracts_changed()
            self.assertEqual(case.service_level_id, self.third)
            self.assertEqual(other.service_level_id, self.basic)
            self.assertIn("Third (by contract)", case.queue_note)
            self.env["repair.case"]._refresh_service_levels(self.company)
            self.assertEqual(case.service_level_id, self.third)
            case.write(self.choice(self.best))
            self.assertEqual(case.service_level_id, self.best)
            case.action_follow_customer()
            self.assertEqual(case.service_level_id, self.third)
        case._contracts_changed()
        self.assertEqual(case.service_level_id, self.basic)

    def test_a_contract_holds_from_the_opening(self):
        with patch.object(
            type(self.env["repair.case"]),
            "_contract_service_levels",
            lambda cases: dict.fromkeys(cases, self.best.id),
        ):
            case = self.case()
        self.assertEqual(case.service_level_id, self.best)
        self.assertEqual((case.date_open - case.queue_date).total_seconds() / 3600, 6)
