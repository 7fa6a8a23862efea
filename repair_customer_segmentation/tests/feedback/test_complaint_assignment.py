from odoo.tests import Form, tagged

from ..bases.complaint import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaintAssignment(ComplaintCase):
    """A complaint is not given to whom it is about, by any route, when there is anyone else."""

    def test_the_team_gives_it_to_somebody_else(self):
        # Max manages Ann: he would be the best match.
        self.ann.user_id = self.max
        complaint = self.complaint(team_id=self.team.id)
        self.assertIn(complaint.user_id, self.lea | self.zoe)
        self.assertIn("The complaint is about Max, who does not get it.", complaint.assignment_note)
        self.assertEqual(self.team_case().user_id, self.max)
        last = self.ranking(complaint)[-1]
        self.assertEqual(last[0], "Max")
        self.assertIn("the complaint is about them", last[1])

    def test_handed_on_to_somebody_else(self):
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        self.team.membership_ids.filtered(lambda m: m.user_id == self.lea).unlink()
        complaint.with_user(self.lea).action_assign_again()
        self.assertEqual(complaint.user_id, self.zoe)

    def test_nobody_left_in_the_team(self):
        self.team.membership_ids.filtered(lambda m: m.user_id != self.max).unlink()
        complaint = self.complaint(team_id=self.team.id)
        self.assertFalse(complaint.user_id)
        self.assertIn("Max (the complaint is about them)", complaint.assignment_note)

    def test_not_by_default_of_the_type(self):
        self.claim.user_id = self.max
        self.assertFalse(self.complaint().user_id)
        self.claim.user_id = self.zoe
        self.assertEqual(self.complaint().user_id, self.zoe)

    def test_not_by_hand(self):
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        words = "is a complaint about Max, who cannot be assigned to it.*such as Lea, Zoe"
        free = self.complaint()
        for route in (
            lambda: complaint.with_user(self.manager).write({"user_id": self.max.id}),
            lambda: self.complaint(user_id=self.max.id, team_id=self.team.id),
            lambda: complaint.sudo().write({"user_id": self.max.id}),
            lambda: self.choose_in_the_ranking(complaint),
        ):
            with self.subTest(route=route), self.refused(words):
                route()
        with self.refused("is a complaint about Max"):
            free.with_user(self.max).action_assign_to_me()

    def choose_in_the_ranking(self, complaint):
        action = complaint.with_user(self.lea).action_assign()
        dialog = self.env["repair.assign.wizard"].with_user(self.lea).browse(action["res_id"])
        line = dialog.line_ids.filtered(lambda each: each.user_id == self.max)
        self.assertFalse(line.is_possible)
        line.action_choose()

    def test_taken_off_them_when_it_turns_out(self):
        """A complaint came by mail and got to Max; then somebody enters what it is about."""
        complaint = self.complaint(about_case_id=False, user_id=self.max.id, team_id=self.team.id)
        with Form(complaint.with_user(self.lea)) as form:
            form.about_case_id = self.repair
            self.assertEqual(form.complained_user_id, self.max)
            self.assertFalse(form.user_id)
        self.assertIn(complaint.user_id, self.lea | self.zoe)
        complaint.user_id = False
        other = self.complaint(about_case_id=False, user_id=self.max.id, team_id=self.team.id)
        with self.refused("is a complaint about Max"):
            other.complained_user_id = self.max

    def test_not_by_merging(self):
        kept, gone = self.complaint(), self.complaint(about_case_id=False, user_id=self.max.id)
        kept._merge(gone)
        self.assertFalse(kept.user_id)

    def test_allowed_where_there_is_no_one_else(self):
        (self.lea | self.zoe | self.manager).active = False
        complaint = self.complaint(team_id=self.team.id)
        complaint.with_user(self.max).action_assign_to_me()
        self.assertEqual(complaint.user_id, self.max)
        self.assertEqual(
            complaint.assignment_note, "The complaint is about Max: there is no one else."
        )

    def test_other_cases_are_as_before(self):
        case = self.team_case(user_id=self.max.id, about_case_id=self.repair.id)
        self.assertEqual(case.user_id, self.max)
        self.assertFalse(case.assignment_note)

    def test_closed_ones_stay_as_they_were(self):
        past = self.complaint(stage_id=self.stage_closed.id, user_id=self.max.id)
        self.assertEqual(past.user_id, self.max)
        with self.refused("is a complaint about Max"):
            past.action_reopen()


@tagged("post_install", "-at_install")
class TestComplaintTold(ComplaintCase):
    """The leader is told at once; whom the complaint is about is not the only one to know."""

    def told(self, complaint):
        return {(a.user_id, a.summary) for a in complaint.sudo().activity_ids}

    def test_the_leader_is_told(self):
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        self.assertEqual(self.told(complaint), {(self.lea, "New complaint")})

    def test_a_leader_who_is_complained_of_is_not(self):
        self.repair.user_id = self.lea
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        self.assertEqual(self.told(complaint), {(self.manager, "New complaint")})

    def test_managers_where_there_is_no_leader(self):
        self.assertEqual(self.told(self.complaint()), {(self.manager, "New complaint")})

    def test_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.lea.lang = "zh_CN"
        complaint = self.complaint(team_id=self.team.id, user_id=self.zoe.id)
        self.assertEqual(self.told(complaint), {(self.lea, "新投诉")})

    def test_once_when_a_case_becomes_a_complaint(self):
        case = self.team_case(user_id=self.zoe.id)
        self.assertFalse(self.told(case))
        case.type_id = self.claim
        case.type_id = self.leak
        case.type_id = self.claim
        self.assertEqual(len(case.sudo().activity_ids), 1)

    def test_not_of_history(self):
        self.assertFalse(self.told(self.complaint(stage_id=self.stage_closed.id)))
        imported = self.env["repair.case"].with_context(import_file=True)
        case = imported.create(
            {
                "name": "Old",
                "partner_id": self.ann.id,
                "company_id": self.company.id,
                "type_id": self.claim.id,
                "team_id": self.team.id,
                "user_id": self.zoe.id,
            }
        )
        self.assertFalse(self.told(case))
        self.assertEqual(len(self.said(case)), 1)
