from odoo import api, fields, models

from odoo.addons.repair_customer_segmentation.models.access.figure_words import FigureWords
from odoo.addons.repair_customer_segmentation.vocabulary import ADDON

from .period import Period

# KPI -> the figure of which it is the share, in percent.
SHARE_KPIS = {
    "kpi_repair_satisfied": "satisfied_share",
    "kpi_repair_in_time": "resolution_attainment",
}
KPI_ACTIONS = {
    "kpi_repair_top_customers": f"{ADDON}.repair_tier_matrix_action",
    "kpi_repair_downgrades": f"{ADDON}.repair_segmentation_transition_action",
    "kpi_repair_satisfied": f"{ADDON}.repair_service_report_action",
    "kpi_repair_in_time": f"{ADDON}.repair_service_report_action",
}
# Where nothing was counted.
NO_VALUE = "\N{EN DASH}"


class DigestDigest(models.Model):
    """Customers who rose and fell, and how they were served, in the emails of Odoo's digests.

    Odoo asks for each figure as the recipient, and leaves out what raises an access error.
    """

    _inherit = "digest.digest"

    kpi_repair_top_customers = fields.Boolean("New Customers in the Highest Tier")
    kpi_repair_top_customers_value = fields.Integer(
        "Number of New Customers in the Highest Tier", compute="_compute_kpi_repair_moves"
    )
    kpi_repair_downgrades = fields.Boolean("Downgraded Customers")
    kpi_repair_downgrades_value = fields.Integer(
        "Number of Downgraded Customers", compute="_compute_kpi_repair_moves"
    )
    kpi_repair_satisfied = fields.Boolean("Satisfied Customers")
    kpi_repair_satisfied_value = fields.Float(
        "Satisfied (%)",
        compute="_compute_kpi_repair_shares",
        help="Percent of the answers. 0 if nobody answered.",
    )
    kpi_repair_in_time = fields.Boolean("Cases Resolved in Time")
    kpi_repair_in_time_value = fields.Float(
        "Resolved in Time (%)",
        compute="_compute_kpi_repair_shares",
        help="Percent of the closed cases with a deadline. 0 if there were none.",
    )

    # Odoo asks for one figure after the other, each in several periods.
    @api.depends_context("start_datetime", "end_datetime", "uid", "company")
    def _compute_kpi_repair_moves(self):
        for digest in self:
            moves = digest._repair_period().moves()
            digest.kpi_repair_top_customers_value = moves.reached_top
            digest.kpi_repair_downgrades_value = moves.fell

    @api.depends_context("start_datetime", "end_datetime", "uid", "company")
    def _compute_kpi_repair_shares(self):
        for digest in self:
            for kpi, figure in SHARE_KPIS.items():
                share = digest._repair_period().share(figure)
                digest[f"{kpi}_value"] = 100 * (share.value or 0)

    def _repair_period(self):
        """Return the :class:`Period` of the digest that Odoo asks for in the context."""
        start, end, _companies = self._get_kpi_compute_parameters()
        return Period(self.env, self.company_id or self.env.company, start, end)

    def _compute_kpis(self, company, user):
        kpis = super()._compute_kpis(company, user)
        shown = [
            self._repair_share_kpi(kpi, company, user) if kpi["kpi_name"] in SHARE_KPIS else kpi
            for kpi in kpis
        ]
        return [kpi for kpi in shown if kpi]

    def _repair_share_kpi(self, kpi, company, user):
        """Return a share as the email shows it, and of how many it is; nothing without any.

        How it changed is left out: the few answers of a day would make much of chance, and a
        percentage of a percentage is easily misread.
        """
        figure = SHARE_KPIS[kpi["kpi_name"]]
        filled = False
        for number, (name, (now, _before)) in enumerate(self._compute_timeframes(company), 1):
            digest = self.with_context(start_datetime=now[0], end_datetime=now[1])
            share = digest.with_user(user).with_company(company)._repair_period().share(figure)
            filled = filled or bool(share.n)
            kpi[f"kpi_col{number}"] = {
                "value": FigureWords(self.env).number(figure, share.value) or NO_VALUE,
                "margin": 0.0,
                "col_subtitle": self._repair_subtitle(name, figure, share.n),
            }
        return kpi if filled else None

    def _repair_subtitle(self, period, figure, count):
        """Return the name of a column, and how many answers or cases its figure is made of."""
        if figure == "satisfied_share":
            return self.env._("%(period)s (answers: %(count)s)", period=period, count=count)
        return self.env._("%(period)s (cases: %(count)s)", period=period, count=count)

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref(f"{ADDON}.repair_customer_segmentation_menu_root").id
        links = {kpi: f"{action}?menu_id={menu}" for kpi, action in KPI_ACTIONS.items()}
        return {**super()._compute_kpis_actions(company, user), **links}
