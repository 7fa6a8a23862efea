from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...vocabulary import GROUP_MANAGER, OPEN_STATES


class RepairCase(models.Model):
    """Who says how a case is served: a person, before a contract, before the customer's tiers."""

    _inherit = "repair.case"

    service_level_override_id = fields.Many2one(
        "repair.service.level",
        string="Service Level by Hand",
        copy=False,
        tracking=True,
        check_company=True,
        ondelete="set null",
        help="Empty: the contract decides, or the tiers of the customer. Fill in the reason, too.",
    )
    service_level_reason = fields.Char(
        "Reason for the Level",
        copy=False,
        tracking=True,
        help="Why this case is served otherwise than its customer.",
    )
    can_choose_level = fields.Boolean(compute="_compute_can_choose_level")

    @api.depends("team_id")
    @api.depends_context("uid")
    def _compute_can_choose_level(self):
        manager = self.env.user.has_group(GROUP_MANAGER)
        for case in self:
            # sudo: whether the user leads the team, whoever may see it.
            case.can_choose_level = manager or case.team_id.sudo().leader_id == self.env.user

    def _contract_service_levels(self):
        """Return how a contract says that these cases are served.

        The hook of addons that know contracts: this one knows none. A level by contract goes
        before that of the customer's tiers and yields to that of a person. The hook is asked
        when a case is opened, when its customer changes, and when tiers or levels do; an addon
        whose contracts change calls ``_contracts_changed`` on the cases they concern. Example::

            def _contract_service_levels(self):
                levels = super()._contract_service_levels()
                for case in self.filtered("device_id.contract_id"):
                    levels[case] = case.device_id.contract_id.service_level_id.id
                return levels

        Called for open cases, those that are being created among them (no id yet), in batches:
        no query a case. The level must be one of the case's company, or a shared one.

        :return: dict: case -> id of its ``repair.service.level``; a case that is missing has no
            contract
        """
        return {}

    def _contracts_changed(self):
        """Have those of these cases that are open served as their contracts say by now."""
        # sudo: the level follows the contract whoever changed that.
        self.sudo().filtered(lambda case: case.state in OPEN_STATES).modified(
            ["service_level_override_id"]
        )

    def _service_level_text(self):
        """Return the name of the level, and who says so where that is not the tiers."""
        self.ensure_one()
        name = self.service_level_id.name
        if self.service_level_override_id:
            return self.env._("%(level)s (by hand)", level=name)
        if self._contract_service_levels().get(self):
            return self.env._("%(level)s (by contract)", level=name)
        return name

    @api.constrains("service_level_override_id", "service_level_reason")
    def _check_service_level_reason(self):
        for case in self:
            if case.service_level_override_id and not (case.service_level_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s”: fill in the reason why it is served otherwise than its "
                        "customer, or leave “Service Level by Hand” empty.",
                        case=case.name,
                    )
                )

    def _check_may_choose_level(self):
        """Refuse whoever may not, and cases that are done: what was promised then stays."""
        for case in self:
            if not self.env.su and not case.can_choose_level:
                raise AccessError(
                    self.env._(
                        "Case “%(case)s”: managers and the leader of its team alone may choose "
                        "its service level. Ask one of them.",
                        case=case.name,
                    )
                )
            if case.state not in OPEN_STATES:
                raise ValidationError(
                    self.env._(
                        "Case “%(case)s” is done: the service level it was worked by stays. "
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
        """Let the contract or the customer's tiers decide again."""
        self.write({"service_level_override_id": False, "service_level_reason": False})
