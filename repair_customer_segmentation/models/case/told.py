from odoo import api, fields, models
from odoo.api import SUPERUSER_ID

from ...vocabulary import GROUP_MANAGER, OPEN_STATES
from ..access.marks import is_marked
from ..team.absence import away_until

TODO = "mail.mail_activity_data_todo"
# Set while a case comes in from outside, until its first message is posted.
COMES_IN = "repair_case_comes_in"


class RepairCase(models.Model):
    """Finds whom to tell of a case, somebody who is there, and tells them.

    The person who has the case comes first, then the leader of its team, then the managers. Of a
    case that nobody has, in a team without a leader, all members are told. Whoever is absent is
    told all the same, and so is the next one; who is no user any more is not.
    """

    _inherit = "repair.case"

    resume_stage_id = fields.Many2one(
        "repair.case.stage",
        string="Continues in",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The open stage the case was in before it started waiting.",
    )

    def _escalation_users(self, target):
        """Return the users to tell: the target, and the next ones up until one is not absent.

        :param str target: ``assignee``, ``leader`` or ``manager``
        """
        self.ensure_one()
        # sudo: who is there is looked up, whoever sets it off; nothing of the people is shown.
        case = self.sudo()
        leader = case.team_id.leader_id
        if not leader and not case.user_id:
            # Where somebody has the case, colleagues of the same rank are no escalation.
            leader = case.team_id.member_ids
        ladder = {
            "assignee": case.user_id,
            "leader": leader,
            "manager": case._managers(case.company_id),
        }
        names = list(ladder)
        return self._until_somebody_is_there(
            [ladder[name] for name in names[names.index(target) :]]
        )

    @api.model
    def _until_somebody_is_there(self, ladder):
        """Return the users of each step of a ladder, as far as the first one who is not absent."""
        told = self.env["res.users"]
        for users in ladder:
            users = users.filtered(lambda user: user.active and not user.share)
            told |= users
            if len(away_until(self.env, users.ids) if users else ()) < len(users):
                break
        return told

    @api.model
    def _managers(self, company):
        """Return the managers of a company."""
        # sudo: the group's users are looked up, not shown.
        group = self.env.ref(GROUP_MANAGER).sudo()
        return group.all_user_ids.filtered(lambda user: company in user.company_ids)

    def _tell_users(self, users, words):
        """Give users an activity for today, in their language, unless they have the same one.

        :param str words: which of :meth:`_told_texts`
        """
        self.ensure_one()
        # The system tells: who set it off may be the customer. With the activity its user follows
        # the case, and gets the message itself that is just being posted.
        is_news = words in ("new", "complaint")
        with_message = not is_news or is_marked(self.env, COMES_IN)
        case = self.with_user(SUPERUSER_ID).with_context(mail_activity_quick_update=with_message)
        for user in users:
            summary = case._as_read_by(user)._told_texts()[words]
            told = case.activity_ids.filtered(
                lambda a, user=user, summary=summary: a.user_id == user and a.summary == summary
            )
            if not told:
                # Odoo writes the subject of its mail in the language that is spoken here.
                there = case._as_read_by(user)
                there.activity_schedule(
                    TODO,
                    date_deadline=fields.Date.context_today(there),
                    summary=summary,
                    user_id=user.id,
                )

    @api.model
    def _told_texts(self):
        return {
            "new": self.env._("New unassigned case"),
            "complaint": self.env._("New complaint"),
            "answered": self.env._("The customer replied"),
            "goes_on": self.env._("The customer replied: the case is open again"),
            "closed": self.env._("The customer replied to a closed case"),
            "other": self.env._("Someone other than the customer wrote by email"),
            "kept": self.env._("Your email was kept as a note and not sent to anyone"),
        }

    # A case that nobody has.

    def _tell_of_nobody(self):
        """Tell a leader, or the managers, of open cases that came to a team or from outside.

        Whoever opens a case at the desk and leaves it there, or opens it in a team of his own,
        knows of it. Of what is imported nobody is told.
        """
        context = self.env.context
        if context.get("import_file") or context.get("install_mode"):
            return
        outside = is_marked(self.env, COMES_IN)
        # sudo: whoever brings a case need not see who could have it.
        for case in self.sudo().filtered(lambda c: c.state in OPEN_STATES):
            if not outside and (case.user_id or not case.team_id or case._is_mine_to_know()):
                continue
            users = case._escalation_users("assignee")
            if users - case.user_id and self.env.user not in users:
                # Who was told of a complaint knows of the case.
                case._tell_users(users - case.user_id - case.activity_ids.user_id, "new")

    def _is_mine_to_know(self):
        """Return whether the team gives its cases out by hand, and the user need not be told so."""
        return self.team_id.assignment == "manual" and (
            self.env.uid == SUPERUSER_ID
            or self.env.user in self.team_id.member_ids | self.team_id.leader_id
        )

    def _somebody_has_it(self):
        """Remove the activities that said that nobody had these cases."""
        # sudo: whoever assigns a case need not see the leader's activities.
        for activity in self.sudo().activity_ids:
            words = self._as_read_by(activity.user_id)._told_texts()
            if activity.summary == words["new"]:
                activity.unlink()

    # What the customer writes.

    def _answered(self, private=False):
        """Act on a message of the customer: a waiting case goes on, and somebody is told.

        :param bool private: whether its followers do not get it: it answers a note
        """
        # The system acts: whoever may write to us has it looked at.
        for case in self.with_user(SUPERUSER_ID):
            if case.state not in OPEN_STATES:
                case._answered_when_closed(private)
            elif case.state == "waiting":
                case._go_on()
                case._tell_users(case._escalation_users("assignee"), "goes_on")
            elif not is_marked(self.env, COMES_IN):
                case._let_hear("answered", private)

    def _let_hear(self, words, private=False):
        """Subscribe the assignee to the message if there, else give an activity to who is."""
        self.ensure_one()
        users = self._escalation_users("assignee")
        if users == self.user_id and not private:
            # Who follows gets the message itself.
            self.message_subscribe(users.partner_id.ids)
            return
        if words == "answered" and not private:
            users = users.filtered(lambda user: user.partner_id not in self.message_partner_ids)
        self._tell_users(users, words)

    def _go_on(self):
        """Move a waiting case back to the open stage from which it came."""
        self.ensure_one()
        stage = self.resume_stage_id
        if stage.case_state == "open" and stage in self.type_id._process_stages(self.company_id):
            self.write({"stage_id": stage.id})
        else:
            self.action_reopen()

    def _remember_open_stage(self, before):
        """Remember the open stage of cases that wait now, to return to it later.

        :param dict before: case -> the stage that it was in
        """
        for case in self.filtered(lambda c: c.state == "waiting"):
            if before[case].case_state == "open":
                # sudo: where it goes on is the system's record.
                case.sudo().resume_stage_id = before[case]
