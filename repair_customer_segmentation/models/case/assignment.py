from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...vocabulary import GROUP_MANAGER, OPEN_STATES
from ..access.enumerated import enumerated
from ..team.absence import away_until
from ..team.assignment_facts import AssignmentFacts
from ..team.assignment_words import AssignmentWords


class RepairCase(models.Model):
    """Who works on a case: taken, handed over, or shared out by the method of the team."""

    _inherit = "repair.case"

    team_id = fields.Many2one(
        "repair.case.team", index="btree_not_null", tracking=True, check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Assigned to",
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    assignment_reasons = fields.Json(
        readonly=True, copy=False, help="Why the case was or was not assigned automatically."
    )
    assignment_note = fields.Char("Why", compute="_compute_assignment_note")
    assignee_note = fields.Char(compute="_compute_assignee_away")
    is_assignee_away = fields.Boolean(
        "Assignee Away",
        compute="_compute_assignee_away",
        search="_search_is_assignee_away",
        help="The assignee is on leave, or is no longer a user.",
    )

    @api.depends("assignment_reasons", "user_id")
    @api.depends_context("lang", "tz")
    def _compute_assignment_note(self):
        for case in self:
            given = case.assignment_reasons or {}
            if given.get("user_id") and given["user_id"] == case.user_id.id:
                case.assignment_note = self.env._(
                    "Assigned automatically: %s.",
                    AssignmentWords(self.env).reasons_text(given["reasons"]),
                )
            elif "nobody" in given:
                case.assignment_note = AssignmentWords(self.env).nobody_text(given["nobody"])
            else:
                case.assignment_note = False

    @api.depends("user_id")
    @api.depends_context("lang", "tz")
    def _compute_assignee_away(self):
        # sudo: that a colleague is away, and until when, is what whoever hands work on needs
        # to know; nothing else of the leave is shown.
        cases = self.sudo()
        away = away_until(self.env, cases.user_id.ids) if cases.user_id else {}
        for case in self:
            user = case.sudo().user_id
            if user.id in away:
                reason = ("away", away[user.id])
            else:
                reason = ("archived",) if user and not user.active else None
            case.is_assignee_away = bool(reason)
            case.assignee_note = reason and AssignmentWords(self.env).reason_text(*reason)

    def _search_is_assignee_away(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: see _compute_assignee_away.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        gone = users.search([("active", "=", False), ("share", "=", False)]).ids
        return [("user_id", "in", [*away_until(self.env), *gone])]

    def _assign_by_team(self):
        """Give open cases that nobody has to members of their teams, by the teams' methods."""
        # sudo: the team's method decides, whoever opens the case.
        waiting = self.sudo().filtered(
            lambda c: (
                not c.user_id
                and c.state in OPEN_STATES
                and c.team_id.assignment not in (False, "manual")
            )
        )
        if waiting:
            waiting._assign_best()

    def _assign_best(self, again=False):
        """Assign each of these cases to who suits best, the first of the queue first.

        Cases of the batch count in the load at once, so that they are shared out.

        :param bool again: give them to somebody else than who has them
        :return: dict: user -> cases that he got; those that nobody can get at the empty user,
            they stay with whom they were
        """
        facts = AssignmentFacts(self)
        given, reasons = defaultdict(self.browse), {}
        for case in self.sorted(lambda c: (c.queue_date or c.date_open, c.id)):
            places = facts.rank(case)
            if again:
                places = [place for place in places if place.user_id != case.user_id.id]
            place = next((place for place in places if place.possible), None)
            user = self.env["res.users"].browse(place and place.user_id)
            given[user] |= case
            if place:
                facts.loads[user.id] += 1
                reasons[case] = {"user_id": user.id, "reasons": place.reasons}
            else:
                reasons[case] = {"nobody": self._hindrances(places)}
        self._keep_reasons(reasons)
        for user, cases in given.items():
            if user:
                cases.write({"user_id": user.id})
        return given

    def _keep_reasons(self, reasons):
        """Keep why each of these cases is given to somebody, or to nobody.

        That differs from case to case. It goes into the rows along with the user whom the cases
        of one user are given to in one change.

        :param dict reasons: case -> see ``assignment_reasons``
        """
        with self.env.protecting([self._fields["assignment_reasons"]], self):
            for case in self:
                case.assignment_reasons = reasons[case]
        self.modified(["assignment_reasons"])

    def _are_given_to(self, user_id):
        """Return whether it is the method of their teams that gives these cases to a user."""
        return all((case.assignment_reasons or {}).get("user_id") == user_id for case in self)

    @api.model
    def _hindrances(self, places):
        """Return pairs of the name of each member and what keeps him from a case."""
        users = self.env["res.users"].browse(place.user_id for place in places)
        return [[user.name, place.reasons[0]] for user, place in zip(users, places, strict=True)]

    def action_assign_to_me(self):
        """Assign the cases to the current user.

        :raise UserError: when a colleague was faster
        """
        taken = self.filtered(lambda case: case.user_id and case.user_id != self.env.user)
        if taken:
            raise UserError(self._already_assigned_text(taken))
        return self.write({"user_id": self.env.uid})

    @api.model
    def _already_assigned_text(self, cases):
        return "\n".join(
            self.env._(
                "“%(case)s” is already assigned to %(user)s.",
                case=case.display_name,
                # sudo: the name of a colleague.
                user=case.sudo().user_id.name,
            )
            for case in cases
        )

    def action_assign(self):
        """Show who suits a case, or share out several by the method of their teams.

        Cases that somebody has keep whom they have: handing on is ``action_assign_again``.

        :raise UserError: when there is nothing to assign
        """
        self.check_access("write")
        if len(self) == 1:
            return self.env["repair.assign.wizard"]._open(self)
        cases = self.filtered(lambda case: case.state in OPEN_STATES and not case.user_id)
        if not cases:
            raise UserError(
                self.env._(
                    "Choose open cases without an assignee. To give assigned cases to someone "
                    "else, choose “Reassign”."
                )
            )
        # sudo: may be written, see above; whoever gives a case away may lose sight of it.
        return self._assigned_notice(cases.sudo()._assign_best())

    def action_assign_again(self):
        """Give these open cases to somebody else than who has them, by the team's method.

        :raise AccessError: for anybody but managers and the leaders of the cases' teams
        :raise UserError: when none of them is open and assigned
        """
        self.check_access("write")
        if not self.env.user.has_group(GROUP_MANAGER):
            foreign = self.filtered(lambda case: case.team_id.leader_id != self.env.user)
            if foreign:
                raise AccessError(
                    self.env._(
                        "Only managers and the team leader can reassign other people's cases: %s.",
                        enumerated(self.env, foreign[:10].mapped("display_name")),
                    )
                )
        cases = self.filtered(lambda case: case.state in OPEN_STATES and case.user_id)
        if not cases:
            raise UserError(self.env._("Choose open cases with an assignee."))
        # sudo: as in action_assign.
        return self._assigned_notice(cases.sudo()._assign_best(again=True))

    @api.model
    def _assigned_notice(self, given):
        """Return the notification of who got how many cases, and how many nobody could get."""
        lines = [
            self.env._("%(user)s: %(count)s", user=user.name, count=len(cases))
            for user, cases in given.items()
            if user
        ]
        left = given.get(self.env["res.users"].sudo())
        if left:
            lines.append(
                self.env._(
                    "Cases that no one could take: %(count)s; each case says why.", count=len(left)
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Cases Assigned"),
                "message": enumerated(self.env, lines),
                "type": "warning" if left else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
