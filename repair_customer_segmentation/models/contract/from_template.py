from odoo import api, fields, models

from ...desk.contract_terms import last_day


class RepairServiceContract(models.Model):
    """Fills in a contract from what is offered."""

    _inherit = "repair.service.contract"

    template_id = fields.Many2one(
        "repair.contract.template",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
        help="Fills in level, length, visits, price and terms; change them as agreed.",
    )

    @api.onchange("template_id")
    def _onchange_template_id(self):
        template = self.template_id
        if not template:
            return
        self.update(
            {
                **template._agreed(),
                "date_end": last_day(self._first_of_term(), template.months),
            }
        )
        if self._has_field_access(self._fields["price_year"], "write"):
            self.update({"price_year": template.price_year})
