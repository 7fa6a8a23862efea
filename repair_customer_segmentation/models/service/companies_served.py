from odoo import api, models
from odoo.exceptions import ValidationError

from ...vocabulary import STANDARD_LEVEL


class RepairServiceLevel(models.Model):
    """Refuses to give a shared level to one company while others serve somebody by it.

    Another company's level has no targets here: cases that kept it would be due never.
    """

    _inherit = "repair.service.level"

    @api.constrains("company_id")
    def _check_company_served(self):
        """Refuse to take a level away from companies that serve somebody by it.

        New companies are among them: they begin with a template's levels.
        """
        # sudo: who is served by a level counts whoever moves it; one company is named.
        env = self.sudo().with_context(active_test=False).env
        standard = env.ref(STANDARD_LEVEL, raise_if_not_found=False)
        for level in self.filtered("company_id"):
            company = level._other_company(env)
            if company:
                raise ValidationError(
                    self.env._(
                        "“%(level)s” is also used as a service level in %(company)s: its "
                        "customers, tiers, contracts or cases have it. Give them another one "
                        "first, or leave “Company” empty.",
                        level=level.name,
                        company=company.name,
                    )
                )
            template = [("service_level_id", "=", level.id), ("company_id", "=", False)]
            if level == standard or env["repair.segmentation.tier"].search_count(template, limit=1):
                raise ValidationError(
                    self.env._(
                        "New companies start with the service level “%(level)s”. Leave "
                        "“Company” empty, and duplicate it to create a level for one company.",
                        level=level.name,
                    )
                )

    def _other_company(self, env):
        """Return a company, other than its own, that serves somebody by this level.

        :param env: an environment that may read all companies and cases
        """
        own = self.company_id.id
        others = ("company_id", "not in", (False, own))
        default = [("repair_service_level_id", "=", self.id), ("id", "!=", own)]
        of_tier = [("service_level_id", "=", self.id), others]
        of_case = [others, "|", ("service_level_override_id", "=", self.id), of_tier[0]]
        return (
            env["res.company"].search(default, limit=1)
            or env["repair.segmentation.tier"].search(of_tier, limit=1).company_id
            or env["repair.case"].search(of_case, limit=1, order="id").company_id
            or env["repair.service.contract"].search(of_tier, limit=1, order="id").company_id
        )
