import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...vocabulary import ADDON, CASE, EARNED
from .history_plan import HistoryPlan
from .history_values import device_key

_logger = logging.getLogger(__name__)

CRON_HISTORY = f"{ADDON}.ir_cron_bring_history"
# More repairs than a click should wait for.
REPAIRS_AT_ONCE = 1_000
REPAIRS_A_PIECE = 1_000
TRIES = 5
# Of what is imported nobody is told, and no line in a chatter says how it came to be.
QUIETLY = {
    "import_file": True,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class RepairHistoryImport(models.Model):
    """How a history is brought in so that it survives anything.

    Pieces of a thousand repairs are committed together with the place in the file that they
    reach: whatever is killed goes on there, and brings nothing twice. Few repairs come in at once.
    """

    _inherit = "repair.history.import"

    place = fields.Integer("Rows Done", readonly=True, copy=False)
    place_end = fields.Integer("Rows to Do", readonly=True, copy=False)
    newest_id = fields.Integer(readonly=True, copy=False)
    case_count = fields.Integer("Repairs Imported", readonly=True, copy=False)
    customer_count = fields.Integer("Customers Added", readonly=True, copy=False)
    device_count = fields.Integer("Devices Added", readonly=True, copy=False)
    message = fields.Text(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    tier_ids = fields.Many2many(
        "repair.segmentation.tier", compute="_compute_tier_ids", string="Tiers"
    )

    @api.depends("place", "place_end", "state")
    def _compute_progress(self):
        for history in self:
            share = history.place / history.place_end if history.place_end else 0.0
            history.progress = 100.0 if history.state == "done" else 100.0 * share

    @api.depends("state", "company_id")
    def _compute_tier_ids(self):
        for history in self:
            tiers = history.company_id.repair_policy_id.tier_ids
            history.tier_ids = tiers.filtered(lambda tier: tier.dimension in EARNED).sorted(
                lambda tier: EARNED.index(tier.dimension)
            )

    def _newest_case(self):
        """Return the id of the newest case that was there before this history."""
        if self.newest_id:
            return self.newest_id
        [(newest,)] = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM repair_case"))
        return newest

    def _plan(self, understood):
        return HistoryPlan(self, understood)

    def _begin(self):
        """Bring the repairs in: at once where they are few, else in the background."""
        plan = self._plan(self._understood(self._sheet(), self._manner()))
        self.write(
            {
                "state": "running",
                "newest_id": self._newest_case(),
                "place_end": len(plan.repairs),
            }
        )
        if len(plan.repairs) <= REPAIRS_AT_ONCE:
            while self.state == "running":
                self._bring_piece(plan)
            return
        # sudo: starting the scheduled action early is not a matter of rights.
        self.env.ref(CRON_HISTORY).sudo()._trigger()
        return

    @api.model
    def _cron_bring(self):
        """Go on with the histories that are being brought in, as whoever began them."""
        commit = self.env["ir.cron"]._commit_progress
        for history in self.search([("state", "=", "running")], order="id"):
            user = history.create_uid
            own = history.with_user(user).with_company(history.company_id)
            own = own.with_context(lang=user.lang, tz=user.tz)
            try:
                plan = own._plan(own._understood(own._sheet(), own._manner()))
                left = commit(remaining=1)
                while own.state == "running" and left:
                    own._piece_or_retry(plan)
                    left = commit(1, remaining=int(own.state == "running"))
                if not left:
                    return
            except Exception as error:  # pylint: disable=broad-exception-caught
                # What was brought in stays; the reason is shown, and the rest can be tried again.
                self.env.cr.rollback()
                _logger.exception("Bringing in history %s failed", history.id)
                history.write({"state": "failed", "message": str(error)})
                commit(1)

    def _piece_or_retry(self, plan):
        """Bring in the next piece; when it meets somebody's edit of the same rows, again."""
        before = dict(plan.partners)
        for attempt in range(1, TRIES + 1):
            try:
                self._bring_piece(plan)
                self.env.flush_all()
                self.env.invalidate_all()
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:  # pylint: disable=catching-non-exception
                if attempt == TRIES:
                    raise
                self.env.cr.rollback()
                # Customers who were added with it are gone with it.
                plan.partners = dict(before)

    def _bring_piece(self, plan):
        """Bring in the repairs of the next piece, and say how far that is."""
        end = min(self.place + self._piece_rows(), len(plan.repairs))
        wanted = [index for index in range(self.place, end) if plan.fate(index) == "new"]
        customers = self._add_customers(plan, wanted)
        counts = {"customer_count": self.customer_count + customers}
        devices, added = self._add_devices(plan, wanted)
        counts["device_count"] = self.device_count + added
        values = []
        for index in wanted:
            repair, partner = plan.repairs[index], plan.partners[plan.keys[index]]
            values.append(plan.values.case(repair, partner, devices.get(index)))
        self.env[CASE].with_context(**QUIETLY).create(values)
        counts["case_count"] = self.case_count + len(values)
        self.write({**counts, "place": end})
        if end == len(plan.repairs):
            self._finish()

    def _piece_rows(self):
        # sudo: a technical setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(f"{ADDON}.history_piece", REPAIRS_A_PIECE))

    def _add_customers(self, plan, wanted):
        """Add the customers of repairs who are not there yet, and return how many."""
        new = list(
            dict.fromkeys(plan.keys[i] for i in wanted if plan.partners[plan.keys[i]] is None)
        )
        partners = self.env["res.partner"].with_context(**QUIETLY)
        created = partners.create([plan.values.customer(plan.groups[key]) for key in new])
        plan.partners.update(zip(new, created.ids, strict=True))
        return len(new)

    def _add_devices(self, plan, wanted):
        """Add the devices of repairs; return place -> device, and how many are new."""
        triples = {}
        for index in wanted:
            values = plan.repairs[index].values
            name, serial = values.get("device_id", ""), values.get("serial_number", "")
            if name or serial:
                triples[index] = plan.partners[plan.keys[index]], name, serial
        if not triples:
            return {}, 0
        found, added = plan.values.devices(list(dict.fromkeys(triples.values())))
        devices = {index: found.get(device_key(*triple)) for index, triple in triples.items()}
        return devices, added

    def _finish(self):
        """Classify the customers, and say that it is done."""
        self.write({"state": "done", "table": False})
        policy = self.company_id._active_repair_policy()
        self.env.flush_all()
        if policy._has_many_cases():
            policy._queue_run()
        else:
            policy._classify_unattended()

    def action_again(self):
        """Go on with a history that stopped.

        :raise UserError: when it did not
        """
        self.check_access("write")
        self.ensure_one()
        if self.state != "failed":
            raise UserError(self.env._("Only an import that stopped can go on."))
        self.write({"state": "running", "message": False})
        # sudo: starting the scheduled action early is not a matter of rights.
        self.env.ref(CRON_HISTORY).sudo()._trigger()

    def get_progress(self):
        """Return how far a history is: its state, and how much of it is done in percent."""
        self.check_access("read")
        return [[history.state, history.progress] for history in self]

    def action_customers(self):
        """Open the customers with their tiers."""
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"{ADDON}.repair_customer_profile_action"
        )
