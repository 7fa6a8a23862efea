from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...fields import MOST_MONEY, Date, Monetary
from ...vocabulary import GROUP_AMOUNT
from ..access.call_dialog import call_dialog

# What was declined today is asked about again so many months later, unless somebody says when.
ASK_AGAIN_MONTHS = 3
# Where the most is to be won, first; for those who may not see amounts, what is due first.
BY_WORTH = "amount desc, value_tier_id, recall_date, id"


class RepairDeclinedWork(models.Model):
    """Work that was recommended on a case, and that the customer did not want (yet).

    Customer, company and device are those of the case, also when these are corrected or merged.
    It is seen by whoever sees the case, and its amount by those who may see amounts.
    """

    _name = "repair.declined.work"
    _description = "Declined Work"
    _inherit = [
        "repair.customer.profiled",
        "repair.engine.owned",
        "repair.readable.links",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "recall_date, id"
    _check_company_auto = True

    name = fields.Char("Recommended Work", required=True, tracking=True, index="trigram")
    case_id = fields.Many2one(
        "repair.case",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        help="The case on which the work was recommended.",
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, precompute=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Contact", store=True, precompute=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="case_id.commercial_partner_id",
        string="Customer",
        store=True,
        precompute=True,
        index=True,
    )
    device_id = fields.Many2one(
        related="case_id.device_id", store=True, precompute=True, index="btree_not_null"
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    user_id = fields.Many2one(related="commercial_partner_id.user_id", string="Salesperson")
    profile_id = fields.Many2one(
        "repair.customer.profile",
        compute="_compute_customer_profile",
        search="_search_customer_profile",
        string="Customer Profile",
    )
    value_tier_id = fields.Many2one(related="profile_id.value_tier_id")
    value_tier_color = fields.Integer("Value Color", related="value_tier_id.color")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = Monetary(
        bounds=(0, MOST_MONEY),
        default=0,
        tracking=True,
        help="What the work would have cost the customer, untaxed, in the currency of the company.",
        groups=GROUP_AMOUNT,
    )
    reason = fields.Selection(
        [
            ("price", "Too expensive"),
            ("later", "Not now"),
            ("elsewhere", "Done elsewhere"),
            ("replace", "Device will be replaced"),
            ("other", "Other"),
        ],
        tracking=True,
        help="Why the customer did not want it.",
    )
    note = fields.Char("Comment", help="What the customer said, for whoever asks again.")
    date_declined = Date(
        "Declined on", required=True, tracking=True, default=lambda self: self._today()
    )
    recall_date = Date(
        "Ask Again on",
        tracking=True,
        default=lambda self: self._today() + relativedelta(months=ASK_AGAIN_MONTHS),
        help="From this day on it is due on the recall list. Leave empty not to ask again.",
    )
    state = fields.Selection(
        [("open", "Pending"), ("done", "Done Later"), ("dropped", "Dropped")],
        string="Status",
        required=True,
        default="open",
        tracking=True,
        index=True,
    )
    _recall_idx = models.Index("(company_id, recall_date) WHERE state = 'open'")
    _declined_idx = models.Index("(company_id, date_declined) WHERE state = 'open'")

    @api.constrains("date_declined", "recall_date")
    def _check_dates(self):
        for work in self:
            if work.recall_date and work.recall_date < work.date_declined:
                raise ValidationError(
                    self.env._(
                        "“%(work)s”: “Ask Again on” is before “Declined on”. Correct one of the "
                        "two dates.",
                        work=work.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_given_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_given_links([vals])
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        return super().unlink()

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._sees_amounts())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Order by worth for those who may see it: the order alone would tell others."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("list", "kanban") and self._sees_amounts():
            arch.set("default_order", BY_WORTH)
        return arch, view

    @api.model
    def _sees_amounts(self):
        return self._has_field_access(self._fields["amount"], "read")

    def action_done(self):
        """Record that the work was done after all."""
        self.write({"state": "done"})

    def action_drop(self):
        """Record that nobody asks again."""
        self.write({"state": "dropped"})

    def action_reopen(self):
        """Put the work back on the recall list."""
        self.write({"state": "open"})

    def action_schedule_call(self):
        """Ask when, and by whom, the customers are called about these works.

        :return: dict: the action of Odoo's dialog that plans activities
        """
        self.check_access("write")
        return call_dialog(
            self.env, self, self.env._("Ask again about declined work"), self.user_id
        )
