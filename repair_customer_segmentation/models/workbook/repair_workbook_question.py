from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...vocabulary import DIMENSIONS, GROUP_AMOUNT, GROUP_MANAGER, PROFILE
from .order import Order


class RepairWorkbookQuestion(models.AbstractModel):
    """What a workbook is asked for: whose customers, which of them, and by which dimensions."""

    _name = "repair.workbook.question"
    _description = "Contents of a Workbook"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    domain = fields.Char(
        "Which Customers",
        default="[]",
        required=True,
        help="Customers who are in the workbook. Without a condition: all of them.",
    )
    months = fields.Selection(
        [("3", "Last 3 months"), ("6", "Last 6 months"), ("12", "Last 12 months")],
        "Changes and Service",
        default="12",
        required=True,
        help="Period of the sheets on tier changes and on service.",
    )
    with_amount = fields.Boolean(
        "Include Amounts",
        default=True,
        help="Amounts are only ever shown to people who may see them.",
    )
    has_value = fields.Boolean("Value", default=True)
    has_frequency = fields.Boolean("Frequency", default=True)
    has_rfm = fields.Boolean("RFM Segment", default=True)
    has_abc = fields.Boolean("ABC Class", default=True)
    has_kind = fields.Boolean("Kind")
    has_size = fields.Boolean("Size")
    has_location = fields.Boolean("Location")
    has_need = fields.Boolean("Need")

    @api.constrains("domain")
    def _check_domain(self):
        for question in self:
            question._customers_domain()

    @api.constrains(*(f"has_{dimension}" for dimension in DIMENSIONS))
    def _check_dimensions(self):
        for question in self:
            if not question._dimensions():
                raise ValidationError(self.env._("Choose at least one dimension, such as “Value”."))

    def _dimensions(self):
        """Return the dimensions that are asked for, in their order."""
        return tuple(name for name in DIMENSIONS if self[f"has_{name}"])

    def _customers_domain(self):
        """Return the domain of the customers, read from its text.

        :raise ValidationError: when it is none
        """
        try:
            domain = literal_eval((self.domain or "[]").strip())
            # sudo: whether it is a domain at all; who may ask it is seen when it is asked.
            self.env[PROFILE].sudo()._search(domain)
        except Exception as error:  # pylint: disable=broad-exception-caught
            raise ValidationError(
                self.env._(
                    "“Which Customers” cannot be read: %s. Choose the conditions again.", error
                )
            ) from error
        return domain

    def _order_for(self, reader, day=None):
        """Return what is made for somebody: :class:`.order.Order`.

        :param reader: user who reads it
        :param day: last day of a past month
        :raise UserError: when that person may not have it
        """
        self.ensure_one()
        self._check_reader(reader)
        return Order(
            company=self.company_id,
            dimensions=self._dimensions(),
            domain=self._customers_domain(),
            day=day,
            months=int(self.months),
            with_amount=self.with_amount and reader.has_group(GROUP_AMOUNT),
        )

    def _check_reader(self, reader):
        """Refuse people who may not have a workbook of this company, at this moment."""
        # sudo: rights of somebody are looked at, not what they hold.
        person, company = reader.sudo(), self.company_id.sudo()
        if not person.active or not person.has_group(GROUP_MANAGER):
            raise UserError(
                self.env._("%s is no manager of repair customers any more.", person.name)
            )
        if company not in person.company_ids:
            raise UserError(
                self.env._(
                    "%(person)s has no access to %(company)s any more.",
                    person=person.name,
                    company=company.name,
                )
            )
