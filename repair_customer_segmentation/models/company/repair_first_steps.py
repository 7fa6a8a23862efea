from odoo import api, fields, models

from ...vocabulary import ADDON, CASE, GROUP_MANAGER

NOT_BROUGHT = ("draft", "checked", "running", "failed")


class RepairFirstSteps(models.TransientModel):
    """The page on which an empty database opens: history, tiers, team.

    What is done is seen from the data themselves, so that whoever comes back finds the page as
    far as their company is; only that it was dismissed is kept, on the company.
    """

    _name = "repair.first.steps"
    _inherit = ["repair.readable.dialog"]
    _description = "First Steps"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    history_id = fields.Many2one("repair.history.import", compute="_compute_steps")
    repair_count = fields.Integer("Repairs", compute="_compute_steps")
    customer_count = fields.Integer("Customers", compute="_compute_steps")
    member_count = fields.Integer("Members", compute="_compute_steps")
    is_history_begun = fields.Boolean(compute="_compute_steps")
    is_history_there = fields.Boolean(compute="_compute_steps")
    are_tiers_seen = fields.Boolean(compute="_compute_steps")
    is_team_there = fields.Boolean(compute="_compute_steps")
    is_all_done = fields.Boolean(compute="_compute_steps")

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("First Steps")

    @api.depends("company_id")
    def _compute_steps(self):
        for page in self:
            company = page.company_id
            own = [("company_id", "=", company.id)]
            page.history_id = self.env["repair.history.import"].search(
                [*own, ("state", "in", NOT_BROUGHT)], limit=1
            )
            page.is_history_begun = bool(page.history_id)
            page.repair_count = self.env[CASE].search_count(own, limit=1_000_000)
            page.customer_count = self.env["repair.customer.profile"].search_count(own)
            page.is_history_there = bool(page.repair_count)
            page.are_tiers_seen = company.repair_tiers_seen and page.is_history_there
            teams = self.env["repair.case.team"].search([("company_id", "in", (False, company.id))])
            page.member_count = len(teams.member_ids)
            page.is_team_there = page.member_count > 1
            page.is_all_done = page.is_history_there and page.are_tiers_seen and page.is_team_there

    def _check_manager(self):
        """Refuse whoever is no manager: the rights of the page are theirs alone."""
        self.check_access("write")

    def action_history(self):
        """Open the history that was begun, or a new one."""
        self._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bring Your History"),
            "res_model": "repair.history.import",
            "res_id": self.history_id.id,
            "views": [(False, "form")],
        }

    def action_tiers(self):
        """Open the customers with their tiers, and note that they were looked at."""
        self._check_manager()
        # sudo: what a manager has seen is noted on their company, and nothing else.
        self.company_id.sudo().repair_tiers_seen = True
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"{ADDON}.repair_customer_profile_action"
        )

    def action_team(self):
        """Open the team of the company to invite people to."""
        self._check_manager()
        teams = self.env["repair.case.team"]
        team = self.company_id.repair_team_id or teams.search(
            [("company_id", "in", (False, self.company_id.id))], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite Your Team"),
            "res_model": "repair.case.team",
            "res_id": team.id,
            "views": [(False, "form")],
        }

    def action_dismiss(self):
        """Leave the page: the app opens on the overview from now on."""
        self._check_manager()
        # sudo: that a manager dismissed the page is noted on their company, and nothing else.
        self.company_id.sudo().repair_first_steps = "over"
        return self._work()

    @api.model
    def action_open(self):
        """Return what the app opens on: the first steps, or the work of the user."""
        self.env[CASE].check_access("read")
        company = self.env.company
        if not self.env.user.has_group(GROUP_MANAGER) or company.repair_first_steps == "over":
            return self._work()
        # sudo: whether there is any case at all, whoever may see it.
        cases = self.env[CASE].sudo().with_context(active_test=False)
        is_empty = not cases.search([("company_id", "=", company.id)], limit=1)
        if not is_empty and not company.repair_first_steps:
            return self._work()
        if is_empty and not company.repair_first_steps:
            # sudo: that the page was opened is noted on the company, and nothing else.
            company.sudo().repair_first_steps = "begun"
        page = self.create({})
        if page.is_all_done:
            # sudo: as above.
            company.sudo().repair_first_steps = "over"
            return self._work()
        return page._page()

    @api.model
    def action_open_again(self):
        """Open the page from the menu, dismissed or not."""
        return self.create({})._page()

    def _page(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"{ADDON}.repair_first_steps_action")
        return {**action, "res_id": self.id}

    @api.model
    def _work(self):
        """Return where the user starts: a manager on the overview, anybody else on their queue."""
        is_manager = self.env.user.has_group(GROUP_MANAGER)
        page = "repair_overview_action" if is_manager else "repair_case_action_my"
        return self.env["ir.actions.actions"]._for_xml_id(f"{ADDON}.{page}")
