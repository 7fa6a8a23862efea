from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...vocabulary import OPEN_STATES
from ..access.enumerated import enumerated
from ..access.marks import marked

# What is taken over of another case where nothing is filled in.
TAKEN_OVER = (
    "device_id", "user_id", "team_id", "solution", "description", "about_case_id",
    "complained_user_id",
)  # fmt: skip
# Of these, 0 is an answer.
KNOWN_COSTS = ("parts_cost", "work_hours", "desk_minutes")
# Set for the one message that a merged case still gets.
MERGED = "repair_merged"


class RepairCase(models.Model):
    """Makes one case of several that are about the same.

    The one that is kept takes over what the others hold: followers, messages, files, activities,
    ratings, and the clocks of the oldest. The others are cancelled, archived and point to it:
    mails, links and messages to them arrive there.
    """

    _inherit = "repair.case"

    merged_into_id = fields.Many2one(
        "repair.case", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    merged_ids = fields.One2many(
        "repair.case",
        "merged_into_id",
        string="Merged Cases",
        readonly=True,
        context={"active_test": False},
    )

    @api.model
    def _merged_id(self, case_id):
        """Return the id of the case that one was merged into, its own for any other."""
        # sudo: only where it leads is looked up.
        case = self.sudo().browse(case_id).exists()
        return case.merged_into_id.id or case_id

    def _merge(self, others):
        """Merge other cases into this one.

        :raise AccessError: when the user may not change one of them
        :raise UserError: when they are not one customer's, one company's, or one cannot be kept
        """
        self.ensure_one()
        others -= self
        self._check_merge(others)
        # sudo: each case may be changed, see above; what hangs on them moves as it is, whether or
        # not the user may see it.
        kept, gone = self.sudo(), others.sudo().sorted(lambda c: (c.date_open, c.id))
        kept._take_clocks(gone)
        kept.message_subscribe(gone.message_partner_ids.ids)
        kept._take_records(gone)
        kept._take_values(gone)
        gone._point_to(kept)
        for other in others:
            self.message_post(
                body=self.env._("“%s” was merged into this case.", other.display_name),
                subtype_xmlid="mail.mt_note",
            )
            if not is_html_empty(other.description) and other.description != self.description:
                self.message_post(body=other.description, subtype_xmlid="mail.mt_note")
            marked(other, MERGED).message_post(
                body=self.env._("Merged into “%s”.", self.display_name),
                subtype_xmlid="mail.mt_note",
            )

    def _check_merge(self, others):
        cases = self | others
        cases.check_access("write")
        if not others:
            raise UserError(self.env._("Choose at least two cases to merge."))
        cases.lock_for_update()
        if merged := cases.filtered("merged_into_id"):
            raise UserError(
                self.env._(
                    "“%s” has already been merged into another case.", merged[0].display_name
                )
            )
        if len(cases.company_id) > 1:
            raise UserError(
                self.env._(
                    "These cases belong to different companies: %s. Only cases of the same "
                    "company can be merged.",
                    enumerated(self.env, cases.company_id.mapped("name")),
                )
            )
        if len(cases.commercial_partner_id) > 1:
            raise UserError(
                self.env._(
                    "These cases belong to different customers: %s. Merging them would show "
                    "one customer's messages to another. Correct the customer of the case "
                    "first, or merge the customers.",
                    enumerated(self.env, cases.commercial_partner_id.mapped("display_name")),
                )
            )
        if len(set(cases.mapped("is_confidential"))) > 1:
            raise UserError(
                self.env._(
                    "Some of these cases are confidential and others are not. Make all or none "
                    "of them confidential before you merge them."
                )
            )
        cases._check_one_kind()
        if not self.active:
            raise UserError(self.env._("“%s” is archived: keep another case.", self.display_name))
        if self.state not in OPEN_STATES and any(case.state in OPEN_STATES for case in others):
            raise UserError(
                self.env._(
                    "“%s” is closed, but others of these cases are open. Keep one that is "
                    "open, or reopen it first.",
                    self.display_name,
                )
            )

    def _check_one_kind(self):
        """Refuse to merge complaints with what they are about, or with other cases."""
        complaints = self.filtered("is_complaint")
        if complaints and complaints != self:
            raise UserError(
                self.env._(
                    "“%s” is a complaint and others of these cases are not. Enter what it is about "
                    "in “About Case” instead.",
                    complaints[0].display_name,
                )
            )

    def _take_clocks(self, others):
        """Take over the clocks of the oldest case: the time that its customer has waited counts."""
        oldest = (self | others).sorted(lambda c: (c.date_open, c.id))[0]
        answers = list(filter(None, (self | others).mapped("first_response_date")))
        if oldest != self:
            self.pause_ids.unlink()
            oldest.pause_ids.case_id = self
            if self.state == "open":
                self._resume()
            elif not self.pause_ids.filtered(lambda pause: not pause.date_end):
                self._pause("waiting" if self.state == "waiting" else "closed")
        self.write(
            {
                "date_open": oldest.date_open,
                "first_response_date": min(answers, default=False),
                "escalation_ids": [(4, step.id) for step in others.escalation_ids],
                **self._touched_values(),
            }
        )

    def _take_records(self, others):
        """Move the messages, files, activities, ratings and declined work of others to this one."""
        for model, name in (
            ("mail.message", "model"),
            ("ir.attachment", "res_model"),
            ("mail.activity", "res_model"),
        ):
            records = self.env[model].with_context(active_test=False)
            domain = [(name, "=", self._name), ("res_id", "in", others.ids)]
            records.search(domain).write({"res_id": self.id})
        self._take_declined_work(others)
        others.feedback_ids.case_id = self
        (others.complaint_ids - self).about_case_id = self
        ratings = others.rating_ids
        ratings.filtered("consumed").write({"res_id": self.id})
        # A link to rate that was mailed: what is rated is the case that is kept.
        ratings.filtered(lambda rating: not rating.consumed).unlink()
        self.env.invalidate_all()

    def _take_values(self, others):
        """Fill in what is empty by what another case says, the oldest first."""
        values = {"tag_ids": [(4, tag.id) for tag in others.tag_ids]}
        for name in TAKEN_OVER:
            given = others.filtered(lambda case, name=name: case._says(name))[:1]
            if given and not self._says(name):
                values[name] = self._fields[name].convert_to_write(given[name], self)
        if barred := values.get("complained_user_id") or self._barred_user().id:
            # What the kept one has is somebody else's, or is given to somebody else then.
            values = {k: v for k, v in values.items() if (k, v) != ("user_id", barred)}
        if not self.amount:
            paid = others.filtered("amount")[:1]
            values |= {"amount": paid.amount, "currency_id": paid.currency_id.id} if paid else {}
        for name in KNOWN_COSTS:
            known = others._with_entered(name)[:1]
            if known and self[name] is False:
                values[name] = known[name]
        copies = {}
        for case in self | others:
            copies |= self._mail_cc_sanitized_raw_dict(case.email_cc)
        values["email_cc"] = ", ".join(copies.values()) or False
        self.write(values)

    def _with_entered(self, name):
        """Return those of these cases in which people entered a cost, not other records."""
        return self.filtered(lambda case: case[name] is not False)

    @api.model
    def _entered_domain(self, name):
        """Return the domain of the cases in which people entered a cost, not other records."""
        return Domain(name, "!=", False)

    def _says(self, name):
        """Return whether a field is filled in, be it a record or a text."""
        value = self[name]
        return bool(value) and not (isinstance(value, str) and is_html_empty(value))

    def _point_to(self, kept):
        """Cancel and archive these cases, which are merged into another one, without mails."""
        self._enter_silently()
        for (company, case_type), cases in self._by_process():
            stage = self._first_stage("cancelled", company, case_type)
            if not stage:
                raise ValidationError(
                    self.env._(
                        "There is no cancelled stage. Tick “Cancelled Stage” on a stage in "
                        "Configuration / Stages."
                    )
                )
            cases.write({"stage_id": stage.id, "active": False, "merged_into_id": kept.id})
        earlier = self.with_context(active_test=False).search([("merged_into_id", "in", self.ids)])
        earlier.merged_into_id = kept

    def _hide_merged(self):
        """Make the cases that were merged into these as confidential as these are."""
        # sudo: whoever hides a case hides what leads to it.
        for case in self.sudo().filtered("merged_ids"):
            case.merged_ids.is_confidential = case.is_confidential

    def action_view_merged(self):
        """List the cases that were merged into this one."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "repair_customer_segmentation.repair_case_action"
        )
        action["domain"] = [("merged_into_id", "=", self.id)]
        action["context"] = {"active_test": False, "create": False}
        action["views"] = [(False, "list"), (False, "form")]
        return action
