from odoo import api, fields, models
from odoo.tools import SQL

from .benefit_changes import BenefitChanges
from .benefits import ManagerBenefit


class RepairCustomerBenefit(models.Model):
    """What a customer was given because of the service level; written by the engine alone.

    A row lasts as long as the level gives the benefit. While the customer's value is another
    one than was given, somebody changed it by hand, and it stays.
    """

    _name = "repair.customer.benefit"
    _description = "Benefit by Service Level"
    _order = "kind, id"
    _rec_name = "kind"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection([("manager", "Account manager")], required=True, readonly=True)
    level_id = fields.Many2one(
        "repair.service.level", readonly=True, index=True, ondelete="set null"
    )
    # The id of what was given: of a user, a pricelist, payment terms.
    value = fields.Integer(readonly=True, aggregator=None)
    given_on = fields.Datetime(readonly=True)

    _once = models.Constraint(
        "UNIQUE (partner_id, company_id, kind)", "A customer has each benefit only once."
    )

    @api.model
    def _benefits(self):
        """Return the kinds of benefits that levels can give."""
        return [ManagerBenefit("manager", "user_id", "dedicated_manager")]

    @api.model
    def _cron_follow_levels(self):
        """Bring the benefits of all customers in line with their service levels.

        Whatever changed the levels: a classification, an override, a contract that began or
        ended, a level that was edited or archived. What is in line already takes one look.
        """
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("repair_policy_id", "!=", False)])
        for company in companies:
            for benefit in self._benefits():
                changes = BenefitChanges(company, benefit)
                while done := changes.follow():
                    if not cron._commit_progress(done, remaining=1):
                        return
        cron._commit_progress(remaining=0)

    def _hand_over(self, sources, survivor):
        """Let a customer go on with the benefits of others who become the same customer."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE repair_customer_benefit SET partner_id = %(survivor)s
                 WHERE id IN (
                       SELECT DISTINCT ON (company_id, kind) id
                         FROM repair_customer_benefit AS own
                        WHERE partner_id = ANY(%(sources)s)
                          AND NOT EXISTS (
                              SELECT FROM repair_customer_benefit AS other
                               WHERE other.partner_id = %(survivor)s
                                 AND other.company_id = own.company_id
                                 AND other.kind = own.kind)
                        ORDER BY company_id, kind, id)
                """,
                survivor=survivor.id,
                sources=(sources - survivor).ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM repair_customer_benefit WHERE partner_id = ANY(%s)",
                (sources - survivor).ids,
            )
        )
        self.invalidate_model()

    def _forget_lost(self, customer):
        """Forget what a customer does not have: a merge keeps one value of several."""
        # sudo: what a customer was given in any company, whoever merges.
        for benefit in self.sudo().search([("partner_id", "=", customer.id)]):
            if not benefit._is_had():
                benefit.unlink()

    def _is_had(self):
        """Return whether the customer still has what was given."""
        self.ensure_one()
        return self._had().id == self.value

    def _had(self):
        fields_of = {each.kind: each.field for each in self._benefits()}
        return self.partner_id.with_company(self.company_id)[fields_of[self.kind]]
