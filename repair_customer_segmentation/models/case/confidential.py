from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.fields import Domain

from ...vocabulary import GROUP_MANAGER


class RepairCase(models.Model):
    """Restricts confidential cases to those who work on them.

    Its assignee, the leader of its team, its followers and managers see it, by record rules: in
    lists, search, figures, exports and over RPC. What hangs on the case (messages, activities,
    attachments, ratings, pauses, deviations) is read by whoever may read the case. A case counts
    in the figures of its customer and in the length of the queue, where nobody can tell it from
    any other.
    """

    _inherit = "repair.case"

    is_confidential = fields.Boolean(
        "Confidential",
        tracking=True,
        help="Only the assignee, the team leader, followers and managers can see this case. "
        "Followers are listed at the top of the chatter; remove anyone who should not see "
        "it.",
    )

    def _follow_if_needed(self):
        """Subscribe the current user to those of these cases that he could not see otherwise."""
        if self.env.su or self.env.user.has_group(GROUP_MANAGER):
            return
        # sudo: who was allowed to open or to change a case may follow it.
        for case in self.sudo():
            if self.env.user not in case.user_id | case.team_id.leader_id:
                case.message_subscribe(self.env.user.partner_id.ids)

    @api.depends("name", "reference", "is_confidential")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """Call a case that is confidential, or not the user's to read, by its reference alone."""
        by_subject = self._called_by_subject()
        for case in self:
            parts = [case.reference] if case.reference and case.reference != "/" else []
            if case in by_subject:
                parts.append(case.name or "")
            nameless = self.env._("Confidential case") if case._origin else self.env._("New Case")
            case.display_name = " ".join(parts).strip() or nameless

    def _called_by_subject(self):
        """Return those of these cases that are called by their subject, for the current user.

        The name of a record is told with every record that points to it, by error messages and
        in the head of a mail, without a look at the rules of the record itself.
        """
        cases = self.filtered(lambda case: not case.is_confidential)
        if self.env.uid == SUPERUSER_ID or not self.env.user._is_internal():
            # The scheduled actions; and customers, who come to cases by pages alone.
            return cases
        return cases.sudo(False)._filtered_access("read")

    def _rename_dependents(self):
        """Recompute the names of these cases that activities and ratings store."""
        # sudo: whatever hangs on the case, whoever may see it; nothing is returned.
        kept = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        for name in ("mail.activity", "rating.rating"):
            records = self.env[name].sudo().with_context(active_test=False)
            self.env.add_to_compute(records._fields["res_name"], records.search(kept))

    def _take_words_back(self):
        """Hook: remove mentions of these cases elsewhere, now that they are confidential."""

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Subscribe nobody to a confidential case because he follows its team or its stage."""
        confidential = self.filtered("is_confidential")
        users = {
            name: value
            for name, value in updated_values.items()
            if getattr(self._fields.get(name), "comodel_name", None) == "res.users"
        }
        super(RepairCase, confidential)._message_auto_subscribe(users, followers_existing_policy)
        return super(RepairCase, self - confidential)._message_auto_subscribe(
            updated_values, followers_existing_policy
        )
