from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST_MONEY, Datetime, Integer, Monetary, check_values
from ...vocabulary import DONE_STATES, GROUP_AMOUNT, OPEN_STATES
from ..access.engine_owned import refuse_engine_owned, without_engine_defaults
from ..access.required_values import refuse_emptied, write_rows

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
        "partner_id",
        "company_id",
        "stage_id",
        "date_open",
        "amount",
        "currency_id",
        "is_rework",
        "type_id",
        "active",
    }

    name = fields.Char("Subject", required=True, index="trigram", tracking=True)
    description = fields.Html()
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, tracking=True,
        ondelete="restrict", check_company=True,
    )  # fmt: skip
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        help="The company of the customer, or the person where there is none: "
        "repairs are counted here.",
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    partner_email = fields.Char(related="partner_id.email", string="Email")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    type_id = fields.Many2one("repair.case.type", tracking=True, index=True, check_company=True)
    stage_id = fields.Many2one(
        "repair.case.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        check_company=True,
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        group_expand="_read_group_stage_ids",
    )
    state = fields.Selection(
        related="stage_id.case_state",
        store=True,
        precompute=True,
        string="Status",
        readonly=True,
    )
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
    date_open = Datetime(
        "Opened on", required=True, default=fields.Datetime.now, copy=False, tracking=True
    )
    date_closed = Datetime(
        "Closed on",
        compute="_compute_date_closed",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Set by itself when the case reaches a closing stage. What is entered as closed was "
        "closed when it was opened, unless you say when.",
    )
    amount = Monetary(
        bounds=(-MOST_MONEY, MOST_MONEY),
        tracking=True,
        help="What the customer pays for this repair, untaxed. Credits are negative.",
        groups=GROUP_AMOUNT,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    is_rework = fields.Boolean(
        "Rework",
        tracking=True,
        help="A repair of our own repair, under warranty. It makes nobody a frequent or "
        "valuable customer.",
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
        " INCLUDE (date_open, amount_company, is_rework, state, type_id)"
    )
    _cancelled_idx = models.Index("(company_id, commercial_partner_id) WHERE state = 'cancelled'")
    _open_idx = models.Index(
        "(company_id, commercial_partner_id) WHERE state IN ('open', 'waiting') AND active"
    )
    _untyped_idx = models.Index("(company_id, commercial_partner_id) WHERE type_id IS NULL")
    _date_open_idx = models.Index("(company_id, date_open)")
    _order_idx = models.Index("(priority DESC, date_open DESC, id DESC)")

    @api.depends("company_id", "type_id")
    def _compute_stage_id(self):
        """Begin in the first open stage of the company and type; a stage that fits is kept.

        A case that gets another type goes to that type's first stage of the same meaning.
        """
        for (company, case_type), cases in self._by_process():
            fitting = case_type._process_stages(company)
            others = cases.filtered(
                lambda c, fitting=fitting: (
                    (c.stage_id.active and c.stage_id not in fitting) or not c.stage_id
                )
            )
            for state, moved in others.grouped(lambda c: c.stage_id.case_state or "open").items():
                moved.stage_id = self._first_stage(state, company, case_type)

    def _by_process(self):
        """Return the cases by the pair of company and type that makes their stages."""
        return self.grouped(lambda case: (case.company_id, case.type_id)).items()

    @api.model
    def _first_stage(self, state, company, case_type=None):
        """Return the first stage of this meaning that cases of a company and type go through."""
        if case_type is None:
            case_type = self.env["repair.case.type"]
        stages = case_type._process_stages(company)
        return stages.filtered(lambda stage: stage.case_state == state)[:1]

    @api.depends("state")
    def _compute_date_closed(self):
        """Close a case when it gets to a closing stage; what begins there is history."""
        now = fields.Datetime.now()
        for case in self:
            if case.state not in DONE_STATES:
                case.date_closed = False
            elif not case.date_closed:
                case.date_closed = now if case._origin.id else case.date_open or now

    @api.depends("company_id")
    def _compute_currency_id(self):
        """Begin in the currency of the company; an amount that is there keeps its currency."""
        for case in self:
            if not case.amount or not case.currency_id:
                case.currency_id = case.company_id.currency_id

    @api.depends("name", "reference", "is_confidential")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """A case that is confidential, or not the user's to read, is called by its reference."""
        by_subject = self._called_by_subject()
        for case in self:
            parts = [case.reference] if case.reference and case.reference != "/" else []
            if case in by_subject:
                parts.append(case.name or "")
            case.display_name = " ".join(parts).strip() or self.env._("Confidential case")

    @api.constrains("date_open", "date_closed")
    def _check_dates(self):
        for case in self:
            if case.date_closed and case.date_open and case.date_closed < case.date_open:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: “Closed on” is before “Opened on”. "
                        "Correct one of the two dates.",
                        case=case.name,
                    )
                )

    # The life of a case, in order: each step is a method of the concern that it names.

    @api.constrains("date_closed", "stage_id")
    def _check_closed_date(self):
        for case in self:
            if case.state in DONE_STATES and not case.date_closed:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s” is closed: fill in “Closed on”. To work on it again, "
                        "reopen it instead.",
                        case=case.name,
                    )
                )

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
        self._check_customers_given(vals_list)
        self._refuse_repeats(vals_list)
        vals_list = [self._with_closing_moment(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_merge_pointer(vals)
            # Clocks are worked out of them before the row is written.
            check_values(self, vals)
        self._number(vals_list)
        return vals_list

    def _opened(self):
        """Do what follows when cases are opened."""
        self.filtered("is_confidential")._let_me_in()
        self.filtered("priority_override")._record_deviation()
        self.filtered("service_level_override_id")._check_may_choose_level()
        self.filtered(lambda case: case.state == "waiting")._pause("waiting")
        self._skip_past_escalations()
        self._say_why_no_deadline()
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
            self._refuse_missing_customer(", ".join(self.mapped("name")))
        refuse_emptied(self, vals)
        self._check_merge_pointer(vals)
        if {"service_level_override_id", "service_level_reason"} & set(vals):
            self._check_may_choose_level()

    def _changed_values(self, vals):
        """Return the values of a change with those that change along with them."""
        if "user_id" in vals and "assignment_reasons" not in vals:
            vals = {**vals, "assignment_reasons": False}
        if vals.get("active"):
            # Whoever takes a merged case out of the archive has it go on by itself.
            vals = {**vals, "merged_into_id": False}
        if len(self) == 1:
            vals = self._with_closing_moment(vals, self)
        return self._with_touch(vals)

    def _before_change(self, vals):
        """Prepare a change, and return what has to be known of the cases as they were.

        :return: dict: concern -> what it needs, of those alone that the change is about
        """
        before = {}
        if vals.get("is_confidential"):
            self._let_me_in()
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
            self._customer_corrected(before["customer"])
        if "priority" in before:
            old = before["priority"]
            self.filtered(lambda case: case.priority_override != old[case])._record_deviation()
        if "state" in before:
            self._states_changed(before["state"])
            self._remember_open_stage(before["stage"])
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
        """Refuse in a form, too, what clocks cannot be worked out of."""
        check_values(self, values)
        return super().onchange(values, field_names, fields_spec)

    def _add_precomputed_values(self, vals_list):  # pylint: disable=useless-parent-delegation
        """Compute what a new row holds as stored fields are computed: whoever opens the case."""
        # sudo: whoever may not see amounts opens cases all the same; nothing is returned, and
        # what the user gave was checked before.
        return super(RepairCase, self.sudo())._add_precomputed_values(vals_list)

    @api.model
    def _check_customers_given(self, vals_list):
        for vals in vals_list:
            if not vals.get("partner_id", self.env.context.get("default_partner_id")):
                self._refuse_missing_customer(vals.get("name", ""))

    def _refuse_missing_customer(self, name):
        raise ValidationError(
            self.env._(
                "Case “%(case)s”: the customer is missing. Fill in the field “Customer”.", case=name
            )
        )

    def _customers(self):
        """Return the customers of these cases."""
        # sudo: whoever may change a case changes the class of its customer, whether or not
        # he may read that customer; nothing but ids is returned.
        return {(case.commercial_partner_id.id, case.company_id.id) for case in self.sudo()}

    def action_assign_to_me(self):
        """Assign the cases to the current user."""
        return self.write({"user_id": self.env.uid})

    def action_close(self):
        """Move the cases to the first closing stage of their company.

        :raise ValidationError: when no closing stage is left
        """
        self._move_to_first(
            "closed",
            self.env._(
                "No stage is a closing stage. Tick “Closing Stage” on one in "
                "Configuration / Stages."
            ),
        )

    def action_reopen(self):
        """Move the cases back to the first open stage.

        :raise ValidationError: when no open stage is left
        """
        self._move_to_first(
            "open",
            self.env._(
                "No stage is an open stage. Leave one without a tick for waiting, "
                "closing and cancelled in Configuration / Stages."
            ),
        )

    def _move_to_first(self, state, refusal):
        """Move the cases to the first stage of their company and type that means ``state``.

        :param str refusal: what to say where a company has no such stage
        """
        for (company, case_type), cases in self._by_process():
            stage = self._first_stage(state, company, case_type)
            if not stage:
                raise ValidationError(refusal)
            cases.write({"stage_id": stage.id})

    @api.model
    def get_import_templates(self):
        self.check_access("create")
        return [
            {
                "label": self.env._("Import template for repair cases"),
                "template": "/repair_customer_segmentation/static/xlsx/repair_case.xlsx",
            }
        ]
