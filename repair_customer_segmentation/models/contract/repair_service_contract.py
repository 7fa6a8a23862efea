from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...desk.contract_terms import DAY, last_day, months_of
from ...fields import MOST, MOST_MONEY, MOST_MONTHS, Date, Integer, Monetary, check_values
from ...vocabulary import GROUP_AMOUNT, OPEN_STATES
from ..access.given_values import refuse_engine_owned, without_engine_defaults
from ..access.required_values import refuse_emptied
from .coverage import COVERING, cover

# A change of one of these changes the others.
LENGTH = {"date_start", "date_end", "months"}
RENEWALS = [("none", "No"), ("manual", "By Hand"), ("auto", "Automatic")]


class RepairServiceContract(models.Model):
    """What a customer has agreed with us: how it is served, for which devices, how long.

    First and last day are both part of it, and are days of the company. It holds on a day when
    ``date_start <= day <= date_until``; an empty ``date_until`` means that it renews itself and
    has no end. It covers the customer's devices that it names, or all of them where it names none.
    A renewal makes no new contract, but a further term of this one (``term_ids``), so whatever
    refers to a contract goes on.
    """

    _name = "repair.service.contract"
    _description = "Service Contract"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "repair.readable.links",
        "repair.derived.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_name = "reference"
    _rec_names_search = ["reference", "partner_id.name"]
    _check_company_auto = True

    reference = fields.Char(
        "Contract Number", readonly=True, copy=False, index="trigram", default="/"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, tracking=True,
        check_company=True, ondelete="restrict",
        help="The contract is that of the contact's company, with all its contacts.",
    )  # fmt: skip
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Reminded before the end, unless the customer has an account manager.",
    )
    service_level_id = fields.Many2one(
        "repair.service.level", required=True, tracking=True, check_company=True,
        ondelete="restrict", index=True,
        help="While the contract runs, the customer's cases have this level, whatever their tiers.",
    )  # fmt: skip
    device_ids = fields.Many2many(
        "repair.device",
        "repair_service_contract_device_rel",
        "contract_id",
        "device_id",
        string="Covered Devices",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', commercial_partner_id),"
        " ('company_id', 'in', (False, company_id))]",
        help="Leave empty to cover all devices of the customer.",
    )
    date_start = Date(
        "First Day", required=True, index=True, tracking=True, copy=False,
        default=lambda self: self.env.company._repair_day(),
    )  # fmt: skip
    date_end = Date(
        "Last Day", required=True, index=True, tracking=True, copy=False,
        help="The last day of the current term. It is part of the contract.",
    )  # fmt: skip
    months = Integer(
        "Length (Months)",
        default=12,
        bounds=(0, MOST_MONTHS),
        help="Months of a term. 0 if the dates are no whole months.",
    )
    renewal = fields.Selection(
        RENEWALS,
        required=True,
        default="manual",
        tracking=True,
        help="Automatic: the next term, of the same length, begins by itself until the contract "
        "is cancelled.",
    )
    cancel_date = Date(
        "Cancelled as of", tracking=True, copy=False, help="The first day without the contract."
    )
    cancel_reason = fields.Char("Reason for Cancelling", tracking=True, copy=False)
    date_until = Date(
        "Holds until",
        compute="_compute_date_until",
        store=True,
        precompute=True,
        index=True,
        help="The last day on which the contract holds. Empty while it renews itself.",
    )
    visits_year = Integer(
        "Included Visits per Year", tracking=True, bounds=(0, MOST), aggregator=False
    )
    price_year = Monetary(
        "Price per Year", tracking=True, bounds=(0, MOST_MONEY), groups=GROUP_AMOUNT
    )
    note = fields.Html("Agreed Terms")
    term_ids = fields.One2many("repair.service.contract.term", "contract_id", string="Terms")

    _customer_idx = models.Index("(commercial_partner_id, company_id, date_start)")
    _reference_uniq = models.UniqueIndex(
        "(company_id, reference) WHERE reference <> '/'", "This reference is taken."
    )

    @api.depends("date_end", "renewal", "cancel_date")
    def _compute_date_until(self):
        for contract in self:
            end = False if contract.renewal == "auto" else contract.date_end
            cancelled = contract.cancel_date and contract.cancel_date - DAY
            contract.date_until = min(filter(None, (end, cancelled)), default=False)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Leave out the devices of another customer."""
        customer = self.partner_id.commercial_partner_id
        self.device_ids = self.device_ids.filtered(lambda d: d.commercial_partner_id == customer)

    @api.onchange("months", "date_start")
    def _onchange_months(self):
        if self.months and self.date_start:
            self.date_end = last_day(self._first_of_term(), self.months)

    @api.onchange("date_end")
    def _onchange_date_end(self):
        if self.date_end and self.date_start:
            self.months = months_of(self._first_of_term(), self.date_end)

    # The life of a contract, in order.

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            refuse_engine_owned(self.browse(), vals)
        self._check_given_links(vals_list)
        vals_list = [self._with_end(vals) for vals in vals_list]
        self._number(vals_list)
        plain = without_engine_defaults(self)
        contracts = super(RepairServiceContract, plain).create(vals_list)
        contracts._keep_terms()
        cover(contracts)
        contracts._cases_concerned()._contracts_changed()
        return contracts

    def write(self, vals):
        self.check_access("write")
        refuse_engine_owned(self, vals)
        refuse_emptied(self, vals)
        self._check_given_links([vals])
        if len(self) > 1 and LENGTH & set(vals):
            return all(contract.write(vals) for contract in self)
        covering = bool(COVERING & set(vals))
        follows = covering or "service_level_id" in vals
        before = self._cases_concerned() if follows else None
        vals = self._with_end(vals) if LENGTH & set(vals) else vals
        res = super().write(vals)
        if {*LENGTH, "price_year", "service_level_id"} & set(vals):
            self._keep_terms()
        if covering:
            cover(self)
            self._plan_visits_anew()
        if follows:
            (before | self._cases_concerned())._contracts_changed()
        return res

    def unlink(self):
        self.check_access("unlink")
        before = self._cases_concerned()
        res = super().unlink()
        before._contracts_changed()
        return res

    def _with_end(self, vals):
        """Return values with the last day that follows from the length, and the other way round."""
        check_values(self, vals)
        first = self._first_of_term(fields.Date.to_date(vals.get("date_start")))
        last = fields.Date.to_date(vals.get("date_end"))
        months = vals.get("months", 0 if self else 12)
        if last:
            return {**vals, "months": months_of(first, last)}
        self._refuse_no_length(first, vals)
        if months and (not self or "months" in vals):
            return {**vals, "date_end": last_day(first, months)}
        if self and "date_start" in vals:
            return {**vals, "months": months_of(first, self.date_end)}
        return vals

    @api.model
    def _number(self, vals_list):
        """Give references to new contracts, of the company's own sequence or the shared one."""
        by_company = defaultdict(list)
        for vals in vals_list:
            if vals.get("reference", "/") == "/":
                by_company[vals.get("company_id") or self.env.company.id].append(vals)
        # sudo: the number is the next one, whoever makes the contract.
        sequences = self.env["ir.sequence"].sudo()
        for company_id, group in by_company.items():
            for vals in group:
                vals["reference"] = (
                    sequences.with_company(company_id).next_by_code("repair.service.contract")
                    or "/"
                )

    def _first_of_term(self, first=None):
        """Return the first day of the last term.

        :param first: that of the contract, where it is about to change
        """
        if len(self._origin.term_ids) > 1:
            return max(self._origin.term_ids.mapped("date_start"))
        return first or self.date_start or self.env.company._repair_day()

    def _keep_terms(self):
        """Have the terms begin and end with their contracts, and cost what these do."""
        self.env["repair.service.contract.term"]._follow(self)

    def _cases_concerned(self):
        """Return the open cases that these contracts can concern: all of their customers."""
        # sudo: the level of a case follows the contract whoever may see the case.
        cases = self.env["repair.case"].sudo()
        wanted = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("commercial_partner_id", "in", contracts.commercial_partner_id.ids)
            for company, contracts in self.grouped("company_id").items()
        )
        return cases.search(wanted & Domain("state", "in", OPEN_STATES)) if self else cases
