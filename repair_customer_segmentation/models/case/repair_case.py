from collections import defaultdict

from odoo import api, fields, models, tools

from ...desk.similarity import words_of
from ...fields import Integer, check_values
from ...vocabulary import OPEN_STATES
from ..access.enumerated import enumerated
from ..access.given_values import refuse_engine_owned, without_engine_defaults
from ..access.required_values import refuse_emptied, write_rows
from .corrected import customer_corrected
from .repeat import refuse_repeats

# Required fields that are filled in by themselves.
WITH_DEFAULT = {"stage_id", "date_open", "date_closed", "currency_id", "urgency", "company_id"}


class RepairCase(models.Model):
    """What a customer experiences as one request, from intake to closing.

    A case counts as a repair from the day it is opened unless its stage is cancelled. Its
    customer is the commercial partner: the repairs of a contact are those of its company.
    """

    _name = "repair.case"
    _description = "Repair Case"
    # The form shows the phone and the tiers of whatever customer it is given: hence the links.
    _inherit = [
        "repair.classifying.mixin",
        "mail.thread.cc",
        "mail.activity.mixin",
        "rating.mixin",
        "repair.readable.links",
    ]
    _order = "priority desc, date_open desc, id desc"
    _rec_names_search = ["reference", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _classifying_fields = {
        "partner_id", "company_id", "stage_id", "date_open", "amount", "currency_id",
        "parts_cost", "work_hours", "desk_minutes", "is_rework", "type_id", "active",
    }  # fmt: skip

    name = fields.Char("Subject", required=True, index="trigram", tracking=True)
    # Of the subject: by what similar cases are found.
    subject_words = fields.Char(compute="_compute_subject_words", store=True, precompute=True)
    reference = fields.Char(readonly=True, copy=False, index="trigram", default="/")
    description = fields.Html()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    type_id = fields.Many2one("repair.case.type", tracking=True, index=True, check_company=True)
    is_rework = fields.Boolean(
        "Rework",
        tracking=True,
        help="A repair of our own repair, under warranty. It does not make anyone a frequent "
        "or high-value customer.",
    )
    # A new case has no rating yet: known before its row is written, it needs no second write.
    rating_last_value = fields.Float(
        compute="_compute_rating_last_value", store=True, precompute=True
    )
    tag_ids = fields.Many2many("repair.case.tag", string="Tags")
    color = Integer(aggregator=False, bounds=(0, 11))
    # Serves the history of one customer and, by its included columns, the scan over all.
    _history_idx = models.Index(
        "(commercial_partner_id, company_id) "
        " INCLUDE (date_open, amount_company, cost_company, is_rework, is_rate_missing, "
        "state, type_id)"
    )
    _cancelled_idx = models.Index("(company_id, commercial_partner_id) WHERE state = 'cancelled'")
    _open_idx = models.Index(
        "(company_id, commercial_partner_id) WHERE state IN ('open', 'waiting') AND active"
    )
    _untyped_idx = models.Index("(company_id, commercial_partner_id) WHERE type_id IS NULL")
    _date_open_idx = models.Index("(company_id, date_open)")
    _order_idx = models.Index("(priority DESC, date_open DESC, id DESC)")

    @api.depends("name")
    def _compute_subject_words(self):
        for case in self:
            case.subject_words = " ".join(words_of(case.name))

    def _compute_rating_last_value(self):
        """Find a rating created in this transaction, too: its model may not be written yet."""
        if self.ids:
            self.env["rating.rating"].flush_model(["res_model"])
        return super()._compute_rating_last_value()

    # The life of a case, in order: each step is a method of the concern that it names.

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        plain = without_engine_defaults(self)
        cases = super(RepairCase, plain).create(plain._opening_values(vals_list))
        cases._opened()
        return cases

    def write(self, vals):
        self.check_access("write")
        self._check_change(vals)
        vals = self._changed_values(vals)
        before = self._before_change(vals)
        res = super().write(vals)
        self._changed(vals, before)
        return res

    def _write_multi(self, vals_list):
        return write_rows(self, lambda: super(RepairCase, self)._write_multi(vals_list))

    def unlink(self):
        self.check_access("unlink")
        return super().unlink()

    @api.model
    def _opening_values(self, vals_list):
        """Return the values of new cases with what they get by themselves.

        :raise ValidationError: when a customer is missing
        """
        for vals in vals_list:
            refuse_engine_owned(self.browse(), vals, opening=("reference",))
        self._check_given_links(vals_list)
        vals_list = [self._with_suggestions(vals) for vals in vals_list]
        # An empty cell of an import means: not given. Then the default holds.
        vals_list = [
            {name: value for name, value in vals.items() if value or name not in WITH_DEFAULT}
            for vals in vals_list
        ]
        for vals in vals_list:
            if not vals.get("partner_id", self.env.context.get("default_partner_id")):
                self._refuse_missing_customer(vals.get("name", ""))
        if self.env.context.get("import_file"):
            refuse_repeats(self, vals_list)
        vals_list = [
            self._with_closing_moment(vals) if vals.get("date_closed") else vals
            for vals in vals_list
        ]
        for vals in vals_list:
            # Clocks are worked out of them before the row is written.
            check_values(self, vals)
        self._number(vals_list)
        return vals_list

    def _opened(self):
        """Do what follows when cases are opened."""
        if confidential := self.filtered("is_confidential"):
            confidential._follow_if_needed()
        if deviating := self.filtered("priority_override"):
            deviating._record_deviation()
        if chosen := self.filtered("service_level_override_id"):
            chosen._check_may_choose_level()
        if waiting := self.filtered(lambda case: case.state == "waiting"):
            waiting._pause("waiting")
        self._skip_past_escalations()
        self._say_why_no_deadline()
        self._type_given()
        self._assign_by_team()
        self._tell_of_nobody()

    def _check_change(self, vals):
        """Refuse what may not be changed, or not by this user.

        :raise AccessError: when the user may not choose the service level or read what it links
            to, or the engine owns it
        :raise ValidationError: when a value is not possible
        """
        refuse_engine_owned(self, vals)
        self._check_given_links([vals])
        check_values(self, vals)
        if not vals.get("partner_id", True):
            self._refuse_missing_customer(enumerated(self.env, self.mapped("name")))
        refuse_emptied(self, vals)
        if {"service_level_override_id", "service_level_reason"} & set(vals):
            self._check_may_choose_level()

    def _changed_values(self, vals):
        """Return the values of a change with those that change along with them."""
        if "user_id" in vals and not self._are_given_to(vals["user_id"]):
            vals = {**vals, "assignment_reasons": False}
        if vals.get("active"):
            # Whoever takes a merged case out of the archive has it go on by itself.
            vals = {**vals, "merged_into_id": False}
        if len(self) == 1 and vals.get("date_closed"):
            vals = self._with_closing_moment(vals, self)
        return self._touched_values() | vals if self._is_touch(vals) else vals

    def _before_change(self, vals):
        """Prepare a change, and return what has to be known of the cases as they were.

        :return: dict: concern -> what it needs, of those alone that the change is about
        """
        before = {}
        if vals.get("is_confidential"):
            self._follow_if_needed()
            before["open_to_all"] = self.filtered(lambda case: not case.is_confidential)
        if vals.get("partner_id"):
            before["customer"] = {case: case.partner_id for case in self}
        if vals.get("priority_override"):
            before["priority"] = {case: case.priority_override for case in self}
        if "stage_id" in vals:
            before["state"] = self._states()
            before["stage"] = {case: case.stage_id for case in self}
        if {"date_open", "date_closed"} & set(vals):
            before["dates"] = self.filtered(lambda case: case.state not in OPEN_STATES)._dates()
        return before

    def _changed(self, vals, before):
        """Do what follows from a change that is written.

        :param dict before: see :meth:`_before_change`
        """
        if "customer" in before:
            customer_corrected(self, before["customer"])
        if "priority" in before:
            old = before["priority"]
            self.filtered(lambda case: case.priority_override != old[case])._record_deviation()
        if "state" in before:
            self._states_changed(before["state"])
            self._remember_open_stage(before["stage"])
        if "type_id" in vals:
            self._type_given()
        if "dates" in before:
            self.browse().union(*before["dates"])._dates_corrected(before["dates"])
        if vals.get("user_id"):
            self._somebody_has_it()
        if vals.get("team_id"):
            self._assign_by_team()
            self._tell_of_nobody()
        if "open_to_all" in before:
            before["open_to_all"]._revoke_links()
            before["open_to_all"]._take_words_back()
        if "is_confidential" in vals:
            self._rename_dependents()
            self._hide_merged()

    def onchange(self, values, field_names, fields_spec):
        """Refuse dates out of bounds in a form, too: its onchange computes clocks of them."""
        check_values(self, values)
        return super().onchange(values, field_names, fields_spec)

    def _add_precomputed_values(self, vals_list):  # pylint: disable=useless-parent-delegation
        """Compute the stored values of a new row as superuser, as Odoo does for rows that exist."""
        # sudo: whoever may not see amounts opens cases all the same; nothing is returned, and
        # what the user gave was checked before.
        return super(RepairCase, self.sudo())._add_precomputed_values(vals_list)

    def _customers(self):
        """Return the customers of these cases."""
        # sudo: whoever may change a case changes the class of its customer, whether or not
        # he may read that customer; nothing but ids is returned.
        return {(case.commercial_partner_id.id, case.company_id.id) for case in self.sudo()}

    @api.model
    def _number(self, vals_list):
        """Give references to new cases without one, all of a company's at once."""
        unnumbered = defaultdict(list)
        for vals in vals_list:
            if vals.get("reference", "/") == "/":
                unnumbered[vals.get("company_id") or self.env.company.id].append(vals)
        for company_id, group in unnumbered.items():
            sequence = self._reference_sequence(company_id)
            if not sequence:
                continue
            if sequence.implementation == "standard" and not sequence.use_date_range:
                self.env.cr.execute(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    [f"ir_sequence_{sequence.id:03d}", len(group)],
                )
                numbers = (number for (number,) in self.env.cr.fetchall())
                references = map(sequence.get_next_char, numbers)
            else:
                references = (sequence.next_by_id() for _vals in group)
            for vals, reference in zip(group, references, strict=True):
                vals["reference"] = reference

    @api.model
    def _reference_sequence(self, company_id):
        """Return the company's own sequence of references, or the shared one."""
        return self.env["ir.sequence"].browse(self._reference_sequence_id(company_id))

    @api.model
    @tools.ormcache("company_id")
    def _reference_sequence_id(self, company_id):
        # sudo: every case gets a reference, whoever opens it.
        sequences = self.env["ir.sequence"].sudo()
        return sequences.search(
            [("code", "=", "repair.case"), ("company_id", "in", (company_id, False))],
            order="company_id",
            limit=1,
        ).id
