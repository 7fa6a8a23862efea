from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...vocabulary import GROUP_USER, OPEN_STATES
from ..access.enumerated import enumerated

# So many colleagues are named who could take a complaint instead.
MOST_OTHERS = 5


class RepairCase(models.Model):
    """A complaint: the case that it is about, and the colleague, who does not get it to work on.

    A case is a complaint by its type. As long as there is anyone else, no route gives it to whom
    it is about: ranking leaves them out, defaults are dropped, and a choice by hand is refused.
    """

    _inherit = "repair.case"

    is_complaint = fields.Boolean("Complaint", related="type_id.is_complaint")
    about_case_id = fields.Many2one(
        "repair.case",
        index="btree_not_null",
        tracking=True,
        copy=False,
        check_company=True,
        ondelete="set null",
        domain="[('commercial_partner_id', '=', commercial_partner_id), "
        "('company_id', '=', company_id), ('id', '!=', id)]",
        help="The case that the customer complains about.",
    )
    complaint_ids = fields.One2many("repair.case", "about_case_id", string="Complaints")
    complaint_count = fields.Integer(
        "Complaints about It", compute="_compute_complaint_count", aggregator=None
    )
    complained_user_id = fields.Many2one(
        "res.users",
        string="Complaint about",
        index="btree_not_null",
        tracking=True,
        copy=False,
        ondelete="set null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The colleague whose work the complaint is about. They are not assigned the "
        "complaint as long as there is anyone else. Leave empty if it is about no one.",
    )

    @api.depends("complaint_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        counts = dict(
            self._read_group([("about_case_id", "in", self.ids)], ["about_case_id"], ["__count"])
        )
        for case in self:
            case.complaint_count = counts.get(case._origin, 0)

    @api.onchange("about_case_id")
    def _onchange_about_case_id(self):
        """Suggest whom the complaint is about, and take it off them."""
        if about := self.about_case_id:
            suggested = {
                "complained_user_id": about.user_id,
                "partner_id": self["partner_id"] or about.partner_id,
                "device_id": self["device_id"] or about.device_id,
            }
            self.update(suggested)
            self._onchange_complained_user_id()

    @api.onchange("complained_user_id", "type_id")
    def _onchange_complained_user_id(self):
        is_theirs = self["user_id"] and self["user_id"] == self._barred_user()
        if is_theirs and self._complaint_others():
            self.update({"user_id": False})

    @api.constrains("about_case_id")
    def _check_about_case(self):
        for case in self:
            if case.about_case_id == case:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be a complaint about itself. Choose another case in “About "
                        "Case”.",
                        case.display_name,
                    )
                )

    @api.constrains("user_id", "complained_user_id", "type_id", "stage_id")
    def _check_not_whom_it_is_about(self):
        # sudo: who else there is, whoever assigns the case; names of colleagues are told.
        for case in self.sudo().filtered(
            lambda c: c.complained_user_id and c.user_id == c.complained_user_id
        ):
            barred = case._barred_user()
            if barred and case.state in OPEN_STATES and (others := case._complaint_others()):
                raise ValidationError(
                    self.env._(
                        "“%(case)s” is a complaint about %(user)s, who cannot be assigned to it. "
                        "Choose someone else in “Assigned to”, such as %(others)s.",
                        case=case.sudo(False).display_name,
                        user=barred.name,
                        others=enumerated(self.env, others[:MOST_OTHERS].mapped("name")),
                    )
                )

    def _barred_user(self):
        """Return whom this case must not be given to as long as there is anyone else."""
        self.ensure_one()
        if not self.complained_user_id or not self.type_id.is_complaint:
            return self.env["res.users"]
        return self.complained_user_id

    def _complaint_others(self):
        """Return who else could work on a complaint: the team and its leader, then managers.

        Of a case without a team, everybody of the teams of its company.
        """
        self.ensure_one()
        # sudo: see _check_not_whom_it_is_about.
        case = self.sudo()
        teams = case.team_id or case.env["repair.case.team"].search(
            [("company_id", "in", (False, case.company_id.id))]
        )
        people = teams.leader_id | teams.member_ids | case._managers(case.company_id)
        return people.filtered(
            lambda user: (
                user != case.complained_user_id
                and user.active
                and not user.share
                and case.company_id in user.company_ids
                and user.has_group(GROUP_USER)
            )
        )

    @api.model
    def _with_complained(self, vals, case_type):
        """Return the values of a new case with whom it is about, where it is a complaint.

        :param dict vals: ``about_case_id`` is given
        """
        # sudo: who opens a complaint need not see the type, nor whom the case belongs to.
        if "complained_user_id" in vals or not case_type.sudo().is_complaint:
            return vals
        about = self.sudo().browse(vals["about_case_id"])
        return {**vals, "complained_user_id": about.user_id.id}

    @api.model
    def _without_complained(self, suggestions, vals, case_type):
        """Return the suggestions for a new complaint without whom it is about as the assignee."""
        # sudo: see _with_complained.
        if not case_type.sudo().is_complaint:
            return suggestions
        barred = ("user_id", vals["complained_user_id"])
        return {name: value for name, value in suggestions.items() if (name, value) != barred}

    @api.depends("complained_user_id", "type_id")
    def _compute_assignment_note(self):
        """Say whom the complaint is about, and that they do not get it."""
        res = super()._compute_assignment_note()
        # sudo: the name of a colleague.
        for case in self.filtered(lambda c: c.state in OPEN_STATES and c.sudo()._barred_user()):
            name = case.sudo().complained_user_id.name
            if case.user_id == case.complained_user_id:
                words = self.env._("The complaint is about %s: there is no one else.", name)
            else:
                words = self.env._("The complaint is about %s, who does not get it.", name)
            case.assignment_note = " ".join(filter(None, [case.assignment_note, words]))
        return res

    def _keep_from_complained(self):
        """Unsubscribe whom a confidential complaint is about, unless they opened it themselves."""
        # sudo: who follows a complaint is up to whoever may change it.
        for case in self.sudo().filtered(lambda c: c.is_confidential and c._barred_user()):
            if case.complained_user_id not in case.create_uid | case.user_id:
                case.message_unsubscribe(case.complained_user_id.partner_id.ids)

    def _complaint_to_tell(self):
        """Return the users who are told of this complaint: its team's leader, else managers.

        Never only whom it is about: then the next ones are.
        """
        # sudo: who leads and who manages, nothing of them is shown.
        case = self.sudo()
        ladder = [case.team_id.leader_id, case._managers(case.company_id)]
        ladder = [users - case.complained_user_id for users in ladder]
        return case._until_somebody_is_there([users for users in ladder if users])

    @api.model
    def _complaint_type(self, company):
        """Return the type of complaints of a company, the first one."""
        types = self.env["repair.case.type"]
        return types.search(
            [("is_complaint", "=", True), ("company_id", "in", (False, company.id))], limit=1
        )

    def _complaint_values(self):
        """Return the values of a new complaint about this case.

        :raise UserError: when there is no type for complaints
        """
        self.ensure_one()
        case_type = self._complaint_type(self.company_id)
        if not case_type:
            raise UserError(
                self.env._(
                    "There is no type for complaints. Tick “Complaint” on a type in Configuration "
                    "/ Cases / Case Types."
                )
            )
        return {
            "name": self.env._("Complaint: %s", self.name),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "type_id": case_type.id,
            "impact": case_type.impact,
            "about_case_id": self.id,
            "complained_user_id": self.user_id.id,
            "device_id": self.device_id.id,
            "is_confidential": self.is_confidential,
        }

    def action_record_complaint(self):
        """Open a new complaint about this case, filled in as far as it is known.

        :raise UserError: when the case is a complaint, or there is no type for complaints
        """
        self.check_access("read")
        self.ensure_one()
        if self.is_complaint:
            raise UserError(
                self.env._("This is a complaint already. Reopen it if the customer is not content.")
            )
        values = self._complaint_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Complaint"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {f"default_{name}": value for name, value in values.items() if value},
        }

    def action_view_complaints(self):
        """List the complaints about this case."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_complaint_action"
        )
        action["domain"] = [("about_case_id", "=", self.id)]
        action["context"] = {"create": False}
        return action
