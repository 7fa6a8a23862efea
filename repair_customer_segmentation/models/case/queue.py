from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, float_round, format_date

from ...vocabulary import OPEN_STATES


class RepairCase(models.Model):
    """How a case is served: its level, and its place in the queue.

    The level is the customer's when the case is opened; while the case is open it follows.
    A contract goes before that, and a person before both, see ``service_level.py``.
    Head starts are hours that a case is moved ahead of its arrival: a case can be overtaken
    only by cases that arrive within the largest head start after it, so nobody starves, and
    nothing is recomputed as time passes.
    """

    _inherit = "repair.case"

    service_level_id = fields.Many2one(
        "repair.service.level",
        compute="_compute_service_level_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        ondelete="set null",
        help="Service level of this case: that of the contract that covers it, else the highest of "
        "the customer's tiers.",
    )
    service_level_color = fields.Integer("Level Color", related="service_level_id.color")
    queue_date = fields.Datetime(
        "Queue Position",
        compute="_compute_queue_date",
        store=True,
        precompute=True,
        help="Opening time minus the head starts of the priority and the service level. The "
        "team works the earliest first.",
    )
    queue_note = fields.Char("Queue", compute="_compute_queue_note")

    _queue_idx = models.Index("(team_id, queue_date) WHERE state IN ('open', 'waiting')")
    _level_idx = models.Index("(company_id, service_level_id) WHERE state IN ('open', 'waiting')")

    @api.depends("commercial_partner_id", "company_id", "contract_id", "service_level_override_id")
    def _compute_service_level_id(self):
        """Take the level of the customer, unless a contract or a person says otherwise.

        Closed cases keep what was promised; those that begin closed were never served by one.
        """
        service = self.env["repair.service.level"]
        for company, cases in self.grouped("company_id").items():
            served = cases.filtered(lambda case: case.state in OPEN_STATES)
            for case in cases - served:
                case.service_level_id = case._origin.service_level_id
            customers = served.commercial_partner_id.ids
            levels = service._customer_levels(company.id, customers, tiers_only=True)
            default = service._terms(company.id)["default"]
            contracts = served._contract_service_levels()
            for case in served:
                case.service_level_id = (
                    case.service_level_override_id.id
                    or contracts.get(case)
                    or levels.get(case.commercial_partner_id.id, default)
                )

    def _contract_service_levels(self):
        """Return how a contract says that these cases are served.

        A level by contract goes before that of the customer's tiers and yields to that of a
        person. Addons that know other contracts extend this; they call ``_contracts_changed`` on
        the cases that a change of theirs concerns. Example::

            def _contract_service_levels(self):
                levels = super()._contract_service_levels()
                for case in self.filtered("device_id.lease_id"):
                    levels[case] = case.device_id.lease_id.service_level_id.id
                return levels

        Called for open cases, those that are being created among them (no id yet), in batches:
        no query a case. The level must be one of the case's company, or a shared one.

        :return: dict: case -> id of its ``repair.service.level``; a case that is missing has no
            contract
        """
        # sudo: the level follows the contract, whoever may see that.
        return {
            case: case.contract_id.sudo().service_level_id.id for case in self if case.contract_id
        }

    def _contracts_changed(self):
        """Recompute the contract and the service level of those of these cases that are open."""
        # sudo: the level follows the contract whoever changed that.
        cases = self.sudo().filtered(lambda case: case.state in OPEN_STATES)
        self.env.add_to_compute(cases._fields["contract_id"], cases)
        cases.modified(["service_level_override_id"])

    @api.depends("date_open", "priority", "service_level_id", "planned_date")
    def _compute_queue_date(self):
        """Order by arrival less head start; a planned visit arrives on its day, not before."""
        for case in self:
            arrival = case.date_open
            if case.planned_date:
                begin = case._planned_day()[0]
                arrival = max(arrival or begin, begin)
            case.queue_date = arrival and arrival - timedelta(hours=sum(case._head_starts()))

    def _head_starts(self):
        """Return the hours of head start by the priority and by the service level."""
        self.ensure_one()
        _matrix, by_priority = self.env["repair.case.priority"]._of_company(self.company_id.id)
        levels = self.env["repair.service.level"]._terms(self.company_id.id)["levels"]
        level = levels.get(self.service_level_id.id)
        return by_priority[self.priority], level["head_start"] if level else 0.0

    @api.depends("queue_date", "team_id", "state", "planned_date")
    @api.depends_context("lang")
    def _compute_queue_note(self):
        labels = dict(self._fields["priority"]._description_selection(self.env))
        for case in self:
            if case.state not in OPEN_STATES or not case.queue_date or not case._origin.id:
                case.queue_note = False
                continue
            if case.planned_date:
                day = format_date(self.env, case.planned_date, date_format="long")
                case.queue_note = " ".join((case._place_text(), self.env._("Planned for %s.", day)))
                continue
            hours = sum(case._head_starts())
            values = {
                "priority": labels[case.priority],
                "level": case._service_level_text(),
                "hours": self._hours_text(hours),
                "slack": self._hours_text(case._largest_head_start() - hours),
            }
            if not hours:
                why = self.env._("%(priority)s: in order of arrival.", **values)
            elif case.service_level_id:
                why = self.env._("%(priority)s + %(level)s: %(hours)s h head start.", **values)
            else:
                why = self.env._("%(priority)s: %(hours)s h head start.", **values)
            if case._largest_head_start() > hours:
                bound = self.env._(
                    "Only cases opened within the next %(slack)s h can overtake it.", **values
                )
            else:
                bound = self.env._("Newer cases cannot overtake it.")
            case.queue_note = " ".join((case._place_text(), why, bound))

    def _place_text(self):
        """Return which place of how many the case has in its team's queue."""
        queue = [("team_id", "=", self.team_id.id), ("state", "=", "open")]
        if not self.team_id:
            queue.append(("company_id", "=", self.company_id.id))
        if self.state == "waiting":
            return self.env._("Waiting; not in the queue.")
        # sudo: the number of cases alone, whichever of them one may see: the place is the true
        # one, and nothing else tells of confidential cases.
        query = self.sudo()._search(queue)
        [(total, before)] = self.env.execute_query(
            query.select(
                SQL("count(*)"),
                SQL(
                    "count(*) FILTER (WHERE (%s, %s) < (%s, %s))",
                    SQL.identifier(query.table, "queue_date"),
                    SQL.identifier(query.table, "id"),
                    self.queue_date,
                    self._origin.id,
                ),
            )
        )
        return self.env._(
            "Position %(place)s of %(total)s in the queue of %(team)s.",
            place=before + 1,
            total=total,
            team=self.team_id.name or self.env._("cases without a team"),
        )

    def _largest_head_start(self):
        """Return the most hours that any case of the same queue is ahead of its arrival.

        No case is overtaken by one that arrives more than this later. A team that companies
        share works the cases of all of them in one queue.
        """
        companies = self.company_id
        if self.team_id and not self.team_id.company_id:
            # sudo: head starts of the other companies bound the wait; only hours are shown.
            companies = companies.sudo().search([("active", "=", True)])
        return max(self._largest_head_start_of(company.id) for company in companies)

    @api.model
    def _largest_head_start_of(self, company_id):
        _matrix, by_priority = self.env["repair.case.priority"]._of_company(company_id)
        levels = self.env["repair.service.level"]._terms(company_id)["levels"].values()
        return max(by_priority.values()) + max((lvl["head_start"] for lvl in levels), default=0)

    @api.model
    def _hours_text(self, hours):
        return f"{float_round(hours, 1):g}"
