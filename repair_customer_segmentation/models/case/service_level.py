from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...desk.coverage import covering
from ...vocabulary import GROUP_MANAGER, OPEN_STATES


class RepairCase(models.Model):
    """What a service level follows: a person, before a contract, before the customer's tiers."""

    _inherit = "repair.case"

    service_level_override_id = fields.Many2one(
        "repair.service.level",
        string="Manual Service Level",
        copy=False,
        tracking=True,
        check_company=True,
        ondelete="set null",
        help="Leave empty to use the contract or the customer's tiers. If you set a level, "
        "enter the reason, too.",
    )
    service_level_reason = fields.Char(
        "Reason for the Level",
        copy=False,
        tracking=True,
        help="Why this case has a different service level from its customer.",
    )
    can_choose_level = fields.Boolean(compute="_compute_can_choose_level")

    @api.depends("team_id")
    @api.depends_context("uid")
    def _compute_can_choose_level(self):
        manager = self.env.user.has_group(GROUP_MANAGER)
        for case in self:
            # sudo: whether the user leads the team, whoever may see it.
            case.can_choose_level = manager or case.team_id.sudo().leader_id == self.env.user

    def _service_level_text(self):
        """Return the name of the level, and who says so where that is not the tiers."""
        self.ensure_one()
        name = self.service_level_id.name
        if self.service_level_override_id:
            return self.env._("%(level)s (manual)", level=name)
        if self.contract_id:
            # sudo: the reference and the last day, whoever may see the case.
            why = self.contract_id.sudo()._why_text()
            return self.env._("%(level)s (%(why)s)", level=name, why=why)
        if self._contract_service_levels().get(self):
            return self.env._("%(level)s (by contract)", level=name)
        return name

    @api.constrains("service_level_override_id", "service_level_reason")
    def _check_service_level_reason(self):
        for case in self:
            if case.service_level_override_id and not (case.service_level_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: enter the reason why its service level differs from "
                        "the customer's, or leave “Manual Service Level” empty.",
                        case=case.name,
                    )
                )

    def _check_may_choose_level(self):
        """Refuse who may not choose the level, and closed cases: their promise stays."""
        for case in self:
            if not self.env.su and not case.can_choose_level:
                raise AccessError(
                    self.env._(
                        "Case “%(case)s”: only managers and the team leader can set its "
                        "service level. Ask one of them.",
                        case=case.name,
                    )
                )
            if case.state not in OPEN_STATES:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s” is closed, so its service level cannot be changed. "
                        "Reopen it first.",
                        case=case.name,
                    )
                )

    def action_choose_level(self):
        """Ask for another service level than the customer's, and why."""
        self.check_access("write")
        self.ensure_one()
        view = self.env.ref("repair_customer_segmentation.repair_case_view_form_level")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Service Level"),
            "res_model": "repair.case",
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_follow_customer(self):
        """Take back the service level chosen by hand: the contract or the tiers decide again."""
        self.write({"service_level_override_id": False, "service_level_reason": False})

    @api.model
    def _refresh_service_levels(self, companies=None):
        """Give open cases the level that their customer has by now, in one query a company.

        :param companies: ``None`` for all companies
        """
        # sudo: the level follows the customer whoever caused the change.
        cases = self.sudo()
        cases.env.flush_all()
        policies = self.env["repair.segmentation.policy"].sudo()
        for company in companies or policies.search([("company_id", "!=", False)]).company_id:
            self.env.cr.execute(self._level_changes_sql(company))
            for ids, is_moved, contract_id, level_id in self.env.cr.fetchall():
                changed = cases.browse(ids)
                if is_moved:
                    # The level follows from it.
                    changed.write({"contract_id": contract_id})
                    continue
                said = changed._contract_service_levels()
                follow = changed.filtered(lambda c, s=said, own=level_id: s.get(c, own) == own)
                follow.write({"service_level_id": level_id})

    @api.model
    def _level_changes_sql(self, company):
        """Return the SELECT of open cases whose contract, or level, is another one by now.

        :return: SQL of rows (ids of cases, whether the contract changes, contract, level)
        """
        day = SQL("%s::date", company._repair_day())
        customer = SQL("c.commercial_partner_id")
        return SQL(
            """
            SELECT array_agg(id), had IS DISTINCT FROM contract_id, contract_id, level FROM (
                SELECT c.id, c.service_level_id, c.contract_id AS had, found.contract_id,
                       c.service_level_override_id IS NOT NULL AS by_hand,
                       COALESCE(contract.service_level_id, %(level)s) AS level
                  FROM repair_case AS c
                  LEFT JOIN repair_customer_profile AS profile
                         ON profile.partner_id = c.commercial_partner_id
                        AND profile.company_id = c.company_id
                 CROSS JOIN LATERAL (SELECT %(covering)s AS contract_id) AS found
                  LEFT JOIN repair_service_contract AS contract ON contract.id = found.contract_id
                 WHERE c.company_id = %(company)s
                   AND c.state IN ('open', 'waiting')
            ) AS open_cases
             WHERE had IS DISTINCT FROM contract_id
                OR (NOT by_hand AND service_level_id IS DISTINCT FROM level)
             GROUP BY had IS DISTINCT FROM contract_id, contract_id, level
            """,
            level=self.env["repair.service.level"]._tier_level_sql(company.id, "profile"),
            covering=covering(SQL("%s", company.id), customer, SQL("c.device_id"), day),
            company=company.id,
        )

    @api.model
    def _follow_terms(self, domain, prioritize=False):
        """Recompute what depends on terms of service for open cases.

        Closed cases keep what was promised and how it was kept.

        :param domain: which open cases
        :param prioritize: the matrix changed as well
        """
        # sudo: terms are the managers'; they hold for every case, confidential ones too.
        cases = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("state", "in", OPEN_STATES) & Domain(domain))
        )
        # Terms are no fields of the case: what stands on them is told through one that is.
        cases.modified(["impact" if prioritize else "service_level_id"])
