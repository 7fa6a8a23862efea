from odoo import api, models
from odoo.fields import Domain


class RepairServiceTerms(models.AbstractModel):
    """Base of terms of service: open cases are recomputed as soon as these change."""

    _name = "repair.service.terms"
    _description = "Terms of Service"

    # Whether the priority of cases stands on these terms as well.
    _prioritizes = False

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        self._tell_open_cases(terms._cases_served())
        return terms

    def write(self, vals):
        before = self._cases_served()
        res = super().write(vals)
        self._tell_open_cases(before | self._cases_served())
        return res

    def unlink(self):
        before = self._cases_served()
        res = super().unlink()
        self._tell_open_cases(before)
        return res

    def _cases_served(self):
        """Return the domain of the open cases that these terms concern."""
        return Domain.TRUE

    @api.model
    def _tell_open_cases(self, served):
        self.env["repair.service.level"]._terms_changed(cases=served, prioritize=self._prioritizes)
